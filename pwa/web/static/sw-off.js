/* The worker that takes everything back: served in the place of sw.js, it removes every set that a
 * phone stored for this guide, and then itself. What the reader wrote is not in these caches, and
 * stays. `RELEASE` is put at the head of this file when it is served.
 */
/* global RELEASE */

const { base } = RELEASE;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

/** @type {() => void} */
let done;
const left = new Promise((resolve) => (done = resolve));

// A page that was open meanwhile: from now on it reads from the network, as without a worker.
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  if (event.data?.type !== "store") return;
  event.waitUntil(left.then(() => port.postMessage({ state: "unsupported" })));
});

/** Caches belong to the whole origin: another guide may live under another path of it. */
async function leave() {
  const ours = (name) => name.startsWith(base) && !name.slice(base.length).includes("/");
  const names = (await caches.keys()).filter(ours);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
  done();
}
