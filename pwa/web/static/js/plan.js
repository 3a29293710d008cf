/**
 * The personal plan: makes the page's form and list of tasks live. HTML comes complete from the
 * server; this file joins the parts and holds the state, each part has a file of its own.
 *
 * The state is what the reader has entered (`answers`, and an entry for each task). Everything else
 * on the page follows from it, the rules and the day that it is today. What is entered before the
 * store has been read, or while it can't be, is kept and wins over what was stored.
 */

import { fillForm, onlyAnswers, readForm, toProfile } from "./answers.js";
import { Board } from "./board.js";
import { today } from "./days.js";
import { emptyEntry } from "./entries.js";
import { answersIn } from "./fragment.js";
import { Keep } from "./keep.js";
import { isCalendar, KINDS, onlyGood } from "./kinds.js";
import { Offer } from "./offer.js";
import { ALL, Saver } from "./saver.js";
import { destroy, onOtherTab, readAll, replaceAll } from "./store.js";
import { showSummary } from "./summary.js";
import { Task } from "./task.js";
import { textsOf } from "./texts.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./entries.js").TaskEntry} TaskEntry
 * @typedef {import("./kinds.js").Records} Records
 */

/** @param {HTMLElement} root @returns {Promise<void>} */
export function mount(root) {
  return new Plan(root).start();
}

export class Plan {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.guide = document.documentElement.dataset.guide;
    this.texts = textsOf(root);
    /** @type {import("./schedule.js").Rules} */
    this.rules = JSON.parse(this.#find("[data-rules]").textContent);
    this.form = this.#find("form#profile");
    /** @type {Answers} */
    this.answers = {};
    /** @type {Map<string, TaskEntry>} entries by task, those of unknown tasks too */
    this.tasks = new Map();
    /** @type {Map<string, unknown>} what other pages keep with the plan */
    this.visit = new Map();
    this.calendar = { id: "", sequence: 0 };
    this.loaded = false;
    /** @type {Set<Element>} fields the reader has changed while nothing was loaded */
    this.touched = new Set(this.#fields().filter(isChanged));
    this.saver = new Saver((state) => this.#showState(state));
    this.cards = this.#makeTasks();
    this.board = new Board(root, this.cards, this.texts);
    this.offer = new Offer(this.#find("[data-offer]"), this.form, this.texts, (accepted) => this.#choose(accepted));
  }

  async start() {
    this.form.addEventListener("input", ({ target }) => this.#formChanged(target));
    this.form.addEventListener("change", ({ target }) => this.#formChanged(target));
    this.#find("[data-action=retry]").addEventListener("click", () => this.#retry());
    addEventListener("hashchange", () => this.#readLink());
    document.addEventListener("visibilitychange", () => document.hidden || this.#comeBack());
    onOtherTab(() => this.#comeBack());
    new Keep(this.#find("[data-keep]"), this);
    await this.#load();
    // Someone who comes back is here for the steps; the form waits below them.
    if (this.profile.day) this.#find("[data-phases]").after(this.#find("[data-answers]"));
    this.#readLink();
    this.root.dataset.ready = "";
  }

  get profile() {
    return this.profileOf(this.answers);
  }

  /** @param {Answers} answers */
  profileOf(answers) {
    return toProfile(this.rules, answers);
  }

  // --- the store -------------------------------------------------------------------------------

  async #load() {
    try {
      const records = await readAll();
      this.loaded = true;
      this.saver.recover(records);
      this.#take(records);
      if (!this.saver.busy && records.plan.size + records.tasks.size > 0) this.#showState("saved");
      this.#saveTouched();
    } catch {
      this.#showState("failed");
    }
    this.#show();
  }

  /** Take over what was stored, except where the reader is at work. @param {Records} records */
  #take({ plan, tasks, visit }) {
    const answers = onlyAnswers(this.rules, plan.get("answers"));
    const entries = onlyGood("tasks", tasks, this.rules);
    const busy = new Set([...this.touched, document.activeElement]);
    if (!this.offer.open) {
      fillForm(this.form, this.rules, answers, busy);
      this.answers = readForm(this.form, this.rules, answers);
    }
    this.tasks = entries;
    for (const [id, card] of this.cards) card.write(entries.get(id) ?? emptyEntry(), busy);
    this.visit = onlyGood("visit", visit, this.rules);
    if (isCalendar(plan.get("calendar"))) this.calendar = plan.get("calendar");
  }

  /** Everything that belongs to the plan, as it is now. @returns {Promise<Records>} */
  async records() {
    await this.saver.flush();
    // Another page may have changed what is not shown here; where nothing can be read, nothing has.
    await readAll().then(({ visit }) => (this.visit = onlyGood("visit", visit, this.rules)), () => {});
    const plan = new Map(Object.entries({ answers: this.answers, calendar: this.calendar }));
    if (!isCalendar(this.calendar)) plan.delete("calendar");
    return { plan, tasks: this.tasks, visit: this.visit };
  }

  #saveTouched() {
    const touched = [...this.touched];
    this.touched.clear();
    if (touched.some((field) => this.form.contains(field))) this.#saveAnswers();
    for (const card of this.cards.values()) {
      if (touched.some((field) => card.root.contains(field))) this.#taskChanged(card, { typing: false });
    }
  }

  async #retry() {
    if (!this.loaded) await this.#load();
    await this.saver.flush();
  }

  /** Another tab may have changed the plan, or a new day may have begun. */
  async #comeBack() {
    if (this.saver.busy || this.touched.size > 0) this.#show();
    else await this.#load();
  }

  #saveAnswers({ typing = false } = {}) {
    if (this.loaded && !this.offer.open) this.saver.put("plan", "answers", this.answers, { typing });
  }

  // --- what the reader does ----------------------------------------------------------------------

  /** @param {Element} target */
  #formChanged(target) {
    if (!this.loaded) this.touched.add(target);
    this.answers = readForm(this.form, this.rules, this.answers);
    this.#saveAnswers({ typing: target.type === "number" });
    this.#show();
  }

  /** @param {Task} card @param {{typing: boolean, field?: Element}} how */
  #taskChanged(card, { typing, field }) {
    if (!this.loaded && field) this.touched.add(field);
    const wasDone = card.entry.done !== null;
    this.tasks.set(card.id, card.read(today()));
    if (this.loaded) this.saver.put("tasks", card.id, card.entry, { typing });
    // A task that is ticked stays under the reader's finger; it moves with the next arrangement.
    if (wasDone !== (card.entry.done !== null)) card.restate();
  }

  #readLink() {
    const offered = answersIn(location.hash, this.rules);
    const news = Object.entries(offered).filter(([name, value]) => this.answers[name] !== value);
    if (news.length === 0) return;
    this.before ??= this.answers;
    const replaces = news.some(([name]) => Object.hasOwn(this.before, name));
    this.answers = { ...this.before, ...offered };
    fillForm(this.form, this.rules, this.answers);
    this.offer.show(offered, replaces);
    this.#show();
  }

  /** @param {boolean} accepted */
  #choose(accepted) {
    this.offer.close();
    if (accepted) this.#saveAnswers();
    else this.answers = this.before;
    this.before = undefined;
    fillForm(this.form, this.rules, this.answers);
    this.#show();
  }

  /** Put another plan in the place of this one. @param {Records} records */
  async replace(records) {
    const now = await this.records();
    await this.saver.clear();
    // The events that are in the reader's calendar already are the ones to move.
    if (now.plan.has("calendar")) records.plan.set("calendar", now.plan.get("calendar"));
    const entries = Object.keys(KINDS).flatMap((kind) => [...records[kind]].map(([key, value]) => [kind, key, value]));
    await replaceAll([...entries, ["before", "records", now], ["stamps", ALL, this.saver.next()]]);
    this.#start(records);
    this.#showState("saved");
  }

  /** Delete the plan from the phone, then from the page. */
  async erase() {
    await this.saver.clear();
    await destroy();
    this.#start({ plan: new Map(), tasks: new Map(), visit: new Map() });
    this.#find("[data-saved]").hidden = true;
    this.#find("[data-failed]").hidden = true;
  }

  /** @param {Records} records */
  #start({ plan, tasks, visit }) {
    if (this.offer.open) this.offer.close();
    this.before = undefined;
    this.loaded = true;
    this.touched.clear();
    this.answers = plan.get("answers") ?? {};
    this.calendar = plan.get("calendar") ?? { id: "", sequence: 0 };
    this.tasks = tasks;
    this.visit = visit;
    fillForm(this.form, this.rules, this.answers);
    for (const [id, card] of this.cards) card.write(tasks.get(id) ?? emptyEntry());
    this.#show();
  }

  // --- the calendar ------------------------------------------------------------------------------

  /** What is still to be done, each on its first day that is not over. */
  events() {
    const now = today();
    return this.dated
      .filter(({ id, kind, until }) => kind === "task" && until >= now && this.cards.get(id).entry.done === null)
      .map(({ id, start }) => ({ ...this.cards.get(id).words, id, day: start > now ? start : now }));
  }

  /** The name of this plan in calendars, and the number of the next file. */
  async nextCalendar() {
    const { id, sequence } = this.calendar;
    this.calendar = { id: id || newId(), sequence: sequence + 1 };
    await this.saver.put("plan", "calendar", this.calendar);
    return this.calendar;
  }

  // --- showing -----------------------------------------------------------------------------------

  #show() {
    const profile = this.profile;
    this.dated = this.board.show(this.rules, profile, today());
    showSummary(this.#find("[data-count]"), this.texts, profile.day, today());
  }

  /** @param {import("./saver.js").SaveState} state */
  #showState(state) {
    this.#find("[data-failed]").hidden = state !== "failed";
    const saved = this.#find("[data-saved]");
    saved.hidden = state === "failed";
    saved.dataset.saved = state;
    if (state !== "failed") this.#find("[data-saved-words]").textContent = this.texts(state);
  }

  #makeTasks() {
    const changed = (card, how) => this.#taskChanged(card, how);
    const roots = [...this.root.querySelectorAll("[data-task]")];
    return new Map(roots.map((root) => [root.dataset.task, new Task(root, this.texts, changed)]));
  }

  #fields() {
    return [...this.root.querySelectorAll("form#profile :is(input, select), [data-task] :is(input, textarea)")];
  }

  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  #find(selector) {
    return /** @type {T} */ (this.root.querySelector(selector));
  }
}

/** A name that no other plan has. (`randomUUID` is missing where a page comes without https.) */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether the reader has changed a field before this script ran. @param {any} field */
function isChanged(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.type === "select-one") return field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}
