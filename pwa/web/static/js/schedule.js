/**
 * The schedule: rules and a reader's answers in, dated items out, and under which heading each of
 * them belongs today. Pure.
 *
 * The same interpretation as `pwa/plan.py`, whose opening words explain it; a test holds the two
 * together. The rules come with the page, written by the server from the content.
 */

import { daysBetween, moved } from "./days.js";

/**
 * @typedef {import("./days.js").Step} Step
 * @typedef {{id: string, kind: "task"|"phase", group: string|null, start: Step, until: Step,
 *            when: {any_of: string[], options: string[]}}} Item
 * @typedef {{type: "date"|"option"|"flag"|"number"|"choice", min: string|null, max: string|null,
 *            choices: string[]}} Asked
 * @typedef {{questions: Record<string, Asked>, options: Record<string, boolean>,
 *            items: Item[]}} Rules
 * @typedef {{day: string|null, option: string|null, flags: string[],
 *            numbers: Record<string, string>, choices: Record<string, string>}} Profile
 * @typedef {{id: string, kind: "task"|"phase", start: string|null, until: string|null}} Dated
 */

/** Stands in for the day while it is unknown, so that the order is still that of time. */
const ANY_DAY = "2001-01-01";

/**
 * What applies to this reader, in the order of time.
 * @param {Rules} rules @param {Profile} profile @returns {Dated[]}
 */
export function schedule(rules, profile) {
  const given = answered(rules, profile);
  return rules.items
    .filter((item) => applies(item, rules, profile, given))
    .map((item) => dated(item, profile.day ?? ANY_DAY))
    .sort(byTime)
    .map((item) => (profile.day ? item : { ...item, start: null, until: null }));
}

/** The questions that have an answer, and each choice. @param {Rules} rules @param {Profile} profile */
function answered(rules, profile) {
  const single = { date: profile.day !== null, option: profile.option !== null };
  const names = Object.keys(rules.questions).filter((name) => single[rules.questions[name].type]);
  const chosen = Object.entries(profile.choices).flat();
  return new Set([...profile.flags, ...Object.keys(profile.numbers), ...names, ...chosen]);
}

/** @param {Item} item @param {Rules} rules @param {Profile} profile @param {Set<string>} given */
function applies({ when }, rules, profile, given) {
  if (when.any_of.length > 0 && !when.any_of.some((name) => given.has(name))) return false;
  const chosen = profile.option;
  if (chosen === null || !Object.hasOwn(rules.options, chosen)) {
    // Undecided counts as any of the operations.
    return when.options.length === 0 || when.options.some((name) => rules.options[name]);
  }
  if (when.options.length > 0) return when.options.includes(chosen);
  return rules.options[chosen];
}

/** @param {Item} item @param {string} day @returns {{id: string, kind: "task"|"phase", start: string, until: string}} */
function dated({ id, kind, start, until }, day) {
  const end = moved(day, until);
  const first = moved(day, start);
  return { id, kind, start: first < end ? first : end, until: end };
}

/** @param {Dated} a @param {Dated} b */
function byTime(a, b) {
  const keys = /** @type {const} */ (["start", "until", "id", "kind"]);
  const key = keys.find((name) => a[name] !== b[name]); // no two have the same id and kind
  return a[key] < b[key] ? -1 : 1;
}

// --- today --------------------------------------------------------------------------------------

/**
 * `over` holds what was not done in its time and hurries nobody now: what was for before the day, once
 * the day has passed; all else when it has been late for as long as there was time for it. `later` is
 * no heading of today: such a task stays at home in its group.
 * @typedef {"late"|"now"|"next"|"later"|"done"|"over"} Place
 * @typedef {{id: string, start: string, until: string, done: boolean}} Due
 */

/** How many tasks are named ahead of their time. */
const NEXT = 3;
/** Days. A task that ends within these counts on the app's icon. */
const SOON = 7;

/**
 * Every task by its heading, each list in the order that a reader needs: what ends first where
 * something is due, what begins first where nothing is yet.
 * @param {Due[]} tasks in the order of time @param {string} day @param {string} today
 * @returns {Record<Place, Due[]>}
 */
export function placed(tasks, day, today) {
  const places = { late: [], now: [], next: [], later: [], done: [], over: [] };
  for (const task of tasks) {
    const place = placeOf(task, day, today);
    places[place === "later" && places.next.length < NEXT ? "next" : place].push(task);
  }
  places.now.sort((a, b) => a.until.localeCompare(b.until));
  return places;
}

/** @param {{start: string, until: string, done: boolean}} task @param {string} day @param {string} today @returns {Place} */
export function placeOf({ start, until, done }, day, today) {
  if (done) return "done";
  if (until >= today) return start <= today ? "now" : "later";
  const early = start < day && until <= day;
  return (early ? day < today : daysBetween(until, today) > daysBetween(start, until) + 1) ? "over" : "late";
}

/** How many tasks can't wait: the number on the app's icon. @param {Record<Place, Due[]>} places @param {string} today */
export function pressing({ late, now }, today) {
  return late.length + now.filter(({ until }) => daysBetween(today, until) <= SOON).length;
}

/**
 * Whether the day was set when some of these tasks should have begun already.
 * @param {Due[]} tasks @param {string} day @param {string} on the day on which it was set
 */
export function isShort(tasks, day, on) {
  return tasks.some(({ start, until }) => until <= day && start < on);
}
