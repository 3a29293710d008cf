/**
 * Answers that came with a link, put before the reader. The form shows them at once; they are saved
 * when the reader says so, and not before. Takes its root, the card with the two buttons.
 */

import { formatDay, formatNumber } from "./formats.js";
import { element, finder, onClicks } from "./page.js";

/** @typedef {import("./answers.js").Answers} Answers */

export class Offer {
  /**
   * @param {HTMLElement} root @param {HTMLFormElement} form @param {import("./page.js").Texts} texts
   * @param {(accepted: boolean) => void} onChoice
   */
  constructor(root, form, texts, onChoice) {
    this.root = root;
    this.form = form;
    this.texts = texts;
    this.find = finder(root);
    onClicks(root, { "accept-offer": () => onChoice(true), "refuse-offer": () => onChoice(false) });
    // Whoever taps the form while it waits is led to the question.
    form.parentElement.addEventListener("click", () => form.inert && root.focus());
  }

  /**
   * @param {Answers} answers @param {number} entries how many tasks come with ticks or notes
   * @param {boolean} replaces whether the reader had answered these before
   */
  show(answers, entries, replaces) {
    const rows = Object.entries(answers).map(([name, value]) => this.#row(name, value));
    if (entries > 0) rows.push(this.#pair(this.texts("offer-entries"), formatNumber(entries)));
    this.find("offer-list").replaceChildren(...rows.flat());
    this.find("offer-replaces").hidden = !replaces;
    // What the form shows is not the reader's yet, so it can't be changed.
    if (this.form.inert) return;
    this.form.inert = true;
    this.root.hidden = false;
    this.root.focus();
  }

  close() {
    this.root.hidden = true;
    this.form.inert = false;
    // The answers must not come back with the address, nor stay in the history of the browser.
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  /** @param {string} name @param {string|true} value */
  #row(name, value) {
    const field = this.form.elements.namedItem(name);
    return this.#pair(field.labels[0].textContent.trim(), this.#words(field, value));
  }

  /** @param {string} label @param {string} answer */
  #pair(label, answer) {
    return [element("dt", label), element("dd", answer)];
  }

  /** @param {HTMLInputElement|HTMLSelectElement} field @param {string|true} value */
  #words(field, value) {
    if (value === true) return this.texts("yes");
    if (field.type === "date") return formatDay(value);
    if (field.type === "number") return formatNumber(Number(value));
    return field.selectedOptions[0].textContent.trim();
  }
}
