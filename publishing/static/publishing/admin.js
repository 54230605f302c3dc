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

  /* What is chosen of many is a list, in which the library puts the box to type in as well: a list
     holds nothing but its items. */
  const keepList = (select) => {
    const list = select.nextElementSibling?.querySelector?.("ul.select2-selection__rendered");
    if (!list || list.dataset.kept) return;
    list.dataset.kept = "yes";
    const mend = () => {
      const isMixed = [...list.children].some((child) => child.localName !== "li");
      const role = isMixed ? "group" : list.children.length ? null : "presentation";
      if (role) list.setAttribute("role", role);
      else list.removeAttribute("role");
      for (const item of list.querySelectorAll(":scope > li")) {
        if (role === "group") item.setAttribute("role", "none");
        else item.removeAttribute("role");
      }
    };
    mend();
    new MutationObserver(mend).observe(list, { childList: true });
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
    keepList(select);
  };

  /* The editor names its buttons in English, and names some anew while one writes. */
  const words = new Map();
  const translate = (bar) => {
    for (const button of bar.querySelectorAll("button[title]")) {
      const name = words.get(button.title);
      if (!name || name === button.title) continue;
      button.title = name;
      button.setAttribute("aria-label", name);
    }
    for (const sample of bar.querySelectorAll(".prose-menubar__option > *")) {
      const name = words.get(sample.textContent);
      if (name && name !== sample.textContent) sample.textContent = name;
    }
  };
  const watchBar = (bar, label) => {
    bar.setAttribute("role", "toolbar");
    if (label) bar.setAttribute("aria-labelledby", label.id);
    translate(bar);
    new MutationObserver(() => translate(bar)).observe(bar, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["title"],
    });
  };
  const nameButtons = (textarea) => {
    const editor = textarea.closest(".prose-editor");
    const given = document.getElementById("editor-words")?.dataset.words;
    if (!editor || !given) return;
    if (!words.size) Object.entries(JSON.parse(given)).forEach(([name, word]) => words.set(name, word));
    /* The bar is drawn once the editor is ready. */
    const found = (watcher) => {
      const bar = editor.querySelector(".prose-menubar");
      if (bar) watchBar(bar, labelOf(textarea));
      if (bar) watcher?.disconnect();
      return bar;
    };
    if (found()) return;
    const watcher = new MutationObserver(() => found(watcher));
    watcher.observe(editor, { childList: true, subtree: true });
  };

  document.addEventListener("prose-editor:ready", (event) => {
    const textarea = event.detail.textarea ?? event.target;
    nameEditor(textarea);
    nameButtons(textarea);
  });
  const nameChoices = (root) => root.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);
  /* jQuery runs what waits for the page in the order it was asked to: after the admin's own script has drawn the
     boxes. */
  window.addEventListener("load", () => window.django?.jQuery?.(() => nameChoices(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameChoices(event.target)));
})();
