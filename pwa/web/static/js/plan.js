/**
 * The personal plan: makes the page's form and list of tasks live. HTML comes complete from the
 * server; this file joins the parts and holds the state, each part has a file of its own.
 *
 * The state is what the reader has entered (`answers`, and an entry for each task). Everything else
 * on the page follows from it, the rules and the day that it is today. What is entered before the
 * store has been read, or while it can't be, is kept and wins over what was stored.
 */

import { fillForm, inOneUnit, onlyAnswers, readForm, toProfile } from "./answers.js";
import { Board } from "./board.js";
import { Moves, Offer } from "./cards.js";
import { today } from "./days.js";
import { formatDay } from "./formats.js";
import { answersIn, entriesIn } from "./fragment.js";
import { Keep } from "./keep.js";
import { isBooked, isCalendar, KINDS, onlyGood } from "./kinds.js";
import { finder, isChanged, onClicks, showSaving, textsOf } from "./page.js";
import { noCalendar } from "./reminders.js";
import { Saver } from "./saver.js";
import { schedule } from "./schedule.js";
import { onOtherTab, readAll } from "./store.js";
import { Task } from "./task.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./kinds.js").TaskEntry} TaskEntry
 * @typedef {import("./kinds.js").Records} Records
 * @typedef {{on: string, was: string|null}} Booked when the day was set, and the day before that one
 */

const A_MINUTE = 60_000;
const FIELDS = "#profile :is(input, select), [data-task] :is(input, textarea)";

/** @returns {Records} */
const nothing = () => ({ plan: new Map(), tasks: new Map(), visit: new Map() });

/** @param {HTMLElement} root @returns {Promise<void>} */
export function mount(root) {
  return new Plan(root).start();
}

export class Plan {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.find = finder(root);
    this.guide = document.documentElement.dataset.guide;
    this.texts = textsOf(root);
    /** @type {import("./schedule.js").Rules} */
    this.rules = JSON.parse(this.find("rules").textContent);
    this.form = root.querySelector("#profile");
    this.loaded = false;
    this.#hold(nothing());
    /** @type {Records|null} the plan before the last file was opened */
    this.earlier = null;
    /** @type {Set<Element>} fields the reader has changed while nothing was loaded */
    this.touched = new Set([...root.querySelectorAll(FIELDS)].filter(isChanged));
    this.saver = new Saver((state) => this.#showState(state));
    this.cards = this.#makeTasks();
    this.board = new Board(root, this.cards, this.texts);
    this.offer = new Offer(this.find("offer"), this.form, this.texts, (accepted) => this.#choose(accepted));
    this.moves = new Moves(this.find("moved"), this.texts, () => this.#seen());
    this.shown = today();
  }

  async start() {
    for (const type of ["input", "change"]) this.form.addEventListener(type, ({ target }) => this.#formChanged(target, type === "change"));
    onClicks(this.root, { "no-day": () => this.#forgetDay(), retry: () => this.#retry() });
    addEventListener("hashchange", () => this.#readLink());
    document.addEventListener("visibilitychange", () => document.hidden || this.#load());
    setInterval(() => this.shown === today() || this.#show(), A_MINUTE); // midnight, or a new clock
    onOtherTab(() => this.#load());
    this.keep = new Keep(this.find("keep"), this);
    await this.#load();
    this.#arrange();
    await this.#readLink();
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
      const isOther = this.saver.recover(records);
      const isEmpty = !Object.keys(KINDS).some((kind) => records[kind].size);
      this.#take(records, isOther ? [] : [...this.touched, document.activeElement]);
      if (!this.saver.busy) this.#showState(isEmpty ? "" : "saved");
      if (isOther && isEmpty) this.find("message").textContent = this.texts("deleted");
      this.#saveTouched();
    } catch (error) {
      this.#showState("failed", error.name === "VersionError" ? "newer" : "keeps-nothing");
    }
    this.#show();
  }

  /** Take over what was stored, except where the reader is at work. @param {Records} records @param {Element[]} busy */
  #take(records, busy) {
    const good = this.#good(records);
    this.#hold(good);
    this.#fill(new Set(busy));
    this.answers = readForm(this.form, this.rules, this.answers);
    if (this.before) this.#showLink(); // over what is stored now
    const before = records.before.get("records");
    this.earlier = before ? this.#good(before) : null;
    this.keep.reminders.show();
    const lost = Object.keys(KINDS).some((kind) => records[kind].size > good[kind].size);
    this.find("damaged").hidden = !lost;
  }

  /** Put the state into the fields, except where the reader is at work. @param {Set<Element>} [busy] */
  #fill(busy) {
    fillForm(this.form, this.rules, this.answers, busy);
    for (const [id, card] of this.cards) card.write(this.tasks.get(id), busy);
  }

  /** What can be used of these records. @param {Records} records @returns {Records} */
  #good(records) {
    const good = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, onlyGood(kind, records[kind], this.rules)]));
    const answers = records.plan instanceof Map && records.plan.get("answers");
    // One answer that means nothing is no reason to drop the others.
    if (answers) good.plan.set("answers", onlyAnswers(this.rules, answers));
    return good;
  }

  /** @param {Records} records good ones */
  #hold({ plan, tasks, visit }) {
    /** @type {Answers} */
    this.answers = plan.get("answers") ?? {};
    /** @type {import("./reminders.js").Wish} */
    this.calendar = { ...noCalendar(), ...plan.get("calendar") };
    /** @type {Booked|null} */
    this.booked = plan.get("booked") ?? null;
    /** @type {Map<string, TaskEntry>} entries by task, those of unknown tasks too */
    this.tasks = tasks;
    /** @type {Map<string, unknown>} what other pages keep with the plan */
    this.visit = visit;
  }

  /** Everything that belongs to the plan, as it is now. @returns {Promise<Records>} */
  async records() {
    await this.saver.flush();
    // Another page may have changed what is not shown here; where nothing can be read, nothing has.
    await readAll().then(({ visit }) => (this.visit = onlyGood("visit", visit, this.rules)), () => {});
    const plan = new Map();
    if (Object.keys(this.answers).length > 0) plan.set("answers", this.answers);
    if (isCalendar(this.calendar)) plan.set("calendar", this.calendar);
    if (isBooked(this.booked)) plan.set("booked", this.booked);
    return { plan, tasks: new Map(this.tasks), visit: this.visit };
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

  #saveAnswers({ typing = false } = {}) {
    if (this.loaded) this.saver.put("plan", "answers", this.before ?? this.answers, { typing });
  }

  // --- what the reader does ----------------------------------------------------------------------

  /** @param {HTMLInputElement} target @param {boolean} [left] whether the reader is done with it */
  #formChanged(target, left) {
    const field = inOneUnit(target);
    if (!this.loaded) this.touched.add(target).add(field);
    const { day } = this.profile;
    this.answers = readForm(this.form, this.rules, this.answers, left && field);
    this.#bookDay(day);
    this.#saveAnswers({ typing: Boolean(target.inputMode) });
    this.#show();
  }

  #forgetDay() {
    const field = this.form.querySelector("input[type=date]");
    field.value = "";
    field.focus();
    this.#formChanged(field);
  }

  /** Remember since when the day is known, and which day the reader last saw. @param {string|null} was */
  #bookDay(was) {
    const { day } = this.profile;
    if (day === was || !this.loaded) return;
    const seen = this.booked?.was ?? was;
    this.booked = { on: today(), was: seen === day ? null : seen };
    this.saver.put("plan", "booked", this.booked, { typing: true });
  }

  /** The reader has seen what changed. */
  #seen() {
    this.booked = { ...this.booked, was: null };
    this.saver.put("plan", "booked", this.booked);
    this.#show();
    this.find("today").querySelector("h2").focus();
  }

  /** @param {Task} card @param {{typing: boolean, field?: Element}} how */
  #taskChanged(card, { typing, field }) {
    if (!this.loaded && field) this.touched.add(field);
    const wasDone = card.done;
    this.tasks.set(card.id, card.read(today()));
    if (this.loaded) this.saver.put("tasks", card.id, card.entry, { typing });
    if (wasDone === card.done) return;
    // A task that is ticked stays under the reader's finger; it moves with the next arrangement.
    card.restate();
    this.board.showProgress(this.profile.day, today());
  }

  async #readLink() {
    const { hash } = location;
    if (!hash.startsWith("#p=")) return;
    const offered = await entriesIn(hash, this.rules);
    if (this.before) await this.#choose(false); // for this link
    Object.assign(this, { link: answersIn(hash, this.rules), offered });
    this.#showLink();
    this.#show();
  }

  /** Put the link before the reader, if it says anything else than what is stored. */
  #showLink() {
    const { answers, link, offered } = this;
    const news = Object.keys(link).filter((name) => answers[name] !== link[name]);
    if (news.length + offered.size === 0) return this.#closeOffer();
    const replaces = news.some((name) => Object.hasOwn(answers, name)) || [...offered.keys()].some((id) => this.tasks.has(id));
    this.before = answers;
    this.answers = { ...answers, ...link };
    fillForm(this.form, this.rules, this.answers);
    this.offer.show(link, offered.size, replaces);
  }

  /** @param {boolean} accepted */
  async #choose(accepted) {
    const { answers, before, offered } = this;
    this.#closeOffer();
    this.answers = before;
    if (accepted && offered.size > 0) {
      const { plan, tasks, visit } = await this.records();
      await this.replace({ plan: plan.set("answers", answers), tasks: new Map([...tasks, ...offered]), visit }).catch(() => this.#showState("failed"));
    } else if (accepted) {
      const { day } = this.profile;
      this.answers = answers;
      this.#bookDay(day);
      this.#saveAnswers();
    }
    fillForm(this.form, this.rules, this.answers);
    this.#arrange();
    this.#show();
  }

  #closeOffer() {
    this.offer.close();
    /** @type {Answers|undefined} the reader's own, while those of a link are shown */
    this.before = undefined;
  }

  /** Put another plan in the place of this one. @param {Records} records */
  async replace(records) {
    const now = await this.records();
    const plan = new Map(records.plan);
    // The events that are in the reader's calendar already are the ones to move.
    if (now.plan.has("calendar")) plan.set("calendar", now.plan.get("calendar"));
    const next = { ...records, plan };
    const entries = Object.keys(KINDS).flatMap((kind) => [...next[kind]].map(([key, value]) => [kind, key, value]));
    await this.saver.replace([...entries, ["before", "records", now]]);
    this.#start(next, now);
    this.#showState("saved");
  }

  /** Delete the plan from the phone, then from the page. */
  async erase() {
    await this.saver.erase();
    this.#start(nothing(), null);
    this.find("damaged").hidden = true;
    this.#showState("");
  }

  /** @param {Records} records @param {Records|null} earlier */
  #start(records, earlier) {
    this.#closeOffer();
    this.loaded = true;
    this.touched.clear();
    this.#hold(records);
    this.earlier = earlier;
    this.#fill();
    this.#show();
  }

  // --- showing -----------------------------------------------------------------------------------

  #show() {
    const { profile, booked } = this;
    const { day } = profile;
    this.shown = today();
    this.dated = this.board.show(this.rules, profile, this.shown, booked?.on ?? null);
    this.find("action=no-day").hidden = day === null;
    this.#showMove(booked?.was ?? null, profile);
    this.#showClock();
    this.keep.show();
  }

  /** @param {string|null} was @param {import("./schedule.js").Profile} profile */
  #showMove(was, profile) {
    const open = ({ id, kind }) => kind === "phase" || !this.cards.get(id).done;
    this.moves.show(was, profile.day, {
      then: was ? schedule(this.rules, { ...profile, day: was }) : [],
      now: this.dated.filter(open),
      card: ({ id, kind }) => (kind === "task" ? this.cards.get(id) : this.board.phase(id)),
      inCalendar: isCalendar(this.calendar),
    });
  }

  /** A tick can't be of tomorrow: then the clock is wrong, or was. */
  #showClock() {
    const days = [this.booked?.on ?? "", ...[...this.tasks.values()].map(({ done }) => done ?? "")];
    const notice = this.find("clock");
    notice.hidden = !days.some((day) => day > this.shown);
    if (!notice.hidden) notice.textContent = this.texts("clock", { day: formatDay(this.shown) });
  }

  /** Someone who comes back is here for the steps; the form waits below them. After the day, what lies ahead comes first. */
  #arrange() {
    const { day } = this.profile;
    if (!day) return;
    const parts = ["steps", "phases"].map(this.find);
    if (day <= today()) parts.reverse();
    this.find("today").after(...parts, this.find("answers"));
  }

  /** @param {import("./saver.js").SaveState|""} state nothing while there is nothing to save @param {string} [why] */
  #showState(state, why) {
    showSaving(this.find, this.texts, state, why);
  }

  #makeTasks() {
    const changed = (card, how) => this.#taskChanged(card, how);
    const roots = [...this.root.querySelectorAll("[data-task]")];
    return new Map(roots.map((root) => [root.dataset.task, new Task(root, this.texts, changed)]));
  }
}
