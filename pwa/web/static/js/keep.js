/**
 * The buttons under the plan: print, save as a file, open a file and undo that, delete; and the link
 * that passes it to a helper's phone. Each part takes its root and the plan it acts on.
 */

import { BadBackup, fromBackup, LARGEST_FILE, toBackup } from "./backup.js";
import { today } from "./days.js";
import { formatDay, formatNumber } from "./formats.js";
import { canPack, LONGEST_PACK, toFragment } from "./fragment.js";
import { handOver, shared } from "./handover.js";
import { finder, onClicks } from "./page.js";
import { qr } from "./qr.js";
import { Reminders } from "./reminders.js";

/**
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./kinds.js").Records} Records
 */

/** Modules of light around the code; a camera needs them. */
const MARGIN = 4;

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
async function confirmed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => (dialog.onclose = resolve));
  return dialog.returnValue === "yes";
}

// --- a helper's phone ---------------------------------------------------------------------------

/**
 * The link holds the plan after the `#`, as letters and as a QR code. Nothing is sent anywhere by this.
 */
class Share {
  /** @param {HTMLElement} root @param {import("./plan.js").Plan} plan @param {(name: string) => void} say */
  constructor(root, plan, say) {
    this.find = finder(root);
    this.plan = plan;
    this.say = say;
    this.link = this.find("link");
    this.notes = this.find("with-notes");
    this.notes.closest("label").hidden = !canPack();
    onClicks(root, {
      "make-link": () => this.#make(),
      "copy-link": () => this.#copy(),
      "send-link": () => shared({ url: this.link.value }),
    });
    this.find("action=send-link").hidden = !navigator.share;
    this.notes.addEventListener("change", () => this.clear());
  }

  /** What was made no longer fits the plan. */
  clear() {
    this.find("made").hidden = true;
    this.link.value = "";
    this.find("qr").querySelector("path").removeAttribute("d");
  }

  async #make() {
    const entries = this.notes.checked ? this.plan.tasks : undefined;
    const fragment = await toFragment(this.plan.answers, entries);
    this.clear();
    if (fragment.length > LONGEST_PACK) return this.say("link-too-long");
    this.link.value = location.origin + location.pathname + fragment;
    const code = qr(this.link.value);
    if (code) draw(this.find("qr").firstElementChild, code);
    this.find("qr").hidden = !code;
    this.find("no-qr").hidden = !!code;
    const made = this.find("made");
    made.hidden = false;
    made.focus();
  }

  async #copy() {
    this.link.select();
    try {
      await navigator.clipboard.writeText(this.link.value);
      this.say("link-copied");
    } catch {
      this.say("link-copy-by-hand"); // it is selected now
    }
  }
}

/** @param {SVGElement} svg its last part is what is dark @param {boolean[][]} rows */
function draw(svg, rows) {
  const side = rows.length + 2 * MARGIN;
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")));
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.lastElementChild.setAttribute("d", dark.join(""));
}
