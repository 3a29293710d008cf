/**
 * The part of the page that puts dates into the reader's calendar: at which hour, with or without
 * the names of the steps, all in one file or one step at a time. Takes its root and the plan.
 */

import { calendarFile } from "./calendar.js";
import { moved, today } from "./days.js";
import { handOver } from "./handover.js";
import { finder } from "./page.js";

/**
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {{id: string, sequence: number, at: string, named: boolean, given: string[]}} Wish
 */

const NINE = "09:00";

/** A plan that was never put into a calendar has no name there. @returns {Wish} */
export const noCalendar = () => ({ id: "", sequence: 0, at: NINE, named: false, given: [] });

export class Reminders {
  /** @param {HTMLElement} root @param {Plan} plan @param {(name: string, values?: Record<string, string>) => void} say */
  constructor(root, plan, say) {
    this.root = root;
    this.plan = plan;
    this.say = say;
    this.at = finder(root)("at");
    this.named = finder(root)("named");
    plan.root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-action^=calendar]");
      if (button) this.#give(button.closest("[data-task]")?.dataset.task);
    });
    this.show();
  }

  /** What was wished for the last time. */
  show() {
    const { at, named } = this.plan.calendar;
    [this.at.value, this.named.checked] = [at, named];
  }

  /** @param {string} [only] one step, or all of them */
  async #give(only) {
    const { cards, calendar, profile } = this.plan;
    const open = [...cards.values()].filter((card) => card.open);
    const due = this.#due(open, only);
    const isOpen = (id) => only || cards.get(id)?.open;
    const gone = calendar.given.filter((id) => !isOpen(id)).map((id) => ({ id, day: today(), off: true }));
    const why = open[0] ? "passed" : profile.day ? "quiet" : "calendar-empty";
    if (!due[0] && !gone[0]) return this.say(why);
    const given = new Set([...calendar.given, ...due.map(({ id }) => id)]);
    const { id, sequence, at } = await this.#next([...given].filter(isOpen));
    const info = { guide: this.plan.guide, plan: id, sequence, at, stamp: new Date(), language: document.documentElement.lang };
    const content = calendarFile([...due, ...gone].map((event) => this.#worded(event)), info);
    const file = `${this.plan.guide}-${only ?? today()}.ics`;
    await handOver(new File([content], file, { type: "text/calendar" }));
    this.say("calendar-made", { file });
  }

  /**
   * What is still to be done, each on the first of its days on which the hour is yet to come. What is
   * late, or asked for alone, has no last day: one can always call.
   * @param {import("./task.js").Task[]} open @param {string} [only]
   */
  #due(open, only) {
    const gone = new Date().toTimeString().slice(0, 5) >= (this.at.value || NINE);
    const soon = moved(today(), { unit: "days", n: Number(gone) });
    return open
      .filter(({ id, times, late }) => (only ? id === only : soon <= times.until || !late.hidden))
      .map(({ id, times }) => ({ id, day: times.start > soon ? times.start : soon }));
  }

  /** Others may see a calendar, so it names a step only where the reader wishes it. @param {{id: string, day: string, off?: boolean}} event */
  #worded(event) {
    const card = this.plan.cards.get(event.id);
    const texts = this.plan.texts;
    if (!this.named.checked || !card) return { ...event, title: texts("calendar-title"), description: texts("calendar-open") };
    return { ...event, title: card.title, description: (card.late.hidden ? card.when : card.late).textContent };
  }

  /** The number of the next file. @param {string[]} given the steps that are in the calendar then */
  async #next(given) {
    const { id, sequence } = this.plan.calendar;
    const at = this.at.value || NINE;
    this.plan.calendar = { id: id || newId(), sequence: sequence + 1, at, named: this.named.checked, given };
    await this.plan.saver.put("plan", "calendar", this.plan.calendar);
    return this.plan.calendar;
  }
}

/** A name that no other plan has. (`randomUUID` is missing where a page comes without https.) */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}
