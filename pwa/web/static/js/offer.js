/**
 * Answers that came with a link, put before the reader. The form shows them at once; they are saved
 * when the reader says so, and not before. Takes its root, the card with the two buttons.
 */

import { formatDay, formatNumber } from "./formats.js";

/** @typedef {import("./answers.js").Answers} Answers */

export class Offer {
  /**
   * @param {HTMLElement} root @param {HTMLFormElement} form @param {import("./task.js").Texts} texts
   * @param {(accepted: boolean) => void} onChoice
   */
  constructor(root, form, texts, onChoice) {
    this.root = root;
    this.form = form;
    this.texts = texts;
    for (const [name, accepted] of [["accept-offer", true], ["refuse-offer", false]]) {
      root.querySelector(`[data-action=${name}]`).addEventListener("click", () => onChoice(accepted));
    }
  }

  get open() {
    return !this.root.hidden;
  }

  /** @param {Answers} answers @param {boolean} replaces whether the reader had answered these before */
  show(answers, replaces) {
    this.root.querySelector("[data-offer-list]").replaceChildren(
      ...Object.entries(answers).flatMap(([name, value]) => this.#row(name, value)),
    );
    this.root.querySelector("[data-offer-replaces]").hidden = !replaces;
    this.root.hidden = false;
    this.root.focus();
  }

  close() {
    this.root.hidden = true;
    // The answers must not come back with the address, nor stay in the history of the browser.
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  /** @param {string} name @param {string|true} value */
  #row(name, value) {
    const field = this.form.elements.namedItem(name);
    const [label, answer] = ["dt", "dd"].map((tag) => document.createElement(tag));
    label.textContent = field.labels[0].textContent.trim();
    answer.textContent = this.#words(field, value);
    return [label, answer];
  }

  /** @param {HTMLInputElement|HTMLSelectElement} field @param {string|true} value */
  #words(field, value) {
    if (value === true) return this.texts("yes");
    if (field.type === "date") return formatDay(value);
    if (field.type === "number") return formatNumber(Number(value));
    return field.selectedOptions[0].textContent.trim();
  }
}
