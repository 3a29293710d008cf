/**
 * The card that tells what changed when the day moved: each date before, and now. It stays until the
 * reader has seen it. Takes its root.
 */

import { formatDay, formatRange } from "./formats.js";
import { element, finder, onClicks } from "./page.js";

/**
 * @typedef {import("./schedule.js").Dated} Dated
 * @typedef {{title: string, when: Element, root: HTMLElement}} Card
 */

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
