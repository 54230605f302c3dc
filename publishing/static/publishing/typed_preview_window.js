/* The window in which one looks at what is typed: which language, how wide, as what; it follows the form by itself. */
"use strict";
(() => {
  const head = document.getElementById("typed-preview");
  const bar = head.querySelector(".typed-preview-bar");
  const said = document.getElementById("typed-preview-said");
  const faults = document.getElementById("typed-preview-faults");
  const main = document.querySelector(".typed-preview-sides");
  const sides = [...document.querySelectorAll(".typed-preview-side")];
  const { token, form } = head.dataset;
  const words = (name, values = {}) =>
    head.dataset[`words${name}`].trim().replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const channel = new BroadcastChannel("typed-preview");
  const say = (message) => channel.postMessage({ ...message, token });
  const time = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const BESIDE = 1100;
  let isDocument = head.hasAttribute("data-document"), version = head.dataset.version, isLeft = false;

  const sayMade = (at) => {
    said.textContent = words("Made", { time: time.format(Number(at) * 1000) });
  };

  // How it is laid out

  /* A page that is wider than there is room is shown smaller, and says so; its own width stays what was asked for. */
  const lay = () => {
    const language = bar.elements.language.value;
    const width = Number(bar.elements.width.value);
    main.classList.toggle("beside", !language && window.innerWidth >= BESIDE);
    for (const side of sides) side.hidden = Boolean(language) && side.dataset.language !== language;
    for (const side of sides) {
      const stage = side.querySelector(".typed-preview-stage");
      const frame = side.querySelector("iframe");
      const room = stage.clientWidth;
      side.querySelector(".typed-preview-scale").textContent = "";
      if (side.hidden || !room) continue;
      const scale = isDocument ? 1 : Math.min(1, room / width);
      frame.style.inlineSize = isDocument ? "100%" : `${width}px`;
      frame.style.blockSize = `${stage.clientHeight / scale}px`;
      frame.style.transform = scale < 1 ? `scale(${scale})` : "";
      frame.style.marginInlineStart = scale < 1 || isDocument ? "0" : `${(room - width) / 2}px`;
      if (scale < 1) {
        const said = words("Scale", { width, percent: Math.round(scale * 100) });
        side.querySelector(".typed-preview-scale").textContent = said;
      }
    }
  };
  bar.addEventListener("change", ({ target }) => {
    if (target.name === "language" || target.name === "width") lay();
    if (target.name === "kind") anew();
    if (target.name === "follow") {
      say({ kind: "follow", follows: target.checked });
      if (target.checked) anew();
    }
  });
  window.addEventListener("resize", lay);

  // What it shows

  /* Where one was reading stays in view, as far as the page is still that long. */
  const show = (side, { url, title }) => {
    const frame = side.querySelector("iframe");
    const link = side.querySelector(".typed-preview-alone");
    const subject = side.querySelector(".typed-preview-subject");
    // Where the browser shows no PDF within a page, it would go on showing what was there before.
    const isShown = Boolean(url) && (!isDocument || navigator.pdfViewerEnabled);
    side.querySelector(".typed-preview-stage").hidden = !isShown;
    side.querySelector(".typed-preview-nothing").hidden = Boolean(url);
    side.querySelector(".typed-preview-document").hidden = isShown || !url;
    link.hidden = !url;
    subject.hidden = !title;
    subject.textContent = title;
    if (url) link.href = url;
    if (!isShown) return;
    let top = 0;
    try {
      top = frame.contentWindow.scrollY;
    } catch {
      // A document is shown by the browser, which lets nobody look in.
    }
    if (isDocument) frame.removeAttribute("sandbox");
    else frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    frame.addEventListener("load", () => {
      try {
        frame.contentWindow.scrollTo({ top, behavior: "instant" });
      } catch {
        // As above.
      }
    }, { once: true });
    // Replaced, or each word would be a step of the window’s “Back”.
    try {
      frame.contentWindow.location.replace(url);
    } catch {
      frame.src = url;
    }
  };

  const showFaults = (found) => {
    faults.hidden = !found.length;
    faults.querySelector("summary").textContent =
      found.length === 1 ? words("FaultOne") : words("Faults", { number: found.length });
    faults.querySelector("ul").replaceChildren(
      ...found.map(({ label, words: sentence }) => {
        const line = document.createElement("li");
        if (label) {
          const name = document.createElement("b");
          name.textContent = label;
          line.append(name, " – ");
        }
        line.append(sentence);
        return line;
      }),
    );
  };

  const refresh = async () => {
    try {
      const answer = await fetch(head.dataset.state, {
        cache: "no-store", credentials: "same-origin", redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      if (state.version === version) return sayMade(state.madeAt);
      version = state.version;
      isDocument = state.isDocument;
      document.getElementById("typed-preview-name").textContent = state.name;
      for (const frame of state.frames) show(sides.find(({ dataset }) => dataset.language === frame.language), frame);
      showFaults(state.faults);
      lay();
      sayMade(state.madeAt);
    } catch {
      said.textContent = words("Failed");
    }
  };

  // What it hears, and asks for

  const kind = () => bar.elements.kind?.value || "page";
  const anew = () => {
    said.textContent = words("Making");
    say({ kind: "ask", shown: kind() });
  };
  document.getElementById("typed-preview-anew").addEventListener("click", anew);
  document.addEventListener("keydown", (event) => {
    const isKey = event.code === "KeyP" && event.altKey && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isKey || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    anew();
  });
  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "opened" && isLeft && data.form === form) {
      say({ kind: "hello", form, name: window.name, shown: kind(), follows: bar.elements.follow.checked });
    }
    if (data.token !== token) return;
    isLeft = data.kind === "left";
    if (data.kind === "making") said.textContent = words("Making");
    if (data.kind === "made") refresh();
    if (data.kind === "moved") location.replace(data.url);
    if (data.kind === "failed") said.textContent = data.words;
    if (data.kind === "left") said.textContent = words("Left");
  });
  window.addEventListener("pagehide", () => say({ kind: "closed" }));
  // A window that was loaded anew tells the form that it is still there.
  say({ kind: "back" });

  bar.hidden = false;
  if (window.innerWidth < BESIDE) bar.elements.language.value = sides[0].dataset.language;
  if (window.innerWidth < 900) bar.elements.width.value = "390";
  sayMade(head.dataset.madeAt);
  lay();
})();
