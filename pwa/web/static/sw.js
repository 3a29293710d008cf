/* The service worker: keeps whole languages on the phone and answers from them without a network.
 *
 * When it is served, `RELEASE` is put before it (the base path, the patience in ms for one fetch, and
 * the version of each language) and sw-sets.js behind it, in one function with it. So every deployment
 * changes this file's bytes, and the browser's own update flow does the rest. Comments are dropped
 * then: an update costs less.
 *
 * Four ideas:
 * - A set is one language in one version: the cache "<base><locale>:<version>". A mark (its index:
 *   each path's hash) is written last. No mark, no set.
 * - A version is the hash of its index. So whatever the network gave is proved by the version alone.
 * - Whatever is read from a cache is compared with its hash. So a copy from an older set, a page
 *   fetched alone and a damaged entry are all judged by the same rule.
 * - A new worker stores its sets while installing, beside the old ones, and waits. Old sets go when
 *   it takes over: when the reader accepts it, or when the app is next started.
 */
/* global RELEASE, indexOf, keep, news, store, take */

const { base, sets, patience } = RELEASE;

/** How often a slow network is given more time before the patience stops growing. */
const PATIENCE_STEPS = 4;
/** Keys with a query can't clash with a page: pages are looked up without their query. */
const CHOSEN = `${base}?chosen`;
const CHOSEN_CACHE = `${base}chosen`;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("message", (event) => {
  const { type, locale, attempt = 0, shown } = event.data ?? {};
  const [port] = event.ports;
  if (type === "activate") event.waitUntil(skipWaiting());
  if (type === "store") event.waitUntil(keep(locale, attempt, port));
  if (type === "news") event.waitUntil(news(locale, shown).then((found) => port.postMessage(found)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(request);
  if (path === undefined) {
    // A sheet of paper comes from the server: a reader without a network is told so.
    if (request.mode === "navigate") event.respondWith(fetch(request).catch(notStored));
    return;
  }
  // A page asks only to learn whether the script arrives at all, before it registers the worker.
  if (path === "sw.js") return event.respondWith(new Response());
  // A broken cache (storage wiped or blocked) must never cost the reader a page the network has.
  event.respondWith(answer(request, path).catch(() => fetch(request)));
});

// ---- life cycle

/** Brings every stored language to this version; where nothing is stored, nothing can be lost. One
 *  that is published no more goes when this worker takes over: the first one then stands for it. */
async function install() {
  const stored = await storedLocales();
  if (!stored[0]) await begin();
  const [first] = Object.keys(sets);
  for (const locale of stored) await store(locale in sets ? locale : first, PATIENCE_STEPS);
}

/** On a first visit the page's language is asked for while the worker comes into its charge. If that
 *  fails, the page asks again, and says so. */
async function begin() {
  for (const { url } of await clients.matchAll({ includeUncontrolled: true })) {
    const locale = pathOf({ url, method: "GET" })?.split("/")[0];
    if (locale in sets) store(locale, 0).catch(() => {});
  }
  await skipWaiting();
}

/** @returns {Promise<string[]>} the languages of which some version is whole */
async function storedLocales() {
  const found = new Set();
  for (const name of await ourCaches()) if (await indexOf(name)) found.add(localeOf(name));
  return [...found];
}

async function activate() {
  for (const name of await ourCaches()) if (await isSpent(name)) await caches.delete(name);
  // The first visit's page is looked after at once, not from its next load on.
  await clients.claim();
}

/** Whether a set is of no more use: withdrawn, half filled, or replaced by a whole one. */
async function isSpent(name) {
  const locale = localeOf(name);
  if (!(locale in sets)) return true;
  if (name === nameOf(locale)) return false;
  return !(await indexOf(name)) || (await indexOf(nameOf(locale)));
}

// ---- names

/** @param {string} locale */
const nameOf = (locale, version = sets[locale]) => `${base}${locale}:${version}`;

const versionOf = (name) => name.slice(name.lastIndexOf(":") + 1);

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
  const isFirst = (name) => localeOf(name) === preferred;
  return names.sort((one, other) => isFirst(other) - isFirst(one));
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
  if (withSlash) return Response.redirect(`${base}${path}/${new URL(request.url).search}`);
  const chosen = await chosenLocale();
  const home = path === "" && (await find(`${chosen}/`, names));
  if (home) return Response.redirect(`${base}${chosen}/`);
  return notStored();
}

/** The page "this is not on your phone", in the reader's language before any other. */
async function notStored() {
  for (const name of await ourCaches(await chosenLocale())) {
    const page = await find(`${localeOf(name)}/not-stored/`, [name]);
    if (page) return page;
  }
  return Response.error();
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
