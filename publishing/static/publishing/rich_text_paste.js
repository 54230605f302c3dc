/* What is pasted comes clean: the text and what it says of itself, and nothing of the program it comes from. */
import {
  Extension,
  Bold as LibraryBold,
  Italic as LibraryItalic,
  markInputRule,
  markPasteRule,
  Plugin,
} from "django-prose-editor/editor";
import { cleaned } from "publishing/paste/blocks.js";
import { htmlOfText } from "publishing/paste/plain_text.js";

const OWN = /\sdata-pm-slice=/;
/* What a program that writes source text puts on the clipboard is its text: the colours around it say nothing. */
const SOURCE_TEXT = "vscode-editor-data";

/* Emphasis as Markdown writes it, typed or pasted: the signs stand at the words themselves. The library’s own rules
   take “5 * 3 * 2” for it. */
const between = (mark, inner) => `(?<![^\\s(«“"'’-])(${mark}(?![\\s*_])(${inner})(?<!\\s)${mark})`;
const BOLD = [between("\\*\\*", "[^*]+"), between("__", "[^_]+")];
const ITALIC = [between("\\*", "[^*]+"), between("_", "[^_]+")];

const emphasis = (library, patterns) =>
  library.extend({
    addInputRules() {
      return patterns.map((pattern) => markInputRule({ find: new RegExp(`${pattern}$`), type: this.type }));
    },
    addPasteRules() {
      return patterns.map((pattern) =>
        markPasteRule({ find: new RegExp(`${pattern}(?![\\w*])`, "g"), type: this.type }),
      );
    },
  });

export const Bold = emphasis(LibraryBold, BOLD);
export const Italic = emphasis(LibraryItalic, ITALIC);

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addOptions() {
    return { pictures: "" };
  },

  addStorage() {
    return { said: null };
  },

  onCreate() {
    const said = document.createElement("p");
    said.className = "paste-said";
    said.setAttribute("role", "status");
    this.editor.view.dom.after(said);
    this.storage.said = said;
  },

  onDestroy() {
    this.storage.said?.remove();
  },

  transformPastedHTML(html) {
    const { said } = this.storage;
    if (said) said.textContent = "";
    if (OWN.test(html)) return html;
    const language = this.editor.view.dom.closest(".prose-editor")?.querySelector("textarea")?.lang ?? "";
    const { html: clean, pictures } = cleaned(html, language);
    if (said && pictures) said.textContent = this.options.pictures.replace("%(number)s", pictures);
    return clean;
  },

  addProseMirrorPlugins() {
    const { storage } = this;
    const handlePaste = (view, event) => {
      const { types = [] } = event.clipboardData ?? {};
      if (storage.isPasting || (types.includes("text/html") && !types.includes(SOURCE_TEXT))) return false;
      if (storage.said) storage.said.textContent = "";
      const html = view.input?.shiftKey ? "" : htmlOfText(event.clipboardData?.getData("text/plain") ?? "");
      if (!html) return false;
      storage.isPasting = true;
      try {
        return view.pasteHTML(html, event);
      } finally {
        storage.isPasting = false;
      }
    };
    return [new Plugin({ props: { handlePaste } })];
  },
});
