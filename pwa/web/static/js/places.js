/** Where a task stands today: which heading it belongs under. Pure. */

/**
 * `over` holds what was to be done before the day and was not: once the day has passed there is no
 * one to hurry, so it is not called late.
 * @typedef {"late"|"now"|"next"|"done"|"over"} Place
 */

/** The headings in the order a reader meets them. @type {Place[]} */
export const PLACES = ["late", "now", "next", "done", "over"];

/**
 * @param {{start: string, until: string, today: string, day: string}} times @param {boolean} done
 * @returns {Place}
 */
export function placeOf({ start, until, today, day }, done) {
  if (done) return "done";
  if (until < today) return until < day && day < today ? "over" : "late";
  return start <= today ? "now" : "next";
}
