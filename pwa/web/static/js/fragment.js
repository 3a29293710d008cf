/**
 * Answers that came with a link: `#p=option:x;day:2027-03-01;flag:1`, and with `&t=…` the entries of
 * tasks, packed. They stand after the `#`, so they are never sent to a server. Whatever is not an
 * answer or an entry is passed over. The way out is beside the way in.
 */

import { isAnswer } from "./answers.js";
import { KINDS } from "./kinds.js";

/**
 * @typedef {import("./schedule.js").Rules} Rules
 * @typedef {import("./answers.js").Answers} Answers
 */

const LONGEST = 2000;
/** Letters, packed: what a message or a mail still carries as a link. */
export const LONGEST_PACK = 30_000;
const LARGEST_UNPACKED = 1_000_000;

/** The answers of a link; empty where it holds none. @param {string} hash @param {Rules} rules @returns {Answers} */
export function answersIn(hash, rules) {
  const [, packed] = /^#p=([^&]*)/.exec(hash) ?? [];
  if (!packed || packed.length > LONGEST) return {};
  const pairs = decode(packed).split(";").map((pair) => split(pair, rules));
  return Object.fromEntries(pairs.filter(([name, value]) => isAnswer(rules, name, value)));
}

/** The entries of tasks in a link. @param {string} hash @param {Rules} rules @returns {Promise<Map<string, any>>} */
export async function entriesIn(hash, rules) {
  const [, packed] = /^#p=[^&]*&t=([\w-]+)$/.exec(hash) ?? [];
  if (!packed || packed.length > LONGEST_PACK) return new Map();
  try {
    const entries = Object.entries(JSON.parse(await unpack(packed)));
    return new Map(entries.filter(([id, entry]) => KINDS.tasks.isGood(id, entry, rules)));
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

/** A few letters may unfold to gigabytes, so it is read piece by piece, up to a limit. @param {string} packed */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    text += decoder.decode(value, { stream: true });
    if (text.length > LARGEST_UNPACKED) throw new RangeError();
  }
  return text + decoder.decode();
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** @param {string} pair @param {Rules} rules @returns {[string, string|true]} */
function split(pair, rules) {
  const colon = pair.indexOf(":");
  const [name, value] = [pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)];
  const isFlag = Object.hasOwn(rules.questions, name) && rules.questions[name].type === "flag";
  return [name, isFlag && value === "1" ? true : value];
}
