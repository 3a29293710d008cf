/**
 * What a reader prepares for a visit: the shape of each record, for the store, the page and the file.
 * Pure.
 *
 * `order` names the questions that are chosen, in the reader's order. Each of them has a record of
 * its own, so that two tabs seldom collide; one that the reader wrote and took out again is `null`.
 * `cares` is what matters among the guide's list, `matters` the same in the reader's words, and
 * `ready` the answers to the steps before a choice.
 */

import { hasExactly, ID, isRecord, isText } from "./entries.js";

/** @typedef {{text: string, answer: string}} Ask the words are empty where they are the guide's */

/** The guide's questions by their id, and the reader's own. */
const ASK = /^(q|own)-[a-z0-9_-]+$/;
const MOST = 500;

/** @param {unknown} value @param {RegExp} pattern */
const isList = (value, pattern) =>
  Array.isArray(value) && value.length <= MOST && value.every((one) => typeof one === "string" && pattern.test(one));

/** @type {Record<string, (value: unknown) => boolean>} */
const SHAPES = {
  order: (value) => isList(value, ASK) && new Set(/** @type {string[]} */ (value)).size === value.length,
  cares: (value) => isList(value, ID),
  matters: isText,
  ready: (value) =>
    isRecord(value) && Object.entries(value).every(([step, said]) => ID.test(step) && ["yes", "not-yet"].includes(said)),
};

/** @param {string} key @param {unknown} value */
export function isVisit(key, value) {
  if (Object.hasOwn(SHAPES, key)) return SHAPES[key](value);
  if (!ID.test(key) || !ASK.test(key)) return false;
  return value === null || (hasExactly(value, ["text", "answer"]) && isText(value.text) && isText(value.answer));
}

/** A name that no question of this reader has. @param {{has: (key: string) => boolean}} taken */
export function newKey(taken, now = Date.now()) {
  let number = now;
  while (taken.has(`own-${number.toString(36)}`)) number += 1;
  return `own-${number.toString(36)}`;
}

/** What was entered before the store was read joins what it holds. @param {any} stored @param {any} entered */
export function joined(stored, entered) {
  if (Array.isArray(entered)) return [...new Set([...(stored ?? []), ...entered])];
  return isRecord(entered) ? { ...stored, ...entered } : entered;
}
