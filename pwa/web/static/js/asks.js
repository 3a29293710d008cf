/**
 * The questions a reader has chosen, in their order: the words, the answer, and buttons to move and
 * to take out. Takes its root, the section; tells its owner what the reader wants, and shows what it
 * is told.
 */

/**
 * @typedef {import("./visitrecords.js").Ask} Ask
 * @typedef {{key: string, words: string|null, entry: Ask}} Shown the words are null where they are the reader's
 */

export class Asks {
  /** @param {HTMLElement} root @param {{move: (key: string, by: number) => void, remove: (key: string) => void}} on */
  constructor(root, on) {
    this.root = root;
    this.list = root.querySelector("[data-asks]");
    this.template = root.querySelector("template");
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    this.list.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const { ask } = button.closest("[data-ask]").dataset;
      if (button.dataset.move) this.#moved(ask, button, () => on.move(ask, Number(button.dataset.move)));
      else this.#removed(ask, () => on.remove(ask));
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
      const field = item.querySelector(`[data-${name}]`);
      if (field !== busy && field.value !== value) field.value = value;
    }
    return item;
  }

  /** @param {string} key @param {string|null} words */
  #made(key, words) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const told = item.querySelector("[data-words]");
    item.dataset.ask = key;
    told.textContent = words ?? "";
    told.hidden = words === null;
    item.querySelector("[data-own-words]").closest("label").hidden = words !== null;
    // Each button says which question it moves.
    const named = words === null ? item.querySelector("[data-own-words]") : told;
    named.id = `ask-${key}`;
    for (const button of item.querySelectorAll("button")) button.setAttribute("aria-describedby", named.id);
    item.querySelector("[data-answer]").setAttribute("aria-describedby", named.id);
    this.items.set(key, item);
    return item;
  }

  /** The reader's place goes along with the question. @param {string} key @param {HTMLButtonElement} button @param {() => void} work */
  #moved(key, button, work) {
    work();
    const usable = button.disabled ? this.items.get(key).querySelector("[data-move]:enabled") : button;
    usable?.focus();
    this.items.get(key).scrollIntoView({ block: "nearest" });
  }

  /** @param {string} key @param {() => void} work */
  #removed(key, work) {
    work();
    this.root.querySelector("[data-action=put-back]").focus();
  }
}
