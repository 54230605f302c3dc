/* Forms that help: the summary of what is wrong takes the focus and leads to each field, sections open where they are
   gone to, Ctrl+S saves, and texts are counted while they are typed. */
"use strict";
(() => {
  const openAround = (element) => {
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  };

  /* What is typed in may be another element than the one that bears the field's name. */
  const typedIn = (element) => {
    const editor = element.closest(".prose-editor")?.querySelector("[contenteditable]");
    const choice = element.nextElementSibling?.querySelector?.(".select2-selection[tabindex], .select2-search__field");
    const isField = element.matches("input, select, textarea, a, button");
    const within = isField ? null : element.querySelector("input, select, textarea");
    return editor ?? choice ?? within ?? element;
  };

  const goTo = (id, focus) => {
    const element = id && document.getElementById(id);
    if (!element || !element.closest(".record-form")) return false;
    openAround(element);
    const details = element.closest("summary")?.parentElement;
    if (details) details.open = true;
    const target = focus ? typedIn(element) : element;
    const takesFocus = target.matches("input, select, textarea, a, button, [tabindex], [contenteditable]");
    if (focus && !takesFocus) target.tabIndex = -1;
    const row = target.closest(".fieldBox, .form-row, .inline-related") ?? target;
    (focus ? row : element).scrollIntoView({ block: focus ? "center" : "start" });
    if (focus) target.focus({ preventScroll: true });
    return true;
  };

  /* The words that a link means are selected in their field: the one of their places that has so many before it. */
  const placeOf = (text, words, nth) => {
    let place = text.indexOf(words);
    for (let left = nth; left > 0 && place >= 0; left -= 1) place = text.indexOf(words, place + 1);
    return place >= 0 ? place : text.indexOf(words);
  };
  const selectIn = (box, words, nth) => {
    const texts = [];
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode);
    const start = placeOf(texts.map((text) => text.data).join(""), words, nth);
    if (start < 0) return;
    const range = document.createRange();
    let passed = 0;
    for (const text of texts) {
      const from = start - passed, to = start + words.length - passed;
      if (from >= 0 && from < text.length) range.setStart(text, from);
      if (to > 0 && to <= text.length) range.setEnd(text, to);
      passed += text.length;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  };
  const select = (id, words, nth) => {
    const element = words && document.getElementById(id);
    const target = element && typedIn(element);
    if (!target) return;
    if (target.isContentEditable) return selectIn(target, words, nth);
    const start = target.matches("textarea, input[type=text]") ? placeOf(target.value, words, nth) : -1;
    if (start >= 0) target.setSelectionRange(start, start + words.length);
  };
  const goToPlace = (hash) => {
    const [id, ...said] = hash.slice(1).split("&");
    const place = new URLSearchParams(said.join("&"));
    const field = decodeURIComponent(id);
    if (goTo(field, hash.startsWith("#id_"))) select(field, place.get("words"), Number(place.get("nth")));
  };

  /* An editor that comes after the page is gone to once it is there. */
  document.addEventListener("prose-editor:ready", (event) => {
    const field = event.detail.textarea ?? event.target;
    if (location.hash.slice(1).split("&")[0] === field.id) setTimeout(() => goToPlace(location.hash));
  });

  document.addEventListener("click", (event) => {
    const found = event.target.closest?.(".check-beside a[data-words]");
    if (found && goTo(decodeURIComponent(found.hash.slice(1)), true)) {
      event.preventDefault();
      select(decodeURIComponent(found.hash.slice(1)), found.dataset.words, Number(found.dataset.nth));
      return;
    }
    const link = event.target.closest?.(".error-summary a, .section-index a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (!goTo(id, link.closest(".error-summary") !== null)) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    const named = (name) => document.querySelector(`.record-form [name=${name}]`);
    const button = named("_continue") ?? named("_save");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  /* Counting: shown at once, said only where the end is near, and only once typing pauses. */
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
  const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);
  let pause;
  const count = (field, typing) => {
    const counter = document.querySelector(`.counter[data-for="${CSS.escape(field.id)}"]`);
    if (!counter) return;
    const most = Number(counter.dataset.most);
    const n = field.value.length;
    const values = { n: number(n), most: number(most), left: number(most - n), over: number(n - most) };
    counter.textContent = fill(counter.dataset[n > most ? "over" : "words"], values);
    counter.classList.toggle("over", n > most);
    counter.hidden = false;
    if (!typing) return;
    clearTimeout(pause);
    const said = document.getElementById("form-said");
    const words = n > most ? counter.dataset.over : n > most * 0.9 ? counter.dataset.few : "";
    pause = setTimeout(() => { said.textContent = words ? fill(words, values) : ""; }, 1000);
  };
  const countAll = (root) => {
    for (const counter of root.querySelectorAll(".counter")) {
      const field = document.getElementById(counter.dataset.for);
      if (field) count(field, false);
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[type=text], textarea")) count(event.target, true);
  });
  document.addEventListener("formset:added", (event) => {
    /* Django renames the row's fields, and not what is named after them. */
    for (const counter of event.target.querySelectorAll(".counter")) {
      const field = counter.parentElement.querySelector("input[type=text], textarea");
      if (field) counter.dataset.for = field.id;
    }
    countAll(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => {
    countAll(document);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
    else if (location.hash) goToPlace(location.hash);
  });
})();
