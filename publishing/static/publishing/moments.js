/* Says a typed day or moment again in words, in the page's language: weekday, day, and for a moment Paris time and UTC.
   It reads what the server reads (publishing/typed_days.py), which checks it anew. */
"use strict";
(() => {
  const DAYS = [
    /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
    /^(?<day>\d{1,2})(?<sign>[/.-])(?<month>\d{1,2})\k<sign>(?<year>\d+)$/,
    /^(?<day>\d{1,2})(?:er|st|nd|rd|th)? (?<name>\p{L}+)\.?,? (?<year>\d+)$/u,
    /^(?<name>\p{L}+)\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d+)$/u,
  ];
  const TIME = new RegExp([
    /^(?<day>.*\d)(?:t|,? (?:à |at )?)/,
    /(?<hour>\d{1,2}) ?(?:[:h] ?(?<minute>\d{2})(?::(?<second>\d{2}))?|h)$/,
  ].map((part) => part.source).join(""));
  /* A year alone, and a month with its year, where a whole day need not be known. */
  const PERIODS = [
    /^(?<year>\d{4})$/,
    /^(?<year>\d{4})-(?<month>\d{2})$/,
    /^(?<month>\d{1,2})[/.](?<year>\d{4})$/,
    /^(?<name>\p{L}+)\.? (?<year>\d{4})$/u,
  ];
  const language = document.documentElement.lang || "fr";
  const unaccented = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");
  const plain = (text) => text.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");

  const names = new Map();
  const namesOf = (codes) => {
    if (!names.has(codes)) {
      const all = codes.split(" ").flatMap((code) => [...Array(12).keys()].map((month) => {
        const format = new Intl.DateTimeFormat(code, { month: "long", timeZone: "UTC" });
        return [unaccented(format.format(Date.UTC(2026, month, 15)).toLowerCase()), month + 1];
      }));
      names.set(codes, all);
    }
    return names.get(codes);
  };

  const monthOf = (word, codes) => {
    const short = unaccented(word);
    const meant = (fits) => new Set(namesOf(codes).filter(([name]) => fits(name)).map(([, month]) => month));
    const whole = meant((name) => name === short);
    const found = whole.size || short.length < 3 ? whole : meant((name) => name.startsWith(short));
    return found.size === 1 ? [...found][0] : 0;
  };

  /* Midnight of a typed day, as if in UTC, or the code of what is wrong with it. */
  const readDay = (text, codes) => {
    const written = plain(text);
    const found = DAYS.map((form) => form.exec(written)).find(Boolean)?.groups;
    if (!found) return "invalid";
    if (found.year.length !== 4) return found.year.length === 2 ? "short_year" : "invalid";
    const month = found.name ? monthOf(found.name, codes) : Number(found.month);
    if (found.name && !month) return "invalid";
    const time = new Date(0);
    time.setUTCFullYear(Number(found.year), month - 1, Number(found.day));
    const exists = time.getUTCMonth() === month - 1 && time.getUTCDate() === Number(found.day);
    return exists && Number(found.year) ? time.getTime() : "no_such_day";
  };

  /* The words of a typed year or month, the code of what is wrong with it, or nothing where it is neither. */
  const readPeriod = (text, codes, pattern) => {
    const found = PERIODS.map((form) => form.exec(plain(text))).find(Boolean)?.groups;
    if (!found) return null;
    const isYear = !("month" in found || "name" in found);
    if (isYear) return Number(found.year) ? { words: found.year } : { fault: "no_such_day" };
    const month = found.name ? monthOf(found.name, codes) : Number(found.month);
    if (found.name && !month) return { fault: "invalid" };
    if (month < 1 || month > 12 || !Number(found.year)) return { fault: "no_such_day" };
    const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    const name = format.format(Date.UTC(2026, month - 1, 15));
    return { words: pattern.replace(/[FY]/g, (letter) => (letter === "F" ? name : found.year)) };
  };

  const readMoment = (text, codes) => {
    const written = plain(text);
    const alone = readDay(written, codes);
    const found = TIME.exec(written)?.groups;
    if (!found || alone !== "invalid") return typeof alone === "number" ? "no_time" : alone;
    const [hour, minute, second] = [found.hour, found.minute, found.second].map((part) => Number(part ?? 0));
    const day = readDay(found.day, codes);
    if (hour > 23 || minute > 59 || second > 59) return "invalid";
    return typeof day === "number" ? day + ((hour * 60 + minute) * 60 + second) * 1000 : day;
  };

  const clock = (zone, time) => {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  };

  /* Every instant at which the zone's clock shows this wall time: none when clocks go forward, two when they go
     back. */
  const instants = (zone, wall) => {
    const around = [-24, 24].map((hours) => wall + hours * 3600e3);
    const offsets = new Set(around.map((time) => clock(zone, time) - time));
    return [...offsets].map((offset) => wall - offset).filter((time) => clock(zone, time) === wall);
  };

  const inWords = (output, zone, time) => {
    const name = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(time);
    const iso = new Date(clock(zone, time)).toISOString();
    const day = Number(iso.slice(8, 10));
    const letters = {
      j: language.startsWith("fr") && day === 1 ? "1er" : String(day),
      F: name({ month: "long" }),
      Y: iso.slice(0, 4),
    };
    const words = {
      weekday: name({ weekday: "long" }),
      day: output.dataset.day.replace(/[jFY]/g, (letter) => letters[letter]),
      iso: iso.slice(0, 10),
      time: iso.slice(11, 16),
      utc: new Date(time).toISOString().slice(0, 16).replace("T", " "),
    };
    return output.dataset.words.replace(/%\((\w+)\)s/g, (whole, key) => words[key] ?? whole);
  };

  const outputOf = (input) => input.closest(".day-box")?.parentElement.querySelector("output.moment-words");

  /* What the server has said above the box is not said a second time below it. */
  const isSaid = (input, words) => {
    const box = input.closest(".fieldBox, .form-row, td");
    return [...box?.querySelectorAll("ul.errorlist li") ?? []].some((item) => item.textContent.trim() === words);
  };
  const sayFault = (input, output, words) => {
    output.textContent = isSaid(input, words) ? "" : words;
  };

  const say = (input) => {
    const output = outputOf(input);
    if (!output) return;
    const { zone, languages } = output.dataset;
    const text = input.value.trim();
    const period = output.dataset.month && readPeriod(text, languages, output.dataset.month);
    if (period) {
      output.classList.toggle("moment-fault", Boolean(period.fault));
      if (period.fault) sayFault(input, output, output.dataset[period.fault]);
      else output.textContent = period.words;
      return;
    }
    const read = text && (zone ? readMoment : readDay)(text, languages);
    let fault = typeof read === "string" ? read : "";
    let time = read;
    if (zone && text && !fault) {
      const times = instants(zone, read);
      fault = times.length === 0 ? "skipped" : times.length > 1 ? "repeated" : "";
      time = times[0];
    }
    output.classList.toggle("moment-fault", fault !== "");
    if (fault) sayFault(input, output, output.dataset[fault]);
    else output.textContent = text ? inWords(output, zone ?? "UTC", time) : "";
  };

  const inputs = (root) => root.querySelectorAll("input.moment, input.day, input.period");
  /* Rows that are added or taken away give their fields new names: the words keep up. */
  const tie = (root) => inputs(root).forEach((input) => outputOf(input)?.setAttribute("for", input.id));

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input.moment, input.day, input.period")) say(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => inputs(document).forEach(say));
  for (const change of ["formset:added", "formset:removed"]) document.addEventListener(change, () => tie(document));

  window.typedDays = { readDay, readMoment, plain, TIME, outputOf };
})();
