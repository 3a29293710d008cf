/**
 * The card that tells what changed when the day moved: each date before, and now. It stays until the
 * reader has seen it. Takes its root.
 */

import { formatDay, formatRange } from "./formats.js";
import { element, finder, onClicks } from "./page.js";

/** @typedef {import("./schedule.js").Dated} Dated */

export class Moves {
  /** @param {HTMLElement} root @param {import("./page.js").Texts} texts @param {() => void} onSeen */
  constructor(root, texts, onSeen) {
    this.root = root;
    this.texts = texts;
    onClicks(root, { "seen-move": onSeen });
  }

  /**
   * @param {string|null} was @param {string|null} day
   * @param {{then: Dated[], now: Dated[], today: string, title: (one: Dated) => string, inCalendar: boolean}} plan
   */
  show(was, day, { then, now, today, title, inCalendar }) {
    this.root.hidden = !was || !day || was === day;
    if (this.root.hidden) return;
    const find = finder(this.root);
    find("moved-days").textContent = this.texts("moved-days", { was: formatDay(was), day: formatDay(day) });
    find("moved-calendar").hidden = !inCalendar;
    const before = new Map(then.map((one) => [one.id, one]));
    const both = now.filter(({ id }) => before.has(id));
    find("moved-list").replaceChildren(...both.flatMap((one) => this.#rows(title(one), before.get(one.id), one, today)));
  }

  /** @param {string} title @param {Dated} old @param {Dated} one @param {string} today */
  #rows(title, old, one, today) {
    const words = ({ start, until }) => formatRange(start, until, this.texts);
    const now = one.until < today ? this.texts("passed") : words(one);
    return [
      element("dt", title),
      element("dd", this.texts("before-when", { when: words(old) })),
      element("dd", this.texts("now-when", { when: now })),
    ];
  }
}
