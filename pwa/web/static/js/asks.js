/**
 * The questions a reader has chosen, in their order: the words, the answer, and buttons to move and
 * to take out. Takes its root, the section; tells its owner what the reader wants, and shows what it
 * is told.
 */

import { finder } from "./page.js";

/**
 * @typedef {import("./kinds.js").Ask} Ask
 * @typedef {{key: string, words: string|null, entry: Ask}} Shown the words are null where they are the reader's
 */

export class Asks {
  /** @param {HTMLElement} root @param {{move: (key: string, by: number) => void, remove: (key: string) => void}} on */
  constructor(root, on) {
    const find = finder(root);
    this.list = find("asks");
    this.template = root.querySelector("template");
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    this.list.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const item = button.closest("[data-ask]");
      if (button.dataset.move) {
        on.move(item.dataset.ask, Number(button.dataset.move));
        // The reader's place goes along with the question.
        (button.disabled ? item.querySelector("[data-move]:enabled") : button)?.focus();
        item.scrollIntoView({ block: "nearest" });
      } else {
        on.remove(item.dataset.ask);
        find("action=put-back").focus();
      }
    });
  }

  /** @param {Shown[]} asks @param {Element|null} busy the field in which the reader is at work */
  show(asks, busy) {
    const items = asks.map((ask) => this.#item(ask, busy));
    for (const [key, item] of this.items) {
      if (items.includes(item)) continue;
      item.remove();
      this.items.delete(key);
    }
    items.forEach((item, index) => {
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
      item.querySelector("[data-move='-1']").disabled = index === 0;
      item.querySelector("[data-move='1']").disabled = index === items.length - 1;
    });
  }

  /** @param {Shown} ask @param {Element|null} busy */
  #item({ key, words, entry }, busy) {
    const item = this.items.get(key) ?? this.#made(key, words);
    for (const [name, value] of [["own-words", entry.text], ["answer", entry.answer]]) {
      const field = finder(item)(name);
      if (field !== busy && field.value !== value) field.value = value;
    }
    return item;
  }

  /** @param {string} key @param {string|null} words */
  #made(key, words) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const isOwn = words === null;
    const [told, own] = ["words", "own-words"].map(finder(item));
    item.dataset.ask = key;
    told.textContent = words;
    told.hidden = isOwn;
    own.closest("label").hidden = !isOwn;
    // Each button says which question it moves.
    const named = isOwn ? own : told;
    named.id = `ask-${key}`;
    for (const one of item.querySelectorAll("button, [data-answer]")) one.setAttribute("aria-describedby", named.id);
    this.items.set(key, item);
    return item;
  }
}
