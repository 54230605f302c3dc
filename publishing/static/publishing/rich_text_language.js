/* A passage in another language than its text: screen readers say it in its own voice, and the check of spelling reads
   it by its own rules. */
import { Mark } from "django-prose-editor/editor";

let dialogs = 0;

const element = (name, attributes = {}, children = []) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

const named = (code, here) => {
  try {
    return new Intl.DisplayNames([here || "en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
};

const canonical = (tag) => {
  try {
    return Intl.getCanonicalLocales(tag ?? "")[0] ?? null;
  } catch {
    return null;
  }
};

/* Asks for a language. Answers with its code, with an empty text where the mark is to go, with nothing where the
   dialog was left. */
const asked = (editor, words, codes, current) =>
  new Promise((resolve) => {
    dialogs += 1;
    const id = `passage-language-${dialogs}`;
    const here = document.documentElement.lang;
    const options = codes.map((code) => element("option", { value: code, lang: here }, [named(code, here)]));
    const select = element("select", { id }, options);
    if (current) select.value = current;
    const buttons = [
      element("button", { type: "submit", value: "set" }, [words.set]),
      ...(current ? [element("button", { type: "submit", value: "remove" }, [words.remove])] : []),
      element("button", { type: "submit", value: "", formnovalidate: "" }, [words.cancel]),
    ];
    const form = element("form", { method: "dialog" }, [
      element("h3", { class: "prose-editor-dialog-title", id: `${id}-title` }, [words.title]),
      element("div", { class: "prose-editor-dialog-field passage-field" }, [
        element("label", { for: id }, [words.label]),
        select,
      ]),
      element("div", { class: "prose-editor-dialog-buttons" }, buttons),
    ]);
    const dialog = element("dialog", { class: "prose-editor-dialog", "aria-labelledby": `${id}-title` }, [form]);
    /* The form of the page around it must not be sent by this one: outside of it. */
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      const answer = dialog.returnValue;
      const code = select.value;
      dialog.remove();
      editor.commands.focus();
      resolve(answer === "set" ? code : answer === "remove" ? "" : null);
    });
    dialog.showModal();
  });

export const PassageLanguage = Mark.create({
  name: "passageLanguage",
  /* Outside of links and emphasis, so that a passage with some of either is one passage. */
  priority: 1100,
  inclusive: false,

  addOptions() {
    return { languages: [], words: {} };
  },

  addAttributes() {
    return { lang: { default: null, parseHTML: (span) => canonical(span.getAttribute("lang")) } };
  },

  parseHTML() {
    return [{ tag: "span[lang]", getAttrs: (span) => (canonical(span.getAttribute("lang")) ? null : false) }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", { lang: HTMLAttributes.lang }, 0];
  },

  addCommands() {
    return {
      chooseLanguage:
        () =>
        ({ editor }) => {
          const own = editor.view.dom.closest(".prose-editor")?.querySelector("textarea")?.lang;
          const current = editor.getAttributes(this.name).lang ?? "";
          const codes = this.options.languages.filter((code) => code !== own);
          if (current && !codes.includes(current)) codes.unshift(current);
          asked(editor, this.options.words, codes, current).then((code) => {
            if (code === null) return;
            const chain = editor.chain().focus();
            if (current) chain.extendMarkRange(this.name);
            if (code) chain.setMark(this.name, { lang: code }).run();
            else chain.unsetMark(this.name).run();
          });
          return true;
        },
    };
  },

  addMenuItems({ menu, buttons }) {
    const { name, options } = this;
    const button = buttons.material("translate", options.words.title);
    button.setAttribute("aria-haspopup", "dialog");
    const canBeSet = (editor) => !editor.state.selection.empty || editor.isActive(name);
    menu.defineItem({
      name,
      groups: "link",
      priority: 90,
      button,
      enabled: canBeSet,
      active: (editor) => editor.isActive(name),
      command: (editor) => editor.commands.chooseLanguage(),
      update(editor) {
        button.setAttribute("aria-pressed", String(editor.isActive(name)));
        button.setAttribute("aria-disabled", String(!canBeSet(editor)));
      },
    });
  },
});
