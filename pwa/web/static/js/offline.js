/**
 * The offline state: registers the worker, asks it to keep the page's language, says how it stands,
 * and offers a new version.
 *
 * The page never believes `navigator.onLine`: it says "online" behind a captive portal and beside a
 * dead server. It asks the worker, and what the worker can't store is tried again, ever more
 * slowly, and at once when the reader comes back to the page.
 *
 * In the root: `[data-state="unsupported|storing|ready|failed"]`, all hidden but one, and an update
 * bar `[data-update]` with a button `[data-accept-update]`. `<html data-offline>` holds the state.
 */

const page = document.documentElement;
const FIRST_RETRY = 1000;
const LAST_RETRY = 60_000;
/** Longer than the worker's own longest fetch: if it says nothing till then, it was killed. */
const WORKER_SILENCE = 170_000;
const UPDATE_CHECK_EVERY = 30_000;

/** @typedef {"unsupported" | "storing" | "ready" | "failed"} State */

/** @param {HTMLElement} root */
export function mount(root) {
  const offline = new Offline(root);
  // Private windows of Firefox, and plain http: a calm sentence, and the guide works online.
  if (!("serviceWorker" in navigator) || !("caches" in window)) return offline.show("unsupported");
  offline.start();
}

class Offline {
  /** @type {ServiceWorkerRegistration | undefined} */
  #registration;
  /** @type {(() => void) | undefined} */
  #askAgain;
  #attempts = 0;
  #failedInstalls = 0;
  #busy = false;
  #accepted = false;
  #checked = 0;
  #timer = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  start() {
    if (!navigator.serviceWorker.controller) this.show("storing");
    navigator.serviceWorker.addEventListener("controllerchange", () => this.#workerChanged());
    const accept = this.root.querySelector("[data-accept-update]");
    accept?.addEventListener("click", () => this.#accept());
    // An iOS home-screen app is resumed for weeks without a load: each of these is a new start.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#wake());
    addEventListener("focus", () => this.#wake());
    addEventListener("online", () => this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    this.#attempt();
  }

  /** @param {State} state */
  show(state) {
    page.dataset.offline = state;
    for (const sentence of this.root.querySelectorAll("[data-state]")) {
      sentence.hidden = sentence.dataset.state !== state;
    }
  }

  /** Registers and stores, until it succeeds. */
  async #attempt() {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      await this.#register();
      await this.#store();
      this.#attempts = 0;
      this.show("ready");
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error?.name === "NotSupportedError") return this.show("unsupported");
    this.show("failed");
    this.#timer = setTimeout(() => this.#attempt(), pause(this.#attempts));
    this.#attempts += 1;
  }

  async #register() {
    await allowed();
    const url = workerUrl();
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
    if (registration === this.#registration) return;
    this.#registration = registration;
    this.#watch(registration.installing);
    registration.addEventListener("updatefound", () => this.#watch(registration.installing));
    this.#offerUpdate();
    this.#checkForUpdate(true);
  }

  /** Stores with the worker in charge, else with the one that waits: its version may be the only
   *  one the server still has. */
  async #store() {
    const active = await activeWorker(this.#registration);
    try {
      await this.#ask(active);
    } catch (error) {
      this.#checkForUpdate(true);
      if (!this.#registration.waiting) throw error;
      await this.#ask(this.#registration.waiting);
    }
  }

  /** @param {ServiceWorker} worker */
  async #ask(worker) {
    const message = { type: "store", locale: page.lang, attempt: this.#attempts };
    let silence = 0;
    const answered = new Promise((resolve, reject) => {
      silence = setTimeout(reject, WORKER_SILENCE);
      this.#askAgain = () => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => this.#heard(data, resolve, reject);
        worker.postMessage(message, [port2]);
      };
    });
    this.#askAgain();
    await answered.finally(() => {
      clearTimeout(silence);
      this.#askAgain = undefined;
    });
  }

  /** @param {{ state: State, reason?: string }} answer */
  #heard({ state, reason }, resolve, reject) {
    if (state === "ready") resolve();
    if (state === "failed") reject(reason);
    // Only the first time: a sentence that flickers at each retry would unsettle.
    if (state === "storing" && !this.#attempts) this.show("storing");
  }

  /** @param {ServiceWorker | null} worker */
  #watch(worker) {
    worker?.addEventListener("statechange", () => {
      this.#offerUpdate();
      if (worker.state === "installed") this.#failedInstalls = 0;
      // An install that was cut leaves no worker behind, and the browser alone would not try again
      // before the next load.
      if (worker.state === "redundant") {
        setTimeout(() => this.#checkForUpdate(true), pause(this.#failedInstalls));
        this.#failedInstalls += 1;
      }
    });
  }

  /** The reader is back: the worker may have been killed (iOS), the storage cleared. */
  #wake() {
    this.#askAgain?.();
    this.#attempt();
    this.#checkForUpdate();
  }

  #checkForUpdate(now = false) {
    // Not Date: the phone's clock may be moved.
    const due = now || performance.now() - this.#checked > UPDATE_CHECK_EVERY;
    if (!due || !this.#registration?.active) return;
    this.#checked = performance.now();
    this.#registration.update().catch(() => {}); // Offline: the next look will do.
  }

  #offerUpdate() {
    const bar = this.root.querySelector("[data-update]");
    if (bar) bar.hidden = !(this.#registration?.waiting && this.#registration.active);
  }

  #accept() {
    this.#accepted = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage({ type: "activate" });
    else location.reload(); // Another tab was quicker.
  }

  /** Only the tab whose reader accepted reloads; in the others nothing they typed is lost. */
  #workerChanged() {
    this.#offerUpdate();
    if (!this.#accepted) return this.#attempt();
    this.#accepted = false;
    location.reload();
  }
}

/** @param {number} times how often it failed already
 *  @returns {number} how long to wait, in ms */
const pause = (times) => Math.min(LAST_RETRY, FIRST_RETRY * 2 ** times);

/** Rejects with NotSupportedError where the browser's settings forbid workers or storage. The
 *  registration can't tell: a portal's page in the worker's place is a SecurityError too. */
async function allowed() {
  try {
    await Promise.all([navigator.serviceWorker.getRegistration(), caches.keys()]);
  } catch ({ name }) {
    throw new DOMException(name, "NotSupportedError");
  }
}

/** @param {ServiceWorkerRegistration} registration
 *  @returns {Promise<ServiceWorker>} the worker in charge, once there is one */
function activeWorker({ active, installing, waiting }) {
  if (active) return Promise.resolve(active);
  const worker = installing ?? waiting;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activating" || worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new TypeError(worker.state));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** The one script address this page may hand to the browser as a string. */
function workerUrl() {
  const url = `${page.dataset.base}sw.js`;
  return policy ? policy.createScriptURL(url) : url;
}

// Older browsers have no Trusted Types and take the plain string.
const policy = window.trustedTypes?.createPolicy("app", {
  createScriptURL(url) {
    if (url !== `${page.dataset.base}sw.js`) throw new TypeError(url);
    return url;
  },
});
