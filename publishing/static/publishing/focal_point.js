/* The point of a picture that every cut keeps in sight: shown on the picture, set by a click on it or by the arrow
   keys, and in the two boxes for numbers, which are what the form sends. Beside it stands what the cuts would show. */
"use strict";
(() => {
  const FAR = 10;
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const clamp = (value) => Math.min(100, Math.max(0, Math.round(value)));

  const start = (panel) => {
    const boxes = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];
    if (!boxes[0] || !boxes[1]) return;
    const row = boxes[0].closest(".form-row") || boxes[0].parentElement;
    row.after(panel);
    panel.hidden = false;
    const whole = panel.querySelector(".focal-whole");
    const mark = panel.querySelector(".focal-mark");
    const cuts = [...panel.querySelectorAll(".focal-cut")];

    const point = () => boxes.map((box) => clamp(Number(box.value === "" ? 50 : box.value) || 0));

    /* The server's rule: the largest part of the shape, its middle as near to the point as the edges let it be. */
    const place = (share, per) => {
      if (share >= 1) return "50%";
      const from = Math.min(Math.max(per / 100 - share / 2, 0), 1 - share);
      return `${(from / (1 - share)) * 100}%`;
    };
    const draw = () => {
      const [x, y] = point();
      mark.style.insetInlineStart = `${x}%`;
      mark.style.insetBlockStart = `${y}%`;
      const picture = whole.querySelector("img");
      const shape = Number(picture.getAttribute("width")) / Number(picture.getAttribute("height")) || 1;
      for (const cut of cuts) {
        const wanted = Number(cut.dataset.width) / Number(cut.dataset.height);
        cut.style.aspectRatio = `${wanted}`;
        const across = place(Math.min(1, wanted / shape), x);
        const down = place(Math.min(1, shape / wanted), y);
        cut.style.objectPosition = `${across} ${down}`;
      }
    };
    const set = (x, y) => {
      [x, y].forEach((value, at) => {
        boxes[at].value = String(clamp(value));
        for (const type of ["input", "change"]) boxes[at].dispatchEvent(new Event(type, { bubbles: true }));
      });
    };
    whole.addEventListener("click", (event) => {
      if (boxes[0].readOnly || boxes[0].disabled) return;
      const area = whole.querySelector("img").getBoundingClientRect();
      if (event.detail === 0) return; /* pressed by a key */
      set(((event.clientX - area.left) / area.width) * 100, ((event.clientY - area.top) / area.height) * 100);
    });
    whole.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      const [x, y] = point();
      const step = event.shiftKey ? FAR : 1;
      set(x + move[0] * step, y + move[1] * step);
    });
    for (const box of boxes) for (const type of ["input", "change"]) box.addEventListener(type, draw);
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".focal-point").forEach(start));
})();
