/**
 * A draft of each entry that is not yet in the database, written at the very key press.
 *
 * A page that is left in the next moment may take its unfinished transaction along; `localStorage`
 * is written before the key press is over. A killed browser loses it the other way round, so it is
 * only ever a draft: it goes when the database has the entry, and at the next start one that is
 * newer than the database's entry is taken up. Each entry carries a stamp that tells; the stamps
 * rise even when the clock is set back. Where there is no such storage, all works without it.
 */

/** @typedef {import("./store.js").Entry} Entry */

const prefix = () => `${document.documentElement.dataset.guide} draft `;

/** @param {string} name @param {number} stamp @param {Entry} entry */
export function keepDraft(name, stamp, entry) {
  quietly(() => localStorage.setItem(prefix() + name, JSON.stringify([stamp, entry])));
}

/** The database has this entry. A draft that is newer stays. @param {string} name @param {number} stamp */
export function dropDraft(name, stamp) {
  quietly(() => {
    const draft = readDraft(name);
    if (draft && draft[0] <= stamp) localStorage.removeItem(prefix() + name);
  });
}

/** The drafts that an earlier page left behind. @returns {[name: string, stamp: number, entry: Entry][]} */
export function drafts() {
  return quietly(() =>
    names().flatMap((name) => {
      const draft = readDraft(name);
      return draft ? [[name, ...draft]] : [];
    }),
  ) ?? [];
}

/** Forget all drafts. */
export function dropDrafts() {
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
