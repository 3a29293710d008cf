/**
 * The steps and phases of the page, arranged for one reader and one day, below how long it is to the
 * day. What is late, due or next moves under the headings of today; all else stays in the groups the
 * server wrote, in the order of time.
 */

import { daysBetween, moved, toStep } from "./days.js";
import { formatDay, formatNumber, formatRange } from "./formats.js";
import { finder } from "./page.js";
import { isShort, placed, pressing, schedule } from "./schedule.js";

/**
 * @typedef {import("./task.js").Task} Task
 * @typedef {import("./page.js").Texts} Texts
 * @typedef {import("./schedule.js").Dated} Dated
 */

export class Board {
  /** @param {HTMLElement} root @param {Map<string, Task>} tasks @param {Texts} texts */
  constructor(root, tasks, texts) {
    this.root = root;
    this.find = finder(root);
    this.tasks = tasks;
    this.texts = texts;
    this.phases = [...root.querySelectorAll("[data-phase]")];
    this.durations = new Map([...root.querySelectorAll("[data-phase] [data-when]")].map((when) => [when, when.textContent]));
    /** @type {import("./schedule.js").Dated[]} the tasks of this reader, in the order of time */
    this.dated = [];
  }

  /**
   * @param {import("./schedule.js").Rules} rules @param {import("./schedule.js").Profile} profile
   * @param {string} today @param {string|null} booked the day on which the reader's day was set
   * @returns {Dated[]}
   */
  show(rules, profile, today, booked) {
    const dated = schedule(rules, profile);
    const focused = document.activeElement;
    this.#showCount(profile.day, today);
    this.#showTasks(dated.filter(({ kind }) => kind === "task"), profile, today, booked);
    this.#showPhases(new Map(dated.filter(({ kind }) => kind === "phase").map((one) => [one.id, one])), profile, today);
    // A task that moves to another heading takes the reader's place in it along.
    if (focused !== document.activeElement && this.root.contains(focused)) focused.focus();
    return dated;
  }

  /** @param {Dated[]} dated @param {import("./schedule.js").Profile} profile @param {string} today @param {string|null} booked */
  #showTasks(dated, { day, numbers }, today, booked) {
    const shown = new Set(dated.map(({ id }) => id));
    for (const task of this.tasks.values()) {
      task.applies = shown.has(task.id);
      task.work(numbers);
    }
    this.dated = dated;
    if (day) this.#byPlace(this.#due(), day, today, booked);
    else this.#byGroup(dated);
    this.find("today").hidden = day === null;
    this.find("no-day").hidden = day !== null;
    hideEmpty(this.root.querySelectorAll(".place"), ".task:not([hidden])");
    this.showProgress(day, today);
  }

  /** @returns {import("./schedule.js").Due[]} */
  #due() {
    return this.dated.map((one) => ({ ...one, done: this.tasks.get(one.id).done }));
  }

  /** How many days to go, the day itself, and today. @param {string|null} day @param {string} today */
  #showCount(day, today) {
    this.find("count").hidden = day === null;
    if (day === null) return;
    const left = daysBetween(today, day);
    const set = (name, words) => (this.find(`count-${name}`).textContent = words);
    set("days", left === 0 ? "" : formatNumber(Math.abs(left)));
    set("label", this.texts(left > 0 ? "days-to-go" : left < 0 ? "days-since" : "day-is-today"));
    set("day", this.texts("the-day", { day: formatDay(day) }));
    set("today", this.texts("now-is", { day: formatDay(today) }));
  }

  /** @param {import("./schedule.js").Due[]} tasks @param {string} day @param {string} today @param {string|null} booked */
  #byPlace(tasks, day, today, booked) {
    const places = placed(tasks, day, today);
    for (const due of Object.values(places)) {
      for (const { id, start, until } of due) this.tasks.get(id).date({ start, until, today, day });
    }
    const { later, ...others } = places;
    this.#sendHome(later);
    for (const [place, due] of Object.entries(others)) {
      arrange(this.find(`place=${place}`).querySelector(".tasks"), due.map(({ id }) => this.tasks.get(id).root));
    }
    const late = places.late.length > 0;
    this.find("short").hidden = !(late && booked && today <= day && isShort(tasks, day, booked));
    const quiet = this.find("quiet");
    quiet.hidden = late || places.now.length > 0;
    const [next] = places.next;
    quiet.textContent = next ? this.texts("quiet-until", { day: formatDay(next.start) }) : this.texts("quiet");
  }

  /** Home, to the groups of the content. @param {{id: string}[]} tasks in the order of time */
  #byGroup(tasks) {
    for (const task of this.tasks.values()) task.undate();
    this.#sendHome(tasks);
  }

  /** @param {{id: string}[]} tasks in the order of time, as the server wrote all of them */
  #sendHome(tasks) {
    const homes = new Map([...this.tasks.values()].map(({ home }) => [home, []]));
    for (const { id } of tasks) homes.get(this.tasks.get(id).home).push(this.tasks.get(id).root);
    for (const [home, items] of homes) arrange(home, items);
  }

  /** How many are done, of how many; and how many can't wait, on the app's icon. @param {string|null} day @param {string} today */
  showProgress(day, today) {
    const tasks = this.#due();
    const done = tasks.filter((task) => task.done).length;
    const bar = this.find("progress").querySelector("progress");
    [bar.max, bar.value] = [Math.max(tasks.length, 1), done];
    this.find("progress-words").textContent = this.texts("progress", {
      done: formatNumber(done),
      all: formatNumber(tasks.length),
    });
    const count = day ? pressing(placed(tasks, day, today), today) : 0;
    // It may be refused, as where the app is not installed: then there is no icon either.
    (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => {});
  }

  /** @param {Map<string, Dated>} dated @param {import("./schedule.js").Profile} profile @param {string} today */
  #showPhases(dated, profile, today) {
    const open = [...dated.values()].filter(({ start, until }) => start <= today && today <= until);
    // One at a time: the one that began last, and of several the one that ends first.
    const now = open.find(({ start }) => start === open.at(-1).start);
    for (const phase of this.phases) {
      const id = phase.dataset.phase;
      const { start, until } = dated.get(id) ?? {};
      phase.hidden = !dated.has(id);
      this.#showPhase(phase, start, until, id === now?.id);
      for (const limit of phase.querySelectorAll("[data-from-step]")) this.#showLimit(limit, profile, today);
    }
    const section = this.find("phases");
    hideEmpty([section], "[data-phase]:not([hidden])");
    this.find("jump-after").hidden = section.hidden;
  }

  /** What it is called, and when. @param {string} id */
  phase(id) {
    const root = this.find(`phase="${id}"`);
    return { root, title: root.querySelector("h3").textContent, when: root.querySelector("[data-when]") };
  }

  /** @param {HTMLElement} phase @param {string|null} [start] @param {string|null} [until] @param {boolean} [here] */
  #showPhase(phase, start, until, here) {
    const began = here && !phase.hasAttribute("data-now");
    phase.querySelector("[data-here]").hidden = !here;
    phase.toggleAttribute("data-now", here);
    // Where the reader is, nothing needs to be unfolded; what the reader folds stays folded.
    if (began) for (const fold of phase.querySelectorAll("details")) fold.open = true;
    this.#when(phase.querySelector("[data-when]"), start, until);
    if (start) Object.assign(phase.dataset, { from: start, until });
    else for (const name of ["from", "until"]) delete phase.dataset[name];
  }

  /** A limit with days of its own. @param {HTMLElement} limit @param {import("./schedule.js").Profile} profile @param {string} today */
  #showLimit(limit, { day, option }, today) {
    const { fromStep, untilStep, options } = limit.dataset;
    limit.hidden = Boolean(options && option && !options.split(" ").includes(option));
    const [start, until] = [fromStep, untilStep].map((step) => day && moved(day, toStep(step)));
    const when = limit.querySelector("[data-when]");
    if (day && start < until && start <= today && today <= until) when.textContent = this.texts("now-until", { until: formatDay(until) });
    else this.#when(when, start, until);
  }

  /** @param {HTMLElement} when @param {string|null} start @param {string|null} until */
  #when(when, start, until) {
    when.textContent = start ? formatRange(start, until, this.texts) : this.durations.get(when);
  }
}

/** Put the items into the list in this order; a list that shows just them already is left in peace. @param {Element} list @param {Element[]} items */
function arrange(list, items) {
  const shown = [...list.children].filter((one) => !one.hidden);
  const same = items.length === shown.length && items.every((item, n) => item === shown[n]);
  if (!same) list.append(...items);
}

/** @param {Iterable<HTMLElement>} sections @param {string} content */
function hideEmpty(sections, content) {
  for (const section of sections) section.hidden = !section.querySelector(content);
}
