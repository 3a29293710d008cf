/**
 * What the reader has answered, by the id of the question. Answers come from the form, from the
 * store, from a file and from a link; whatever the way, they pass `isAnswer` before they count.
 */

import { isDay } from "./days.js";
import { inDigits } from "./formats.js";

/**
 * @typedef {import("./schedule.js").Rules} Rules
 * @typedef {Record<string, string|true>} Answers
 */

const NUMBER = /^\d{1,4}(\.\d{1,2})?$/;

/** Whether this is an answer to that question. @param {Rules} rules @param {string} name @param {unknown} value */
export function isAnswer(rules, name, value) {
  if (!Object.hasOwn(rules.questions, name)) return false;
  const asked = rules.questions[name];
  if (asked.type === "flag") return value === true;
  if (typeof value !== "string") return false;
  if (asked.type === "date") return isDay(value);
  if (asked.type === "option") return Object.hasOwn(rules.options, value);
  if (asked.type === "choice") return asked.choices.includes(value);
  return NUMBER.test(value) && inRange(asked, Number(value));
}

/** @param {import("./schedule.js").Asked} asked @param {number} value */
function inRange({ min, max }, value) {
  return (min === null || value >= Number(min)) && (max === null || value <= Number(max));
}

/** The answers among these values; the rest is left out. @param {Rules} rules @param {unknown} values @returns {Answers} */
export function onlyAnswers(rules, values) {
  if (typeof values !== "object" || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => isAnswer(rules, name, value)),
  );
}

/** What the schedule needs of the answers. @param {Rules} rules @param {Answers} answers @returns {import("./schedule.js").Profile} */
export function toProfile(rules, answers) {
  /** @param {string} type */
  const given = (type) =>
    Object.entries(answers).filter(([name]) => rules.questions[name].type === type);
  const one = (type) => /** @type {string|undefined} */ (given(type)[0]?.[1]) ?? null;
  return {
    day: one("date"),
    option: one("option"),
    flags: given("flag").map(([name]) => name),
    numbers: /** @type {Record<string, string>} */ (Object.fromEntries(given("number"))),
    choices: /** @type {Record<string, string>} */ (Object.fromEntries(given("choice"))),
  };
}

// --- the form ----------------------------------------------------------------------------------

/** What is in a field, its numbers in plain digits: from those of the page, Arabic or Persian ones. @param {HTMLInputElement} field */
function plain({ value }) {
  // The zero of each script stands at the beginning of a row of sixteen, or six behind it.
  const zero = document.documentElement.dataset.digits.charCodeAt();
  return value.trim().replace(/(?!\d)\p{Nd}/gu, (digit) => (digit.charCodeAt() - zero) & 15).replace(/[,\u066b]/, ".");
}

/**
 * The answers in the form. A date or number that is only half typed leaves the answer as it was,
 * until the reader leaves the number.
 * @param {HTMLFormElement} form @param {Rules} rules @param {Answers} before @param {Element|false} [left]
 * @returns {Answers}
 */
export function readForm(form, rules, before, left) {
  const answers = {};
  for (const name of Object.keys(rules.questions)) {
    const field = form.elements.namedItem(name);
    const value = field.type === "checkbox" ? field.checked : plain(field);
    const good = isAnswer(rules, name, value);
    field.setCustomValidity(value && !good ? name : "");
    // A day changes with each digit of the year.
    const half = (field !== left || field.type === "date") && (field.validity.badInput || Boolean(value));
    if (good) answers[name] = value;
    else if (half && Object.hasOwn(before, name)) answers[name] = before[name];
  }
  return answers;
}

/**
 * Put the answers into the form, except where the reader is at work.
 * @param {HTMLFormElement} form @param {Rules} rules @param {Answers} answers
 * @param {Set<Element>} [except]
 */
export function fillForm(form, rules, answers, except = new Set()) {
  for (const name of Object.keys(rules.questions)) {
    const field = form.elements.namedItem(name);
    if (except.has(field)) continue;
    field.setCustomValidity("");
    if (field.type === "checkbox") field.checked = answers[name] === true;
    else field.value = (field.inputMode ? inDigits : String)(answers[name] ?? "");
  }
  for (const other of form.querySelectorAll("[data-other]")) if (!except.has(other)) convert(mainOf(other), other);
}

/** @param {HTMLInputElement} other @returns {HTMLInputElement} */
const mainOf = (other) => other.form.elements.namedItem(other.dataset.other);

/**
 * A number stands in the form in two units. Write what was typed in one into the other, and say
 * which field holds the answer. @param {HTMLInputElement} field
 */
export function inOneUnit(field) {
  if (field.dataset.other) {
    const main = mainOf(field);
    main.value = inDigits(Number((plain(field) / field.dataset.times).toFixed(1)) || "");
    return main;
  }
  const other = field.form.querySelector(`[data-other="${field.name}"]`);
  if (other) convert(field, other);
  return field;
}

/** @param {HTMLInputElement} main @param {HTMLInputElement} other */
function convert(main, other) {
  other.value = inDigits(Math.round(plain(main) * other.dataset.times) || "");
}
