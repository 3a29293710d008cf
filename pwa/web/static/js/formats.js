/** Days and numbers as the page's language writes them. `html[data-intl]` names it, digits too. */

const tag = () => document.documentElement.dataset.intl ?? document.documentElement.lang;

/** @type {Map<string, object>} */
const made = new Map();

/** @template T @param {new (tag: string, options: object) => T} kind @param {object} options @returns {T} */
function formatter(kind, options) {
  const key = `${kind.name} ${tag()} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new kind(tag(), options));
  return made.get(key);
}

/**
 * Such as "Thu 15 Oct 2026", which is never broken over two lines.
 * @param {string} day @param {{year?: boolean}} [how]
 */
export function formatDay(day, { year = true } = {}) {
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  const format = formatter(Intl.DateTimeFormat, year ? { ...options, year: "numeric" } : options);
  return format.format(new Date(`${day}T00:00:00Z`)).replaceAll(",", "").replaceAll(" ", "\u00a0");
}

/** The ends of a range; a year that both share is said once. @param {string} from @param {string} until */
export function formatEnds(from, until) {
  const year = from.slice(0, 4) !== until.slice(0, 4);
  return { from: formatDay(from, { year }), until: formatDay(until) };
}

/** @param {number} value */
export const formatNumber = (value) => formatter(Intl.NumberFormat, {}).format(value);

/**
 * A range with its unit, such as "84 to 112 grams"; the unit agrees with the upper end.
 * @param {number} low @param {number} high
 * @param {Record<string, string>} patterns the unit by plural category, with a hole `{n}`
 * @param {(from: string, until: string) => string} range
 */
export function formatAmount(low, high, patterns, range) {
  const number = low === high ? formatNumber(high) : range(formatNumber(low), formatNumber(high));
  const pattern = patterns[formatter(Intl.PluralRules, {}).select(high)] ?? patterns.other;
  return pattern.replace("{n}", () => number);
}
