/**
 * Answers that came with a link: `#p=option:x;day:2027-03-01;flag:1`, and with `&t=…` the entries of
 * tasks, packed. They stand after the `#`, so they are never sent to a server. Whatever is not an
 * answer or an entry is passed over. The way out is beside the way in.
 */

import { isAnswer } from "./answers.js";
import { onlyGood } from "./kinds.js";

/**
 * @typedef {import("./schedule.js").Rules} Rules
 * @typedef {import("./answers.js").Answers} Answers
 */

const LONGEST = 2000;
/** Letters, packed: what a message or a mail still carries as a link. */
export const LONGEST_PACK = 30_000;

/** A part of a link, if it is neither damaged nor too long. @param {string} hash @param {string} name @param {number} longest */
function partOf(hash, name, longest) {
  const part = new URLSearchParams(hash.slice(1)).get(name) ?? "";
  return part.length > longest || part.includes("\ufffd") ? "" : part;
}

/** The answers of a link; empty where it holds none. @param {string} hash @param {Rules} rules @returns {Answers} */
export function answersIn(hash, rules) {
  const pairs = partOf(hash, "p", LONGEST).split(";").map((pair) => {
    const [name, value] = pair.split(":");
    return [name, (rules.questions[name]?.type === "flag" && value === "1") || value];
  });
  return Object.fromEntries(pairs.filter(([name, value]) => isAnswer(rules, name, value)));
}

/** The entries of tasks in a link. @param {string} hash @param {Rules} rules @returns {Promise<Map<string, any>>} */
export async function entriesIn(hash, rules) {
  try {
    const entries = Object.entries(JSON.parse(await unpack(partOf(hash, "t", LONGEST_PACK))));
    return onlyGood("tasks", new Map(entries), rules);
  } catch {
    return new Map();
  }
}

/** @param {Answers} answers @param {Map<string, any>} [entries] @returns {Promise<string>} */
export async function toFragment(answers, entries) {
  const pairs = Object.entries(answers).map(([name, value]) => `${name}:${value === true ? 1 : value}`);
  const packed = entries?.size ? `&t=${await pack(JSON.stringify(Object.fromEntries(entries)))}` : "";
  return `#p=${pairs.join(";")}${packed}`;
}

/** Whether this browser can pack entries for a link. */
export const canPack = () => "CompressionStream" in globalThis;

/** @param {string} text */
async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** One byte unfolds to 1,032 at the most: `LONGEST_PACK` to 24 million. @param {string} packed */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
