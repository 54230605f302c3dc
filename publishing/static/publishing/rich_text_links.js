/* The editor's link. What is typed or pasted becomes a link only where it is a whole address: http(s)://…, www.… or
   a mail address; a word with a full stop in it is none. The library's own search takes “jeanne.de” for a host. */
import { Link as LibraryLink, markPasteRule, PasteRule } from "django-prose-editor/editor";
import { askForLink } from "publishing/link_dialog.js";

const MARKDOWN = /!?\[([^[\]\n]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)/gu;
const WEB = /(?<![\p{L}\p{N}@._/:-])(?:https?:\/\/|www\.)[^\s<>"«»“”„`|\\^{}[\]]+/giu;
const MAIL = new RegExp(
  [
    /(?<![\p{L}\p{N}@.!#$%&'*+/=?^_{|}~:-])/,
    /(?:mailto:)?[a-z0-9](?:[a-z0-9._%+-]*[a-z0-9])?/,
    /@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/,
    /(?![\p{L}\p{N}@_-]|\.[\p{L}\p{N}])/,
  ]
    .map((part) => part.source)
    .join(""),
  "giu",
);
const HOST = /^(?:https?:\/\/[\p{L}\p{N}]|www\.[\p{L}\p{N}-]+\.[\p{L}]{2,})/iu;
/* A host without its scheme, which an editor may write into the box for an address: there it is meant. */
const BARE_HOST = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#:]\S*)?$/u;

const count = (text, sign) => text.split(sign).length - 1;

/* An address ends before the punctuation of its sentence; a bracket is its own where it opens in it. */
const withoutPunctuation = (address) => {
  const last = address.at(-1);
  const ends = /[.,;:!?…'’*_–—]/u.test(last) || (last === ")" && count(address, ")") > count(address, "("));
  return ends ? withoutPunctuation(address.slice(0, -1)) : address;
};

const complete = (address) => (/^www\./i.test(address) ? `https://${address}` : address);

const addressesOfMail = (text) =>
  [...text.matchAll(MAIL)].map(({ 0: address, index }) => ({
    text: address,
    index,
    data: { href: /^mailto:/i.test(address) ? address : `mailto:${address}` },
  }));

const addressesOfWeb = (text) =>
  [...text.matchAll(WEB)]
    .map(({ 0: address, index }) => ({ text: withoutPunctuation(address), index }))
    .filter(({ text: address }) => HOST.test(address))
    .map((found) => ({ ...found, data: { href: complete(found.text) } }));

/* What was read is not read again: a mail address within a web address is a part of it. */
const blanked = (text, pattern) => text.replace(pattern, (read) => " ".repeat(read.length));

const wholeAddresses = (text) => [...addressesOfWeb(text), ...addressesOfMail(blanked(text, WEB))];

const wholeAddress = (text) => wholeAddresses(text).find((address) => address.text === text);

/* Links as Markdown writes them. One whose address is none stays text, and nothing in it becomes a link. */
const markdownLinks = (text, hrefOf) =>
  [...text.matchAll(MARKDOWN)]
    .map(({ 0: all, 1: label, 2: address, index }) => {
      return { text: all, replaceWith: label, index, data: { href: hrefOf(address) } };
    })
    .filter(({ text: all, data }) => data.href && !all.startsWith("!"));

export const Link = LibraryLink.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      defaultProtocol: "https",
      /* Where a link may lead: the server's rule, which comes with the field. */
      href: "",
      /* What the dialog says, and where it asks for public pages, by language. */
      words: {},
      pages: {},
      /* The address that is meant, whole; an empty one where it is none. */
      complete(address) {
        const given = address?.trim() ?? "";
        const meant = wholeAddress(given)?.data.href ?? given;
        return new RegExp(`^(?:${this.href})$`, "iu").test(meant) ? meant : "";
      },
      isAllowedUri(address) {
        return this.complete(address) !== "";
      },
      shouldAutoLink: (address) => Boolean(wholeAddress(address)),
    };
  },

  addAttributes() {
    const attributes = this.parent?.();
    const written = (address) => (BARE_HOST.test(address?.trim() ?? "") ? `https://${address.trim()}` : address);
    const renderHTML = ({ href }) => ({ href: this.options.complete(href) || this.options.complete(written(href)) });
    return { ...attributes, href: { ...attributes.href, renderHTML } };
  },

  addCommands() {
    const { name, options } = this;
    const set = (editor, attributes) => {
      const chain = editor.chain().focus();
      if (editor.isActive(name)) chain.extendMarkRange(name).updateAttributes(name, attributes).run();
      else chain.setMark(name, attributes).run();
    };
    const addLink =
      () =>
      ({ editor }) => {
        if (editor.state.selection.empty && !editor.isActive(name)) return false;
        askForLink(editor, editor.getAttributes(name), options).then((given) => given && set(editor, given));
        return true;
      };
    return { ...this.parent?.(), addLink };
  },

  addPasteRules() {
    const { type } = this;
    const rule = markPasteRule({
      type,
      find: (text) => [
        ...markdownLinks(text, (address) => this.options.complete(address)),
        ...wholeAddresses(blanked(text, MARKDOWN)),
      ],
      getAttributes: ({ data }) => data,
    });
    const handler = (pasted) => {
      /* A link that was pasted leads where it led, whatever its words look like. */
      const { from, to } = pasted.range;
      if (!pasted.state.doc.rangeHasMark(from, to, type)) rule.handler(pasted);
    };
    return [new PasteRule({ find: rule.find, handler })];
  },
});
