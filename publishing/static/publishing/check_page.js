/* The page of a check keeps its place: what is decided is sent without leaving it, and the page is put in place anew
   with the scroll, the focus and what is typed beside other findings as they were. Without scripts the answer is the
   page itself, at the finding that comes next. Links into the form say which words they mean, so that its editor can
   select them. */
"use strict";
(() => {
  const content = () => document.getElementById("content-main");
  const byId = (id) => (id ? document.getElementById(id) : null);

  const nameWords = (root) => {
    for (const link of root.querySelectorAll("a[data-words]")) {
      if (!link.dataset.words || !link.hash) continue;
      const words = new URLSearchParams({ words: link.dataset.words.slice(0, 240), nth: link.dataset.nth || "0" });
      link.hash = `${link.hash}&${words}`;
    }
  };

  /* What came of it is said where one is, with the way back beside it; both stand at the head of the page as well. */
  let box;
  const say = (words, undo) => {
    if (!box) {
      box = document.body.appendChild(document.createElement("div"));
      box.className = "check-said";
      box.append(document.createElement("p"));
      box.firstChild.setAttribute("role", "status");
    }
    box.querySelector("button")?.remove();
    box.hidden = false;
    box.firstChild.textContent = words;
    if (undo) {
      const button = box.appendChild(undo.cloneNode(true));
      button.removeAttribute("id");
      button.setAttribute("form", undo.form.id);
    }
    clearTimeout(say.pause);
    say.pause = setTimeout(() => { box.hidden = !box.contains(document.activeElement); }, 10000);
  };

  /* What somebody has opened or typed, by the id of its element. */
  const typedIn = (root) => ({
    open: [...root.querySelectorAll("details[id][open]")].map((details) => details.id),
    texts: [...root.querySelectorAll("input[type=text][id]")].map((field) => [field.id, field.value]),
  });
  const typeAgain = (typed) => {
    for (const id of typed.open) if (byId(id)) byId(id).open = true;
    for (const [id, value] of typed.texts) if (value && byId(id)) byId(id).value = value;
  };

  const replace = (found, form, focused) => {
    const onward = form.elements.onward?.value;
    const places = [focused, onward, form.closest("[id]")?.id];
    const stays = places.find((id) => found.querySelector(`#${CSS.escape(id || "-")}`));
    const before = byId(stays)?.getBoundingClientRect().top;
    const typed = typedIn(content());
    content().replaceWith(found);
    nameWords(found);
    typeAgain(typed);
    const target = byId(stays) ?? found;
    if (!target.matches("a, button, input, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    if (before !== undefined) window.scrollBy(0, target.getBoundingClientRect().top - before);
  };

  /* An answer that is no page of a check (a sign-in, a refusal) is the browser's to show: it asks once more. */
  const send = async (form, button) => {
    const focused = button?.id;
    const answer = await fetch(location.href.split("#")[0], { method: "POST", body: new FormData(form, button) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("body.check #content-main");
    if (!answer.ok || !found) return form.submit();
    replace(document.importNode(found, true), form, focused);
    const words = [...page.querySelectorAll(".messagelist li")].map((line) => line.textContent.trim()).join(" ");
    say(words, form.elements.action.value === "mend" ? byId("undo-mending-button") : null);
  };

  let isBusy = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !content()?.contains(form) || !form.elements.action) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    content().setAttribute("aria-busy", "true");
    send(form, event.submitter)
      .catch(() => form.submit())
      .finally(() => {
        isBusy = false;
        content()?.removeAttribute("aria-busy");
      });
  });

  document.addEventListener("DOMContentLoaded", () => nameWords(document));
})();
