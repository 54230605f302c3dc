/* Plain text that says more than its lines: Markdown, and what a PDF gives, whose lines end where the page did.
   Text of which neither is sure is left as it is. */
import { escaped } from "publishing/paste/runs.js";

const BULLET = /^\s*[•●▪■◦○‣·▸\uf0b7\uf0a7]\s*(?=\S)/u;
const ITEM = /^( *)(?:[-*+]|(\d{1,3})[.)])[ \t]+(?=\S)/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const SHORT_LINE = 0.7;
const SHORTEST_PAGE = 40;

/* Words that keep their hyphen where a line ends in it. */
const any = (...lines) => lines.join(" ").replaceAll(" ", "|");
const BEFORE_HYPHEN = new RegExp(
  `(?:^|[^\\p{L}-])(?:${any(
    "après arc arrière au avant bien c’est c'est celle celles celui ceux ci co contre demi e est ex extra franco grand",
    "haut high infra inter là long low mi micro mini moyen multi non nord ouest outre par peut plus porte post pré pro",
    "quasi real rendez saint sainte self semi sous state sud sur tiers ultra vice vis well",
  )})$`,
  "iu",
);
const AFTER_HYPHEN = new RegExp(
  `^(?:${any(
    "ci là même mêmes il elle ils elles on je tu nous vous t ce y en moi toi lui leur le la les être à of in",
    "based up by term time the",
  )})(?!\\p{L})`,
  "iu",
);

const linesOf = (text) =>
  text
    .replace(/\r\n?|[\u2028\v]/g, "\n")
    .replace(/\f|\u2029/g, "\n\n")
    .split("\n");

/* Markdown */

/* Each of these may stand in any text by chance: two of them do not. */
const SIGNS = [
  HEADING,
  TABLE_RULE,
  /(?:^|[^\w*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w*])/,
  /(?:^|\W)__[^\s_](?:[^_\n]*[^\s_])?__(?!\w)/,
  /\[[^[\]\n]+\]\((?:https?:|mailto:|\/)[^\s()]*\)/,
  /^ {0,3}[-*+] \S/,
  /^ {0,3}> ?\S/,
  FENCE,
];

const isMarkdown = (lines) => {
  if (lines.filter((line) => line.trim()).length < 2) return false;
  const signs = SIGNS.filter((sign) => lines.some((line) => sign.test(line))).length;
  const headings = lines.filter(
    (line, place) => HEADING.test(line) && ![lines[place - 1], lines[place + 1]].join("").trim(),
  ).length;
  const items = lines.filter((line) => /^ {0,3}[-*+] \S/.test(line)).length;
  return signs > 1 || headings > 0 || items > 1 || lines.some((line) => TABLE_RULE.test(line));
};

const KEPT = /\\([\\`*_{}[\]()#+.!|>~-])/g;
const INLINE = [
  [/!\[([^[\]]*)\]\([^()]*\)/g, "<img alt='$1'>"],
  [/\[([^[\]]+)\]\((?:&lt;)?((?:[^\s()]|\([^\s()]*\))+?)(?:&gt;)?(?:\s+&quot;[^)]*&quot;)?\)/g, '<a href="$2">$1</a>'],
  [/&lt;((?:https?:\/\/|mailto:)[^\s]+?)&gt;/g, '<a href="$1">$1</a>'],
  [/\[\^([^\]\s]+)\]:?/g, "[$1]"],
  [/(^|[^\w*])\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*(?![\w*])/g, "$1<strong><em>$2</em></strong>"],
  [/(^|[^\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w*])/g, "$1<strong>$2</strong>"],
  [/(^|[^\w])__(?=\S)(.+?)(?<=\S)__(?!\w)/g, "$1<strong>$2</strong>"],
  [/(^|[^\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, "$1<em>$2</em>"],
  [/(^|[^\w])_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, "$1<em>$2</em>"],
  [/`([^`]+)`/g, "$1"],
];
/* A sign that somebody kept from being read is put away while the others are. */
const PRIVATE = 0xe000;

const inline = (text) => {
  const kept = [];
  const away = (sign) => String.fromCharCode(PRIVATE + kept.push(sign) - 1);
  let html = escaped(text.replace(KEPT, (_all, sign) => away(sign)));
  for (const [pattern, replacement] of INLINE) html = html.replace(pattern, replacement);
  return html.replace(/[\ue000-\uf8ff]/g, (sign) => escaped(kept[sign.charCodeAt(0) - PRIVATE] ?? sign));
};

const wrapped = (lines) =>
  lines.map((line) => (/(?: {2}|\\)$/.test(line) ? `${line.replace(/(?: +|\\)$/, "")}\n` : `${line.trim()} `)).join("");

const paragraph = (lines) => `<p>${inline(wrapped(lines).trim()).replaceAll("\n", "<br>")}</p>`;

const cellsOf = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/);

const tableHtml = (rows) => {
  const row = (line, tag) =>
    `<tr>${cellsOf(line)
      .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join("")}</tr>`;
  return `<table>${rows.map((line, place) => row(line, place ? "td" : "th")).join("")}</table>`;
};

/* Reads a text from its beginning; every reader takes the lines it knows and answers with what they are. */
class Markdown {
  constructor(lines) {
    this.lines = lines;
  }

  html() {
    let html = "";
    while (this.lines.length) html += this.block();
    return html;
  }

  takeWhile(wanted) {
    const end = this.lines.findIndex((line) => !wanted(line));
    return this.lines.splice(0, end === -1 ? this.lines.length : end);
  }

  block() {
    const [line, next = ""] = this.lines;
    if (!line.trim() || RULE.test(line)) return this.lines.shift() && "";
    const heading = HEADING.exec(line);
    if (heading) return this.lines.shift() && `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`;
    if (/^(?:=+|-+)\s*$/.test(next)) {
      this.lines.splice(0, 2);
      return `<h${next.startsWith("=") ? 1 : 2}>${inline(line.trim())}</h${next.startsWith("=") ? 1 : 2}>`;
    }
    if (FENCE.test(line)) return this.fenced();
    if (line.includes("|") && TABLE_RULE.test(next)) {
      const rows = this.takeWhile((row) => row.includes("|"));
      return tableHtml([rows[0], ...rows.slice(2)]);
    }
    if (/^ {0,3}>/.test(line)) return this.quotation();
    if (ITEM.test(line)) return this.list();
    return paragraph([this.lines.shift(), ...this.takeWhile((more) => more.trim() && !this.begins(more))]);
  }

  begins(line) {
    return HEADING.test(line) || FENCE.test(line) || /^ {0,3}>/.test(line) || RULE.test(line) || ITEM.test(line);
  }

  fenced() {
    this.lines.shift();
    const lines = this.takeWhile((line) => !FENCE.test(line));
    this.lines.shift();
    return `<p>${lines.map(escaped).join("<br>")}</p>`;
  }

  quotation() {
    const lines = this.takeWhile((line) => /^ {0,3}>/.test(line));
    return `<blockquote>${new Markdown(lines.map((line) => line.replace(/^ {0,3}> ?/, ""))).html()}</blockquote>`;
  }

  list() {
    const [, indent, number] = ITEM.exec(this.lines[0]);
    let items = "";
    while (this.lines.length) {
      const found = ITEM.exec(this.lines[0]);
      if (!found || found[1].length < indent.length || Boolean(found[2]) !== Boolean(number)) break;
      items += this.item(found[0].length, indent.length);
    }
    const tag = number ? "ol" : "ul";
    return `<${tag}${number && number !== "1" ? ` start="${Number(number)}"` : ""}>${items}</${tag}>`;
  }

  /* An item goes on in what is indented under it, and in the lines that follow it at once. */
  item(width, indent) {
    const lines = [this.lines.shift().slice(width)];
    while (this.lines.length) {
      const [line, next = ""] = this.lines;
      const isBlank = !line.trim();
      const isUnder = line.search(/\S/) > indent || (isBlank && next.search(/\S/) > indent);
      if (!isUnder && (isBlank || this.begins(line))) break;
      lines.push(this.lines.shift().replace(new RegExp(`^ {0,${width}}`), ""));
    }
    while (this.lines.length && !this.lines[0].trim() && ITEM.test(this.lines[1] ?? "")) this.lines.shift();
    return `<li>${new Markdown(lines).html()}</li>`;
  }
}

/* Lines of a page */

const endsSentence = (line) => /[.!?…:;»”"]\)?\s*$/u.test(line);

/* Whether a line goes on in the next one: it is as long as the page is wide, and what follows is no beginning. */
const goesOn = (line, next, width) => {
  if (!line || !next || BULLET.test(next) || /^\d{1,2}[.)]\s/.test(next)) return false;
  if (/\p{L}[-‐\u00ad¬]$/u.test(line) && /^\p{Ll}/u.test(next)) return true;
  if (line.length < width * SHORT_LINE) return /^\p{Ll}/u.test(next) && BULLET.test(line) && !endsSentence(line);
  return !endsSentence(line) || /^[\p{Ll}\d(«]/u.test(next) || line.length > width * 0.85;
};

/* Two lines as one. A word cut at the line’s end is made whole; a hyphen that the text itself writes elsewhere, or
   that such words have, stays. */
const joined = (line, next, text) => {
  if (/[\u00ad¬]$/.test(line)) return line.slice(0, -1) + next;
  const [, head] = /(\p{L}+)[-‐]$/u.exec(line) ?? [];
  const [tail] = /^\p{Ll}+/u.exec(next) ?? [];
  if (!head || !tail) return /[-‐/]$/.test(line) && /^[\p{L}\d]/u.test(next) ? line + next : `${line} ${next}`;
  const isWritten = (word) => new RegExp(`(?<![\\p{L}-])${word}(?![\\p{L}-])`, "iu").test(text);
  if (isWritten(head + tail)) return line.slice(0, -1) + next;
  const keeps = isWritten(`${head}-${tail}`) || BEFORE_HYPHEN.test(line.slice(0, -1)) || AFTER_HYPHEN.test(next);
  return (keeps ? line : line.slice(0, -1)) + next;
};

/* Whether lines end where a page did: words are cut at their ends, or sentences go on over them again and again. */
const isBroken = (lines, width) => {
  const pairs = lines.slice(1).map((next, place) => [lines[place], next]);
  const cut = pairs.filter(([line, next]) => /\p{L}[-‐\u00ad¬]$/u.test(line) && /^\p{Ll}/u.test(next));
  const going = pairs.filter(
    ([line, next]) => line.length >= width * SHORT_LINE && !endsSentence(line) && /^\p{Ll}/u.test(next),
  );
  return width >= SHORTEST_PAGE && (cut.length > 0 || going.length > 1);
};

const LIGATURES = { ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", ﬅ: "st", ﬆ: "st" };

const pageHtml = (lines) => {
  const text = lines.join("\n");
  const width = Math.max(...lines.map((line) => line.length));
  const broken = isBroken(lines, width);
  const found = [];
  let before = "";
  for (const line of lines) {
    const goes = broken && found.length && goesOn(before, line, width);
    if (goes) found.push(joined(found.pop(), line, text));
    else found.push(line);
    before = line;
  }
  const whole = found.filter(Boolean);
  return whole.map((line) => `<p>${escaped(line)}</p>`).join("");
};

/* Rows of a spreadsheet: as many tabs in each line. */
const rowsOf = (text) => {
  const rows = linesOf(text.replace(/[\r\n]+$/, "")).map((line) => line.split("\t"));
  const [first] = rows;
  return rows.length > 1 && first.length > 1 && rows.every((row) => row.length === first.length) ? rows : null;
};

const rowsHtml = (rows) =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("")}</table>`;

/* The HTML of a text that says more than its lines; none where it does not, and the lines are its paragraphs. */
export const htmlOfText = (text) => {
  const written = text.replace(/[ﬀ-ﬆ]/g, (sign) => LIGATURES[sign] ?? sign);
  const rows = rowsOf(written);
  if (rows) return rowsHtml(rows);
  const lines = linesOf(written).map((line) => line.replace(/\t/g, "    ").trimEnd());
  if (isMarkdown(lines)) return new Markdown(lines).html();
  const filled = lines.map((line) => line.trim());
  if (filled.filter(Boolean).length < 2) return "";
  return pageHtml(filled);
};
