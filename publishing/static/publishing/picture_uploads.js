/* Several pictures into the library: one request each, so that no request is large, and what came of each is said. */
"use strict";
(() => {
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const send = async (form, file) => {
    const data = new FormData(form);
    data.delete("images");
    data.append("images", file, file.name);
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(window.location.href, { method: "POST", body: data, headers });
      const isOurs = answer.ok && (answer.headers.get("Content-Type") || "").includes("json");
      return isOurs ? await answer.json() : null;
    } catch (error) {
      return null;
    }
  };

  const start = (form) => {
    const progress = document.getElementById("library-upload-progress");
    const list = document.getElementById("library-upload-refused");
    const say = (sentence) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      list.append(line);
    };
    form.addEventListener("submit", async (event) => {
      const files = [...form.elements.images.files];
      if (files.length < 2) return; /* one file, or none: the form itself says what is wrong */
      event.preventDefault();
      const button = form.querySelector("[type=submit]");
      button.disabled = true;
      list.replaceChildren();
      let kept = 0;
      for (const [at, file] of files.entries()) {
        const values = { number: at + 1, all: files.length, name: file.name };
        progress.textContent = filled(form.dataset.wordsSending, values);
        const answer = await send(form, file);
        if (answer) {
          kept += answer.kept;
          answer.refused.forEach(say);
        } else say(filled(form.dataset.wordsFailed, { name: file.name }));
      }
      button.disabled = false;
      progress.textContent = filled(form.dataset.wordsKept, { number: kept });
      if (!list.children.length) window.location.assign(form.dataset.afterwards);
      else if (kept) {
        const on = document.createElement("a");
        on.href = form.dataset.afterwards;
        on.textContent = form.dataset.wordsOn;
        progress.append(" ", on);
      }
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("#library-upload-form").forEach(start);
  });
})();
