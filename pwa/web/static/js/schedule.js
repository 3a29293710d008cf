/**
 * The schedule: rules and a reader's answers in, dated items out. Pure.
 *
 * The same interpretation as `pwa/plan.py`, whose opening words explain it; a test holds the two
 * together. The rules come with the page, written by the server from the content.
 */

import { moved } from "./days.js";

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
  const key = keys.find((name) => a[name] !== b[name]);
  return key === undefined ? 0 : /** @type {string} */ (a[key]) < /** @type {string} */ (b[key]) ? -1 : 1;
}
