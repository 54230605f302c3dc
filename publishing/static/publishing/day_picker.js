/* A calendar beside each box for a day or a moment: a dialog with a month's days, moved through by arrows, Page Up and
   Page Down (with Shift, a year), Home and End; Enter takes a day, Escape leaves. The box can always be typed in. */
"use strict";
(() => {
  const language = document.documentElement.lang || "fr";
  const DAY = 24 * 3600e3;
  const MONDAY = 4; /* 1 January 1970 was a Thursday */
  const format = (time, options) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).format(time);
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const weekday = (time) => (((Math.floor(time / DAY) + MONDAY - 1) % 7) + 7) % 7;
  const today = () => {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  };

  /* The same day of another month, or its last one. */
  const monthsOn = (time, months) => {
    const day = new Date(time);
    const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 0)).getUTCDate();
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, Math.min(day.getUTCDate(), last));
  };

  const MOVES = {
    ArrowLeft: (time) => time - DAY,
    ArrowRight: (time) => time + DAY,
    ArrowUp: (time) => time - 7 * DAY,
    ArrowDown: (time) => time + 7 * DAY,
    Home: (time) => time - weekday(time) * DAY,
    End: (time) => time + (6 - weekday(time)) * DAY,
    PageUp: (time, far) => monthsOn(time, far ? -12 : -1),
    PageDown: (time, far) => monthsOn(time, far ? 12 : 1),
  };

  let dialog, input, chosen, current;

  const dayButton = (time, month) => {
    const button = make("button", { type: "button", "data-day": iso(time), tabindex: time === current ? "0" : "-1" });
    button.textContent = String(new Date(time).getUTCDate());
    const whole = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    button.setAttribute("aria-label", format(time, whole));
    if (time === chosen) button.setAttribute("aria-pressed", "true");
    if (time === today()) button.setAttribute("aria-current", "date");
    if (new Date(time).getUTCMonth() !== month) button.className = "elsewhere";
    return button;
  };

  const draw = (focus) => {
    const month = new Date(current).getUTCMonth();
    const first = current - (new Date(current).getUTCDate() - 1) * DAY;
    let time = first - weekday(first) * DAY;
    dialog.querySelector(".day-picker-month").textContent = format(current, { month: "long", year: "numeric" });
    const head = make("tr");
    const body = make("tbody");
    for (let day = 0; day < 7; day += 1) {
      const cell = make("th", { scope: "col", abbr: format(time + day * DAY, { weekday: "long" }) });
      cell.textContent = format(time + day * DAY, { weekday: "short" }).replace(".", "").slice(0, 2);
      head.append(cell);
    }
    do {
      const week = make("tr");
      for (let day = 0; day < 7; day += 1, time += DAY) {
        const cell = make("td");
        cell.append(dayButton(time, month));
        week.append(cell);
      }
      body.append(week);
    } while (new Date(time).getUTCMonth() === month);
    const table = dialog.querySelector("table");
    table.replaceChildren(make("thead"), body);
    table.tHead.append(head);
    if (focus) table.querySelector("[tabindex='0']").focus();
  };

  const take = (day) => {
    const found = window.typedDays.TIME.exec(window.typedDays.plain(input.value))?.groups;
    const time = found ? `${found.hour.padStart(2, "0")}:${found.minute ?? "00"}` : "";
    input.value = input.matches(".moment") ? `${day} ${time}` : day;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
    dialog.close();
    input.focus();
  };

  const move = (event) => {
    const step = MOVES[event.key];
    if (!step || !event.target.matches("[data-day]")) return;
    event.preventDefault();
    current = step(current, event.shiftKey);
    draw(true);
  };

  const press = (event) => {
    const button = event.target.closest("button");
    if (event.target === dialog) dialog.close(); /* beside the calendar */
    if (!button) return;
    if (button.dataset.day) take(button.dataset.day);
    else if (button.dataset.months) {
      current = monthsOn(current, Number(button.dataset.months));
      draw(false);
    } else if (button.matches(".day-picker-today")) {
      current = today();
      draw(true);
    } else dialog.close();
  };

  const build = (words) => {
    dialog = make("dialog", { class: "day-picker", "aria-labelledby": "day-picker-month" });
    const head = make("div", { class: "day-picker-head" });
    head.append(
      make("button", { type: "button", "data-months": "-1", "aria-label": words.calendarBefore }, "‹"),
      make("h2", { id: "day-picker-month", class: "day-picker-month", "aria-live": "polite" }),
      make("button", { type: "button", "data-months": "1", "aria-label": words.calendarAfter }, "›"),
    );
    const foot = make("div", { class: "day-picker-foot" });
    foot.append(
      make("button", { type: "button", class: "day-picker-today" }, words.calendarToday),
      make("button", { type: "button" }, words.calendarClose),
    );
    dialog.append(head, make("table", { "aria-labelledby": "day-picker-month" }), foot);
    dialog.addEventListener("keydown", move);
    dialog.addEventListener("click", press);
    document.body.append(dialog);
  };

  const place = (opener) => {
    const box = opener.getBoundingClientRect();
    const [width, height] = [dialog.offsetWidth, dialog.offsetHeight];
    const below = box.bottom + 4 + height <= window.innerHeight;
    const top = below ? box.bottom + 4 : Math.max(8, box.top - 4 - height);
    dialog.style.top = `${Math.min(top, Math.max(8, window.innerHeight - height - 8))}px`;
    dialog.style.left = `${Math.max(8, Math.min(box.right - width, window.innerWidth - width - 8))}px`;
  };

  const open = (opener) => {
    input = opener.parentElement.querySelector("input");
    const words = window.typedDays.outputOf(input).dataset;
    if (!dialog) build(words);
    const typed = window.typedDays.plain(input.value);
    const day = window.typedDays.TIME.exec(typed)?.groups.day;
    const read = [typed, day].filter(Boolean).map((text) => window.typedDays.readDay(text, words.languages));
    chosen = read.find((time) => typeof time === "number") ?? null;
    current = chosen ?? today();
    dialog.showModal();
    draw(true);
    place(opener);
  };

  const nameOf = (field) => {
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    return label?.firstChild?.textContent.trim() ?? "";
  };

  const offer = (root) => {
    for (const field of root.querySelectorAll("input.day, input.moment, input.period")) {
      const box = field.closest(".day-box");
      const output = window.typedDays.outputOf(field);
      if (!box || !output || field.id.includes("__prefix__") || field.disabled || field.readOnly) continue;
      const button = box.querySelector(".day-opener") ?? make("button", { type: "button", class: "day-opener" });
      button.title = output.dataset.calendarOpen;
      button.setAttribute("aria-label", [output.dataset.calendarOpen, nameOf(field)].filter(Boolean).join(" – "));
      button.setAttribute("aria-haspopup", "dialog");
      box.append(button);
    }
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.(".day-opener");
    if (opener) open(opener);
  });
  document.addEventListener("DOMContentLoaded", () => offer(document));
  document.addEventListener("formset:added", (event) => offer(event.target));
})();
