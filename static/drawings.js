// What the drawings answer: the table of who takes part in what, the map of the clusters, the shelf of programmes.
// Without this every drawing is there, its links lead on, and its list stands beside it.

// The row and the column of a cell, by pointer, focus or touch; and in words what they hold.
for (const table of document.querySelectorAll("[data-matrix]")) {
  const said = document.querySelector("[data-lit]");
  said.setAttribute("aria-hidden", "true"); // each cell says it to whoever hears the table
  const parts = [...document.querySelectorAll(".key .sw.l, .key .sw.d, .key .sw.p")].map(
    (sign) => ({ kind: sign.classList[1], words: sign.parentElement.innerText.replace(/^\d+\s*/, "").trim() }),
  );
  const columns = [...table.querySelectorAll(".cols th")];
  const rows = [...table.querySelectorAll("tbody tr:not(.circle)")];
  const wide = matchMedia("(width >= 48em)");
  const short = (row) => row.cells[0].querySelector(".short").textContent.trim();
  const acronym = (at) => columns[at].querySelector("a").dataset.name;
  let lit = null;

  // Each part with who has it; what is made up keeps its mark.
  function list(cells, name) {
    return parts.flatMap(({ kind, words }) => {
      const mine = cells.filter(({ cell }) => cell.classList.contains(kind));
      const part = document.createElement("i");
      part.textContent = `${words} `;
      const names = mine.flatMap((one, place) => {
        const said = document.createElement("span");
        said.textContent = name(one);
        said.classList.toggle("made-up", one.cell.querySelector("a").classList.contains("made-up"));
        return place ? [", ", said] : [said];
      });
      return mine.length ? [part, ...names, " "] : [];
    });
  }

  function clear() {
    for (const one of table.querySelectorAll(".lit")) one.classList.remove("lit");
    lit = null;
    said.hidden = true;
  }

  function light(row, at) {
    clear();
    lit = { row, at };
    const lines = [];
    if (row) {
      row.classList.add("lit");
      const cells = [...row.cells].slice(1, columns.length + 1).map((cell, place) => ({ cell, place }));
      lines.push([short(row), list(cells, ({ place }) => acronym(place))]);
    }
    if (at >= 0) {
      columns[at].classList.add("lit");
      for (const one of rows) one.cells[at + 1].classList.add("lit");
      const cells = rows.map((one) => ({ cell: one.cells[at + 1], row: one }));
      lines.push([acronym(at), list(cells, (one) => short(one.row))]);
    }
    said.replaceChildren(...lines.filter(([, words]) => words.length).map(([name, words]) => {
      const line = document.createElement("span");
      const head = document.createElement("b");
      head.textContent = `${name} `;
      line.append(head, ...words);
      return line;
    }));
    said.hidden = !said.children.length;
  }

  function placed(target) {
    const cell = target.closest("td, th");
    const row = cell?.closest("tbody tr:not(.circle)");
    if (row) return { row, at: cell.cellIndex > 0 && cell.cellIndex <= columns.length ? cell.cellIndex - 1 : -1 };
    return columns.includes(cell) ? { row: null, at: columns.indexOf(cell) } : null;
  }

  function follow({ target }) {
    const place = wide.matches && placed(target);
    if (place) light(place.row, place.at);
  }

  table.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") follow(event); });
  table.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") clear(); });
  table.addEventListener("focusin", follow);
  table.addEventListener("focusout", ({ relatedTarget }) => { if (!table.contains(relatedTarget)) clear(); });
  // A finger has no way to point without pressing: the first touch lights, the second follows the link.
  let touched = false;
  let before = null;
  table.addEventListener("pointerdown", (event) => {
    touched = event.pointerType !== "mouse";
    before = lit;
  });
  table.addEventListener("click", (event) => {
    const place = touched && wide.matches && event.target.closest("td") && placed(event.target);
    if (!place) return;
    if (before?.row === place.row && before?.at === place.at) return;
    event.preventDefault();
    light(place.row, place.at);
  });
  table.addEventListener("keydown", ({ key }) => { if (key === "Escape") clear(); });
}

// A disc of the map opens the card of its cluster.
document.addEventListener("click", (event) => {
  const disc = event.target.closest?.("[data-card]");
  const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const card = disc && !other && document.getElementById(disc.dataset.card);
  if (!card?.showPopover) return;
  event.preventDefault();
  card.showPopover();
  card.querySelector("a").focus();
});

// The shelf shows which programmes bear a subject; without this the subjects lead to the list.
for (const box of document.querySelectorAll("[data-shelf-subjects]")) {
  const spines = [...document.querySelectorAll(".shelf li")];
  const said = box.querySelector("[role=status]");
  const links = [...box.querySelectorAll("a[data-numbers]")];
  const name = (spine) => spine.querySelector(".name").textContent;
  const buttons = links.map((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = link.textContent;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      choose(button.getAttribute("aria-pressed") === "true" ? null : button, link);
    });
    link.replaceWith(button);
    return button;
  });

  function choose(chosen, link) {
    const numbers = chosen ? link.dataset.numbers.trim().split(/\s+/) : [];
    const seen = spines.filter((spine) => numbers.includes(spine.querySelector(".no").textContent));
    for (const one of buttons) one.setAttribute("aria-pressed", String(one === chosen));
    for (const one of spines) one.classList.toggle("aside", Boolean(chosen) && !seen.includes(one));
    said.replaceChildren();
    if (!chosen) return;
    const list = document.createElement("a");
    list.href = link.href;
    list.textContent = said.dataset.listed;
    said.append(`${said.dataset.seen} ${seen.map(name).join(", ")}. `, list);
  }
}
