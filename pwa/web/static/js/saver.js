/**
 * A queue before the store: what was typed waits a moment, is written, and is never dropped. What
 * could not be written stays in the queue, and goes with the next attempt.
 *
 * Until it is written, a draft of it is in `localStorage`, made at the very key press: a page that is
 * left in the next moment may take its unfinished transaction along. A killed browser loses it the
 * other way round, so it is only ever a draft: it goes when the database has the entry, and at the
 * next start one that is newer than the database's entry is taken up. Each entry carries a stamp that
 * tells; the stamps rise even when the clock is set back. Where there is no such storage, all works
 * without it.
 */

import { KINDS } from "./kinds.js";
import { write } from "./store.js";

/**
 * @typedef {"saving"|"saved"|"failed"} SaveState
 * @typedef {import("./store.js").Entry} Entry
 */

const WAIT_MS = 120;
/** The stamp of the last time that everything was replaced at once. */
export const ALL = "*";

export class Saver {
  /** @param {(state: SaveState) => void} onState */
  constructor(onState) {
    this.onState = onState;
    /** @type {Map<string, {stamp: number, entry: Entry}>} */
    this.waiting = new Map();
    this.stamp = 0;
    this.recovered = false;
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

  /** A stamp that is later than any before it, whatever the clock says. */
  next() {
    this.stamp = Math.max(this.stamp + 1, Date.now());
    return this.stamp;
  }

  /**
   * Save one entry; one that is still being typed may wait.
   * @param {string} store @param {string} key @param {unknown} value
   * @param {{typing?: boolean}} [how]
   */
  put(store, key, value, { typing = false } = {}) {
    this.#queue([store, key, structuredClone(value)], this.next());
    this.onState("saving");
    clearTimeout(this.timer);
    if (!typing) return this.flush();
    this.timer = setTimeout(() => this.flush(), WAIT_MS);
    return this.last;
  }

  /** @param {Entry} entry @param {number} stamp */
  #queue(entry, stamp) {
    const name = `${entry[0]} ${entry[1]}`;
    this.waiting.set(name, { stamp, entry });
    keepDraft(name, stamp, entry);
  }

  /**
   * Take up what an earlier page could not finish: it is put into the records just read, and saved.
   * @param {import("./kinds.js").Records} records
   */
  recover(records) {
    const { stamps } = records;
    if (this.recovered) return; // later drafts are of tabs that are still at work
    this.recovered = true;
    this.stamp = [...stamps.values()].filter(Number.isSafeInteger).reduce((a, b) => Math.max(a, b), this.stamp);
    for (const [name, stamp, entry] of drafts()) {
      const [store, key, value] = entry;
      const known = Math.max(stamps.get(name) ?? 0, stamps.get(ALL) ?? 0);
      if (stamp <= known || !Object.hasOwn(KINDS, store)) dropDraft(name, stamp);
      else if (!this.waiting.has(name)) {
        records[store].set(key, value);
        this.#queue(entry, stamp);
      }
    }
    if (this.busy) this.flush();
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
    dropDrafts();
  }

  async #drain() {
    if (!this.busy) return;
    const batch = [...this.waiting];
    try {
      await write(batch.flatMap(([name, { stamp, entry }]) => [entry, ["stamps", name, stamp]]));
      for (const [name, waited] of batch) {
        dropDraft(name, waited.stamp);
        // Typed again meanwhile: that is a newer entry, which still has to be written.
        if (this.waiting.get(name) === waited) this.waiting.delete(name);
      }
      if (!this.busy) this.onState("saved");
    } catch {
      this.onState("failed");
    }
  }
}

// --- drafts -------------------------------------------------------------------------------------

const prefix = () => `${document.documentElement.dataset.guide} draft `;

/** @param {string} name @param {number} stamp @param {Entry} entry */
function keepDraft(name, stamp, entry) {
  quietly(() => localStorage.setItem(prefix() + name, JSON.stringify([stamp, entry])));
}

/** The database has this entry. A draft that is newer stays. @param {string} name @param {number} stamp */
function dropDraft(name, stamp) {
  quietly(() => {
    const draft = readDraft(name);
    if (draft && draft[0] <= stamp) localStorage.removeItem(prefix() + name);
  });
}

/** The drafts that an earlier page left behind. @returns {[name: string, stamp: number, entry: Entry][]} */
const drafts = () => (quietly(names) ?? []).map((name) => [name, ...(readDraft(name) ?? [])]).filter(([, stamp]) => stamp);

/** Forget all drafts. */
function dropDrafts() {
  quietly(() => names().forEach((name) => localStorage.removeItem(prefix() + name)));
}

/** @returns {string[]} */
function names() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix()));
  return keys.map((key) => key.slice(prefix().length));
}

/** @param {string} name @returns {[number, Entry]|null} */
function readDraft(name) {
  try {
    const [stamp, entry] = JSON.parse(localStorage.getItem(prefix() + name));
    return Number.isSafeInteger(stamp) && `${entry[0]} ${entry[1]}` === name ? [stamp, entry] : null;
  } catch {
    return null; // damaged, or none
  }
}

/** @template T @param {() => T} work @returns {T|undefined} */
function quietly(work) {
  try {
    return work();
  } catch {
    // Switched off, or full: the database alone has to do.
  }
}
