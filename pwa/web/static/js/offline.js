/**
 * The offline state: registers the worker, asks it to keep the page's language, says how it stands,
 * and offers a new version.
 *
 * The page never believes `navigator.onLine`: it says "online" behind a captive portal and beside a
 * dead server. It asks the worker, and what the worker can't store is tried again, ever more
 * slowly, and at once when the reader comes back to the page.
 *
 * In the root: `[data-state="unsupported|storing|ready|failed"]`, all hidden but one, and an update
 * bar `[data-update]` with a button `[data-accept-update]` and, for what a reader must hear of, a
 * sentence `[data-changed]`. `<html data-offline>` holds the state.
 */

const page = document.documentElement;
const WORKER = `${page.dataset.base}sw.js`;
const FIRST_RETRY = 1000;
const LAST_RETRY = 60_000;
/** Longer than the worker's own longest fetch: if it says nothing till then, it was killed. */
const WORKER_SILENCE = 170_000;
const UPDATE_CHECK_EVERY = 30_000;
/** For the worker's script, which is small. The browser itself would wait for minutes. */
const SCRIPT_PATIENCE = 20_000;
/** A worker that is alive answers a question at once. */
const ANSWER_PATIENCE = 5000;

/** @typedef {"unsupported" | "storing" | "ready" | "failed"} State */

/** @param {HTMLElement} root */
function mount(root) {
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
  #arrived = false;
  /** The version of each language that the worker in charge serves, once it has said so. */
  #shown = {};
  #checked = 0;
  #timer = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  start() {
    if (!navigator.serviceWorker.controller) this.show("storing");
    navigator.serviceWorker.addEventListener("controllerchange", () => this.#workerChanged());
    this.root.querySelector("[data-accept-update]").addEventListener("click", () => this.#accept());
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
    this.#offerUpdate(); // only now it is known which version is shown, and so what has changed
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error?.name === "NotSupportedError") return this.show("unsupported");
    this.show("failed");
    this.#timer = setTimeout(() => this.#attempt(), pause(this.#attempts));
    this.#attempts += 1;
  }

  async #register() {
    [this.#arrived] = await Promise.all([this.#arrived || arrives(this.#attempts), allowed()]);
    const url = policy?.createScriptURL(WORKER) ?? WORKER;
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
    if (registration === this.#registration) return;
    this.#registration = registration;
    this.#watch(registration.installing);
    registration.addEventListener("updatefound", () => this.#watch(registration.installing));
    this.#checkForUpdate(true);
  }

  /** Stores with the worker in charge, else with the one that waits: its version may be the only
   *  one the server still has. */
  async #store() {
    const active = await activeWorker(this.#registration);
    try {
      this.#shown = await this.#ask(active);
    } catch (error) {
      this.#checkForUpdate(true);
      if (!this.#registration.waiting) throw error;
      await this.#ask(this.#registration.waiting);
    }
  }

  /** @param {ServiceWorker} worker @returns {Promise<Record<string, string>>} its versions */
  async #ask(worker) {
    const message = { type: "store", attempt: this.#attempts };
    let silence = 0;
    const answered = new Promise((resolve, reject) => {
      silence = setTimeout(reject, WORKER_SILENCE);
      this.#askAgain = () => send(worker, message, (data) => this.#heard(data, resolve, reject));
    });
    this.#askAgain();
    return answered.finally(() => {
      clearTimeout(silence);
      this.#askAgain = undefined;
    });
  }

  /** @param {{ state: State, reason?: string }} answer */
  #heard({ state, reason, sets }, resolve, reject) {
    if (state === "ready") resolve(sets);
    if (state === "failed") reject(reason);
    // The worker that takes all back is in charge now.
    if (state === "unsupported") reject(new DOMException(state, "NotSupportedError"));
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
    // Offline, or no answer: the next time the reader comes back is time to look again.
    this.#registration.update().catch(() => (this.#checked = -UPDATE_CHECK_EVERY));
  }

  async #offerUpdate() {
    const { waiting, active } = this.#registration ?? {};
    const bar = this.root.querySelector("[data-update]");
    if (!waiting || !active) return void (bar.hidden = true);
    // Asking the active worker now would keep it busy, and so keep out one that waits for nobody.
    const news = await new Promise((resolve) => {
      send(waiting, { type: "news", shown: this.#shown }, resolve);
      setTimeout(resolve, ANSWER_PATIENCE);
    });
    if (waiting !== this.#registration.waiting) return;
    // The version that the reader has, again: the one offered before was withdrawn.
    if (news?.same) return waiting.postMessage({ type: "activate" });
    for (const sentence of bar.querySelectorAll("[data-changed]")) {
      sentence.hidden = !news?.vital.includes(sentence.dataset.changed);
    }
    bar.hidden = false;
  }

  async #accept() {
    const half = (await typed()).halfTyped();
    if (half) return void half.reportValidity(); // Only the reader can finish it.
    this.#accepted = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage({ type: "activate" });
    else reload(); // Another tab was quicker.
  }

  /** Only the tab whose reader accepted reloads; in the others nothing they typed is lost. */
  #workerChanged() {
    this.#offerUpdate();
    if (!this.#accepted) return this.#attempt();
    this.#accepted = false;
    reload();
  }
}

/** Shows the new version, unless that would cost what the reader has typed. */
async function reload() {
  if ((await typed()).keep()) location.reload();
}

/** Not imported above: what is stored soonest is stored before a phone leaves its network. */
const typed = () => import("./typed.js");

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

/** Resolves when the worker's script has come, and rejects if it takes too long. A browser that
 *  fetches it to register it waits for minutes, and for as long nobody can register anything. The
 *  page's head has asked for it already; a worker in charge answers with nothing.
 *  @param {number} attempts when it hung once, whoever asks for the same is made to wait with it */
async function arrives(attempts) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SCRIPT_PATIENCE);
  const cache = attempts > 0 ? "no-store" : "default";
  const response = await fetch(WORKER, { cache, signal: stop.signal });
  await response.arrayBuffer();
  clearTimeout(timer);
  return true;
}

/** @param {ServiceWorker} worker @param {(data: any) => void} heard what it answers */
function send(worker, message, heard) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => heard(data);
  worker.postMessage({ locale: page.lang, ...message }, [port2]);
}

/** @param {ServiceWorkerRegistration} registration
 *  @returns {Promise<ServiceWorker>} the worker in charge, once there is one */
async function activeWorker({ active, installing, waiting }) {
  if (active) return active;
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

// The one script address this page may hand to the browser as a string. Older browsers have no
// Trusted Types and take the plain one.
const policy = window.trustedTypes?.createPolicy("app", {
  createScriptURL(url) {
    if (url !== WORKER) throw new TypeError(url);
    return url;
  },
});

mount(document.querySelector("[data-component=offline]"));
