/* Lists that are none in the clipboard: Word writes paragraphs with a typed sign, Word on the web a list for each
   item. Each becomes an item with a level; items that follow one another become lists in lists. */

import { LOOKS } from "publishing/paste/runs.js";

const BULLET = /^\s*[•●▪■◦○‣·▸►➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc][\s\u00a0]*/u;
const SPACED_MARK = /^\s*(?:[•●▪■◦○‣·§o–—-]|(\d{1,3}|[a-z]|[ivxlc]{1,6})[.)])[\s\u00a0]{2,}/iu;
const NUMBER = /^\W*(?:(\d{1,3})|[a-z]|[ivxlc]{1,6})[.)°]/iu;
const INDENT_OF_A_LEVEL = 36;

const orderOf = (mark) => {
  const number = NUMBER.exec(mark);
  return number ? { ordered: true, start: Number.parseInt(number[1] ?? "1", 10) } : { ordered: false, start: 1 };
};

const points = (length) => {
  const [, number, unit] = /^(-?[\d.]+)(pt|in|cm|px)?/.exec(length ?? "") ?? [];
  return number ? Number.parseFloat(number) * { pt: 1, in: 72, cm: 28.35, px: 0.75 }[unit ?? "px"] : 0;
};

/* The sign that Word puts before an item’s words, as it marks it. */
export const markOf = (element) =>
  [...element.querySelectorAll(`[${LOOKS}]`)].find((part) => /mso-list:\s*ignore/i.test(part.getAttribute(LOOKS)));

/* What a paragraph says of its place in a list; none where it stands in none. */
export const itemOf = (element, style) => {
  const [, list, level] = /\b(l\d+)\s+level(\d)/.exec(style["mso-list"] ?? "") ?? [];
  const mark = markOf(element);
  if (list && mark) return { level: Number(level), list, ...orderOf(mark.textContent) };
  const isListed = element.classList.value.includes("MsoListParagraph");
  const text = element.textContent;
  const typed = isListed ? (SPACED_MARK.exec(text) ?? BULLET.exec(text)) : BULLET.exec(text);
  if (!typed || typed[0].length === text.length) return null;
  const indent = Math.round(points(style["margin-left"]) / INDENT_OF_A_LEVEL);
  return { level: Math.max(1, indent), list: "", typed: typed[0].length, ...orderOf(typed[0]) };
};

/* The runs without the first so many signs. */
export const withoutMark = (runs, signs) => {
  let left = signs;
  return runs.flatMap((run) => {
    const cut = Math.min(left, run.text.length);
    left -= cut;
    return cut === run.text.length && cut ? [] : [{ ...run, text: run.text.slice(cut) }];
  });
};

const listFor = (item) => ({ kind: "list", ordered: item.ordered, start: item.start, list: item.list, items: [] });

/* The blocks, with items that follow one another gathered in lists. */
export const gathered = (blocks) => {
  const found = [];
  let open = [];
  for (const block of blocks) {
    if (block.kind !== "item") {
      open = [];
      found.push(block);
      continue;
    }
    while (open.length && open.at(-1).level > block.level && open.length > 1) open.pop();
    const last = open.at(-1);
    const another = last && (last.list.ordered !== block.ordered || last.list.list !== block.list);
    if (!last || block.level > last.level || another) {
      if (another && block.level <= last.level) open.pop();
      const parent = open.at(-1);
      const list = listFor(block);
      if (parent) parent.list.items.at(-1).push(list);
      else found.push(list);
      open.push({ level: block.level, list });
    }
    open.at(-1).list.items.push(block.blocks);
  }
  return found;
};
