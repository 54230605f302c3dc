/* Two texts of one field, one's own and the one saved meanwhile: a button takes the other, a button keeps one's own. */
"use strict";
(() => {
  const { FormState } = window;

  const choicesOf = (values, names, field) =>
    values.map((value, place) => [
      value,
      names[place] || [...field.options].find((option) => option.value === value)?.text || value,
    ]);

  const takeFile = (input) => {
    input.value = "";
    const kept = input.form.elements[`${input.name}-kept`];
    if (kept) kept.checked = false;
  };

  const take = (form, name, [values, names]) => {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const field of fields) {
      if (field.type === "file") takeFile(field);
      else if (field.tagName === "SELECT") FormState.writeField(field, choicesOf(values, names, field));
      else if (field.type === "checkbox") FormState.writeField(field, values.includes(field.value));
      else if (field.type === "radio") FormState.writeField(field, values[0] ?? "");
      else FormState.writeField(field, values[0] ?? "");
    }
    return fields;
  };

  for (const choice of document.querySelectorAll(".conflict-choice")) {
    const form = choice.closest("form");
    const decide = (words, fields) => {
      const said = document.createElement("strong");
      said.className = "conflict-decided";
      said.setAttribute("role", "status");
      said.tabIndex = -1;
      choice.replaceChildren(said);
      said.textContent = words;
      said.focus();
      for (const field of fields) field.removeAttribute("aria-invalid");
    };
    choice.hidden = false;
    choice.querySelector(".take-theirs").addEventListener("click", () => {
      decide(choice.dataset.taken, take(form, choice.dataset.field, JSON.parse(choice.dataset.theirs)));
    });
    choice.querySelector(".keep-mine").addEventListener("click", () => decide(choice.dataset.kept, []));
  }
})();
