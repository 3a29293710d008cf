/**
 * Civil dates as ISO strings ("2027-03-01"). A day has no hour and no time zone, so all counting is
 * done in UTC; the reader's own clock is asked one thing only, which day it is today.
 */

/** @typedef {{unit: "days"|"weeks"|"months", n: number}} Step */

const FIRST_DAY = "1900-01-01";
const LAST_DAY = "2199-12-31";
const MS_A_DAY = 86_400_000;

/** @param {string} day @returns {[number, number, number]} */
const parts = (day) => /** @type {[number, number, number]} */ (day.split("-").map(Number));

/** @param {number} time @returns {string} */
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/**
 * Whether a value is a day that the calendar has, within the years a plan can be about.
 * @param {unknown} value @returns {value is string}
 */
export function isDay(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  if (value < FIRST_DAY || value > LAST_DAY) return false;
  const [year, month, day] = parts(value);
  return iso(Date.UTC(year, month - 1, day)) === value;
}

/**
 * The day, so many days, weeks or calendar months on. A month is cut to its last day.
 * @param {string} day @param {Step} step @returns {string}
 */
export function moved(day, { unit, n }) {
  const [year, month, date] = parts(day);
  if (unit !== "months") return iso(Date.UTC(year, month - 1, date + n * (unit === "weeks" ? 7 : 1)));
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + n, Math.min(date, last)));
}

/** A step as it stands in the page, such as "weeks:-6". @param {string} text @returns {Step} */
export function toStep(text) {
  const [unit, n] = text.split(":");
  return { unit: /** @type {Step["unit"]} */ (unit), n: Number(n) };
}

/** How many days lie from one day to another. @param {string} from @param {string} to */
export function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / MS_A_DAY; // both at midnight UTC, where no day is longer
}

/** The reader's own day, by the phone's clock. @returns {string} */
export function today(now = new Date()) {
  return iso(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}
