/* Rows that have an order are moved: by a handle that is dragged, or by the buttons “up” and “down”. What is moved
   writes the order's numbers, whose boxes are there only for browsers without scripts. */
"use strict";
(() => {
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
  const groups = new Map(); /* each group of rows, with its rows in the order that is seen */

  const fieldOf = (group, row) => row.querySelector(`input[name$="-${group.dataset.orderField}"]`);
  const rowsIn = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const nameOf = (row) => row.querySelector(".inline_label").textContent.trim();
  const indexOf = (row) => Number(row.id.slice(row.id.lastIndexOf("-") + 1));

  const put = (group, rows) => {
    const end = group.querySelector(".inline-related.empty-form, .add-row");
    for (const row of rows) if (end) end.before(row);
    else group.querySelector("fieldset").append(row);
  };

  const nameButtons = (group) => {
    const rows = rowsIn(group);
    rows.forEach((row, place) => {
      for (const [way, button] of [["up", row.querySelector(".row-up")], ["down", row.querySelector(".row-down")]]) {
        if (!button) continue;
        const words = fill(group.dataset[way], { name: nameOf(row) });
        button.title = words;
        button.setAttribute("aria-label", words);
        button.setAttribute("aria-disabled", String(place === (way === "up" ? 0 : rows.length - 1)));
      }
    });
  };

  const write = (group) => {
    groups.set(group, rowsIn(group));
    groups.get(group).forEach((row, place) => {
      const field = fieldOf(group, row);
      if (!field || field.value === String(place + 1)) return;
      field.value = String(place + 1);
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    });
    nameButtons(group);
  };

  const tell = (group, row) => {
    const rows = rowsIn(group);
    const said = document.getElementById("form-said");
    const values = { name: nameOf(row), n: rows.indexOf(row) + 1, total: rows.length };
    if (said) said.textContent = fill(group.dataset.moved, values);
  };

  const step = (group, row, down, button) => {
    const rows = rowsIn(group);
    const other = rows[rows.indexOf(row) + (down ? 1 : -1)];
    if (!other) return;
    if (down) other.after(row);
    else other.before(row);
    write(group);
    button.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    tell(group, row);
  };

  /* The page is listened to, not the handle: moved with its row, the handle lets go of the pointer. */
  const drag = (group, row) => {
    row.classList.add("row-moving");
    const follow = (event) => {
      const edge = 80;
      if (event.clientY < edge) window.scrollBy(0, -15);
      else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 15);
      const others = rowsIn(group).filter((other) => other !== row);
      const before = others.find((other) => {
        const box = other.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2;
      });
      if (before && before.previousElementSibling !== row) before.before(row);
      else if (!before && others.length && others.at(-1).nextElementSibling !== row) others.at(-1).after(row);
    };
    const stop = () => {
      document.removeEventListener("pointermove", follow);
      for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, stop);
      row.classList.remove("row-moving");
      write(group);
      tell(group, row);
    };
    document.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, stop);
  };

  const button = (kind, words) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `row-${kind}`;
    made.title = words;
    return made;
  };

  const equip = (group, row) => {
    const field = fieldOf(group, row);
    if (!field || field.type === "hidden") return;
    const box = field.closest(".fieldBox")?.parentElement ?? field.closest(".form-row");
    box.hidden = true;
    row.querySelector(".row-moves")?.remove(); /* of the row that this one was copied from */
    const moves = document.createElement("span");
    moves.className = "row-moves";
    const handle = button("handle", group.dataset.drag);
    handle.tabIndex = -1;
    handle.setAttribute("aria-hidden", "true");
    const up = button("up", "");
    const down = button("down", "");
    moves.append(handle, up, down);
    row.querySelector("h3").prepend(moves);
    up.addEventListener("click", () => step(group, row, false, up));
    down.addEventListener("click", () => step(group, row, true, down));
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      drag(group, row);
    });
  };

  /* The library numbers the rows anew, as they stand, when one is taken away: those that are stored must come first
     then, in their own order. */
  document.addEventListener("click", (event) => {
    const group = event.target.closest?.(".inline-deletelink")?.closest("[data-order-field]");
    if (!group) return;
    groups.set(group, rowsIn(group));
    put(group, rowsIn(group).sort((one, other) => indexOf(one) - indexOf(other)));
  }, { capture: true });
  document.addEventListener("formset:removed", () => {
    for (const [group, rows] of groups) put(group, rows.filter((row) => row.isConnected));
    for (const group of groups.keys()) nameButtons(group);
  });

  document.addEventListener("formset:added", (event) => {
    const group = event.target.closest("[data-order-field]");
    if (!group) return;
    equip(group, event.target);
    nameButtons(group);
  });

  window.addEventListener("load", () => {
    for (const group of document.querySelectorAll("[data-order-field]")) {
      groups.set(group, rowsIn(group));
      rowsIn(group).forEach((row) => equip(group, row));
      nameButtons(group);
    }
  });
})();
