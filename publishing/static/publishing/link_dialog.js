/* Asks where a link leads: an address, or a page of the portal that is found by the words of its title (a combobox with
   a list, WAI-ARIA). Only public pages are proposed, in the language of the text. */

const SHORTEST = 2;
const PAUSE = 160;
let dialogs = 0;

const element = (name, attributes = {}, children = []) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

/* Words, not an address: nothing in them that only an address has. */
const areWords = (text) =>
  text.length >= SHORTEST && !/^[/#]|:\/\/|^mailto:|^tel:|@|^www\.|^\S+\.\p{L}{2,}(?:[/?#]\S*)?$/iu.test(text);

/* Proposes pages under a box for an address while words are typed in it. */
const proposePages = (input, list, said, source) => {
  let asked;
  let timer;
  let active = -1;
  const choose = (place) => {
    active = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const chosen = list.children[place];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const show = (pages) => {
    const options = pages.map(({ title, kind, path }, at) => {
      const attributes = { id: `${list.id}-${at}`, role: "option", "aria-selected": "false", "data-path": path };
      return element("li", attributes, [`${title} `, element("span", {}, [kind])]);
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    show([]);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (!areWords(words)) return close();
    try {
      const answer = await fetch(`${source}?${new URLSearchParams({ q: words.slice(0, 80) })}`, {
        signal: asked.signal,
      });
      if (!answer.ok) return close();
      const found = await answer.json();
      show(found.suggestions);
      said.textContent = found.said;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  const take = (option) => {
    input.value = option.dataset.path;
    close();
    input.focus();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = list.children.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(active + step > last ? -1 : active + step < -1 ? last : active + step);
    else if (event.key === "Enter" && active >= 0) take(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) take(option);
  });
};

/* Answers with the address and the title of the link; with nothing where the dialog was left. */
export const askForLink = (editor, { href, title }, { words, pages }) =>
  new Promise((resolve) => {
    dialogs += 1;
    const id = `link-${dialogs}`;
    const language = editor.view.dom.closest(".prose-editor")?.querySelector("textarea")?.lang;
    const source = pages?.[language] ?? Object.values(pages ?? {})[0];
    const input = element("input", { id, type: "text", autocomplete: "off", spellcheck: "false", size: "50" });
    input.value = href ?? "";
    const fields = [element("label", { for: id }, [source ? words.page : words.address]), input];
    if (source) {
      const list = element("ul", { id: `${id}-list`, role: "listbox", class: "link-pages", "aria-label": words.pages });
      const said = element("span", { role: "status", class: "link-said" });
      list.hidden = true;
      if (pages?.[language]) list.lang = language;
      const combobox = {
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": list.id,
      };
      for (const [attribute, value] of Object.entries(combobox)) input.setAttribute(attribute, value);
      fields.push(list, said);
      proposePages(input, list, said, source);
    }
    const cancel = element("button", { type: "button" }, [words.cancel]);
    const form = element("form", { method: "dialog" }, [
      element("h3", { class: "prose-editor-dialog-title", id: `${id}-title` }, [words.title]),
      element("div", { class: "prose-editor-dialog-field passage-field" }, fields),
      element("div", { class: "prose-editor-dialog-buttons" }, [
        element("button", { type: "submit", value: "set" }, [words.set]),
        cancel,
      ]),
    ]);
    const dialog = element("dialog", { class: "prose-editor-dialog", "aria-labelledby": `${id}-title` }, [form]);
    /* Outside of the page’s own form, which this one must not send. */
    document.body.append(dialog);
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      editor.commands.focus();
      resolve(dialog.returnValue === "set" ? { href: input.value.trim(), title } : null);
    });
    dialog.showModal();
  });
