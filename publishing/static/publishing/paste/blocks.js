/* What another program put on the clipboard, read as the blocks that this editor knows: paragraphs, headings, lists,
   tables, quotations. Whatever else is there leaves its words, and nothing of its looks. */
import { destination } from "publishing/paste/links.js";
import { gathered, itemOf, markOf, withoutMark } from "publishing/paste/lists.js";
import {
  LOOKS,
  classStyles,
  clean,
  htmlOf,
  paragraphs,
  primary,
  styleOf,
  textOf,
  within,
} from "publishing/paste/runs.js";

const names = (...lines) => new Set(lines.join(" ").split(" "));
const DROPPED = names(
  "head style script title meta link xml template noscript object iframe svg video audio canvas",
  "button input select",
);
const BLOCKS = names(
  "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tbody thead tfoot tr td th blockquote pre section",
  "article header footer main aside nav address figure figcaption center hr form fieldset details summary",
);
const NOTE_HREF = /^[^#]*#_?(?:ftn|edn|sdfootnote|sdendnote|footnote|endnote|fn|note)/i;
const COMMENT_HREF = /#_?(?:cmnt|msocom)/i;
const DEEPEST = 100;

const isHidden = (element, style) =>
  style.display === "none" ||
  style["mso-hide"] === "all" ||
  style["mso-element"] === "comment-list" ||
  element.classList.contains("MsoCommentReference") ||
  (element.localName === "a" && COMMENT_HREF.test(element.getAttribute("href") ?? "")) ||
  element.localName === "del";

const isBreakOfPage = (style) => style["page-break-before"] === "always";

/* A mark for counting who reads, or a picture that only keeps room. */
const isSeen = (image) =>
  !["0", "1", "2"].some((size) => [image.getAttribute("width"), image.getAttribute("height")].includes(size));

const headingLevel = (element, style) => {
  const { classList, localName } = element;
  if (/^h[1-6]$/.test(localName)) return Number(localName[1]);
  if (classList.contains("MsoTitle")) return 0;
  const [, byClass] = /\bMsoHeading([1-9])\b/.exec(classList.value) ?? [];
  if (byClass) return Number(byClass);
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level") ?? 2);
  return localName === "p" && /^[1-6]$/.test(style["mso-outline-level"] ?? "")
    ? Number(style["mso-outline-level"])
    : null;
};

class Reader {
  constructor(sheets, language) {
    this.classes = classStyles(sheets);
    this.language = language;
    this.pictures = 0;
    this.hasBlocks = false;
  }

  /* The blocks among an element’s children; words between blocks are a paragraph of their own. Items without a list
     stay so: the next one may stand in another element. */
  read(element, state, depth) {
    const found = [];
    let loose = [];
    const end = () => {
      found.push(...paragraphs(loose).map((runs) => ({ kind: "paragraph", runs })));
      loose = [];
    };
    const take = (node, around) => {
      if (node.nodeType === Node.TEXT_NODE) loose.push({ ...around, text: node.data });
      if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.localName)) return;
      const style = styleOf(node, this.classes);
      if (isHidden(node, style)) return;
      if (node.localName === "img") this.picture(node, around, loose);
      else if (node.localName === "br") {
        if (!isBreakOfPage(style)) loose.push({ text: "\n" });
      } else if (BLOCKS.has(node.localName)) {
        end();
        this.hasBlocks = true;
        found.push(...this.block(node, style, within(around, node, style, this.language), depth + 1));
      } else if (depth < DEEPEST) this.inline(node, style, around, take, loose);
    };
    for (const child of element.childNodes) take(child, state);
    end();
    return found;
  }

  /* The same, with its items in lists: for what can hold a list. */
  whole(element, state, depth) {
    return gathered(this.read(element, state, depth));
  }

  inline(node, style, around, take, loose) {
    const state = within(around, node, style, this.language);
    const href = node.localName === "a" ? node.getAttribute("href") : null;
    if (href && NOTE_HREF.test(href)) {
      const number = node.textContent.replace(/[[\]\s]/g, "");
      if (number) loose.push({ ...state, raised: "", text: `[${number}]` });
      if (/sym$|_?(?:ftn|edn)ref/i.test(href.split("#")[1]) || /sym/.test(node.className)) loose.push({ text: " " });
      return;
    }
    if (href) state.href = destination(href);
    for (const child of node.childNodes) take(child, state);
  }

  picture(image, around, loose) {
    const alt = image.getAttribute("alt") ?? "";
    if (/^\p{Emoji_Presentation}/u.test(alt)) loose.push({ ...around, text: alt });
    else if (isSeen(image)) this.pictures += 1;
  }

  block(element, style, state, depth) {
    if (depth > DEEPEST) return [{ kind: "paragraph", runs: clean([{ ...state, text: element.textContent }]) }];
    const level = headingLevel(element, style);
    if (level !== null) return this.heading(element, state, level, depth);
    if (element.localName === "ul" || element.localName === "ol") return this.list(element, state, depth);
    if (element.localName === "table") return this.table(element, state, depth);
    if (element.localName === "pre") return this.lines(element, state);
    const item =
      element.localName === "p" || element.localName === "div" ? this.typedItem(element, style, state, depth) : null;
    if (item) return [item];
    const blocks = this.read(element, state, depth);
    const isQuoted = element.localName === "blockquote" && !/none/.test(style.border ?? "") && blocks.length;
    return isQuoted ? [{ kind: "quotation", blocks: gathered(blocks) }] : blocks;
  }

  heading(element, state, level, depth) {
    const blocks = this.read(element, state, depth);
    const runs = clean(
      blocks.flatMap((block) => [...(block.runs ?? []), { text: " " }]).map((run) => ({ ...run, bold: false })),
    );
    const others = blocks.filter((block) => !block.runs);
    return [...(runs.length ? [{ kind: "heading", level, runs }] : []), ...others];
  }

  lines(element, state) {
    const runs = element.textContent
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .flatMap((line) => [{ ...state, text: line }, { text: "\n" }]);
    return paragraphs(runs).map((found) => ({ kind: "paragraph", runs: found }));
  }

  typedItem(element, style, state, depth) {
    if ([...element.querySelectorAll("*")].some((inner) => BLOCKS.has(inner.localName))) return null;
    const item = itemOf(element, style);
    if (!item) return null;
    markOf(element)?.remove();
    const blocks = this.read(element, state, depth);
    if (item.typed && blocks[0]?.runs) {
      const typed = textOf(blocks[0].runs).match(/^\S+\s*/)?.[0].length ?? 0;
      const bullets = /^[^\p{L}\p{N}\s]/u.test(textOf(blocks[0].runs)) ? 1 : typed;
      const rest = textOf(blocks[0].runs).slice(bullets).match(/^\s*/)[0].length;
      blocks[0].runs = clean(withoutMark(blocks[0].runs, bullets + rest));
    }
    return blocks.length && { ...item, kind: "item", blocks };
  }

  list(element, state, depth) {
    const items = [];
    const flat = [];
    const ordered = element.localName === "ol";
    for (const child of element.children) {
      if (child.localName === "li") {
        const style = styleOf(child, this.classes);
        const blocks = this.whole(child, within(state, child, style, this.language), depth + 1).map((block) =>
          block.kind === "heading" ? { ...block, kind: "paragraph" } : block,
        );
        const level = Number(child.getAttribute("data-aria-level"));
        if (!blocks.length) continue;
        if (level) flat.push({ kind: "item", level, ordered, start: 1, list: "", blocks });
        else items.push(blocks);
      } else if (BLOCKS.has(child.localName) && !DROPPED.has(child.localName)) {
        /* Many programs put a list within a list beside the item that it belongs to. */
        const blocks = this.block(child, styleOf(child, this.classes), state, depth + 1);
        if (items.length) items.at(-1).push(...blocks);
        else if (blocks.length)
          items.push(...blocks.flatMap((block) => (block.kind === "list" ? block.items : [[block]])));
      }
    }
    if (flat.length) return flat;
    const start = Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1;
    return items.length ? [{ kind: "list", ordered, start, items }] : [];
  }

  table(element, state, depth) {
    const cells = [...element.querySelectorAll("td, th")];
    const isLayout =
      element.getAttribute("role") === "presentation" || cells.some((cell) => cell.querySelector("table"));
    if (isLayout || cells.length === 1) {
      return cells
        .filter((cell) => cell.closest("table") === element)
        .flatMap((cell) => this.read(cell, within(state, cell, styleOf(cell, this.classes), this.language), depth + 1));
    }
    const rows = [...element.rows].map((row) => [...row.cells].map((cell) => this.cell(cell, row, state, depth + 1)));
    return tableOf(rows);
  }

  cell(cell, row, state, depth) {
    const around = within(state, row, styleOf(row, this.classes), this.language);
    const inner = within(around, cell, styleOf(cell, this.classes), this.language);
    const blocks = this.whole(cell, inner, depth);
    return {
      heads: cell.localName === "th" || row.parentElement.localName === "thead",
      columns: cell.colSpan,
      rows: cell.rowSpan,
      blocks: blocks.map((block) => (block.kind === "heading" ? { ...block, kind: "paragraph" } : block)),
    };
  }
}

const runsOf = (blocks) =>
  blocks.flatMap(
    (block) =>
      block.runs ??
      runsOf(
        block.blocks ?? block.items?.flat() ?? block.rows?.flatMap((row) => row.flatMap((cell) => cell.blocks)) ?? [],
      ),
  );

const isAllBold = (cells) => {
  const runs = cells.flatMap((cell) => runsOf(cell.blocks)).filter((run) => run.text.trim());
  return runs.length > 0 && runs.every((run) => run.bold);
};

const withoutBold = (blocks) =>
  blocks.map((block) =>
    block.runs ? { ...block, runs: clean(block.runs.map((run) => ({ ...run, bold: false }))) } : block,
  );

/* A table without the empty rows and columns at its edges. A first row that is bold, where the others are not, heads
   the columns: spreadsheets know no other way of saying so. */
const tableOf = (given) => {
  const spans = given.flat().some((cell) => cell.columns > 1 || cell.rows > 1);
  let rows = given.filter((row) => spans || row.some((cell) => cell.blocks.length));
  const width = Math.max(0, ...rows.map((row) => row.findLastIndex((cell) => cell.blocks.length) + 1));
  if (!spans) rows = rows.map((row) => row.slice(0, width));
  rows = rows.filter((row) => row.length);
  if (!rows.some((row) => row.some((cell) => cell.blocks.length))) return [];
  const [first, ...others] = rows;
  if (others.length && isAllBold(first) && !others.every(isAllBold)) for (const cell of first) cell.heads = true;
  for (const cell of rows.flat()) if (cell.heads) cell.blocks = withoutBold(cell.blocks);
  return [{ kind: "table", rows }];
};

const headingsOf = (blocks) =>
  blocks.flatMap((block) =>
    block.kind === "heading" ? [block] : block.kind === "quotation" ? headingsOf(block.blocks) : [],
  );

/* Headings in the order they had: the highest becomes the second level (the first is the page’s title), those under it
   the third. Where there are three levels or more and the highest stands once, it is the title of all: the sections
   under it stay above theirs. */
const rankHeadings = (blocks) => {
  const headings = headingsOf(blocks);
  const levels = [...new Set(headings.map((block) => block.level))].toSorted((a, b) => a - b);
  const isTitled = levels.length > 2 && headings.filter((block) => block.level === levels[0]).length === 1;
  const second = levels.slice(0, isTitled ? 2 : 1);
  for (const block of headings) block.level = second.includes(block.level) ? 2 : 3;
};

const dropLanguage = (blocks) => {
  for (const run of runsOf(blocks)) delete run.lang;
};

/* A text that is in one language throughout holds no passage in another. */
const isWholeText = (blocks) => {
  const runs = runsOf(blocks).filter((run) => /\p{L}/u.test(run.text));
  return new Set(runs.map((run) => primary(run.lang || ""))).size < 2;
};

const attribute = (name, value) => (value > 1 ? ` ${name}="${value}"` : "");

const cellHtml = ({ heads, columns, rows, blocks }) => {
  const tag = heads ? "th" : "td";
  const spans = attribute("colspan", columns) + attribute("rowspan", rows);
  return `<${tag}${spans}>${blocksHtml(blocks) || "<p></p>"}</${tag}>`;
};

const blockHtml = (block) => {
  if (block.kind === "paragraph") return `<p>${htmlOf(block.runs)}</p>`;
  if (block.kind === "heading") return `<h${block.level}>${htmlOf(block.runs)}</h${block.level}>`;
  if (block.kind === "quotation") return `<blockquote>${blocksHtml(block.blocks)}</blockquote>`;
  if (block.kind === "table") {
    const rows = block.rows.map((row) => `<tr>${row.map(cellHtml).join("")}</tr>`);
    return `<table><tbody>${rows.join("")}</tbody></table>`;
  }
  const tag = block.ordered ? "ol" : "ul";
  const start = block.ordered ? attribute("start", block.start) : "";
  return `<${tag}${start}>${block.items.map((item) => `<li>${blocksHtml(item)}</li>`).join("")}</${tag}>`;
};

const blocksHtml = (blocks) => blocks.map(blockHtml).join("");

/* Words from within a line go into a line, with the spaces at their ends: the editor keeps both only of what it wrote
   itself, and this says so in its way. */
const lineHtml = (runs, text) => {
  const [, before, behind] = /^([ \u00a0]?)[^]*?([ \u00a0]?)$/.exec(text);
  return `<p data-pm-slice="1 1 []">${before && " "}${htmlOf(runs)}${behind && " "}</p>`;
};

/* The clipboard as elements, and its style sheets as text. No style is left where the browser would look for one: it
   would tell of each that the policy refuses it. */
const pageOf = (html) => {
  const sheets = [];
  const bare = html
    .replace(/<style\b[^<>]*>([^]*?)<\/style\s*>/gi, (_all, sheet) => sheets.push(sheet) && "")
    .replace(/(<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*?[\s"'])style(?=\s*=)/gi, `$1${LOOKS}`);
  return { page: new DOMParser().parseFromString(bare, "text/html"), sheets };
};

/* What is pasted into a text in a language: clean HTML, and how many pictures were left behind. */
export const cleaned = (html, language) => {
  const { page, sheets } = pageOf(html);
  const reader = new Reader(sheets, language);
  const blocks = reader.whole(page.body, {}, 0);
  if (isWholeText(blocks)) dropLanguage(blocks);
  rankHeadings(blocks);
  const isLine = !reader.hasBlocks && blocks.length === 1 && blocks[0].kind === "paragraph";
  return {
    html: isLine ? lineHtml(blocks[0].runs, page.body.textContent) : blocksHtml(blocks),
    pictures: reader.pictures,
  };
};
