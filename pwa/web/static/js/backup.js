/**
 * The plan as a file, and back. A file is read whole and found good, or refused whole: nothing of
 * it is used before every part has been looked at. Pure.
 *
 * A task that this version of the guide does not know is kept, since a later one may know it again.
 */

import { onlyAnswers } from "./answers.js";
import { hasExactly, ID, isEntry, isRecord } from "./entries.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./entries.js").TaskEntry} TaskEntry
 * @typedef {{answers: Answers, tasks: Map<string, TaskEntry>}} Plan
 */

export const LARGEST_FILE = 1_000_000;
const VERSION = 1;
const KEYS = ["guide", "version", "saved", "answers", "tasks"];
const MOST_TASKS = 1000;

/** Why a file is refused; `reason` names the text that the page shows. */
export class BadBackup extends Error {
  /** @param {"import-too-big"|"import-not-a-plan"|"import-other-guide"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @param {Plan} plan @param {string} guide @param {string} today @returns {string} */
export function toBackup({ answers, tasks }, guide, today) {
  const kept = Object.fromEntries(tasks);
  return JSON.stringify({ guide, version: VERSION, saved: today, answers, tasks: kept }, null, 1);
}

/**
 * @param {string} text @param {string} guide @param {import("./schedule.js").Rules} rules
 * @returns {Plan}
 */
export function fromBackup(text, guide, rules) {
  if (text.length > LARGEST_FILE) throw new BadBackup("import-too-big");
  const data = parse(text);
  if (!hasExactly(data, KEYS) || data.version !== VERSION) throw new BadBackup("import-not-a-plan");
  if (data.guide !== guide) throw new BadBackup("import-other-guide");
  return { answers: goodAnswers(data.answers, rules), tasks: goodTasks(data.tasks) };
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text, refuseSpecialKeys);
  } catch {
    throw new BadBackup("import-not-a-plan");
  }
}

/** A key that would reach into the object's own workings has no business in a plan. */
function refuseSpecialKeys(key, value) {
  if (["__proto__", "constructor", "prototype"].includes(key)) throw new TypeError(key);
  return value;
}

/** @param {unknown} values @param {import("./schedule.js").Rules} rules @returns {Answers} */
function goodAnswers(values, rules) {
  if (!isRecord(values)) throw new BadBackup("import-not-a-plan");
  const good = onlyAnswers(rules, values);
  if (Object.keys(good).length !== Object.keys(values).length) throw new BadBackup("import-not-a-plan");
  return good;
}

/** @param {unknown} values @returns {Map<string, TaskEntry>} */
function goodTasks(values) {
  const entries = isRecord(values) ? Object.entries(values) : [];
  const good = isRecord(values) && entries.length <= MOST_TASKS;
  if (!good || !entries.every(([id, entry]) => ID.test(id) && isEntry(entry))) {
    throw new BadBackup("import-not-a-plan");
  }
  return new Map(entries);
}
