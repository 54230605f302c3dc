/* What the libraries leave unnamed in the back office gets its name: rich-text boxes and the boxes of searchable
   choices. */
"use strict";
(() => {
  const labelOf = (field) => {
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    if (label && !label.id) label.id = `${field.id}_label`;
    return label;
  };

  const nameEditor = (textarea) => {
    const box = textarea.closest(".prose-editor")?.querySelector("[contenteditable]");
    const label = labelOf(textarea);
    if (!box || !label) return;
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "true");
    box.setAttribute("aria-labelledby", label.id);
    if (textarea.lang) box.lang = textarea.lang;
    const described = textarea.getAttribute("aria-describedby");
    if (described) box.setAttribute("aria-describedby", described);
    if (textarea.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");
    label.addEventListener("click", () => box.focus());
  };

  const nameChoice = (select) => {
    const named = "[role=combobox], [role=textbox], .select2-search__field";
    const boxes = select.nextElementSibling?.querySelectorAll?.(named) ?? [];
    const label = labelOf(select);
    if (!label) return;
    for (const box of boxes) {
      const shown = box.role === "combobox" ? box.getAttribute("aria-labelledby") : null;
      box.setAttribute("aria-labelledby", shown && !shown.includes(label.id) ? `${label.id} ${shown}` : label.id);
    }
  };

  document.addEventListener("prose-editor:ready", (event) => nameEditor(event.detail.textarea ?? event.target));
  const nameChoices = (root) => root.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);
  /* jQuery runs what waits for the page in the order it was asked to: after the admin's own script has drawn the
     boxes. */
  window.addEventListener("load", () => window.django?.jQuery?.(() => nameChoices(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameChoices(event.target)));
})();
