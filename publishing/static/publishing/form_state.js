/* What a form of the back office holds, read and written as a whole: plain fields, rich text, searchable choices,
   moments, and the rows of its inlines, those that were added on the page too. What a box shows and what it will
   send are brought together wherever a browser fills fields in by itself, as it does after “Back”. */
"use strict";
window.FormState = (() => {
  const MACHINERY = /^(csrfmiddlewaretoken$|_)|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|__prefix__|-kept$/;
  const UNREAD = ["submit", "button", "reset", "image", "file", "password"];
  const editors = new WeakMap();
  const shown = new WeakMap();

  // Rich text

  /* The editor is built from what the field holds at that moment; a browser may fill the field in later. */
  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    editors.set(textarea, editor);
    shown.set(textarea, textarea.value);
    textarea.addEventListener("input", () => shown.set(textarea, textarea.value));
  });

  const writeText = (textarea, value) => {
    textarea.value = value;
    const editor = editors.get(textarea);
    if (!editor) return;
    shown.set(textarea, value);
    // The editor answers by writing into the field what it made of it: both say the same.
    editor.commands.setContent(value);
  };

  /* Boxes that show something else than their field holds follow the field. */
  const agree = (root = document) => {
    for (const textarea of root.querySelectorAll("textarea")) {
      if (editors.has(textarea) && shown.get(textarea) !== textarea.value) writeText(textarea, textarea.value);
    }
    for (const input of root.querySelectorAll("input.moment")) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const jQuery = window.django?.jQuery;
    for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
      jQuery?.(select).trigger("change.select2");
    }
  };
  // Some browsers fill fields in before “pageshow”, some with it.
  window.addEventListener("pageshow", () => {
    agree();
    setTimeout(agree);
  });
  document.addEventListener("prose-editor:ready", () => setTimeout(agree));

  // Single fields

  const chosen = (option, initial) => (initial ? option.defaultSelected : option.selected);
  const choicesOf = (select, initial) => {
    const options = [...select.options].filter((option) => chosen(option, initial));
    if (!options.length && !select.multiple && select.options.length) options.push(select.options[0]);
    return options.filter((option) => option.value).map((option) => [option.value, option.text.trim()]);
  };

  const valueOf = (field, initial) => {
    if (field.type === "checkbox") return initial ? field.defaultChecked : field.checked;
    if (field.type === "radio") return (initial ? field.defaultChecked : field.checked) ? field.value : null;
    if (field.tagName === "SELECT") return choicesOf(field, initial);
    return (initial ? field.defaultValue : field.value).replace(/\r\n?/g, "\n");
  };

  const choose = (select, choices) => {
    const values = choices.map(([value]) => value);
    for (const [value, label] of choices) {
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(label, value));
    }
    for (const option of select.options) option.selected = values.includes(option.value);
    if (!values.length && !select.multiple) select.value = "";
    const jQuery = window.django?.jQuery;
    if (jQuery) jQuery(select).trigger("change");
    else select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const writeField = (field, value) => {
    if (field.tagName === "SELECT") {
      choose(field, value);
    } else if (field.type === "checkbox") {
      field.checked = value;
    } else if (field.type === "radio") {
      field.checked = field.value === value;
    } else if (field.tagName === "TEXTAREA") {
      writeText(field, value);
    } else {
      field.value = value;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (["checkbox", "radio"].includes(field.type)) field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // A field may come several times under one name: boxes of one question, each with its value.
  const slot = ({ type, name, value }) =>
    type === "radio" || (type === "checkbox" && value !== "on") ? `${name}=${value}` : name;

  const isRead = (field) =>
    field.name && !field.disabled && !UNREAD.includes(field.type)
    && ["INPUT", "SELECT", "TEXTAREA"].includes(field.tagName) && !MACHINERY.test(field.name);

  // Rows

  const groups = (form) =>
    [...form.querySelectorAll("[data-inline-formset]")].map((group) => ({
      group,
      prefix: JSON.parse(group.dataset.inlineFormset).options.prefix,
    }));

  const rowsOf = ({ group, prefix }) =>
    [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter((row) => row.id.startsWith(`${prefix}-`));

  const rowFields = (row, prefix) => {
    const fields = [];
    const number = row.id.slice(prefix.length + 1);
    const start = `${prefix}-${number}-`;
    for (const field of row.querySelectorAll("input, select, textarea")) {
      if (isRead(field) && field.name.startsWith(start)) fields.push([slot(field).slice(start.length), field]);
    }
    return fields;
  };

  const keyOf = (row, prefix) => {
    const number = row.id.slice(prefix.length + 1);
    return row.querySelector(`[name="${CSS.escape(`${prefix}-${number}-id`)}"]`)?.value ?? "";
  };

  const plainFields = (form) => {
    const starts = groups(form).map(({ prefix }) => `${prefix}-`);
    const isInRow = ({ name }) =>
      starts.some((start) => name.startsWith(start) && /^\d+-/.test(name.slice(start.length)));
    return [...form.elements].filter((field) => isRead(field) && !isInRow(field));
  };

  /* The whole form: as it stands or, with “initial”, as the server sent it, whatever was filled in since. */
  const read = (form, initial = false) => {
    const fields = {};
    for (const field of plainFields(form)) fields[slot(field)] = valueOf(field, initial);
    const rows = {};
    for (const { group, prefix } of groups(form)) {
      const given = rowsOf({ group, prefix }).filter((row) => !initial || !row.dataset.addedHere);
      rows[prefix] = given.map((row) => ({
        key: keyOf(row, prefix),
        fields: Object.fromEntries(
          rowFields(row, prefix)
            .filter(([name]) => name !== "id")
            .map(([name, field]) => [name, valueOf(field, initial)]),
        ),
      }));
    }
    return { fields, rows };
  };

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const filesOf = (form) =>
    [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map((file) => file.name));

  /* What of “state” is not as in “base”, written into the form; without a base, all of it. */
  const write = (form, state, base) => {
    const changed = (name, value, before) => !before || !(name in before) || !same(value, before[name]);
    for (const field of plainFields(form)) {
      const name = slot(field);
      const value = state.fields[name];
      if (value !== undefined && changed(name, value, base?.fields)) writeField(field, value);
    }
    for (const found of groups(form)) {
      const before = base?.rows[found.prefix] ?? [];
      for (const row of state.rows[found.prefix] ?? []) writeRow(found, row, before, changed);
    }
    agree(form);
  };

  const writeRow = (found, row, before, changed) => {
    const old = row.key ? before.find(({ key }) => key === row.key)?.fields : undefined;
    const isChanged = Object.entries(row.fields).some(([name, value]) => changed(name, value, old));
    if (!isChanged) return;
    let element = row.key
      ? rowsOf(found).find((other) => keyOf(other, found.prefix) === row.key)
      : rowsOf(found).filter((other) => !keyOf(other, found.prefix))[newPlace(found)];
    // What was to be deleted, and is gone, stays gone.
    if (!element && row.fields.DELETE) return;
    element ??= addRow(found);
    for (const [name, field] of element ? rowFields(element, found.prefix) : []) {
      const value = row.fields[name];
      if (name !== "id" && value !== undefined && changed(name, value, old)) writeField(field, value);
    }
  };

  const written = new WeakMap();
  /* New rows are filled in one after the other, in the order they were added. */
  const newPlace = ({ group }) => {
    const place = written.get(group) ?? 0;
    written.set(group, place + 1);
    setTimeout(() => written.delete(group));
    return place;
  };

  const addRow = (found) => {
    found.group.querySelector(".add-row a")?.click();
    return rowsOf(found).at(-1);
  };

  document.addEventListener("formset:added", (event) => {
    event.target.dataset.addedHere = "1";
  });

  return { read, write, same, filesOf, writeField, agree };
})();
