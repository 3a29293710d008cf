/** Days and numbers as the page's language writes them. `html[data-intl]` names it, digits too. */

import { fill } from "./page.js";

const tag = () => document.documentElement.dataset.intl ?? document.documentElement.lang;

/** @type {Map<string, object>} */
const made = new Map();

/** @template T @param {new (tag: string, options: object) => T} kind @param {object} [options] @returns {T} */
function formatter(kind, options) {
  const key = `${kind.name} ${tag()} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new kind(tag(), options));
  return made.get(key);
}

/**
 * Such as "Thu 15 Oct 2026", which is never broken over two lines.
 * @param {string} day @param {boolean} [year] whether it is said
 */
export function formatDay(day, year = true) {
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  const format = formatter(Intl.DateTimeFormat, year ? { ...options, year: "numeric" } : options);
  return format.format(new Date(day)).replaceAll(",", "").replaceAll(" ", "\u00a0");
}

/**
 * One day, or a range with the page's words; a year that both ends share is said once.
 * @param {string} from @param {string} until @param {import("./page.js").Texts} texts
 */
export function formatRange(from, until, texts) {
  const year = from.slice(0, 4) !== until.slice(0, 4);
  return from === until ? formatDay(from) : texts("range", { from: formatDay(from, year), until: formatDay(until) });
}

/** In the digits of the page's language. @param {string|number} value */
export const inDigits = (value) => `${value}`.replace(/\d/g, (digit) => document.documentElement.dataset.digits[digit]);

/** A short count needs digits alone; what a browser has for all numbers takes long to load. @param {number} value */
export function formatNumber(value) {
  return value > 999 || value % 1 ? formatter(Intl.NumberFormat).format(value) : inDigits(value);
}

/**
 * A range with its unit, such as "84 to 112 grams"; the unit agrees with the upper end.
 * @param {number} low @param {number} high
 * @param {Record<string, string>} patterns the unit by plural category, with a hole `{n}`
 * @param {import("./page.js").Texts} texts
 */
export function formatAmount(low, high, patterns, texts) {
  const [from, until] = [low, high].map(formatNumber);
  const pattern = patterns[formatter(Intl.PluralRules).select(high)] ?? patterns.other;
  return fill(pattern, { n: low === high ? until : texts("range", { from, until }) });
}
