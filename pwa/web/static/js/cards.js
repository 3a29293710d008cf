/**
 * The two cards over the plan that ask the reader to look: answers that came with a link, and the
 * dates that have moved with the day. Each takes its root.
 */

import { formatDay, formatNumber, formatRange } from "./formats.js";
import { element, finder, onClicks } from "./page.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./schedule.js").Dated} Dated
 * @typedef {{title: string, when: Element, root: HTMLElement}} Card
 */

/**
 * Answers of a link, put before the reader with two buttons. The form shows them at once; they are
 * saved when the reader says so, and not before.
 */
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
    if (field.inputMode) return formatNumber(Number(value));
    return field.selectedOptions[0].textContent.trim();
  }
}

/** What changed when the day moved: each date before, and now. It stays until the reader has seen it. */
export class Moves {
  /** @param {HTMLElement} root @param {import("./page.js").Texts} texts @param {() => void} onSeen */
  constructor(root, texts, onSeen) {
    this.root = root;
    this.texts = texts;
    onClicks(root, { "seen-move": onSeen });
  }

  /**
   * @param {string|null} was @param {string|null} day
   * @param {{then: Dated[], now: Dated[], card: (one: Dated) => Card, inCalendar: boolean}} plan
   */
  show(was, day, { then, now, card, inCalendar }) {
    this.root.hidden = !was || !day || was === day;
    if (this.root.hidden) return;
    const find = finder(this.root);
    find("moved-days").textContent = this.texts("moved-days", { was: formatDay(was), day: formatDay(day) });
    find("moved-calendar").hidden = !inCalendar;
    const before = new Map(then.map((one) => [one.id, one]));
    const both = now.filter(({ id }) => before.has(id));
    find("moved-list").replaceChildren(...both.flatMap((one) => this.#rows(card(one), before.get(one.id))));
  }

  /** Now is what the card says; what has begun says "now" itself. @param {Card} card @param {Dated} old */
  #rows({ title, when, root }, old) {
    const now = when.textContent;
    return [
      element("dt", title),
      element("dd", this.texts("before-when", { when: formatRange(old.start, old.until, this.texts) })),
      element("dd", root.dataset.state === "now" ? now : this.texts("now-when", { when: now })),
    ];
  }
}
