/**
 * The plan on the phone: IndexedDB, and nothing else knows that it is.
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

const name = () => document.documentElement.dataset.guide ?? "plan";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open() {
  const request = indexedDB.open(name(), MIGRATIONS.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(request.result);
  };
  const db = await answered(request);
  db.onversionchange = () => db.close();
  return db;
}

/**
 * Run one transaction and wait until it is on disk.
 * @template T
 * @param {IDBTransactionMode} mode @param {(tx: IDBTransaction) => Promise<T>} work @returns {Promise<T>}
 */
async function once(mode, work) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const tx = db.transaction(STORES, mode, { durability: "strict" });
      tx.onerror = tx.onabort = () => reject(tx.error);
      work(tx).then(
        (result) => (tx.oncomplete = () => resolve(result)),
        (error) => {
          reject(error);
          tx.abort(); // or what was put before the fault would stay
        },
      );
    });
  } finally {
    db.close();
  }
}

/**
 * @template T
 * @param {IDBTransactionMode} mode @param {(tx: IDBTransaction) => Promise<T>} work @returns {Promise<T>}
 */
const run = (mode, work) => once(mode, work).catch(() => once(mode, work));

/** Everything that is stored. @returns {Promise<import("./kinds.js").Records>} */
export async function readAll() {
  const requests = await run("readonly", async (tx) =>
    STORES.map((store) => [store, tx.objectStore(store).getAllKeys(), tx.objectStore(store).getAll()]),
  );
  return Object.fromEntries(
    requests.map(([store, keys, values]) => [
      store,
      new Map(keys.result.map((key, index) => [String(key), values.result[index]])),
    ]),
  );
}

/**
 * Write these entries, all or none, if it is this plan that is stored, or any if none is named.
 * If not, this page is told as if by the tab that replaced it.
 * @param {Entry[]} entries @param {number} [plan] @param {string[]} [cleared] the stores to clear before
 * @returns {Promise<number>} the plan that is stored
 */
export async function write(entries, plan, cleared = []) {
  askToKeep();
  const stored = await run("readwrite", async (tx) => {
    const found = planOf(await answered(tx.objectStore("stamps").get(ALL)));
    if (found !== (plan ?? found)) return found;
    for (const store of cleared) tx.objectStore(store).clear();
    for (const [store, key, value] of entries) tx.objectStore(store).put(value, key);
    return found;
  });
  if (stored === (plan ?? stored)) tell();
  else tabs?.dispatchEvent(new Event("message"));
  return stored;
}

/** Put these entries in the place of everything, all or none. @param {Entry[]} entries */
export const replaceAll = (entries) => write(entries, undefined, STORES);

/** Delete the database itself. @returns {Promise<void>} */
export async function destroy() {
  await answered(indexedDB.deleteDatabase(name()));
  tell();
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
