/* An address that follows its title while a new record is written: the server makes it, by the rule it would use at the
   save. What somebody has typed into the box of an address is never touched. */
"use strict";
(() => {
  const PAUSE = 300;
  const { url, fields } = document.getElementById("slug-proposals").dataset;

  const follow = ({ id, name, dependency_ids: titles }) => {
    const box = document.querySelector(id);
    const sources = titles.map((title) => document.querySelector(title)).filter(Boolean);
    if (!box || box.value || !sources.length) return;
    let proposed = "";
    let asked = new AbortController();
    let waiting;
    const isFree = () => box.value === proposed;

    const propose = async () => {
      asked.abort();
      asked = new AbortController();
      const title = sources
        .map((source) => source.value.trim())
        .filter(Boolean)
        .join(" ");
      const body = new URLSearchParams({ field: name, title });
      const headers = { "X-CSRFToken": box.form.elements.csrfmiddlewaretoken.value };
      try {
        const answer = await fetch(url, { method: "POST", body, headers, signal: asked.signal });
        if (!answer.ok) return;
        const { slug } = await answer.json();
        if (!isFree()) return;
        proposed = slug;
        if (box.value === slug) return;
        box.value = slug;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      } catch {
        /* Without an answer the address stays empty, and the save makes it. */
      }
    };

    for (const source of sources)
      source.addEventListener("input", () => {
        clearTimeout(waiting);
        if (isFree()) waiting = setTimeout(propose, PAUSE);
      });
    /* What stands in the boxes from the start, or has been brought back into them. */
    if (sources.some((source) => source.value.trim())) propose();
  };

  if (url) JSON.parse(fields).forEach(follow);
})();
