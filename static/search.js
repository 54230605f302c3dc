// Proposes pages while one types in a search box: a combobox with a list (WAI-ARIA). Without it the box is a plain form.
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
