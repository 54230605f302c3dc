/* Says a typed moment again in words, in the page's language: weekday, day, Paris time and UTC. The server checks it
   anew. */
"use strict";
(() => {
  const FORM = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;
  const language = document.documentElement.lang || "fr";

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

  const wallTime = (found) => {
    const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0));
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    const real = new Date(wall);
    const isDay = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
    return isDay && hour < 24 && minute < 60 && second < 60 ? wall : null;
  };

  const say = (input) => {
    const output = input.parentElement.querySelector(`output[for="${CSS.escape(input.id)}"]`);
    if (!output) return;
    const text = input.value.trim();
    const found = FORM.exec(text);
    const wall = found && wallTime(found);
    const times = wall === null || wall === false ? null : instants(output.dataset.zone, wall);
    const fault = !text ? "" : !times ? "invalid" : times.length === 0 ? "skipped" : times.length > 1 ? "repeated" : "";
    output.classList.toggle("moment-fault", fault !== "");
    output.textContent = !text ? "" : fault ? output.dataset[fault] : inWords(output, output.dataset.zone, times[0]);
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input.moment")) say(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("input.moment").forEach(say));
})();
