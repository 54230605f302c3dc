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
    /^(?<day>.*?[\p{L}\d])(?:t|,? (?:à |at |[-–—] )?)/u,
    /(?<hour>\d{1,2}) ?(?:(?::|h|heures?) ?(?<minute>\d{2})(?::(?<second>\d{2}))?|h|heures?)$/,
  ].map((part) => part.source).join(""), "su");
  const WITHOUT_YEAR = [
    /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})$/,
    /^(?<day>\d{1,2})(?:er|st|nd|rd|th)? (?<name>\p{L}+)\.?$/u,
    /^(?<name>\p{L}+)\.? (?<day>\d{1,2})(?:er|st|nd|rd|th)?$/u,
  ];
  /* The day of the week, which has to agree with the day, and the article. */
  const BEFORE_DAY = /^(?:(?:le |on )?(?<weekday>(?!(?:le|on) )\p{L}+)\.?,? |le |on )(?<rest>(?:\d|\p{L}+\.? \d).*)$/su;
  const RAISED = new Map([..."ᵉʳˢᵗⁿᵈʰ"].map((letter, place) => [letter, "erstndh"[place]]));
  /* A year alone, and a month with its year, where a whole day need not be known. */
  const PERIODS = [
    /^(?<year>\d{4})$/,
    /^(?<year>\d{4})-(?<month>\d{2})$/,
    /^(?<month>\d{1,2})[/.](?<year>\d{4})$/,
    /^(?<name>\p{L}+)\.? (?<year>\d{4})$/u,
  ];
  const language = document.documentElement.lang || "fr";
  const unaccented = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");
  const plain = (text) => {
    const written = text.normalize("NFC").toLowerCase().replace(/[ᵉʳˢᵗⁿᵈʰ]/g, (letter) => RAISED.get(letter));
    return written.trim().replace(/\s+/g, " ").replace(/ ?\/ ?/g, "/");
  };

  /* The names of months, from 1, or of weekdays, from 0 for Sunday as for Date, in each of the languages. */
  const MONTHS = { count: 12, first: 1, day: (place) => Date.UTC(2026, place, 15), format: { month: "long" } };
  const WEEKDAYS = { count: 7, first: 0, day: (place) => Date.UTC(2026, 1, 1 + place), format: { weekday: "long" } };
  const names = new Map();
  const namesOf = (codes, kind) => {
    const key = `${kind.count} ${codes}`;
    if (!names.has(key)) {
      const all = codes.split(" ").flatMap((code) => [...Array(kind.count).keys()].map((place) => {
        const format = new Intl.DateTimeFormat(code, { ...kind.format, timeZone: "UTC" });
        return [unaccented(format.format(kind.day(place)).toLowerCase()), place + kind.first];
      }));
      names.set(key, all);
    }
    return names.get(key);
  };

  /* The number of a name, whole or cut short where it can be only one. */
  const named = (word, codes, kind) => {
    const short = unaccented(word);
    const meant = (fits) => new Set(namesOf(codes, kind).filter(([name]) => fits(name)).map(([, number]) => number));
    const whole = meant((name) => name === short);
    const found = whole.size || short.length < 3 ? whole : meant((name) => name.startsWith(short));
    return found.size === 1 ? [...found][0] : null;
  };
  const monthOf = (word, codes) => named(word, codes, MONTHS) ?? 0;

  /* Midnight of a day, as if in UTC, or nothing where there is none. */
  const midnight = (year, month, day) => {
    const time = new Date(0);
    time.setUTCFullYear(year, month - 1, day);
    return year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time.getTime() : null;
  };

  const lacksYear = (written, codes) => {
    const found = WITHOUT_YEAR.map((form) => form.exec(written)).find(Boolean)?.groups;
    if (!found) return false;
    const month = found.name ? monthOf(found.name, codes) : Number(found.month);
    return midnight(2000, month, Number(found.day)) !== null;
  };

  /* A day behind its weekday or its article. */
  const readAnnounced = (written, codes) => {
    const found = BEFORE_DAY.exec(written)?.groups;
    const weekday = found?.weekday ? named(found.weekday, codes, WEEKDAYS) : null;
    if (!found || (found.weekday && weekday === null)) return lacksYear(written, codes) ? "no_year" : "invalid";
    const day = readDay(found.rest, codes);
    const differs = typeof day === "number" && weekday !== null && new Date(day).getUTCDay() !== weekday;
    return differs ? "other_weekday" : day;
  };

  /* Midnight of a typed day, as if in UTC, or the code of what is wrong with it. */
  function readDay(text, codes) {
    const written = plain(text);
    const found = DAYS.map((form) => form.exec(written)).find(Boolean)?.groups;
    if (!found) return readAnnounced(written, codes);
    if (found.year.length !== 4) return found.year.length === 2 ? "short_year" : "invalid";
    const month = found.name ? monthOf(found.name, codes) : Number(found.month);
    if (found.name && !month) return "invalid";
    return midnight(Number(found.year), month, Number(found.day)) ?? "no_such_day";
  }

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
