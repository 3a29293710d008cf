/**
 * What the components of a page share: its words, its buttons, and how saving stands. The words stand
 * in the page, translated, in hidden elements named by `data-text`; a hole such as `{day}` is filled
 * here.
 */

/** @typedef {(name: string, values?: Record<string, string>) => string} Texts */

/** @param {string} pattern @param {Record<string, string>} values */
export const fill = (pattern, values) => pattern.replace(/\{([a-z_]+)\}/g, (hole, name) => values[name] ?? hole);

/** @param {HTMLElement} root @returns {Texts} */
export function textsOf(root) {
  const words = new Map([...root.querySelectorAll("[data-text]")].map((one) => [one.dataset.text, one.textContent.trim()]));
  return (name, values = {}) => fill(words.get(name) ?? "", values);
}

/** Find the one part `data-…` of a component. @param {HTMLElement} root @returns {(name: string) => any} */
export const finder = (root) => (name) => root.querySelector(`[data-${name}]`);

/** What each button does, by its `data-action`. @param {HTMLElement} root @param {Record<string, () => void>} acts */
export function onClicks(root, acts) {
  for (const [name, work] of Object.entries(acts)) finder(root)(`action=${name}`).addEventListener("click", work);
}

/** @param {string} tag @param {string} [textContent] @param {string} [className] */
export const element = (tag, textContent = "", className = "") => Object.assign(document.createElement(tag), { textContent, className });

/** Whether the reader has changed a field before a script ran. @param {any} field */
export function isChanged(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.type === "select-one" ? field.selectedIndex > 0 : field.value !== field.defaultValue;
}

/**
 * Say that entries are being saved, are saved, or are not; or nothing, where there are none.
 * @param {(name: string) => any} find @param {Texts} texts @param {string} state @param {string} [why]
 */
export function showSaving(find, texts, state, why = state) {
  const failed = state === "failed";
  find("failed").hidden = !failed;
  find("saved").hidden = failed || !state;
  find("saved").dataset.saved = state;
  find(failed ? "failed-words" : "saved-words").textContent = texts(why);
}
