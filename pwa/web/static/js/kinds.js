/**
 * The kinds of record a reader's plan is made of, one store of the database each. The store, the
 * queue before it and the file all go by this list: a new kind is a line here and a migration in
 * `store.js`.
 */

import { isAnswer } from "./answers.js";
import { ID, isEntry, isRecord } from "./entries.js";
import { isDay } from "./days.js";
import { isVisit } from "./visitrecords.js";

/**
 * @typedef {import("./schedule.js").Rules} Rules
 * @typedef {{most: number, isGood: (key: string, value: unknown, rules: Rules) => boolean}} Kind
 * @typedef {Record<string, Map<string, any>>} Records records by kind and key
 */

/** What stands in the store `plan`, by its key. @type {Record<string, (value: any, rules: Rules) => boolean>} */
const PLAN = {
  answers: (value, rules) =>
    isRecord(value) && Object.entries(value).every(([name, one]) => isAnswer(rules, name, one)),
  calendar: isCalendar,
  booked: isBooked,
};

/** @type {Record<string, Kind>} */
export const KINDS = {
  plan: { most: 10, isGood: (key, value, rules) => Object.hasOwn(PLAN, key) && PLAN[key](value, rules) },
  tasks: { most: 20_000, isGood: (key, value) => ID.test(key) && isEntry(value) },
  visit: { most: 20_000, isGood: isVisit },
};

/** The good ones among the records of a kind; what is damaged is left out. @param {string} kind @param {unknown} records @param {Rules} [rules] */
export function onlyGood(kind, records, rules) {
  const found = records instanceof Map ? [...records] : [];
  return new Map(found.filter(([key, value]) => KINDS[kind].isGood(key, value, rules)));
}

/** The last calendar handed out. @param {any} value */
export function isCalendar(value) {
  if (!isRecord(value)) return false;
  const { id, sequence, at = "09:00", named = false, given = [], ...more } = value;
  const known = /^[0-9a-z]{16}$/.test(id) && Number.isSafeInteger(sequence) && sequence >= 0;
  const wished = /^([01]\d|2[0-3]):[0-5]\d$/.test(at) && typeof named === "boolean";
  const listed = Array.isArray(given) && given.every((one) => ID.test(one));
  return known && wished && listed && Object.keys(more).length === 0;
}

/** Since when the day is known, and the day before that one. @param {any} value */
export function isBooked(value) {
  if (!isRecord(value) || Object.keys(value).some((key) => !["on", "was"].includes(key))) return false;
  return isDay(value.on) && (value.was === null || isDay(value.was));
}
