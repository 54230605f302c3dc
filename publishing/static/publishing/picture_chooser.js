/* The pictures of the library in the form of a record: the chosen one as it looks, and one dialog to find another or
   to upload it. What the form sends stays the plain box; without this script it is the box that is shown. */
"use strict";
(() => {
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };
  let dialog;
  let body;
  let said;
  let current; /* the chooser that the dialog was opened from */

  /* HTML of our own server, read without running anything. */
  const parsed = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

  const build = (words) => {
    dialog = make("dialog", { class: "keeping-dialog picture-dialog", "aria-labelledby": "picture-dialog-title" });
    const head = make("div", { class: "picture-dialog-head" });
    const close = make("button", { type: "button", class: "button", "data-close": "" }, words.wordsClose);
    head.append(make("h2", { id: "picture-dialog-title" }), close);
    said = make("p", { role: "alert", class: "picture-dialog-said" });
    body = make("div", { class: "picture-dialog-body" });
    dialog.append(head, said, body);
    document.body.append(dialog);
    dialog.addEventListener("click", pressed);
    dialog.addEventListener("submit", sent);
    dialog.addEventListener("close", () => {
      body.replaceChildren();
      const button = current?.querySelector(`[data-open="${current.dataset.opened}"]`);
      (button?.hidden ? current?.querySelector("[data-open]") : button)?.focus();
    });
  };

  const show = (html) => {
    body.replaceChildren(...parsed(html));
    dialog.scrollTop = 0;
    const wrong = body.querySelector("[aria-invalid='true']");
    (wrong ?? body.querySelector("input:not([type=hidden])"))?.focus();
  };

  /* Asks the server, and says so where it does not answer, or answers with the page to sign in. */
  const ask = async (address, options = {}) => {
    said.textContent = "";
    body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" }, ...options });
      if (answer.redirected || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
      return answer;
    } catch (error) {
      said.textContent = current.dataset.wordsFailed;
      return null;
    } finally {
      body.removeAttribute("aria-busy");
    }
  };

  const open = async (chooser, what) => {
    current = chooser;
    chooser.dataset.opened = what;
    if (!dialog) build(chooser.dataset);
    const title = what === "upload" ? chooser.dataset.wordsUpload : chooser.dataset.wordsChoose;
    dialog.querySelector("h2").textContent = title;
    body.replaceChildren();
    dialog.showModal();
    const answer = await ask(what === "upload" ? chooser.dataset.upload : chooser.dataset.choose);
    if (answer) show(await answer.text());
  };

  const card = (chooser, html) => {
    chooser.querySelector(".picture-chosen").replaceChildren(...(html ? parsed(html) : []));
    chooser.querySelector("[data-clear]").hidden = !html;
  };

  /* What the box says now, as a picture: also where a draft or the Back button has set it. */
  const follow = async (chooser) => {
    const { value } = chooser.querySelector("select");
    if (chooser.dataset.shown === value) return;
    chooser.dataset.shown = value;
    if (!value) return card(chooser, "");
    const answer = await fetch(chooser.dataset.card.replace(/0\/$/, `${encodeURIComponent(value)}/`));
    card(chooser, answer.ok && !answer.redirected ? await answer.text() : "");
  };

  const take = (key, name, html) => {
    const select = current.querySelector("select");
    if (![...select.options].some((option) => option.value === key)) select.add(new Option(name, key));
    if (html) {
      current.dataset.shown = key;
      card(current, html);
    }
    select.value = key;
    for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
    dialog.close();
  };

  const pressed = async (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) return dialog.close();
    const button = event.target.closest("[data-picture]");
    if (button) return take(button.dataset.picture, button.dataset.name, "");
    const page = event.target.closest(".library-pages a");
    if (!page) return undefined;
    event.preventDefault();
    const answer = await ask(current.dataset.choose + page.getAttribute("href"));
    if (answer) show(await answer.text());
    return undefined;
  };

  const sent = async (event) => {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    if (form.matches(".library-search")) {
      const answer = await ask(`${current.dataset.choose}?${new URLSearchParams(data)}`);
      if (answer) show(await answer.text());
      return;
    }
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const answer = await ask(form.getAttribute("action"), { method: "POST", body: data });
    button.disabled = false;
    if (!answer) return;
    if (answer.status === 201) {
      const made = await answer.json();
      take(String(made.pk), made.name, made.card);
    } else show(await answer.text());
  };

  const start = (chooser) => {
    if (chooser.dataset.started || chooser.closest(".empty-form")) return;
    chooser.dataset.started = "yes";
    const select = chooser.querySelector("select");
    chooser.dataset.shown = chooser.querySelector(".library-card") ? select.value : "";
    select.classList.add("visually-hidden");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    chooser.querySelector(".picture-chooser-tools").hidden = false;
    chooser.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.open) open(chooser, button.dataset.open);
      else if (button?.matches("[data-clear]")) {
        select.value = "";
        for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
        chooser.querySelector("[data-open]").focus();
      }
    });
    const heard = () => follow(chooser);
    const jQuery = window.django?.jQuery;
    if (jQuery) jQuery(select).on("change", heard);
    else select.addEventListener("change", heard);
    follow(chooser);
  };

  const startAll = (root) => root.querySelectorAll(".picture-chooser").forEach(start);
  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("formset:added", (event) => startAll(event.target));
  window.addEventListener("pageshow", () => {
    document.querySelectorAll(".picture-chooser[data-started]").forEach(follow);
  });
})();
