/* The worker's sets, read and filled. This file is put behind sw.js when that is served.
 *
 * There are four ways to a whole set, each proved by the version: the lines that changed since the
 * one before, the pages that did, the bundle, and for a set with holes the copies of another one.
 */
/* global base, localeOf, nameOf, ourCaches, patience, sets, versionOf */

/** Changed pages are fetched one by one up to this many; beyond it the bundle costs less. */
const SINGLES = 8;
/** How many versions a phone may have missed and still be told only what changed. */
const STEPS = 8;
/** Keys with a query can't clash with a page: pages are looked up without their query. */
const MARK = `${base}?index`;

/**
 * @typedef {{ headers: Record<string, string>, vital: Record<string, string>,
 *     pages: Record<string, string> }} Index
 *     what a set holds: the headers its files are served with, the hashes of what a reader must hear
 *     of when it changes, and each path's hash
 */

// ---- reading a set

/** @type {Map<string, Index>} read once in this worker's life, and again whenever a page asks */
const known = new Map();

/** @returns {Promise<Index | undefined>} what a set holds; undefined if it isn't whole */
async function indexOf(name) {
  if (!known.has(name)) {
    const mark = await caches.match(MARK, { cacheName: name });
    const index = await mark?.json().catch(() => undefined);
    if (index) known.set(name, index);
  }
  return known.get(name);
}

/** @returns {Promise<Response | undefined>} an entry, if it is there and unharmed */
async function take(name, path, hash) {
  try {
    const found = await caches.match(base + path, { cacheName: name });
    const bytes = await found.arrayBuffer();
    if ((await hashOf(bytes)) !== hash) return undefined;
    return new Response(bytes, { headers: found.headers });
  } catch {
    return undefined; // Missing, or the disk failed to give it.
  }
}

/** The first 96 bits of SHA-256: enough to know a page by, and short in an index of many pages. */
async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const short = btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 16);
  return short.replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * What this version would change for a reader who is shown another one of each language.
 * @returns {Promise<{ same: boolean, vital: string[] }>} the names of what the reader must hear of
 */
async function news(locale, shown) {
  const versions = [sets[locale], shown[locale]];
  const [now, then] = await Promise.all(versions.map((one) => indexOf(nameOf(locale, one ?? ""))));
  const told = now && then ? Object.keys(now.vital) : [];
  const vital = told.filter((name) => now.vital[name] !== then.vital[name]);
  return { same: JSON.stringify(sets) === JSON.stringify(shown), vital };
}

// ---- filling a set

/** Stores a language for a page that shows it, and tells the page how it stands. */
async function keep(locale, attempt, port) {
  // A page that stood open while its language was withdrawn.
  if (!(locale in sets)) return port.postMessage({ state: "unsupported" });
  try {
    const name = nameOf(locale);
    known.delete(name);
    if (!(await indexOf(name))) port.postMessage({ state: "storing" });
    // Both to their end: a page that hears of a failure shall find nothing half done.
    const ended = await Promise.allSettled([choose(locale), store(locale, attempt)]);
    for (const { reason } of ended) if (reason) throw reason;
    port.postMessage({ state: "ready", sets });
  } catch (error) {
    port.postMessage({ state: "failed", reason: String(error) });
  }
}

/** @type {Map<string, Promise<void>>} */
const underWay = new Map();

/** Stores a language once, however many tabs ask. */
function store(locale, attempt) {
  if (!underWay.has(locale)) {
    const limit = patience * (1 + Math.min(attempt, PATIENCE_STEPS));
    underWay.set(locale, fill(locale, limit).finally(() => underWay.delete(locale)));
  }
  return underWay.get(locale);
}

/** Makes the set whole. A whole one is only mended: it goes on serving meanwhile. */
async function fill(locale, limit) {
  const name = nameOf(locale);
  const index = await indexOf(name);
  if (index) return void (await complete(name, index, limit));
  try {
    await mark(name, await fillNew(name, limit));
  } catch (error) {
    await caches.delete(name); // No orphans, and a full disk gets its room back.
    throw error;
  }
}

/** From what other versions hold, with the lines that changed or the pages that did; else from the
 *  bundle, which needs nothing but itself. */
async function fillNew(name, limit) {
  const donors = (await ourCaches()).filter((donor) => localeOf(donor) === localeOf(name));
  const whole = [];
  for (const donor of donors) if (await indexOf(donor)) whole.push(donor);
  const ways = [
    ...whole.map((donor) => async () => follow(donor, name, limit)),
    ...(donors.length > 0 ? [() => fetchIndex(name, limit)] : []),
  ];
  for (const way of ways) {
    // A host that keeps no changes or rewrites pages, a deployment half done: the next way.
    const index = await way().catch(() => undefined);
    if (index) return complete(name, index, limit, [name, ...donors]);
  }
  return unpack(name, limit);
}

async function fetchIndex(name, limit) {
  return proved(name, await (await get(`${localeOf(name)}/offline.json`, limit)).json());
}

/** Walks from one whole set to another by what changed; what is new lies in the new cache then. */
async function follow(donor, name, limit) {
  const step = { donor, index: await indexOf(donor), made: new Map(), to: versionOf(donor) };
  for (let count = 0; step.to !== versionOf(name); count += 1) {
    if (count === STEPS) throw new RangeError(donor);
    await walk(step, await (await get(`${localeOf(name)}/changes.${step.to}.json`, limit)).json());
  }
  step.index = await proved(name, step.index);
  const cache = await caches.open(name);
  await Promise.all([...step.made].map(([path, made]) => put(cache, path, made, step.index.headers)));
  return step.index;
}

/** One step: from the files so far to those of the next version. */
async function walk(step, { to, headers, vital, gone, files }) {
  const pages = new Map(Object.entries(step.index.pages));
  const remade = await Promise.all(
    Object.entries(files).map(async ([path, file]) => [path, file.type, await remake(step, file)]),
  );
  for (const path of gone) [pages, step.made].forEach((all) => all.delete(path));
  for (const [path, type, bytes] of remade) {
    pages.set(path, await hashOf(bytes));
    step.made.set(path, typed(bytes, type));
  }
  const known = { headers: headers ?? step.index.headers, vital: vital ?? step.index.vital };
  step.index = { ...known, pages: Object.fromEntries(pages) };
  step.to = to;
}

/** A file from the old one's lines and the new ones between them, or as it came. */
async function remake({ donor, index, made }, { from, lines, body }) {
  if (from === undefined) return bytesOf(body);
  const before = made.get(from)?.clone() ?? (await take(donor, from, index.pages[from]));
  const old = (await before.text()).split("\n");
  const text = (edit) => (typeof edit === "string" ? edit : old.slice(...edit).join("\n"));
  return bytesOf(lines.map(text).join("\n"));
}

/** @param {Index} index @returns {Promise<Index>} the same in order, if it is what the version stands for */
async function proved(name, { headers, vital, pages }) {
  const index = { headers, vital, pages: Object.fromEntries(Object.entries(pages).sort()) };
  const hash = await hashOf(bytesOf(JSON.stringify(index)));
  if (hash !== versionOf(name)) throw new TypeError(name);
  return index;
}

/** Fills the holes of a set: from other versions, then page by page, or with the bundle. */
async function complete(name, index, limit, donors = [name]) {
  const cache = await caches.open(name);
  const copied = async (path) => {
    for (const donor of donors) {
      const copy = await take(donor, path, index.pages[path]);
      if (!copy) continue;
      if (donor !== name) await put(cache, path, copy, index.headers);
      return true;
    }
    return false;
  };
  const paths = Object.keys(index.pages);
  const done = await Promise.all(paths.map(copied));
  const holes = paths.filter((_, at) => !done[at]);
  if (holes.length > SINGLES) return unpack(name, limit);
  try {
    await Promise.all(holes.map((path) => fetchInto(cache, path, index, limit)));
  } catch {
    return unpack(name, limit);
  }
  return index;
}

async function fetchInto(cache, path, index, limit) {
  const response = await get(path, limit);
  const bytes = await response.clone().arrayBuffer();
  if ((await hashOf(bytes)) !== index.pages[path]) throw new TypeError(path);
  await put(cache, path, response, index.headers);
}

/** Stores each file of the bundle while the next is on its way: a phone takes as long to store them as
 *  the network to bring them. A file has a line to itself, between a first line and a last.
 *  @returns {Promise<Index>} what the bundle held */
async function unpack(name, limit) {
  const stop = new AbortController();
  let timer;
  // The whole of it may take longer than the patience, but not from one part to the next.
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), limit);
  };
  wait();
  const bundle = get(`static/${localeOf(name)}.${versionOf(name)}.json`, limit, stop.signal);
  const [response, cache] = await Promise.all([bundle, caches.open(name)]);
  const pages = {};
  let told;
  const keepFile = async (line) => {
    // Whoever publishes from Windows may have given the line another end.
    const [[path, { type, body }]] = Object.entries(JSON.parse(`{${line.replace(/,\s*$/, "")}}`));
    pages[path] = await hashOf(bytesOf(body));
    await put(cache, path, typed(body, type), told.headers);
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = "", part; !(part = await reader.read()).done; ) {
    wait();
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    if (lines.length) told ??= JSON.parse(`${lines.shift()}}}`);
    await Promise.all(lines.map(keepFile));
  }
  return proved(name, { ...told, pages });
}

const bytesOf = (text) => new TextEncoder().encode(text);

const typed = (body, type) => new Response(body, { headers: { "content-type": type } });

/** Keeps a file with the set's own headers, so that the policy holds offline as it does online. */
async function put(cache, path, { body, headers: own }, headers) {
  const all = { ...headers, "content-type": own.get("content-type") };
  await cache.put(base + path, new Response(body, { headers: all }));
}

/** Written last: from here on the set counts. Only then is it known, so no half set is served. */
async function mark(name, index) {
  const cache = await caches.open(name);
  await cache.put(MARK, new Response(JSON.stringify(index)));
}

/** Past the browser's own cache, in bounded time, and never a portal's page or a redirect. */
async function get(path, limit, signal = AbortSignal.timeout?.(limit)) {
  const response = await fetch(base + path, {
    cache: "reload",
    redirect: "error",
    signal, // Safari before 16 has no timeout and waits.
  });
  if (response.status !== 200) throw new TypeError(`${response.status} ${path}`);
  return response;
}
