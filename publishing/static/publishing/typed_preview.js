/* Shows what is typed in a form, in a window of its own, before it is saved. The form is posted as it stands;
   the window follows the typing while it is open. Without this script the button posts the form into a new one. */
"use strict";
(() => {
  const keeping = document.getElementById("keeping");
  const form = keeping?.closest("form");
  const button = form?.querySelector(".typed-preview-open");
  if (!button) return;
  const { FormState } = window;
  const PAUSE = 900;
  const told = document.getElementById("draft-told");
  const channel = new BroadcastChannel("typed-preview");
  const words = new WeakMap();
  let windowName = `typed-preview-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  let token = "", kind = "page", opened = null, isOpen = false, isFollowed = true;
  let isPosting = false, isStale = false, waiting, shown = "";

  const tell = (sentence) => {
    told.hidden = !sentence;
    told.textContent = sentence;
    if (sentence) told.focus();
  };
  const say = (message) => channel.postMessage({ ...message, token });

  const fileInputs = () =>
    [...form.querySelectorAll("input[type=file]")].filter(({ name, files }) => name && files.length);

  /* Nothing that stands in the form goes without a look at it: its files too, by what they are. */
  const standing = () =>
    JSON.stringify([
      kind,
      FormState.read(form),
      fileInputs().map(({ name, files }) => [name, files[0].name, files[0].size, files[0].lastModified]),
    ]);

  const body = () => {
    const data = new FormData(form);
    data.set("_window", token);
    data.set("_kind", kind);
    for (const { name, files } of fileInputs()) {
      // What was sent once need not be sent at every word.
      if (!words.has(files[0])) continue;
      data.delete(name);
      data.set(`${name}-sent`, words.get(files[0]));
    }
    return data;
  };

  const ask = () =>
    fetch(button.formAction, {
      method: "POST", body: body(), cache: "no-store", credentials: "same-origin", redirect: "manual",
      headers: { Accept: "application/json" }, signal: AbortSignal.timeout(60000),
    });

  /* Signing in again elsewhere makes the form’s token stale: a good one is asked for, once. */
  const askWithGoodToken = async () => {
    const answer = await ask();
    if (answer.status !== 403) return answer;
    const session = await fetch(keeping.dataset.session, {
      cache: "no-store", credentials: "same-origin", redirect: "manual",
    });
    if (!session.ok) return session;
    const { account, token: good } = await session.json();
    if (account !== keeping.dataset.account) return answer;
    form.querySelector("[name=csrfmiddlewaretoken]").value = good;
    return ask();
  };

  const failed = async (answer) => {
    if (answer?.type === "opaqueredirect" || answer?.status === 403) return button.dataset.signedOut;
    try {
      return (await answer.json()).words ?? button.dataset.failed;
    } catch {
      return button.dataset.failed;
    }
  };

  /* One at a time: what is typed meanwhile is shown by the next one. */
  const make = async () => {
    if (isPosting) {
      isStale = true;
      return;
    }
    isPosting = true;
    isStale = false;
    clearTimeout(waiting);
    const now = standing();
    const files = Object.fromEntries(fileInputs().map(({ name, files: chosen }) => [name, chosen[0]]));
    say({ kind: "making" });
    const isAsked = opened !== null;
    let answer = null;
    try {
      answer = await askWithGoodToken();
      if (!answer.ok) throw new Error(answer.status);
      const made = await answer.json();
      for (const [name, word] of Object.entries(made.sent)) if (files[name]) words.set(files[name], word);
      shown = now;
      // Where its time had passed, the window goes on as a new one.
      if (isOpen && token !== made.window) say({ kind: "moved", url: made.url });
      token = made.window;
      tell("");
      if (opened && !isOpen) opened.location.replace(made.url);
      else say({ kind: "made" });
      isOpen = true;
    } catch {
      const sentence = await failed(answer);
      if (opened && !isOpen) opened.close();
      say({ kind: "failed", words: sentence });
      // Whoever is typing is not taken away from it: the window says it.
      if (isAsked) tell(sentence);
    }
    opened = null;
    isPosting = false;
    if (isStale && isOpen) make();
  };

  const follow = () => {
    clearTimeout(waiting);
    if (isOpen && isFollowed) waiting = setTimeout(() => standing() !== shown && make(), PAUSE);
  };
  for (const name of ["input", "change"]) form.addEventListener(name, follow);
  document.addEventListener("formset:added", follow);
  document.addEventListener("formset:removed", follow);
  window.django?.jQuery?.(form).on("change", "select", follow);

  const open = () => {
    // In the same turn as the press, or browsers open nothing. A window that is there already comes to the front.
    opened = window.open(isOpen ? "" : button.dataset.opening, windowName);
    if (!opened) {
      tell(button.dataset.blocked);
      return;
    }
    opened.focus();
    if (isOpen && opened.location.href === "about:blank") {
      isOpen = false;
      opened.location.replace(button.dataset.opening);
    }
    make();
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const isKey = event.code === "KeyP" && event.altKey && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isKey || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    open();
  });

  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "hello" && !token && data.form === keeping.dataset.form) {
      // The window was opened by an earlier page of the same form, which is left: the form was saved, or loaded anew.
      token = data.token;
      windowName = data.name;
      kind = data.shown;
      isFollowed = data.follows;
      isOpen = true;
      make();
    }
    if (!token || data.token !== token) return;
    if (data.kind === "closed") isOpen = false;
    if (data.kind === "back") isOpen = true;
    if (data.kind === "follow") {
      isFollowed = data.follows;
      follow();
    }
    if (data.kind === "ask") {
      kind = data.shown;
      isOpen = true;
      make();
    }
  });
  window.addEventListener("pagehide", () => token && say({ kind: "left" }));
  window.addEventListener("pageshow", () => channel.postMessage({ kind: "opened", form: keeping.dataset.form }));
})();
