/**
 * Answers that came with a link: `#p=option:x;day:2027-03-01;flag:1`. They stand after the `#`, so
 * they are never sent to a server. Whatever is not an answer is passed over. Pure.
 */

import { isAnswer } from "./answers.js";

const LONGEST = 2000;

/**
 * The answers of a link; empty where it holds none.
 * @param {string} hash @param {import("./schedule.js").Rules} rules
 * @returns {import("./answers.js").Answers}
 */
export function answersIn(hash, rules) {
  if (!hash.startsWith("#p=") || hash.length > LONGEST) return {};
  const pairs = decode(hash.slice(3)).split(";").map((pair) => split(pair, rules));
  return Object.fromEntries(pairs.filter(([name, value]) => isAnswer(rules, name, value)));
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** @param {string} pair @param {import("./schedule.js").Rules} rules @returns {[string, string|true]} */
function split(pair, rules) {
  const colon = pair.indexOf(":");
  const [name, value] = [pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)];
  const isFlag = Object.hasOwn(rules.questions, name) && rules.questions[name].type === "flag";
  return [name, isFlag && value === "1" ? true : value];
}
