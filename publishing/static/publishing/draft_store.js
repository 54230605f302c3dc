/* Where drafts of forms are kept: in this browser alone, under the opaque key of an account. They go when the portal
   says that they were saved, when their account signs out, and by themselves after some days. */
"use strict";
window.DraftStore = (() => {
  const PREFIX = "draft:";
  const DAYS = 14;
  const SAVED = "saved-draft";
  const { account } = document.currentScript.dataset;

  const storage = () => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  };

  const all = () => {
    const kept = storage();
    const keys = kept ? Object.keys(kept).filter((key) => key.startsWith(PREFIX)) : [];
    return keys.flatMap((key) => {
      try {
        const draft = JSON.parse(kept.getItem(key));
        return draft?.state ? [{ key, ...draft }] : [];
      } catch {
        return [];
      }
    });
  };

  const erase = (id) => {
    for (const { key, id: other } of all()) if (other === id) storage().removeItem(key);
  };

  /* Whether it could be kept: a browser may have no room, or be told to keep nothing. */
  const keep = (draft) => {
    try {
      storage().setItem(`${PREFIX}${account}:${draft.form}:${draft.id}`, JSON.stringify({ ...draft, account }));
      return true;
    } catch {
      return false;
    }
  };

  const find = (form) =>
    all()
      .filter((draft) => draft.account === account && draft.form === form)
      .sort((one, other) => other.at - one.at);

  const eraseAccount = (owner) => {
    for (const draft of all()) if (draft.account === owner) storage().removeItem(draft.key);
  };

  /* The portal names in a cookie what it has saved: only then is a draft no longer needed. */
  const eraseSaved = () => {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${SAVED}=`));
    if (!cookie) return;
    for (const id of cookie.slice(SAVED.length + 1).split(".")) erase(id);
    document.cookie = `${SAVED}=; path=/admin/; max-age=0; samesite=lax`;
  };

  const eraseOld = () => {
    const oldest = Date.now() - DAYS * 24 * 3600e3;
    for (const draft of all()) if (!(draft.at > oldest)) storage().removeItem(draft.key);
  };

  eraseSaved();
  eraseOld();
  window.addEventListener("pageshow", eraseSaved);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("#logout-form, [data-signs-out]")) eraseAccount(account);
  });

  return { keep, find, erase, eraseAccount, eraseSaved };
})();
