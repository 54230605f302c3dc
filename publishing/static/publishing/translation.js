/* The tools of a translation beside its field: the source copied into it, and a tick that a changed source
   brings up. */
"use strict";
(() => {
  const editors = new Map();
  document.addEventListener("prose-editor:ready", (event) => {
    const textarea = event.detail.textarea ?? event.target;
    editors.set(textarea.id, event.detail.editor);
    watch(textarea.id);
  });

  const valueOf = (id) => {
    const editor = editors.get(id);
    return editor ? editor.getHTML() : (document.getElementById(id)?.value ?? "");
  };

  const write = (field, value) => {
    const editor = editors.get(field.id);
    if (editor) {
      editor.commands.setContent(value, { emitUpdate: true });
      editor.commands.focus("start");
    } else {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    }
  };

  /* A translation that nothing is to be said of comes up when its source is changed on the page. */
  const before = new Map();
  const quietPanels = (id) =>
    document.querySelectorAll(`.translation-panel[data-quiet][data-source-field="${CSS.escape(id)}"]`);
  const watch = (id) => {
    const panels = quietPanels(id);
    if (!panels.length) return;
    before.set(id, valueOf(id));
    const look = () => {
      for (const panel of panels) panel.hidden = valueOf(id) === before.get(id);
    };
    const editor = editors.get(id);
    if (editor) editor.on("update", look);
    else document.getElementById(id)?.addEventListener("input", look);
  };

  const placeOf = (field) => field.closest(".fieldBox, .form-row > div, .form-row") ?? field.parentElement;

  const place = (panel) => {
    const field = document.getElementById(panel.dataset.field);
    if (!field) return;
    placeOf(field).append(panel);
    panel.querySelector(".translation-of")?.remove();
    const mark = panel.querySelector(".translation-mark");
    if (!("quiet" in panel.dataset)) {
      const described = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", described ? `${described} ${mark.id}` : mark.id);
    }
    const copy = panel.querySelector(".translation-copy");
    if (!copy) return;
    copy.hidden = false;
    copy.addEventListener("click", () => {
      const source = panel.dataset.sourceField;
      write(field, source ? valueOf(source) : copy.dataset.source);
      panel.querySelector("[name=translation-copied]").checked = true;
    });
  };

  /* Whoever comes for one text finds its field open, in view and ready. */
  const arrive = () => {
    const panel = document.getElementById(location.hash.slice(1));
    if (!panel?.matches(".translation-panel")) return;
    for (let outer = panel.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    const field = document.getElementById(panel.dataset.field);
    const focus = () => {
      const box = field?.closest(".prose-editor")?.querySelector("[contenteditable]");
      (box ?? field)?.focus({ preventScroll: true });
      (field ? placeOf(field) : panel).scrollIntoView({ block: "center" });
    };
    if (field?.matches("[data-django-prose-editor-configurable]") && !editors.has(field.id))
      field.addEventListener("prose-editor:ready", () => setTimeout(focus), { once: true });
    else focus();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panels = [...document.querySelectorAll(".translation-panels .translation-panel")];
    panels.forEach(place);
    for (const id of new Set(panels.map((panel) => panel.dataset.sourceField)))
      if (id && !document.getElementById(id)?.matches("[data-django-prose-editor-configurable]")) watch(id);
    const next = document.querySelector(".translation-next input");
    const row = document.querySelector(".submit-row");
    if (next && row) {
      row.querySelector(".default")?.after(next);
      document.querySelector(".translation-next").remove();
    }
    window.addEventListener("load", arrive);
    window.addEventListener("hashchange", arrive);
  });
})();
