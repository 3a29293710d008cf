/**
 * The kinds of record a reader's plan is made of, one store of the database each, and what a good
 * record is. The store, the queue before it and the file all go by this list: a new kind is a line
 * here and a migration in `store.js`.
 *
 * For each task the reader keeps a tick with its day, a note, and short answers. For a visit, `order`
 * names the questions that are chosen, in the reader's order. Each of them has a record of its own,
 * so that two tabs seldom collide; one that the reader wrote and took out again is `null`. `cares` is
 * what matters among the guide's list, `matters` the same in the reader's words, and `ready` the
 * answers to the steps before a choice.
 */

import { isAnswer } from "./answers.js";
import { isDay } from "./days.js";

/**
 * @typedef {import("./schedule.js").Rules} Rules
 * @typedef {{most: number, isGood: (key: string, value: unknown, rules: Rules) => boolean}} Kind
 * @typedef {Record<string, Map<string, any>>} Records records by kind and key
 * @typedef {{done: string|null, note: string, answers: Record<string, string>}} TaskEntry
 * @typedef {{text: string, answer: string}} Ask the words are empty where they are the guide's
 */

const LONGEST_TEXT = 20_000;
const MOST = 20_000;
const LONGEST_LIST = 500;
const ID = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;
/** The guide's questions by their id, and the reader's own. */
const ASK = /^(q|own)-[a-z0-9_-]+$/;

/** @returns {TaskEntry} */
export const emptyEntry = () => ({ done: null, note: "", answers: {} });

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether the value is a record, each part of which is good. @param {unknown} value @param {(key: string, one: any) => boolean} isGood */
export const isRecordOf = (value, isGood) => isRecord(value) && Object.entries(value).every(([key, one]) => isGood(key, one));

/** Whether the value is a record with these keys and no other. @param {unknown} value @param {string[]} keys @returns {value is Record<string, any>} */
export const hasExactly = (value, keys) => isRecord(value) && Object.keys(value).sort().join() === [...keys].sort().join();

/** Whether the value is a list of such words. @param {unknown} value @param {RegExp} pattern @returns {value is string[]} */
const isList = (value, pattern) => Array.isArray(value) && value.every((one) => typeof one === "string" && pattern.test(one));

/** What stands in the store `plan`, by its key. @type {Record<string, (value: any, rules: Rules) => boolean>} */
const PLAN = {
  answers: (value, rules) => isRecordOf(value, (name, one) => isAnswer(rules, name, one)),
  calendar: isCalendar,
  booked: isBooked,
};

/** What stands in the store `visit` beside the questions, by its key. @type {Record<string, (value: any) => boolean>} */
const VISIT = {
  order: (value) => isList(value, ASK) && value.length <= LONGEST_LIST && new Set(value).size === value.length,
  cares: (value) => isList(value, ID) && value.length <= LONGEST_LIST,
  matters: isText,
  ready: (value) => isRecordOf(value, (step, said) => ID.test(step) && ["yes", "not-yet"].includes(said)),
};

/** @type {Record<string, Kind>} */
export const KINDS = {
  plan: { most: 10, isGood: (key, value, rules) => Object.hasOwn(PLAN, key) && PLAN[key](value, rules) },
  tasks: { most: MOST, isGood: (key, value) => ID.test(key) && isEntry(value) },
  visit: { most: MOST, isGood: (key, value) => (Object.hasOwn(VISIT, key) ? VISIT[key](value) : isAsk(key, value)) },
};

/** The good ones among the records of a kind; what is damaged is left out. @param {string} kind @param {unknown} records @param {Rules} [rules] */
export function onlyGood(kind, records, rules) {
  const found = records instanceof Map ? [...records] : [];
  return new Map(found.filter(([key, value]) => KINDS[kind].isGood(key, value, rules)));
}

/** @param {unknown} value @returns {value is TaskEntry} */
function isEntry(value) {
  if (!hasExactly(value, Object.keys(emptyEntry()))) return false;
  const { done, note, answers } = value;
  return (done === null || isDay(done)) && isText(note) && isRecordOf(answers, (name, text) => ID.test(name) && isText(text));
}

/** @param {string} key @param {unknown} value */
function isAsk(key, value) {
  if (!ID.test(key) || !ASK.test(key)) return false;
  return value === null || (hasExactly(value, ["text", "answer"]) && isText(value.text) && isText(value.answer));
}

/** The last calendar handed out. @param {any} value */
export function isCalendar(value) {
  if (!isRecord(value)) return false;
  const { id, sequence, at = "09:00", named = false, given = [], ...more } = value;
  const known = /^[0-9a-z]{16}$/.test(id) && Number.isSafeInteger(sequence) && sequence >= 0;
  const wished = /^([01]\d|2[0-3]):[0-5]\d$/.test(at) && typeof named === "boolean";
  return known && wished && isList(given, ID) && Object.keys(more).length === 0;
}

/** Since when the day is known, and the day before that one. @param {any} value */
export function isBooked(value) {
  return hasExactly(value, ["on", "was"]) && isDay(value.on) && (value.was === null || isDay(value.was));
}
