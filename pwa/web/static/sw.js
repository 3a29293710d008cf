/* The service worker: keeps whole languages on the phone and answers from them without a network.
 *
 * `RELEASE` is put at the head of this file when it is served: the base path, the patience (in ms,
 * for one fetch) and, for each language, its version and where its bundle and its index (each
 * path's hash) lie, with the integrity of both. So every deployment changes this file's bytes, and
 * the browser's own update flow does the rest. Comments are dropped then: an update costs less.
 *
 * Three ideas:
 * - A set is one language in one version: the cache "<base><locale>:<version>". It is filled from
 *   one bundle, and a mark (its index: each path's hash) is written last. No mark, no set.
 * - Whatever is read from a cache is compared with its hash. So a copy from an older set, a page
 *   fetched alone and a damaged entry are all judged by the same rule, and filling, updating and
 *   healing are one function.
 * - A new worker stores its sets while installing, beside the old ones, and waits. Old sets go when
 *   it takes over: when the reader accepts it, or when the app is next started.
 */
/* global RELEASE */

const { base, sets, patience } = RELEASE;

/** Changed pages are fetched one by one up to this many; beyond it the bundle costs less. */
const SINGLES = 8;
/** How often a slow network is given more time before the patience stops growing. */
const PATIENCE_STEPS = 4;
/** Keys with a query can't clash with a page: pages are looked up without their query. */
const MARK = `${base}?index`;
const CHOSEN = `${base}?chosen`;
const CHOSEN_CACHE = `${base}chosen`;

/**
 * @typedef {{ headers: Record<string, string>, pages: Record<string, string> }} Index
 *     what a set holds: the headers its files are served with, and each path's hash
 */

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  const { type, locale, attempt = 0 } = event.data ?? {};
  if (type === "activate") event.waitUntil(self.skipWaiting());
  if (type === "store") event.waitUntil(keep(locale, attempt, event.ports[0]));
});

self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path === undefined) return;
  // A broken cache (storage wiped or blocked) must never cost the reader a page the network has.
  event.respondWith(answer(event.request, path).catch(() => fetch(event.request)));
});

// ---- life cycle

/** Brings every stored language to this version; where nothing is stored, nothing can be lost. */
async function install() {
  const stored = await storedLocales();
  if (stored.length === 0) await self.skipWaiting();
  for (const locale of stored) await store(locale, PATIENCE_STEPS);
}

/** @returns {Promise<string[]>} the languages still published of which some version is whole */
async function storedLocales() {
  const found = new Set();
  for (const name of await ourCaches()) if (await indexOf(name)) found.add(localeOf(name));
  return [...found].filter((locale) => locale in sets);
}

async function activate() {
  for (const name of await ourCaches()) if (await isSpent(name)) await caches.delete(name);
  // The first visit's page is looked after at once, not from its next load on.
  await self.clients.claim();
}

/** Whether a set is of no more use: withdrawn, half filled, or replaced by a whole one. */
async function isSpent(name) {
  const locale = localeOf(name);
  if (!(locale in sets)) return true;
  if (name === nameOf(locale)) return false;
  return !(await indexOf(name)) || Boolean(await indexOf(nameOf(locale)));
}

// ---- names

/** @param {string} locale */
const nameOf = (locale) => `${base}${locale}:${sets[locale].version}`;

/** Whether a set belongs to this version. */
const isCurrent = (name) => localeOf(name) in sets && name === nameOf(localeOf(name));

/** @returns {string | undefined} the language of a set, if it is one of ours: caches belong to the
 *     whole origin, and another guide may live under another path of it */
function localeOf(name) {
  return name.startsWith(base) ? /^([^/:]+):[^/:]+$/.exec(name.slice(base.length))?.[1] : undefined;
}

/** Our caches, those of the preferred language first. */
async function ourCaches(preferred) {
  const names = (await caches.keys()).filter(localeOf);
  const rank = (name) => (localeOf(name) === preferred ? 0 : 1);
  return names.sort((one, other) => rank(one) - rank(other));
}

/** @returns {string | undefined} the path below the base, or undefined for what is left alone */
function pathOf(request) {
  const { origin, pathname } = new URL(request.url);
  const ours = request.method === "GET" && origin === location.origin && pathname.startsWith(base);
  const path = pathname.slice(base.length);
  if (!ours || path === "healthz" || path.endsWith(".pdf")) return undefined;
  return path.replace(/(^|\/)index\.html$/, "$1");
}

// ---- answering

/** This version, else the network, else an older version, else a page that says what is missing. */
async function answer(request, path) {
  const names = await ourCaches(path.split("/")[0]);
  const current = await find(path, names.filter(isCurrent));
  if (current) return current;
  const live = await fromNetwork(request, names.length > 0);
  if (live && live.status < 500) return live;
  return (await find(path, names)) ?? live ?? (await lastResort(request, path, names));
}

/** The network's answer, or undefined. Only where we have something else do we stop waiting. */
function fromNetwork(request, bounded) {
  const live = fetch(request).catch(() => undefined);
  return bounded ? Promise.race([live, after(patience / 3)]) : live;
}

/** What a page gets that is neither stored nor reachable. */
async function lastResort(request, path, names) {
  if (request.mode !== "navigate" || names.length === 0) return Response.error();
  const withSlash = await find(`${path}/`, names);
  if (withSlash) return Response.redirect(`${base}${path}/`);
  const chosen = await chosenLocale();
  const home = path === "" && (await find(`${chosen}/`, names));
  if (home) return Response.redirect(`${base}${chosen}/`);
  return (await notStored(await ourCaches(chosen))) ?? Response.error();
}

/** The page "this is not on your phone", in the reader's language before any other. */
async function notStored(names) {
  for (const name of names) {
    const page = await find(`${localeOf(name)}/not-stored/`, [name]);
    if (page) return page;
  }
  return undefined;
}

/** The first intact copy of a path in whole sets. */
async function find(path, names) {
  for (const name of names) {
    const hash = (await indexOf(name))?.pages[path];
    const copy = hash && (await take(name, path, hash));
    if (copy) return copy;
  }
  return undefined;
}

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
  return btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 16);
}

// ---- filling a set

/** Stores a language for a page that shows it, and tells the page how it stands. */
async function keep(locale, attempt, port) {
  try {
    const name = nameOf(locale);
    known.delete(name);
    if (!(await indexOf(name))) port.postMessage({ state: "storing" });
    await Promise.all([choose(locale), store(locale, attempt)]);
    port.postMessage({ state: "ready" });
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

/** From what other versions hold if there are any, else from the bundle. */
async function fillNew(name, limit) {
  const locale = localeOf(name);
  const donors = (await ourCaches()).filter((donor) => localeOf(donor) === locale);
  if (donors.length === 0) return unpack(name, limit);
  try {
    const { integrity } = sets[locale].index;
    const index = await (await get(sets[locale].index.url, limit, { integrity })).json();
    return await complete(name, index, limit, donors);
  } catch {
    // A host that rewrites pages, or a deployment half done: the bundle is whole or nothing.
    return unpack(name, limit);
  }
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
  await Promise.all(holes.map((path) => fetchInto(cache, path, index, limit)));
  return index;
}

async function fetchInto(cache, path, index, limit) {
  const response = await get(path, limit);
  const bytes = await response.clone().arrayBuffer();
  if ((await hashOf(bytes)) !== index.pages[path]) throw new TypeError(path);
  await put(cache, path, response, index.headers);
}

/** @returns {Promise<Index>} what the bundle held */
async function unpack(name, limit) {
  const { url, integrity } = sets[localeOf(name)].bundle;
  const { files, headers } = await (await get(url, limit, { integrity })).json();
  const cache = await caches.open(name);
  const pages = {};
  const one = async ([path, { type, ...content }]) => {
    const bytes = bytesOf(content);
    pages[path] = await hashOf(bytes);
    await put(cache, path, new Response(bytes, { headers: { "content-type": type } }), headers);
  };
  await Promise.all(Object.entries(files).map(one));
  return { headers, pages };
}

const bytesOf = ({ body, base64 }) =>
  base64 === undefined
    ? new TextEncoder().encode(body)
    : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

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
async function get(path, limit, { integrity } = {}) {
  const response = await fetch(base + path, {
    cache: "reload",
    redirect: "error",
    integrity,
    signal: AbortSignal.timeout?.(limit), // Safari before 16 has none and waits.
  });
  if (response.status !== 200) throw new TypeError(`${response.status} ${path}`);
  return response;
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// ---- the reader's language: a worker has no localStorage, so one tiny cache of its own

async function choose(locale) {
  if ((await chosenLocale()) === locale) return;
  const cache = await caches.open(CHOSEN_CACHE);
  await cache.put(CHOSEN, new Response(locale));
}

async function chosenLocale() {
  const found = await caches.match(CHOSEN, { cacheName: CHOSEN_CACHE });
  return found?.text();
}
