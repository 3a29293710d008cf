/**
 * The buttons under the plan: print, save as a file, open a file and undo that, delete. Takes its
 * root, the section with the buttons, and the plan they act on.
 */

import { BadBackup, fromBackup, LARGEST_FILE, toBackup } from "./backup.js";
import { today } from "./days.js";
import { formatDay, formatNumber } from "./formats.js";
import { handOver } from "./handover.js";
import { finder, onClicks } from "./page.js";
import { Reminders } from "./reminders.js";
import { Share } from "./share.js";

/**
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./kinds.js").Records} Records
 */

export class Keep {
  /** @param {HTMLElement} root @param {Plan} plan */
  constructor(root, plan) {
    this.root = root;
    this.plan = plan;
    this.find = finder(root);
    this.message = plan.find("message");
    // It stands over the page, so it goes with the reader's next step; when that begins, for a tap
    // that leaves a field may bring words of its own. A click without a pointer has no beginning.
    for (const type of ["pointerdown", "click"]) {
      plan.root.addEventListener(type, ({ detail }) => detail || (this.message.textContent = ""), { capture: true });
    }
    this.picker = this.find("import-file");
    this.picker.addEventListener("change", () => this.#picked());
    onClicks(root, {
      print: () => print(),
      "export-plan": () => this.#export(),
      "import-plan": () => this.picker.click(),
      "undo-import": () => this.#replace(this.plan.earlier, "undone").catch(() => this.#say("not-imported")),
      "delete-plan": () => this.#delete(),
    });
    const say = (name, values) => this.#say(name, values);
    this.reminders = new Reminders(this.find("calendar"), plan, say);
    this.share = new Share(this.find("share"), plan, say);
    root.hidden = false;
  }

  /** The plan has been read or has changed. */
  show() {
    this.find("action=undo-import").hidden = this.plan.earlier === null;
    this.share.clear();
  }

  /** @param {string} name @param {Record<string, string>} [values] */
  #say(name, values) {
    this.message.textContent = this.plan.texts(name, values);
  }

  async #export() {
    const content = toBackup(await this.plan.records(), this.plan.guide, today());
    const file = `${this.plan.guide}-${today()}.json`;
    await handOver(new File([content], file, { type: "application/json" }));
    this.#say("exported", { file });
  }

  async #picked() {
    const [file] = this.picker.files;
    if (!file) return;
    try {
      if (file.size > LARGEST_FILE) throw new BadBackup("import-too-big");
      const found = fromBackup(await file.text(), this.plan.guide, this.plan.rules);
      await this.#replace(found, "imported");
    } catch (error) {
      this.#say(error instanceof BadBackup ? error.message : "not-imported");
    } finally {
      this.picker.value = ""; // so that the same file can be picked again
    }
  }

  /** @param {Records} found @param {string} told */
  async #replace(found, told) {
    const dialog = this.plan.find("confirm=import");
    this.#compare(dialog, 1, await this.plan.records());
    this.#compare(dialog, 2, found);
    if (!(await confirmed(dialog))) return;
    await this.plan.replace(found);
    this.reminders.show();
    this.#say(told);
  }

  /** Fill a column of what there is now, and what there would be. @param {HTMLElement} dialog @param {number} column @param {Records} records */
  #compare(dialog, column, { plan, tasks, visit }) {
    const answers = plan.get("answers") ?? {};
    const entries = [...tasks.values()];
    const day = this.plan.profileOf(answers).day;
    const words = {
      day: day ? formatDay(day) : this.plan.texts("no-day"),
      answers: formatNumber(Object.keys(answers).length),
      ticks: formatNumber(entries.filter(({ done }) => done !== null).length),
      notes: formatNumber(entries.filter((one) => one.note !== "" || Object.keys(one.answers).length > 0).length),
      visit: formatNumber(visit.size),
    };
    for (const [name, text] of Object.entries(words)) {
      dialog.querySelector(`[data-swap=${name}]`).cells[column].textContent = text;
    }
  }

  async #delete() {
    if (!(await confirmed(this.plan.find("confirm=delete")))) return;
    try {
      await this.plan.erase();
      this.reminders.show();
      this.#say("deleted");
    } catch {
      this.#say("not-deleted");
    }
  }
}

/** Whether the reader said yes in a dialog; Escape and Cancel are no. @param {HTMLDialogElement} dialog @returns {Promise<boolean>} */
function confirmed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
