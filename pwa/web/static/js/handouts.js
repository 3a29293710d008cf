/*
 * The form for sheets of paper, which works without this script; with it, only the fields that go
 * with the kind of sheet are sent, and a clinic finds its last choices again.
 * They are kept on this device. A patient's day never is.
 *
 * A sheet opens in a tab of its own, so that the form is there for the next patient; but what is
 * known to be missing is told here.
 */

const PLACE = `${document.documentElement.dataset.guide} handouts`;

/** @param {HTMLFormElement} form */
export function mount(form) {
  if (!form.querySelector(".fault")) restore(form);
  form.querySelector("#in-tab").hidden = false;
  show(form);
  form.addEventListener("change", () => {
    show(form);
    keep(form);
  });
}

/** Shows the fields of the chosen kind. A hidden one is switched off, so that it isn't sent. */
function show(form) {
  const { kind, option, locale, second_locale: second } = form.elements;
  const { dataset } = kind.selectedOptions[0];
  for (const part of form.querySelectorAll("[data-for]")) {
    const needed = part.dataset.for === "day" ? "day" in dataset : dataset.options === part.dataset.for;
    part.hidden = !needed;
    for (const field of part.querySelectorAll("input, select")) field.disabled = !needed;
  }
  // Not the same language twice.
  for (const one of second?.options ?? []) {
    one.disabled = one.value === (locale.value || document.documentElement.lang);
    if (one.disabled && one.selected) second.value = "";
  }
  form.target = "needs" in dataset && !option[0].value ? "" : "_blank";
}

/** The fields whose values are kept, by name. A box has a name for each thing to tick. */
const choices = (form) =>
  [...form.querySelectorAll("select, [type=checkbox]")].map((field) => [field.name + (field.options ? "" : field.value), field]);

function keep(form) {
  const kept = choices(form).map(([name, field]) => [name, field.options ? field.value : field.checked]);
  try {
    localStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // Storage is full or blocked: the next time starts from the beginning.
  }
}

/** What a link asks for, one option in full, comes before what was last chosen. */
function restore(form) {
  const kept = read();
  const asked = location.search.includes("option=");
  for (const [name, field] of choices(form)) {
    const value = kept[name];
    if (asked && /^(kind|option)/.test(name)) continue;
    if (typeof value === "boolean") field.checked = value;
    else if (field.querySelector(`[value="${CSS.escape(value)}"]`)) field.value = value;
  }
}

/** @returns {Record<string, string|boolean>} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}
