/**
 * The steps and phases of the page, arranged for one reader and one day. Tasks move between the
 * headings of today; without a day they go home, to the groups the server wrote.
 */

import { formatEnds } from "./formats.js";
import { PLACES } from "./places.js";
import { schedule } from "./schedule.js";

/**
 * @typedef {import("./task.js").Task} Task
 * @typedef {import("./task.js").Texts} Texts
 */

export class Board {
  /** @param {HTMLElement} root @param {Map<string, Task>} tasks @param {Texts} texts */
  constructor(root, tasks, texts) {
    this.root = root;
    this.tasks = tasks;
    this.texts = texts;
    this.places = new Map(PLACES.map((place) => [place, root.querySelector(`[data-place=${place}] .tasks`)]));
    this.phases = [...root.querySelectorAll("[data-phase]")];
    this.durations = new Map(this.phases.map((phase) => [phase, this.#when(phase).textContent]));
  }

  /**
   * @param {import("./schedule.js").Rules} rules @param {import("./schedule.js").Profile} profile
   * @param {string} today @returns {import("./schedule.js").Dated[]}
   */
  show(rules, profile, today) {
    const dated = schedule(rules, profile);
    const kinds = { task: new Map(), phase: new Map() };
    for (const item of dated) kinds[item.kind].set(item.id, item);
    const focused = document.activeElement;
    this.#showTasks(kinds.task, profile, today);
    this.#showPhases(kinds.phase, today);
    // A task that moves to another heading takes the reader's place in it along.
    if (focused !== document.activeElement && this.root.contains(focused)) focused.focus();
    return dated;
  }

  /** @param {Map<string, import("./schedule.js").Dated>} dated @param {import("./schedule.js").Profile} profile @param {string} today */
  #showTasks(dated, profile, today) {
    for (const task of this.tasks.values()) {
      task.applies = dated.has(task.id);
      task.work(profile.numbers);
    }
    if (profile.day) this.#byPlace(dated, profile.day, today);
    else this.#byGroup();
    this.root.querySelector("[data-no-day]").hidden = profile.day !== null;
    hideEmpty(this.root.querySelectorAll(".place"), ".task:not([hidden])");
  }

  /** @param {Map<string, import("./schedule.js").Dated>} dated @param {string} day @param {string} today */
  #byPlace(dated, day, today) {
    const lists = new Map(PLACES.map((place) => [place, []]));
    for (const { id, start, until } of dated.values()) {
      const task = this.tasks.get(id);
      lists.get(task.date({ start, until, today, day })).push(task.root);
    }
    const left = [...this.tasks.values()].filter((task) => !dated.has(task.id));
    for (const task of left) if (task.root.parentElement !== task.home) task.home.append(task.root);
    for (const [place, items] of lists) arrange(this.places.get(place), items);
  }

  /** Home, to the groups and the order of the content. */
  #byGroup() {
    const tasks = [...this.tasks.values()];
    for (const task of tasks) task.undate();
    for (const home of new Set(tasks.map((task) => task.home))) {
      arrange(home, tasks.filter((task) => task.home === home).map((task) => task.root));
    }
  }

  /** @param {Map<string, import("./schedule.js").Dated>} dated @param {string} today */
  #showPhases(dated, today) {
    for (const phase of this.phases) {
      const found = dated.get(phase.dataset.phase);
      phase.hidden = !found;
      this.#showPhase(phase, found?.start ?? null, found?.until ?? null, today);
    }
    const section = this.root.querySelector("[data-phases]");
    hideEmpty([section], "[data-phase]:not([hidden])");
    this.root.querySelector("[data-jump-after]").hidden = section.hidden;
  }

  /** @param {HTMLElement} phase @param {string|null} start @param {string|null} until @param {string} today */
  #showPhase(phase, start, until, today) {
    const here = start !== null && start <= today && today <= until;
    phase.querySelector("[data-here]").hidden = !here;
    phase.toggleAttribute("data-now", here);
    this.#when(phase).textContent = start ? this.texts("range", formatEnds(start, until)) : this.durations.get(phase);
    if (start) Object.assign(phase.dataset, { from: start, until });
    else for (const name of ["from", "until"]) delete phase.dataset[name];
  }

  /** @param {HTMLElement} phase @returns {HTMLElement} */
  #when = (phase) => phase.querySelector("[data-when]");
}

/** Put the items into the list in this order; a list that has them already is left in peace. @param {Element} list @param {Element[]} items */
function arrange(list, items) {
  const same = items.length === list.children.length && items.every((item, n) => item === list.children[n]);
  if (!same) list.append(...items);
}

/** @param {Iterable<HTMLElement>} sections @param {string} content */
function hideEmpty(sections, content) {
  for (const section of sections) section.hidden = !section.querySelector(content);
}
