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
 *
 * What was entered into a plan that another tab has deleted or replaced meanwhile is forgotten: the
 * store refuses it, and `recover` tells the page that it shows another plan from now on.
 */

import { KINDS } from "./kinds.js";
import { ALL, destroy, planOf, replaceAll, write } from "./store.js";

/**
 * @typedef {"saving"|"saved"|"failed"} SaveState
 * @typedef {import("./store.js").Entry} Entry
 */

const WAIT_MS = 120;

export class Saver {
  /** @param {(state: SaveState) => void} onState */
  constructor(onState) {
    this.onState = onState;
    /** @type {Map<string, {stamp: number, entry: Entry}>} */
    this.waiting = new Map();
    this.stamp = 0;
    /** @type {number|undefined} which plan was read */
    this.plan = undefined;
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
    const name = nameOf(entry);
    this.waiting.set(name, { stamp, entry });
    keepDraft(name, stamp, entry);
  }

  /**
   * Put what waits into the records just read; at first that is also what an earlier page could not
   * finish. @param {import("./kinds.js").Records} records
   * @returns {boolean} whether this is another plan than the page showed
   */
  recover(records) {
    const { stamps } = records;
    const plan = planOf(stamps.get(ALL));
    const isOther = plan !== (this.plan ?? plan);
    if (isOther) this.#forget();
    this.stamp = Math.max(this.stamp, ...[...stamps.values()].filter(Number.isSafeInteger));
    // Later drafts are of tabs that are still at work.
    const drafts = this.plan === undefined ? draftKeys().map(readDraft).filter(Boolean) : [];
    for (const [stamp, entry] of drafts) {
      const name = nameOf(entry);
      const known = Math.max(stamps.get(name) ?? 0, plan);
      if (stamp <= known || !Object.hasOwn(KINDS, entry[0])) dropDraft(name, stamp);
      else if (!this.waiting.has(name)) this.#queue(entry, stamp);
    }
    this.plan = plan;
    if (this.busy) this.flush();
    for (const { entry: [store, key, value] } of this.waiting.values()) records[store].set(key, value);
    return isOther;
  }

  /** Write what waits, after what is being written. @returns {Promise<void>} */
  flush() {
    clearTimeout(this.timer);
    this.last = this.last.then(() => this.#drain());
    return this.last;
  }

  /** Put these entries in the place of everything. @param {Entry[]} entries */
  async replace(entries) {
    const plan = this.next();
    await replaceAll([...entries, ["stamps", ALL, plan]]);
    this.#forget();
    this.plan = plan;
  }

  /** Delete everything. */
  async erase() {
    await destroy(this.next());
    this.#forget();
    this.plan = undefined;
  }

  #forget() {
    this.waiting.clear();
    for (const key of draftKeys()) localStorage.removeItem(key);
  }

  async #drain() {
    if (!this.busy) return;
    const batch = [...this.waiting];
    const { plan } = this;
    try {
      const stored = await write(batch.flatMap(([name, { stamp, entry }]) => [entry, ["stamps", name, stamp]]), plan);
      if (stored !== (plan ?? stored)) return; // the page reads it now
      this.plan ??= stored;
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

/** @param {Entry} entry */
const nameOf = ([store, key]) => `${store} ${key}`;

/** @param {string} name @param {number} stamp @param {Entry} entry */
function keepDraft(name, stamp, entry) {
  quietly(() => localStorage.setItem(prefix() + name, JSON.stringify([stamp, entry])));
}

/** The database has this entry. A draft that is newer stays. @param {string} name @param {number} stamp */
function dropDraft(name, stamp) {
  if (readDraft(prefix() + name)?.[0] <= stamp) localStorage.removeItem(prefix() + name);
}

/** Where the drafts stand. @returns {string[]} */
const draftKeys = () => quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix()))) ?? [];

/** @param {string} key @returns {[stamp: number, entry: Entry]|undefined} none if it is damaged */
const readDraft = (key) =>
  quietly(() => {
    const [stamp, entry] = JSON.parse(localStorage.getItem(key));
    if (Number.isSafeInteger(stamp) && prefix() + nameOf(entry) === key) return [stamp, entry];
  });

/** @template T @param {() => T} work @returns {T|undefined} */
function quietly(work) {
  try {
    return work();
  } catch {
    // Switched off, full or damaged: the database alone has to do.
  }
}
