/**
 * A queue before the store: what was typed waits a moment, is written, and is never dropped. What
 * could not be written stays in the queue, and goes with the next attempt.
 */

import { write } from "./store.js";

/** @typedef {"saving"|"saved"|"failed"} SaveState */

const WAIT_MS = 120;

export class Saver {
  /** @param {(state: SaveState) => void} onState */
  constructor(onState) {
    this.onState = onState;
    /** @type {Map<string, import("./store.js").Entry>} */
    this.waiting = new Map();
    this.timer = 0;
    this.last = Promise.resolve();
    // The last chance before a phone puts the page away.
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  /** Whether something is not yet on the phone. */
  get busy() {
    return this.waiting.size > 0;
  }

  /**
   * Save one entry; one that is still being typed may wait.
   * @param {"plan"|"tasks"} store @param {string} key @param {unknown} value
   * @param {{typing?: boolean}} [how]
   */
  put(store, key, value, { typing = false } = {}) {
    this.waiting.set(`${store} ${key}`, [store, key, structuredClone(value)]);
    this.onState("saving");
    clearTimeout(this.timer);
    if (!typing) return this.flush();
    this.timer = setTimeout(() => this.flush(), WAIT_MS);
    return this.last;
  }

  /** Write what waits, after what is being written. @returns {Promise<void>} */
  flush() {
    clearTimeout(this.timer);
    this.last = this.last.then(() => this.#drain());
    return this.last;
  }

  /** Forget what waits: the reader has deleted or replaced everything. */
  async clear() {
    clearTimeout(this.timer);
    this.waiting.clear();
    await this.last;
  }

  async #drain() {
    if (!this.busy) return;
    const batch = new Map(this.waiting);
    try {
      await write([...batch.values()]);
      for (const [key, entry] of batch) {
        // Typed again meanwhile: that is a newer entry, which still has to be written.
        if (this.waiting.get(key) === entry) this.waiting.delete(key);
      }
      if (!this.busy) this.onState("saved");
    } catch {
      this.onState("failed");
    }
  }
}
