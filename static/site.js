// One file for all that is small: a request costs a visitor more than the few bytes that a page does not use.

// Remembers the language chosen with the switch, so that the bare address leads there next time.
for (const link of document.querySelectorAll(".lang a[hreflang]")) {
  link.addEventListener("click", () => {
    document.cookie = `language=${link.hreflang}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  });
}

// A list follows its filters in place: the page that a choice leads to is fetched whole, and the list is changed into the new one.
// Without this script, or when anything fails, the same form and links load the same pages.
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
  list.addEventListener("focusin", ({ target }) => { if (target.form?.matches(".filters")) morphing().catch(() => {}); });
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
