/* The words of a paragraph as runs that look alike, whichever way the program they come from said so: by elements, by
   styles of its own, by classes. The page’s policy lets no style apply, so that styles are read as text. */

/* The attribute that an element’s style is read from. */
export const LOOKS = "data-looks";
const BREAK = { text: "\n" };
/* Outermost first: a passage in another language may hold a link, and a link emphasis. */
const MARKS = [
  ["lang", (value) => `<span lang="${value}">`, "</span>"],
  ["href", (value) => `<a href="${escaped(value)}">`, "</a>"],
  ["bold", () => "<strong>", "</strong>"],
  ["italic", () => "<em>", "</em>"],
  ["raised", (value) => `<${value}>`, (value) => `</${value}>`],
];

export const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const declarations = (text) => {
  const found = {};
  for (const part of (text ?? "").split(";")) {
    const colon = part.indexOf(":");
    if (colon > 0)
      found[part.slice(0, colon).trim().toLowerCase()] = part
        .slice(colon + 1)
        .trim()
        .toLowerCase();
  }
  return found;
};

/* What the clipboard’s own style sheet says of classes: spreadsheets and Word say “bold” so. */
export const classStyles = (sheets) => {
  const styles = new Map();
  for (const sheet of sheets) {
    for (const [, selectors, body] of sheet.matchAll(/([^{}]{1,500})\{([^{}]{0,5000})\}/g)) {
      for (const [, name] of selectors.matchAll(/^\s*[\w-]*\.([\w-]+)\s*$/gm)) {
        styles.set(name, { ...styles.get(name), ...declarations(body) });
      }
    }
  }
  return styles;
};

export const styleOf = (element, classes) => {
  const ofClasses = [...element.classList].map((name) => classes.get(name) ?? {});
  return Object.assign({}, ...ofClasses, declarations(element.getAttribute(LOOKS)));
};

const isBold = (weight) => /^bold/.test(weight) || Number.parseInt(weight, 10) >= 600;

const canonical = (tag) => {
  try {
    const [language] = Intl.getCanonicalLocales(tag);
    return /^(?:und|zxx|mul|mis|x|qa[a-z])\b/i.test(language) ? "" : language;
  } catch {
    return "";
  }
};

export const primary = (tag) => tag.split("-")[0].toLowerCase();

/* The state of words within an element, from that of the words around it. */
export const within = (state, element, style, own) => {
  const inner = { ...state };
  const name = element.localName;
  if (name === "b" || name === "strong") inner.bold = true;
  if (["i", "em", "cite", "dfn", "var"].includes(name)) inner.italic = true;
  if (name === "sup" || name === "sub") inner.raised = name;
  const { "font-weight": weight, "font-style": slant, "vertical-align": height } = style;
  if (weight) inner.bold = isBold(weight);
  if (slant) inner.italic = /^(?:italic|oblique)/.test(slant);
  if (/^(?:super|sub)\b/.test(height)) inner.raised = height.startsWith("super") ? "sup" : "sub";
  if (height === "baseline") inner.raised = "";
  const language = canonical(element.getAttribute("lang") ?? "");
  if (language) inner.lang = primary(language) === primary(own) ? "" : language;
  return inner;
};

/* A no-break space stays where somebody may have meant it: before a sign, within a number or an abbreviation. */
const space = (before, run, after) => {
  const meant = /[\u00a0\u202f]/.exec(run);
  if (!meant || run.length > 1) return " ";
  return run === "\u202f" || /[\d«.]/.test(before) || /[:;!?»€%\d]/.test(after) ? meant[0] : " ";
};

const tidy = (text) =>
  text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/[ \t\r\n\f\u00a0\u202f]+/g, (run, at, all) => space(all[at - 1] ?? "", run, all[at + run.length] ?? ""));

/* The runs with white space as it is shown: one space at a time, over the borders of runs too. */
const tidied = (runs) => {
  const found = [];
  for (const run of runs) {
    const before = found.at(-1);
    if (run.text === "\n") {
      found.push(BREAK);
      continue;
    }
    let text = tidy(run.text);
    if (before && /[ \u00a0\u202f\n]$/.test(before.text)) text = text.replace(/^ /, "");
    if (!text) continue;
    if (before && before.text !== "\n" && MARKS.every(([name]) => (before[name] || "") === (run[name] || ""))) {
      before.text += text;
    } else found.push({ ...run, text });
  }
  return found;
};

const trimmed = (runs) => {
  const found = [...runs];
  const blank = (run) => run && (run.text === "\n" || !run.text.trim());
  while (blank(found[0])) found.shift();
  while (blank(found.at(-1))) found.pop();
  if (found.length) {
    found[0] = { ...found[0], text: found[0].text.trimStart() };
    found.push({ ...found.pop() });
    found.at(-1).text = found.at(-1).text.trimEnd();
  }
  return found;
};

/* White space alone bears no mark: no bold space, no link of a blank. */
const plainSpaces = (runs) =>
  runs.map((run) => (run.text !== "\n" && !run.text.trim() && !run.href ? { text: run.text, lang: run.lang } : run));

export const clean = (runs, { keepEnds = false } = {}) => {
  const whole = tidied(plainSpaces(runs));
  return keepEnds ? whole : trimmed(whole);
};

/* The paragraphs that line breaks make of runs: two breaks end a paragraph, as many programs write one. */
export const paragraphs = (runs) => {
  const found = [[]];
  let breaks = 0;
  for (const run of runs) {
    if (run.text === "\n") breaks += 1;
    else if (run.text.trim() || breaks === 0) {
      if (breaks > 1) found.push([]);
      if (breaks === 1) found.at(-1).push(BREAK);
      breaks = 0;
      found.at(-1).push(run);
    }
  }
  return found.map((part) => clean(part)).filter((part) => part.length);
};

const closing = ([, , close], value) => (typeof close === "function" ? close(value) : close);

export const htmlOf = (runs) => {
  const open = [];
  let html = "";
  const close = (keep) => {
    while (open.length > keep) {
      const [mark, value] = open.pop();
      html += closing(mark, value);
    }
  };
  for (const run of runs) {
    const wanted = MARKS.filter(([name]) => run[name]).map((mark) => [mark, run[mark[0]]]);
    let same = 0;
    while (same < open.length && wanted[same]?.[0] === open[same][0] && wanted[same][1] === open[same][1]) same += 1;
    close(same);
    for (const [mark, value] of wanted.slice(same)) {
      html += mark[1](value);
      open.push([mark, value]);
    }
    html += run.text === "\n" ? "<br>" : escaped(run.text);
  }
  close(0);
  return html;
};

export const textOf = (runs) => runs.map((run) => run.text).join("");
