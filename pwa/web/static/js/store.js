/**
 * The plan on the phone: IndexedDB, and nothing else knows that it is.
 *
 * There are two databases with the same contents. Chromium deletes one that a crash has torn
 * (docs/decisions/10), so there is a copy in a storage bucket, which is other files; a database that
 * is new begins with what the other one holds. Browsers without buckets keep theirs in SQLite, which
 * recovers. A write goes to the main one, then to the copy; the mark of the last write tells whether
 * the copy has missed one, and then it is made anew.
 *
 * Each operation opens the database, works and closes it, and is tried once more if it fails, since
 * some browsers drop the connections of a tab in the background. A write counts when the
 * transaction is complete, not when the request is. An open connection closes itself when another
 * tab wants to upgrade or delete the database. Other tabs are told of every change.
 *
 * Each plan has a number, which a new database and every replacement give anew: what a page wrote
 * for a plan that another tab has deleted or replaced since is refused.
 */

/** @typedef {[store: string, key: string, value: unknown]} Entry */

/** Where the number of the plan stands among the stamps. Of a replacement, it is the stamp. */
export const ALL = "*";

/** @param {unknown} found what stands there @returns {number} */
export const planOf = (found) => Number(found) || 0; // none from before there were numbers, or damaged

/** Where the mark of the last write stands among the stamps: a fraction, too. */
const LAST = "#";

/**
 * One function for each version of the schema, run from the reader's version on.
 * @type {((db: IDBDatabase) => void)[]}
 */
const MIGRATIONS = [
  (db) => {
    db.createObjectStore("plan"); // "answers": the profile; "calendar": the last one handed out
    db.createObjectStore("tasks"); // one record for each task, so that two tabs seldom collide
  },
  (db) => {
    db.createObjectStore("visit"); // what is prepared for a visit
    db.createObjectStore("before"); // what the last file replaced, so that it can be brought back
    // When each entry was made: see `saver.js`. A fraction is older than any stamp.
    db.createObjectStore("stamps").add(Math.random(), ALL);
  },
];
const STORES = ["plan", "tasks", "visit", "before", "stamps"];

/** How many milliseconds a write waits for the copy. */
const PATIENCE = 5000;

const name = () => document.documentElement.dataset.guide ?? "plan";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Where the copy is, in the browsers that have such places. @returns {Promise<IDBFactory|undefined>} */
const beside = async () => (await navigator.storageBuckets?.open("copy"))?.indexedDB;

/** @param {IDBFactory} [place] of the copy @param {Entry[]} [first] what a new one begins with, else what the copy holds */
async function open(place = indexedDB, first = navigator.storageBuckets ? undefined : []) {
  const request = place.open(name(), MIGRATIONS.length);
  let isNew = false;
  request.onupgradeneeded = ({ oldVersion }) => {
    isNew = !oldVersion;
    if (isNew && !first) return request.transaction.abort(); // until it is known what it begins with
    for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(request.result);
    if (isNew) put(request.transaction, first);
  };
  const db = await answered(request).catch(async (error) => {
    if (!isNew || first) throw error;
    return open(place, await held());
  });
  db.onversionchange = () => db.close();
  return db;
}

/** What the copy holds, if there is one. It fails if that can't be known now. @returns {Promise<Entry[]>} */
async function held() {
  const place = await beside();
  const known = await place.databases();
  return known.some((one) => one.name === name()) ? everything(place) : [];
}

/** @param {IDBTransaction} tx @param {Entry[]} entries @param {string[]} [cleared] the stores to clear before */
function put(tx, entries, cleared = []) {
  for (const store of cleared) tx.objectStore(store).clear();
  for (const [store, key, value] of entries) tx.objectStore(store).put(value, key);
}

/** @param {IDBTransaction} tx @param {string} stamp @returns {Promise<number|undefined>} */
const lookUp = (tx, stamp) => answered(tx.objectStore("stamps").get(stamp));

/**
 * Run one transaction and wait until it is on disk.
 * @template T
 * @param {IDBTransactionMode} mode @param {(tx: IDBTransaction) => Promise<T>} work
 * @param {Parameters<typeof open>} where @returns {Promise<T>}
 */
async function once(mode, work, ...where) {
  const db = await open(...where);
  try {
    return await new Promise((resolve, reject) => {
      const tx = db.transaction(STORES, mode, { durability: "strict" });
      tx.onabort = () => reject(tx.error);
      work(tx).then(
        (result) => (tx.oncomplete = () => resolve(result)),
        (error) => {
          reject(error);
          tx.abort(); // or what was put before the fault would stay
        },
      ).catch(() => {}); // it has been aborted by the browser already
    });
  } finally {
    db.close();
  }
}

/** @type {typeof once} */
const run = (...how) => once(...how).catch(() => once(...how));

/** Everything that is stored. @param {Parameters<typeof open>} where @returns {Promise<import("./kinds.js").Records>} */
export async function readAll(...where) {
  const requests = await run("readonly", async (tx) =>
    STORES.map((store) => [store, tx.objectStore(store).getAllKeys(), tx.objectStore(store).getAll()]),
    ...where,
  );
  return Object.fromEntries(
    requests.map(([store, keys, values]) => [
      store,
      new Map(keys.result.map((key, index) => [String(key), values.result[index]])),
    ]),
  );
}

/** The same as entries. @param {Parameters<typeof open>} where @returns {Promise<Entry[]>} */
const everything = async (...where) =>
  Object.entries(await readAll(...where)).flatMap(([store, found]) => [...found].map((one) => [store, ...one]));

/**
 * Write these entries, all or none, if it is this plan that is stored, or any if none is named.
 * If not, this page is told as if by the tab that replaced it.
 * @param {Entry[]} entries @param {number} [plan] @param {string[]} [cleared] the stores to clear before
 * @param {boolean} [quiet] whether other tabs are not told yet
 * @returns {Promise<number>} the plan that is stored
 */
export async function write(entries, plan, cleared = [], quiet = false) {
  if (entries[1]) askToKeep(); // a stamp alone is the number of a plan that is being deleted
  const marked = [...entries, ["stamps", LAST, Math.random()]];
  let before;
  const stored = await run("readwrite", async (tx) => {
    const found = planOf(await lookUp(tx, ALL));
    if (found !== (plan ?? found)) return found;
    before = await lookUp(tx, LAST);
    put(tx, marked, cleared);
    return found;
  });
  if (stored === (plan ?? stored)) {
    // What the copy misses now the next one puts right; nobody waits long for it.
    await Promise.race([copy(marked, cleared, before).catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
    quiet || tell();
  } else tabs?.dispatchEvent(new Event("message"));
  return stored;
}

/** @param {Entry[]} entries @param {string[]} cleared @param {number} before the mark that these follow */
async function copy(entries, cleared, before) {
  const place = await beside();
  if (!place) return;
  let found;
  await run("readwrite", async (tx) => {
    found = await lookUp(tx, LAST);
    if (found === before) put(tx, entries, cleared);
  }, place, [["stamps", LAST, Math.random()]]);
  if (found === before) return;
  const all = await everything();
  // Another tab may have written or deleted all of it meanwhile: then what was read is old.
  const isSame = await run("readwrite", async (tx) => {
    if ((await lookUp(tx, LAST)) !== found) return false;
    put(tx, all, STORES);
    return true;
  }, place, []);
  if (!isSame) await copy(entries, cleared, before);
}

/** Put these entries in the place of everything, all or none. @param {Entry[]} entries */
export const replaceAll = (entries) => write(entries, undefined, STORES);

/**
 * Delete the databases themselves. They are emptied before, so that no other tab's last words get in
 * between one deletion and the other; a full phone may refuse that. Other tabs are told at the end: what
 * a reader types there between the two would be for a plan that is about to go.
 * @param {number} plan that nobody writes for @returns {Promise<void>}
 */
export async function destroy(plan) {
  const places = [await beside(), indexedDB];
  await write([["stamps", ALL, plan]], undefined, STORES, true).catch(() => {});
  try {
    for (const place of places) if (place) await answered(place.deleteDatabase(name()));
  } finally {
    tell();
  }
}

/** @type {BroadcastChannel|undefined} */
let tabs;

/** Call this when another tab has changed what is stored. @param {() => void} listener */
export function onOtherTab(listener) {
  tabs ??= new BroadcastChannel(name());
  tabs.addEventListener("message", listener);
}

const tell = () => tabs?.postMessage(null);

let asked = false;

/** Ask the browser once, at the first write, not to clear the plan when space runs short. */
function askToKeep() {
  if (asked) return;
  asked = true;
  // It may refuse, or be too old to know the question: the plan is then kept as other sites' are.
  navigator.storage?.persist?.().catch(() => {});
}
