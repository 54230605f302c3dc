/* Before a form of the back office is sent, the portal is asked whether it would take it: whether it answers, and
   whether the session still stands. Where it does not, the form stays, with all that is in it; one signs in again in a
   new tab, and the form is saved with a token that is good. */
"use strict";
(() => {
  const keeping = document.getElementById("keeping");
  const form = keeping?.closest("form");
  if (!form) return;
  const told = document.getElementById("draft-told");
  const dialog = document.getElementById("signed-out");
  const part = (name) => dialog.querySelector(name);
  let button = null, isAsking = false, isGood = false;

  const tell = (words) => {
    told.textContent = words;
    if (words) told.focus();
  };

  /* Whose session stands, and a token that is good in it; null where the portal does not answer. */
  const ask = async () => {
    try {
      const answer = await fetch(keeping.dataset.session, {
        cache: "no-store", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(20000),
      });
      // Whoever is not signed in would be led away.
      if (answer.type === "opaqueredirect") return { account: "", token: "" };
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  const send = (token) => {
    form.querySelector("[name=csrfmiddlewaretoken]").value = token;
    isGood = true;
    // What listens for the form being sent has its turn once more; the answer is known now.
    form.requestSubmit(button);
  };

  const tryToSave = async () => {
    if (isAsking) return;
    isAsking = true;
    tell("");
    const session = await ask();
    isAsking = false;
    if (session === null) {
      dialog.close();
      form.dispatchEvent(new CustomEvent("form:kept"));
      tell(keeping.dataset.noConnection);
    } else if (session.account === keeping.dataset.account) {
      dialog.close();
      send(session.token);
    } else {
      part(".signed-out-ended").hidden = Boolean(session.account);
      part(".signed-out-other").hidden = !session.account;
      form.dispatchEvent(new CustomEvent("form:kept"));
      if (!dialog.open) dialog.showModal();
    }
  };

  form.addEventListener("submit", (event) => {
    if (isGood) {
      isGood = false;
      form.dispatchEvent(new CustomEvent("form:sent"));
      return;
    }
    event.preventDefault();
    button = event.submitter;
    tryToSave();
  });

  document.getElementById("signed-in-now").addEventListener("click", tryToSave);
  document.getElementById("save-later").addEventListener("click", () => dialog.close());
  if ("BroadcastChannel" in window) {
    new BroadcastChannel("signed-in").addEventListener("message", () => dialog.open && tryToSave());
  }
  window.addEventListener("focus", () => dialog.open && tryToSave());
})();
