/**
 * What the reader keeps for one task: a tick with its day, a note, and short answers. One shape for
 * the store, the page and the file.
 */

import { isDay } from "./days.js";

/** @typedef {{done: string|null, note: string, answers: Record<string, string>}} TaskEntry */

export const LONGEST_TEXT = 20_000;
export const ID = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;

/** @returns {TaskEntry} */
export const emptyEntry = () => ({ done: null, note: "", answers: {} });

/** @param {unknown} value @returns {value is string} */
export const isText = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isRecord = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether the value is an object with these keys and no other. @param {unknown} value @param {string[]} keys */
export function hasExactly(value, keys) {
  return isRecord(value) && Object.keys(value).sort().join() === [...keys].sort().join();
}

/** @param {unknown} value @returns {value is TaskEntry} */
export function isEntry(value) {
  if (!hasExactly(value, ["done", "note", "answers"])) return false;
  const { done, note, answers } = /** @type {Record<string, unknown>} */ (value);
  if (done !== null && !isDay(done)) return false;
  if (!isText(note) || !isRecord(answers)) return false;
  return Object.entries(answers).every(([name, text]) => ID.test(name) && isText(text));
}
