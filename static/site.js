// One file for all that is small: a request costs a visitor more than the few bytes that a page does not use.

// Remembers the language chosen with the switch, so that the bare address leads there next time.
for (const link of document.querySelectorAll(".lang a[hreflang]")) {
  link.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `language=${link.hreflang}; path=/; max-age=31536000; samesite=lax${secure}`;
  });
}

// Whoever is signed in to the back office is offered the form of the page. The rest is fetched for them alone.
if (/(^|; )staff=1/.test(document.cookie)) import(new URL("edit_link.js", document.currentScript.src));

// A list follows its filters in place: the page that a choice leads to is fetched whole, and the list is changed into
// the new one. Without this script, or when anything fails, the same form and links load the same pages.
const library = document.querySelector("meta[name=list-library]");
if (library) followFilters(document.querySelector("[data-list]"), library.content);

function followFilters(list, library) {
  const said = document.createElement("p");
  const address = () => location.pathname + location.search;
  let shown = address();
  let asked;
  let loading;

  // The library comes when a filter is first touched: who only reads does not wait for it.
  function morphing() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = library;
      script.onload = () => resolve(Idiomorph.morph);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  // The control in use keeps its focus, so it is never disabled, and never loses what is being typed into it.
  function keeps(name, node) {
    return node === document.activeElement && (name === "disabled" || name === "value");
  }

  function say() {
    const words = list.querySelector("[data-result]").innerText.replace(/\s+/g, " ").trim();
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = words; });
  }

  async function show(url, { back = false, read = false } = {}) {
    asked?.abort();
    const mine = asked = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const [answer, morph] = await Promise.all([fetch(url, { signal: mine.signal }), morphing()]);
      const text = await answer.text();
      if (mine.signal.aborted) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const next = page.querySelector("[data-list]");
      if (!answer.ok || answer.redirected || !next) throw new Error(answer.status);
      if (!back) history.pushState(null, "", url);
      shown = address();
      document.title = page.title;
      morph(list, next, { callbacks: { beforeAttributeUpdated: (name, node) => back || !keeps(name, node) } });
      if (read) list.querySelector("[data-result]").focus();
      say();
    } catch {
      if (!mine.signal.aborted) location.assign(url);
    }
  }

  function follow(form) {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    const url = location.pathname + (query && `?${query}`);
    if (url !== shown || asked) show(url);
  }

  said.className = "vh";
  said.setAttribute("role", "status");
  list.before(said);
  list.addEventListener("focusin", ({ target }) => {
    if (target.form?.matches(".filters")) morphing().catch(() => {});
  });
  list.addEventListener("change", ({ target }) => { if (target.form?.matches(".filters")) follow(target.form); });
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    follow(event.target);
    event.target.closest("[popover]").hidePopover();
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || other || link.pathname !== location.pathname || link.hash || link.origin !== location.origin) return;
    event.preventDefault();
    show(link.pathname + (link.search.length > 1 ? link.search : ""), { read: true });
  });
  addEventListener("popstate", () => { if (address() !== shown) show(address(), { back: true }); });
}

// Proposes pages while one types in a search box: a combobox with a list (WAI-ARIA). Without it the box is a plain
// form.
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `${input.id}_list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  said.className = "vh";
  said.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.after(list, said);
  let asked, timer, active = -1;

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const choose = (place) => {
    active = place;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", at === place));
    const chosen = list.children[place];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const option = (page, at) => {
    const one = document.createElement("li");
    const kind = document.createElement("span");
    one.id = `${list.id}_${at}`;
    one.setAttribute("role", "option");
    one.dataset.path = page.path;
    kind.textContent = page.kind;
    one.append(`${page.title} `, kind);
    return one;
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (words.length < 2) return close();
    try {
      const query = new URLSearchParams({ q: words.slice(0, 80) });
      const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal: asked.signal });
      if (!answer.ok) return close();
      const { suggestions, said: words_said } = await answer.json();
      list.replaceChildren(...suggestions.map(option));
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = words_said;
      choose(-1);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  const go = (one) => location.assign(one.dataset.path);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 160);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(active + step > last ? -1 : active + step < -1 ? last : active + step);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") close();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("li");
    if (one) go(one);
  });
}

// Copies a text to reuse. The button shows only where this runs; without it the text is there to be selected.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const status = button.parentElement.querySelector("[role=status]");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const { copies, copied, failed } = button.dataset;
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(document.getElementById(copies).innerText.trim());
      status.textContent = copied;
    } catch {
      status.textContent = failed;
    }
  });
}
