/**
 * The words of a component. They stand in the page, translated, in hidden elements named by
 * `data-text`; a hole such as `{day}` is filled here.
 */

/** @param {string} pattern @param {Record<string, string>} values */
export function fill(pattern, values) {
  return pattern.replace(/\{([a-z_]+)\}/g, (hole, name) => values[name] ?? hole);
}

/**
 * @param {HTMLElement} root
 * @returns {(name: string, values?: Record<string, string>) => string}
 */
export function textsOf(root) {
  const words = new Map(
    [...root.querySelectorAll("[data-text]")].map((one) => [one.dataset.text, one.textContent.trim()]),
  );
  return (name, values = {}) => fill(words.get(name) ?? "", values);
}
