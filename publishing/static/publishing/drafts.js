/* What is typed in a form of the back office is kept in the browser while it is typed, and offered back wherever the
   form is opened again without it. Leaving with something unsaved is asked about first. */
"use strict";
(() => {
  const { DraftStore, FormState } = window;
  const keeping = document.getElementById("keeping");
  const form = keeping?.closest("form");
  if (!form) return;
  const told = document.getElementById("draft-told");
  const stamp = form.querySelector("[name=_stamp]");
  const base = form.querySelector("[name=_base]");
  const mark = form.querySelector("[name=_draft]");
  const isUnsaved = keeping.hasAttribute("data-unsaved");
  const language = document.documentElement.lang || "fr";
  let sent, leaving = false, refused = false;
  let before = null;

  const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
  const known = DraftStore.find(keeping.dataset.form).find(({ id }) => id === keeping.dataset.draft);
  mark.value = keeping.dataset.draft || fresh();
  /* A form that comes back refused holds what was typed: what the record was before stands in its draft alone. A
     revision replaces the record, and each of its fields counts as typed. */
  if (isUnsaved) before = known?.base ?? null;
  else if (!keeping.hasAttribute("data-revision")) before = FormState.read(form, true);
  let original = FormState.read(form, true);
  // Other scripts bring fields of their own until the page has loaded: they are no typing.
  window.addEventListener("load", () => {
    original = FormState.read(form, true);
    if (!isUnsaved && before) before = original;
  });

  const isChanged = () => !FormState.same(FormState.read(form), original) || FormState.filesOf(form).length > 0;

  const tell = (words) => {
    told.textContent = words;
    told.hidden = !words;
  };

  const keep = () => {
    if (leaving || sent) return;
    if (!isUnsaved && !isChanged()) {
      DraftStore.erase(mark.value);
      return;
    }
    const isKept = DraftStore.keep({
      id: mark.value, form: keeping.dataset.form, at: Date.now(), stamp: stamp?.value ?? "", token: base?.value ?? "",
      base: before, state: FormState.read(form), files: FormState.filesOf(form),
    });
    if (!isKept && !refused) tell(keeping.dataset.cannotKeep);
    refused = !isKept;
  };

  let waiting;
  const keepSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  };
  for (const name of ["input", "change"]) form.addEventListener(name, keepSoon);
  document.addEventListener("formset:added", keepSoon);
  document.addEventListener("formset:removed", keepSoon);
  const jQuery = window.django?.jQuery;
  jQuery?.(form).on("change", "select", keepSoon);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  // Leaving

  window.addEventListener("beforeunload", (event) => {
    if (sent || !(isUnsaved || isChanged())) return;
    keep();
    event.preventDefault();
  });
  /* What is sent is kept until the portal says that it is saved: a server that stumbles does not take it along. */
  form.addEventListener("form:sent", () => {
    if (isUnsaved || isChanged() || keeping.hasAttribute("data-revision")) {
      clearTimeout(waiting);
      keep();
    }
    sent = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
  });

  // Offering back

  const moment = new Intl.DateTimeFormat(language, {
    day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  });

  const resume = (draft) => {
    FormState.write(form, draft.state, draft.base);
    if (stamp && draft.stamp && draft.stamp !== stamp.value) {
      // The form goes on from the record as it was: on saving, the portal sees what others changed since.
      stamp.value = draft.stamp;
      if (base) base.value = draft.token;
    }
    DraftStore.erase(mark.value);
    mark.value = draft.id;
    before = draft.base;
    // Editors of rows that were just added come a moment later.
    setTimeout(keep, 1000);
  };

  const offer = (draft, box) => {
    const part = document.getElementById("draft-offer").content.cloneNode(true).firstElementChild;
    const when = part.querySelector("time");
    when.dateTime = new Date(draft.at).toISOString();
    when.textContent = moment.format(draft.at);
    part.querySelector(".draft-older").hidden = !stamp || !draft.stamp || draft.stamp === stamp.value;
    const files = part.querySelector(".draft-files");
    files.hidden = !draft.files?.length;
    files.querySelector("span").textContent = (draft.files ?? []).join(", ");
    const close = (words) => {
      part.remove();
      box.hidden = !box.children.length;
      tell(words);
      told.focus();
    };
    part.querySelector(".draft-resume").addEventListener("click", () => {
      resume(draft);
      for (const other of box.querySelectorAll(".draft-resume")) other.disabled = true;
      close(keeping.dataset.resumed);
    });
    part.querySelector(".draft-discard").addEventListener("click", () => {
      DraftStore.erase(draft.id);
      close(keeping.dataset.discarded);
    });
    box.append(part);
  };

  const begin = () => {
    if (isUnsaved) {
      keep();
      return;
    }
    const box = document.getElementById("draft-offers");
    const now = FormState.read(form);
    for (const draft of DraftStore.find(keeping.dataset.form)) {
      if (FormState.same(draft.state, now)) {
        // The browser has filled it in again by itself, as after “Back”.
        mark.value = draft.id;
        before = draft.base;
      } else if (draft.id !== mark.value) {
        offer(draft, box);
      }
    }
    box.hidden = !box.children.length;
  };

  /* Only once the browser has filled in what it fills in by itself, and rows can be added. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) setTimeout(begin, 50);
  });
})();
