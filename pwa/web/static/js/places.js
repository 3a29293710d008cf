/** Where a task stands today: which heading it belongs under. Pure. */

import { daysBetween } from "./days.js";

/**
 * `over` holds what was to be done before the day and was not: once the day has passed there is no
 * one to hurry, so it is not called late. `later` is no heading of today: such a task stays at home
 * in its group.
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
  places.now.sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
  return places;
}

/** @param {{start: string, until: string, done: boolean}} task @param {string} day @param {string} today @returns {Place} */
export function placeOf({ start, until, done }, day, today) {
  if (done) return "done";
  if (until < today) return until < day && day < today ? "over" : "late";
  return start <= today ? "now" : "later";
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
