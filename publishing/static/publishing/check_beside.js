/* What the check finds beside the form of a release: asked for once the form is there, which need not wait for it.
   Without scripts a link to the page of the check stands in its place. */
"use strict";
(() => {
  const show = async (place) => {
    const answer = await fetch(place.dataset.checkBeside, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    /* Nothing opens under the hands of somebody who types already. */
    const busy = document.activeElement !== document.body || window.scrollY > 0;
    if (busy) for (const details of found.querySelectorAll("details")) details.open = false;
    place.replaceWith(...found.childNodes);
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-check-beside]")) show(place).catch(() => {});
  });
})();
