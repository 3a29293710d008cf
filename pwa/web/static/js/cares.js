/*
 * What the reader said matters to them: ids, in `localStorage` of this phone and nowhere else.
 * It is no part of the plan, and not in its file. Where there is no such storage (a private window,
 * a full phone) the ticks last as long as the page.
 */

const key = () => `${document.documentElement.dataset.guide} cares`;

/** @returns {string[]} */
export function readCares() {
  try {
    const kept = JSON.parse(localStorage.getItem(key()));
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

/** @param {string[]} ids none: nothing is left behind */
export function keepCares(ids) {
  try {
    if (ids.length) localStorage.setItem(key(), JSON.stringify(ids));
    else localStorage.removeItem(key());
  } catch {
    // Then they are not kept.
  }
}
