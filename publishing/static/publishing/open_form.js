/* Says every half minute that a form is open, and shows who else has it open. */
"use strict";
(() => {
  const keeping = document.getElementById("keeping");
  const form = keeping?.closest("form");
  if (!form || !keeping.dataset.record) return;
  const box = document.getElementById("open-elsewhere");
  const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
  let shown = "";

  const body = (given) => {
    const data = new FormData();
    const { label, record } = keeping.dataset;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of Object.entries({ label, record, page, csrfmiddlewaretoken: token, ...given })) {
      data.set(name, value);
    }
    return data;
  };

  const show = (sentences) => {
    if (sentences.join() === shown) return;
    shown = sentences.join();
    box.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }),
    );
  };

  const beat = async () => {
    try {
      const answer = await fetch(keeping.dataset.openForm, {
        method: "POST", body: body({}), cache: "no-store", credentials: "same-origin", redirect: "error",
      });
      if (answer.ok) show((await answer.json()).words);
    } catch {
      // Without an answer nothing is known of the others: what was said last stands until the next word.
    }
  };

  beat();
  setInterval(() => document.hidden || beat(), Number(keeping.dataset.beat) * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || beat());
  window.addEventListener("pagehide", () => navigator.sendBeacon(keeping.dataset.openForm, body({ left: "1" })));
})();
