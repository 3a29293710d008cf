/*
 * The form for sheets of paper. Without this script it shows every field and works; with it, only
 * the fields that go with the kind of sheet are shown, and a clinic finds its last choices again.
 * They are kept on this device. A patient's day never is.
 */

const KEPT = ["kind", "second_locale", "paper", "large_print"];
const PLACE = "handouts";

/** @param {HTMLFormElement} form */
export function mount(form) {
  const asked = new URLSearchParams(location.search);
  if (!asked.has("kind") && !asked.has("option") && !form.querySelector(".fault")) restore(form);
  show(form);
  form.addEventListener("change", () => show(form));
  form.addEventListener("submit", () => keep(form));
}

/** Shows the fields of the chosen kind. A hidden one is switched off, so that it isn't sent. */
function show(form) {
  const { dataset } = form.elements.kind.selectedOptions[0];
  for (const part of form.querySelectorAll("[data-for]")) {
    const needed = part.dataset.for === "day" ? "day" in dataset : dataset.options === part.dataset.for;
    part.hidden = !needed;
    for (const field of part.querySelectorAll("input, select")) field.disabled = !needed;
  }
}

function keep(form) {
  const sent = new FormData(form);
  const kept = Object.fromEntries(KEPT.map((name) => [name, sent.get(name) ?? ""]));
  try {
    localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch {
    // Storage is full or blocked: the next time starts from the beginning.
  }
}

function restore(form) {
  for (const [name, value] of Object.entries(read())) {
    const field = KEPT.includes(name) ? form.elements[name] : undefined;
    if (!field) continue;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
}

/** @returns {Record<string, string>} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}
