/**
 * One task on the page: its tick, its dates, the reader's own words. Takes its root, the list item;
 * tells its owner of every change, and shows what it is told.
 */

import { formatAmount, formatDay, formatRange } from "./formats.js";
import { emptyEntry } from "./kinds.js";
import { fill, finder } from "./page.js";
import { placeOf } from "./schedule.js";

/**
 * @typedef {import("./kinds.js").TaskEntry} TaskEntry
 * @typedef {import("./page.js").Texts} Texts
 * @typedef {{start: string, until: string, today: string, day: string}} Times
 */

export class Task {
  /**
   * @param {HTMLElement} root @param {Texts} texts
   * @param {(task: Task, how: {typing: boolean, field: Element}) => void} onChange
   */
  constructor(root, texts, onChange) {
    const find = finder(root);
    this.root = root;
    this.texts = texts;
    this.id = root.dataset.task;
    this.home = root.parentElement;
    this.tick = root.querySelector("input[type=checkbox]");
    this.note = find("note");
    this.inputs = [...root.querySelectorAll("[data-answer]")];
    this.when = find("when");
    this.duration = this.when.textContent;
    this.late = find("late");
    this.amount = find("amount");
    this.toCalendar = find("action=calendar-item");
    this.folded = root.querySelector("details.own");
    this.entry = emptyEntry();
    /** @type {Times|null} */
    this.times = null;
    // "input" at each letter; "change" when the field is left, and then it is saved at once.
    root.addEventListener("input", ({ target }) => onChange(this, { typing: target !== this.tick, field: target }));
    root.addEventListener("change", ({ target }) => onChange(this, { typing: false, field: target }));
  }

  get done() {
    return this.entry.done !== null;
  }

  /** Whether it has dates, is not done, and can still be done. */
  get open() {
    return !this.toCalendar.hidden;
  }

  /** What it is called. */
  get title() {
    return this.tick.labels[0].textContent.trim();
  }

  /** What the reader has entered. The day of a tick stays the day it was made. @param {string} today */
  read(today) {
    const filled = this.inputs.filter((input) => input.value !== "");
    // What an older version asked and this one does not is kept.
    const asked = new Set(this.inputs.map((input) => input.dataset.answer));
    const others = Object.entries(this.entry.answers).filter(([name]) => !asked.has(name));
    this.entry = {
      done: this.tick.checked ? (this.entry.done ?? today) : null,
      note: this.note.value,
      answers: Object.fromEntries([...others, ...filled.map((input) => [input.dataset.answer, input.value])]),
    };
    return this.entry;
  }

  /** Show what was stored, except where the reader is at work. @param {TaskEntry} [entry] @param {Set<Element>} [except] */
  write(entry = emptyEntry(), except = new Set()) {
    this.entry = entry;
    if (!except.has(this.tick)) this.tick.checked = this.done;
    if (!except.has(this.note)) this.note.value = entry.note;
    for (const input of this.inputs) {
      if (!except.has(input)) input.value = entry.answers[input.dataset.answer] ?? "";
    }
    this.folded.open ||= entry.note !== "" || Object.keys(entry.answers).length > 0;
  }

  /** Leave out of the plan, or take into it. @param {boolean} applies */
  set applies(applies) {
    this.root.hidden = !applies;
    if (!applies) this.undate();
  }

  /** No day is known: say how long before or after it. */
  undate() {
    this.times = null;
    for (const name of ["from", "until", "state"]) delete this.root.dataset[name];
    this.#showLate(false);
    this.toCalendar.hidden = true;
    this.when.textContent = this.done ? this.#doneOn() : this.duration;
  }

  /** @param {Times} times */
  date(times) {
    this.times = times;
    const place = placeOf({ ...times, done: this.done }, times.day, times.today);
    Object.assign(this.root.dataset, { from: times.start, until: times.until, state: place });
    this.#showLate(place === "late");
    this.toCalendar.hidden = place === "done" || place === "over";
    this.when.textContent = this.#words(place, times);
  }

  /** The tick has changed: say so where the task stands. */
  restate() {
    if (this.times) this.date(this.times);
    else this.undate();
  }

  /** What is late says whom to ask, in the place of a date. @param {boolean} late */
  #showLate(late) {
    this.late.hidden = !late;
    this.when.parentElement.hidden = late;
  }

  /**
   * A time that has passed is never shown as a date that could still be met.
   * @param {import("./schedule.js").Place} place @param {Times} times
   */
  #words(place, { start, until, today }) {
    if (place === "done") return this.#doneOn();
    if (until < today) return this.texts("passed");
    if (place === "later") return formatRange(start, until, this.texts);
    return until === today ? this.texts("today") : this.texts("now-until", { until: formatDay(until) });
  }

  #doneOn() {
    return this.texts("done-on", { day: formatDay(this.entry.done) });
  }

  /** Work out the amount from the reader's number, where there is one. @param {Record<string, string>} numbers */
  work(numbers) {
    if (!this.amount) return;
    const { per, low, high, patterns, pattern } = this.amount.dataset;
    this.amount.hidden = !Object.hasOwn(numbers, per);
    if (this.amount.hidden) return;
    const [least, most] = [low, high].map((end) => Math.round(Number(end) * Number(numbers[per])));
    const amount = formatAmount(least, most, JSON.parse(patterns), this.texts);
    this.amount.textContent = fill(pattern, { amount });
  }
}
