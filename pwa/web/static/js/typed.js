/**
 * What the reader has typed into any field of the page, carried over one reload: when a new version
 * is accepted. The plan saves its own entries; this is for all that is not saved anywhere, such as
 * the form for a sheet of paper, or a number that is typed in half.
 */

const KEY = `typed ${location.pathname}`;

/** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Field */

/** @type {Set<Field>} changed by the reader, not by a script */
const touched = new Set();
document.addEventListener("input", ({ target }) => touched.add(target));

/** A field whose text the browser gives to no script, such as a date typed in half. One that is
 *  switched off is not sent, and could not be finished. */
export const halfTyped = () => fields().find((field) => field.willValidate && field.validity.badInput);

/** Notes what was typed. @returns {boolean} whether that was possible */
export function keep() {
  const typed = [...touched].filter((field) => field.isConnected && field.type !== "file");
  if (!typed[0]) return true;
  const focus = typed.indexOf(document.activeElement);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ typed: typed.map((field) => [nameOf(field), stateOf(field)]), focus }));
    return true;
  } catch {
    return false;
  }
}

/** Puts back what was noted, once. */
export function restore() {
  try {
    const { typed, focus } = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    const found = new Map(fields().map((field) => [nameOf(field), field]));
    typed.forEach(([name, state], at) => put(found.get(name), state, at === focus));
  } catch {
    // Nothing was noted, or not by us; or there is no such storage here.
  }
}

/** @param {Field|undefined} field @param {string|boolean} state @param {boolean} focus */
function put(field, state, focus) {
  if (!field) return;
  if (typeof state === "boolean") field.checked = state;
  else field.value = state;
  touched.add(field);
  const fold = field.closest("details");
  if (fold) fold.open = true;
  if (focus) field.focus();
}

/** @returns {Field[]} */
const fields = () => [...document.querySelectorAll("input,select,textarea")];

const isTick = ({ type }) => type === "checkbox" || type === "radio";

/** @param {Field} field */
const stateOf = (field) => (isTick(field) ? field.checked : field.value);

/** Stays the same in a new version, even if other fields come or go. @param {Field} field */
function nameOf(field) {
  const task = field.closest("[data-task]")?.dataset.task;
  const name = field.name || field.id || JSON.stringify({ ...field.dataset });
  return JSON.stringify([field.form?.id, task, field.type, name, isTick(field) && field.value]);
}
