/**
 * The buttons under the plan: print, calendar, save as a file, open a file, delete. Takes its root,
 * the section with the buttons, and the plan they act on.
 */

import { BadBackup, fromBackup, LARGEST_FILE, toBackup } from "./backup.js";
import { calendarFile } from "./calendar.js";
import { confirmed } from "./confirm.js";
import { today } from "./days.js";
import { formatDay, formatNumber } from "./formats.js";
import { handOver } from "./handover.js";

/** @typedef {import("./plan.js").Plan} Plan */

export class Keep {
  /** @param {HTMLElement} root @param {Plan} plan */
  constructor(root, plan) {
    this.root = root;
    this.plan = plan;
    this.picker = root.querySelector("[data-import-file]");
    this.picker.addEventListener("change", () => this.#picked());
    this.#on("print", () => print());
    this.#on("calendar", () => this.#calendar());
    this.#on("export-plan", () => this.#export());
    this.#on("import-plan", () => this.picker.click());
    this.#on("delete-plan", () => this.#delete());
    root.hidden = false;
  }

  /** @param {string} action @param {() => void} work */
  #on(action, work) {
    this.root.querySelector(`[data-action="${action}"]`).addEventListener("click", work);
  }

  /** @param {string} name @param {Record<string, string>} [values] */
  #say(name, values) {
    this.root.querySelector("[data-message]").textContent = this.plan.texts(name, values);
  }

  /** @param {string} content @param {string} type @param {string} ending @param {string} text */
  async #give(content, type, ending, text) {
    const file = `${this.plan.guide}-${today()}.${ending}`;
    await handOver(new File([content], file, { type }));
    this.#say(text, { file });
  }

  async #export() {
    const content = toBackup(await this.plan.records(), this.plan.guide, today());
    return this.#give(content, "application/json", "json", "exported");
  }

  async #calendar() {
    const events = this.plan.events();
    if (events.length === 0) return this.#say("calendar-empty");
    const { id, sequence } = await this.plan.nextCalendar();
    const info = { guide: this.plan.guide, plan: id, sequence, stamp: new Date(), language: document.documentElement.lang };
    return this.#give(calendarFile(events, info), "text/calendar", "ics", "calendar-made");
  }

  async #picked() {
    const [file] = this.picker.files;
    if (!file) return;
    try {
      if (file.size > LARGEST_FILE) throw new BadBackup("import-too-big");
      await this.#replace(fromBackup(await file.text(), this.plan.guide, this.plan.rules));
    } catch (error) {
      this.#say(error instanceof BadBackup ? error.reason : "not-imported");
    } finally {
      this.picker.value = ""; // so that the same file can be picked again
    }
  }

  /** @param {import("./kinds.js").Records} found */
  async #replace(found) {
    const dialog = this.#dialog("import");
    this.#compare(dialog, 1, await this.plan.records());
    this.#compare(dialog, 2, found);
    if (!(await confirmed(dialog))) return;
    await this.plan.replace(found);
    this.#say("imported");
  }

  /** Fill a column of what there is now, and what there would be. @param {HTMLElement} dialog @param {number} column @param {import("./kinds.js").Records} records */
  #compare(dialog, column, { plan, tasks }) {
    const answers = plan.get("answers") ?? {};
    const entries = [...tasks.values()];
    const day = this.plan.profileOf(answers).day;
    const words = {
      day: day ? formatDay(day) : this.plan.texts("no-day"),
      answers: formatNumber(Object.keys(answers).length),
      ticks: formatNumber(entries.filter(({ done }) => done !== null).length),
      notes: formatNumber(entries.filter((one) => one.note !== "" || Object.keys(one.answers).length > 0).length),
    };
    for (const [name, text] of Object.entries(words)) {
      dialog.querySelector(`[data-swap=${name}]`).cells[column].textContent = text;
    }
  }

  async #delete() {
    if (!(await confirmed(this.#dialog("delete")))) return;
    try {
      await this.plan.erase();
      this.#say("deleted");
    } catch {
      this.#say("not-deleted");
    }
  }

  /** @param {string} name @returns {HTMLDialogElement} */
  #dialog(name) {
    return this.plan.root.querySelector(`[data-confirm=${name}]`);
  }
}
