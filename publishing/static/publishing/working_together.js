/* The part of a form where colleagues work together on its record: fetched beside the form, and its small forms sent in
   place, so that nothing typed in the record's form is touched. What is typed here and not sent is asked about before
   leaving. Without this script a link leads to a page with the same. */
"use strict";
(() => {
  const box = document.querySelector(".working-together[data-address]");
  const parts = box?.querySelector(".together-parts");
  if (!parts) return;
  const told = box.querySelector(".together-said");
  const count = document.getElementById("together-count");
  const address = `${box.dataset.address}?part=1`;
  let isSending = false;

  const tell = (words, isSignedOut = false) => {
    told.textContent = words;
    if (isSignedOut) {
      const link = document.createElement("a");
      link.href = box.dataset.signIn;
      link.target = "_blank";
      link.textContent = box.dataset.signInWords;
      told.append(" ", link);
    }
    if (words) told.focus({ preventScroll: true });
    if (words) told.scrollIntoView({ block: "nearest" });
  };

  /* What somebody typed or chose and has not sent; in a form that was refused, all that it holds. */
  const isOwn = (field, isRefused) => {
    if (field.type === "select-one") {
      const first = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(first, 0) || (isRefused && field.selectedIndex > 0);
    }
    if (!["text", "textarea"].includes(field.type)) return false;
    return field.value !== field.defaultValue || (isRefused && field.value !== "");
  };
  const typed = (form) => {
    const isRefused = form.querySelector(".errorlist") !== null;
    return [...form.elements].filter((field) => isOwn(field, isRefused));
  };
  const isTyped = (form) => typed(form).length > 0;

  /* What was begun in the other small forms stays, however often the part is fetched anew. */
  const unsent = (sent) => [...parts.querySelectorAll("form")].filter((form) => form !== sent).flatMap((form) =>
    typed(form).map(({ id, value }) => [id, value]));

  const show = (html, kept) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const open = [...parts.querySelectorAll("details.together-resolved[open]")].length > 0;
    parts.replaceChildren(...document.adoptNode(page.body).childNodes);
    for (const [id, value] of kept) {
      const field = document.getElementById(id);
      if (!field || !parts.contains(field)) continue;
      field.value = value;
      field.closest("details")?.setAttribute("open", "");
    }
    if (open) for (const part of parts.querySelectorAll("details.together-resolved")) part.open = true;
    const waiting = parts.querySelectorAll(".together-threads > li, .together-tasks > li").length -
      parts.querySelectorAll(".together-resolved li.together-thread, .together-resolved li.together-task").length;
    if (count) count.textContent = waiting ? ` (${waiting})` : "";
    // The calendar beside a day, and the day said again.
    parts.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
  };

  /* Whose session stands, and a token that is good in it; null where the portal does not answer. */
  const session = async () => {
    const answer = await fetch(box.dataset.session, { cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") return { account: "" };
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const send = async (form, button) => {
    const { account, token } = await session();
    if (account !== box.dataset.account) return tell(box.dataset.signedOut, true);
    const data = new FormData(form, button);
    data.set("csrfmiddlewaretoken", token);
    const answer = await fetch(address, { method: "POST", body: data, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const kept = unsent(form);
    show(await answer.text(), kept);
    const words = parts.querySelector(".together-done")?.textContent;
    if (words) return tell(words);
    tell("");
    parts.querySelector(".errorlist")?.parentElement.querySelector("input, textarea, select")?.focus();
  };

  parts.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    parts.setAttribute("aria-busy", "true");
    try {
      await send(event.target, event.submitter);
    } catch {
      tell(box.dataset.away);
    }
    isSending = false;
    parts.removeAttribute("aria-busy");
  });

  /* A comment about a field leads to it, in whatever section it is. */
  parts.addEventListener("click", (event) => {
    const link = event.target.closest(".together-field a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    const shown = field.offsetParent ? field : field.closest(".form-row, .fieldBox");
    shown?.scrollIntoView({ block: "center" });
    const editor = field.closest(".fieldBox, .form-row")?.querySelector("[contenteditable]");
    (editor ?? field).focus({ preventScroll: true });
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...parts.querySelectorAll("form")].some(isTyped)) event.preventDefault();
  });

  const begin = async () => {
    const answer = await fetch(address, { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text(), []);
    if (location.hash === `#${box.id}`) box.scrollIntoView();
  };
  // Without an answer the link to the page with the same stands.
  begin().catch(() => {});
})();
