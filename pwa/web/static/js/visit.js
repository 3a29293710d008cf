/**
 * What a reader takes to a visit: questions chosen and put in order, answers, what matters, and the
 * steps before a choice. HTML comes complete from the server; this file holds the records and joins
 * the parts, and each part has a file of its own.
 *
 * The records (`kinds.js`) are the state, and the page follows from them. What is entered
 * before the store has been read, or while it can't be, joins what was stored.
 */

import { Asks } from "./asks.js";
import { isDay, today } from "./days.js";
import { formatDay, formatNumber } from "./formats.js";
import { passOn } from "./handover.js";
import { isRecord, onlyGood } from "./kinds.js";
import { finder, isChanged, onClicks, showSaving, textsOf } from "./page.js";
import { Saver } from "./saver.js";
import { Sheet } from "./sheet.js";
import { onOtherTab, readAll } from "./store.js";

/** @typedef {import("./kinds.js").Ask} Ask */

const isOwn = (key) => key.startsWith("own-");
const emptyAsk = { text: "", answer: "" };
/** What stands for a record that is not there. */
const EMPTY = { order: [], cares: [], matters: "", ready: {} };

/** @param {HTMLElement} root @returns {Promise<void>} */
export function mount(root) {
  return new Visit(root).start();
}

class Visit {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.find = finder(root);
    this.texts = textsOf(root);
    /** @type {Map<string, any>} */
    this.records = new Map();
    /** @type {Set<string>} keys of what was entered while nothing was loaded */
    this.early = new Set();
    this.loaded = false;
    /** @type {Record<string, unknown>} the answers of the plan */
    this.plan = {};
    this.saver = new Saver((state) => this.#showState(state));
    this.choices = new Map(this.#all("input[name=ask]").map((box) => [box.value, box]));
    const on = { move: (key, by) => this.#move(key, by), remove: (key) => this.#remove(key) };
    this.asks = new Asks(this.find("mine"), on);
    this.sheet = new Sheet(this.find("sheet"), (fits) => (this.find("too-long").hidden = fits));
  }

  async start() {
    // Ticked or typed before this script ran.
    for (const field of this.#all("input, textarea:not([name=own])")) if (isChanged(field)) this.#changed(field);
    this.root.addEventListener("input", ({ target }) => this.#changed(target, { typing: true }));
    this.root.addEventListener("change", ({ target }) => this.#changed(target));
    this.find("own").addEventListener("submit", (event) => this.#add(event));
    onClicks(this.root, {
      retry: () => this.#retry(),
      "put-back": () => this.#putBack(),
      print: () => print(),
      share: () => this.#share(),
    });
    document.addEventListener("visibilitychange", () => document.hidden || this.#load());
    onOtherTab(() => this.#load());
    this.#enliven();
    await this.#load();
    // Someone who comes back is here for their own questions; the list waits below.
    if (this.#shown()[0]) this.find("summary").after(this.find("choose"));
    this.root.dataset.ready = "";
  }

  /** What needs this script appears, and of the long list only the beginning stays open. */
  #enliven() {
    for (const part of this.#all("[data-live]")) part.hidden = false;
    const target = location.hash.slice(1);
    const [, ...others] = this.#all("[data-choose] details");
    for (const group of others) group.open = [...group.querySelectorAll("li")].some(({ id }) => id === target);
  }

  // --- the store -------------------------------------------------------------------------------

  async #load() {
    let isOther = false;
    try {
      const records = await readAll();
      isOther = this.saver.recover(records);
      this.#take(records);
      this.loaded = true;
      for (const key of this.early) this.saver.put("visit", key, this.records.get(key));
      this.early.clear();
      if (!this.saver.busy) this.#showState(this.records.size > 0 ? "saved" : "");
      if (isOther) this.removed = undefined;
    } catch {
      this.#showState("failed");
    }
    this.#show(isOther);
  }

  /** Take over what was stored, except what is newer here. @param {import("./kinds.js").Records} records */
  #take({ plan, visit }) {
    const stored = onlyGood("visit", visit);
    for (const key of this.early) stored.set(key, joined(stored.get(key), this.records.get(key)));
    this.records = stored;
    this.plan = plan.get("answers") ?? {};
  }

  async #retry() {
    if (!this.loaded) await this.#load();
    await this.saver.flush();
  }

  /** @param {string} key @param {unknown} value @param {{typing?: boolean}} [how] */
  #set(key, value, how) {
    this.records.set(key, value);
    if (this.loaded) this.saver.put("visit", key, value, how);
    else this.early.add(key);
    this.#show();
  }

  // --- what the reader does ----------------------------------------------------------------------

  /** @param {keyof typeof EMPTY} key @returns {any} */
  #get(key) {
    return this.records.get(key) ?? EMPTY[key];
  }

  /** The chosen questions that there is something to show of. */
  #shown() {
    return this.#get("order").filter((key) => (isOwn(key) ? this.records.get(key) : this.choices.has(key)));
  }

  /** @param {any} field @param {{typing?: boolean}} [how] */
  #changed(field, how) {
    const item = field.closest("[data-ask]");
    if (item) return this.#set(item.dataset.ask, askIn(item), how);
    if (field.name === "matters") return this.#set("matters", field.value, how);
    if (how?.typing) return; // a tick is told by "change"
    if (field.name === "ask") return this.#choose(field.value, field.checked);
    if (field.name === "care") return this.#set("cares", withTick(this.#get("cares"), field));
    if (field.type === "radio") return this.#set("ready", { ...this.#get("ready"), [field.dataset.step]: field.value });
  }

  /** @param {string} key @param {boolean} wanted @param {object} [removed] what can be put back */
  #choose(key, wanted, removed) {
    const others = this.#get("order").filter((one) => one !== key);
    this.removed = removed;
    this.#set("order", wanted ? [...others, key] : others);
    this.#tell("chosen", { count: formatNumber(this.#shown().length) });
  }

  /** @param {Event} event */
  #add(event) {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.target).elements.namedItem("own");
    const text = field.value.trim();
    field.focus();
    if (!text) return;
    const key = newKey(this.records);
    field.value = "";
    this.records.set(key, { text, answer: "" });
    this.#choose(key, true);
    this.#set(key, this.records.get(key));
  }

  /** @param {string} key @param {number} by */
  #move(key, by) {
    const shown = this.#shown();
    const at = shown.indexOf(key) + by;
    shown.splice(at - by, 1);
    shown.splice(at, 0, key);
    this.#set("order", joined(shown, this.#get("order")));
    this.#tell("moved", { place: formatNumber(at + 1), count: formatNumber(shown.length) });
  }

  /** @param {string} key */
  #remove(key) {
    this.#choose(key, false, { key, entry: this.records.get(key), order: this.#get("order") });
    if (isOwn(key)) this.#set(key, null);
    this.#tell("removed");
  }

  #putBack() {
    const { key, entry, order } = this.removed;
    this.removed = undefined;
    if (entry) this.#set(key, entry);
    this.#set("order", joined(order, this.#get("order")));
    this.#tell("chosen", { count: formatNumber(this.#shown().length) });
    this.asks.items.get(key)?.querySelector("button:enabled").focus();
  }

  async #share() {
    const name = `${document.documentElement.dataset.guide}-${today()}.txt`;
    const how = await passOn(this.texts("title"), this.sheet.text(this.texts("title")), name);
    this.find("message").textContent = this.texts(how, { file: name });
  }

  // --- showing -----------------------------------------------------------------------------------

  /** @param {boolean} [isOther] whether another plan is stored than was shown: no field is spared then */
  #show(isOther) {
    const busy = this.loaded && !isOther ? document.activeElement : null;
    const shown = this.#shown();
    for (const [key, box] of this.choices) box.checked = shown.includes(key);
    const asks = shown.map((key) => ({ key, words: this.#words(key), entry: this.records.get(key) ?? emptyAsk }));
    this.asks.show(asks, busy);
    this.#showFields(busy);
    this.find("none").hidden = shown[0];
    this.find("action=put-back").hidden = !this.removed;
    for (const count of this.#all("[data-number]")) count.textContent = shown.length ? formatNumber(shown.length) : "";
    const parts = this.#parts(asks);
    this.sheet.show(parts);
    this.find("empty").hidden = parts[0];
    this.find("take").hidden = !parts[0];
  }

  /** @param {Element|null} busy */
  #showFields(busy) {
    const [cares, ready] = [this.#get("cares"), this.#get("ready")];
    for (const box of this.#all("input[name=care]")) box.checked = cares.includes(box.value);
    const own = this.root.querySelector("[name=matters]");
    if (own !== busy) own.value = this.#get("matters");
    for (const button of this.#all("input[type=radio]")) button.checked = ready[button.dataset.step] === button.value;
    for (const advice of this.#all("[data-advice]")) advice.hidden = ready[advice.dataset.advice] !== "not-yet";
  }

  /** The guide's words for a question; the reader's own are in the record. @param {string} key */
  #words(key) {
    return isOwn(key) ? null : wordsOf(this.choices.get(key));
  }

  /** @param {import("./asks.js").Shown[]} asks @returns {import("./sheet.js").Part[]} */
  #parts(asks) {
    const ready = this.#get("ready");
    const own = this.#get("matters").trim();
    const cares = this.#all("input[name=care]:checked").map((box) => ({ text: wordsOf(box) }));
    const steps = this.#all("[data-ready-step]").filter(({ dataset }) => Object.hasOwn(ready, dataset.readyStep));
    const isFull = ({ lines }) => lines.length > 0;
    const found = [
      { kind: "asks", lines: asks.map(({ words, entry }) => ({ text: words ?? entry.text, answer: entry.answer })) },
      { kind: "marks", lines: cares },
      { kind: "own", lines: own ? [{ text: own }] : [] },
      { kind: "steps", lines: steps.map((step) => this.#stepLine(step, ready)) },
    ].filter(isFull);
    const about = found[0] ? [{ kind: "about", lines: this.#about() }].filter(isFull) : [];
    return [...about, ...found].map((part) => ({ ...part, title: this.texts(`part-${part.kind}`) }));
  }

  /** @param {HTMLElement} step @param {Record<string, string>} ready */
  #stepLine(step, ready) {
    const text = step.querySelector("legend").textContent.trim();
    return { text, answer: this.texts(`ready-${ready[step.dataset.readyStep]}`) };
  }

  /** Option and day, where the plan has them. */
  #about() {
    const { optionAsked, dayAsked } = this.root.dataset;
    const [name, day] = [`option-${this.plan[optionAsked]}`, this.plan[dayAsked]];
    const option = this.texts(name);
    const starts = this.#all("[data-starts]").some(({ dataset }) => dataset.text === name);
    return [
      ...(option ? [{ text: this.texts("about-option", { option }) }] : []),
      ...(isDay(day) ? [{ text: this.texts(starts ? "about-start" : "about-operation", { day: formatDay(day) }) }] : []),
    ];
  }

  /** @param {string} name @param {Record<string, string>} [values] */
  #tell(name, values) {
    this.find("told").textContent = this.texts(name, values);
  }

  /** @param {import("./saver.js").SaveState} state */
  #showState(state) {
    showSaving(this.find, this.texts, state);
  }

  /** @param {string} selector @returns {any[]} */
  #all = (selector) => [...this.root.querySelectorAll(selector)];
}

/** @param {HTMLElement} item @returns {Ask} */
function askIn(item) {
  const [text, answer] = ["own-words", "answer"].map((name) => item.querySelector(`[data-${name}]`).value);
  return { text, answer };
}

/** @param {HTMLInputElement} box */
const wordsOf = (box) => box.labels[0].textContent.trim();

/** @param {string[]} ids @param {HTMLInputElement} box */
function withTick(ids, box) {
  const others = ids.filter((id) => id !== box.value);
  return box.checked ? [...others, box.value] : others;
}

/** A name that no question of this reader has. @param {Map<string, unknown>} taken */
function newKey(taken, number = Date.now()) {
  const key = `own-${number.toString(36)}`;
  return taken.has(key) ? newKey(taken, number + 1) : key;
}

/** What was entered before the store was read joins what it holds. @param {any} stored @param {any} entered */
function joined(stored, entered) {
  if (Array.isArray(entered)) return [...new Set([...(stored ?? []), ...entered])];
  return isRecord(entered) ? { ...stored, ...entered } : entered;
}
