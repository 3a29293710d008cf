/**
 * The plan as a file, and back. A file is read whole and found good, or refused whole: nothing of
 * it is used before every part has been looked at. Pure.
 *
 * The file has one part for each kind of record (`kinds.js`). A task that this version of the guide
 * does not know is kept, since a later one may know it again.
 */

import { hasExactly, isRecordOf, KINDS } from "./kinds.js";

/**
 * @typedef {import("./kinds.js").Records} Records
 * @typedef {import("./schedule.js").Rules} Rules
 */

/** Bytes. All fields of a guide of this size filled to the last letter take less than half. */
export const LARGEST_FILE = 8_000_000;
const VERSION = 2;
const HEAD = ["guide", "version", "saved"];

/** Why a file is refused; the message names the text that the page shows. */
export class BadBackup extends Error {
  /** @param {"import-too-big"|"import-not-a-plan"|"import-other-guide"} [reason] */
  constructor(reason = "import-not-a-plan") {
    super(reason);
  }
}

/** @param {Records} records @param {string} guide @param {string} today @returns {string} */
export function toBackup(records, guide, today) {
  const parts = Object.keys(KINDS).map((kind) => [kind, Object.fromEntries(records[kind] ?? [])]);
  return JSON.stringify({ guide, version: VERSION, saved: today, ...Object.fromEntries(parts) }, null, 1);
}

/** @param {string} text @param {string} guide @param {Rules} rules @returns {Records} */
export function fromBackup(text, guide, rules) {
  if (text.length > LARGEST_FILE) throw new BadBackup("import-too-big");
  const data = asNow(parse(text));
  if (!hasExactly(data, [...HEAD, ...Object.keys(KINDS)]) || data.version !== VERSION) throw new BadBackup();
  if (data.guide !== guide) throw new BadBackup("import-other-guide");
  return Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, goodRecords(kind, data[kind], rules)]));
}

/** A file of the first version had the answers at the top, and no visit. @param {any} data */
function asNow(data) {
  if (!hasExactly(data, [...HEAD, "answers", "tasks"]) || data.version !== 1) return data;
  const { answers, ...rest } = data;
  return { ...rest, version: VERSION, plan: { answers }, visit: {} };
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text, refuseSpecialKeys);
  } catch {
    throw new BadBackup();
  }
}

/** A key that would reach into the object's own workings has no business in a plan. */
function refuseSpecialKeys(key, value) {
  if (["__proto__", "constructor", "prototype"].includes(key)) throw new TypeError(key);
  return value;
}

/** @param {string} kind @param {unknown} values @param {Rules} rules @returns {Map<string, any>} */
function goodRecords(kind, values, rules) {
  const { most, isGood } = KINDS[kind];
  if (!isRecordOf(values, (key, value) => isGood(key, value, rules))) throw new BadBackup();
  const records = new Map(Object.entries(values));
  if (records.size > most) throw new BadBackup();
  return records;
}
