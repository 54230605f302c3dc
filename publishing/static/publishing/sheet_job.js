/* The page of a long spreadsheet: shows how far it is without being loaded anew. Without it, the page loads itself. */

const EVERY = 2000;

async function look() {
  const detail = document.querySelector("#job-detail");
  const state = document.querySelector("#job-state");
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!response.ok || response.redirected) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const [newDetail, newState] = [page.querySelector("#job-detail"), page.querySelector("#job-state")];
    if (!newDetail || !newState) return;
    if (state.textContent !== newState.textContent) state.textContent = newState.textContent;
    show(detail, newDetail);
    if (!("underWay" in newDetail.dataset)) {
      delete detail.dataset.underWay;
      return;
    }
  } catch {
    // The portal does not answer for a moment: the next look will tell.
  }
  setTimeout(look, EVERY);
}

/* Whoever is at the button stays there. */
function show(detail, newDetail) {
  const name = detail.contains(document.activeElement) ? document.activeElement.name : "";
  detail.replaceChildren(...newDetail.childNodes);
  if (name) detail.querySelector(`[name="${name}"]`)?.focus();
}

setTimeout(look, EVERY);
