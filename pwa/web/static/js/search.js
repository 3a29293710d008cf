/*
 * Search on the phone. The index of each page is read when the reader comes to this one; what is
 * typed stays behind the `#` of the address, which is never sent. Every word must occur, a word's
 * beginning is enough, and a title counts for more than a heading, a heading for more than a text.
 */

import { formatNumber } from "./formats.js";
import { element, finder, textsOf } from "./page.js";

/**
 * @typedef {{ text: string, list: string[] }} Read a text with its words, folded
 * @typedef {{ path: string, anchor: string, title: Read, heading: Read, texts: Read[] }} Section
 */

const MOST = 30;
const PAUSE = 200;
const BEFORE = 50;
const STEM = 4;
const ENDING = 3;

/** @param {HTMLElement} root */
export function mount(root) {
  const part = finder(root);
  const form = root.querySelector("form");
  const { q } = form.elements;
  const said = textsOf(root);
  let loading = load(root);
  let timer;

  async function search() {
    const query = q.value.trim();
    history.replaceState(null, "", `#q=${encodeURIComponent(query)}`);
    const { sections, failed } = await loading;
    if (failed) loading = load(root); // the next search tries again
    if (query !== q.value.trim()) return; // the reader has typed on
    const list = words(query).map(([word]) => bare(word));
    const { found, wanted } = findAll(sections, list);
    const [n, shown] = [found.length, MOST].map(formatNumber);
    part("hits").replaceChildren(...found.slice(0, MOST).map((one) => hit(root, one, wanted)));
    part("hits").hidden = !found[0];
    part("none").hidden = found[0] || !list[0];
    part("status").hidden = !list[0];
    const count = found[MOST] ? "first" : "found";
    part("status").textContent = said(failed ? "failed" : count, { n, shown });
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    q.blur(); // the keyboard would cover what was found
    await search();
    form.scrollIntoView();
  });
  part("plain").hidden = true;
  form.hidden = false;
  q.value = new URLSearchParams(location.hash.slice(1)).get("q");
  if (q.value) search();
}

// ---- the index

/** @param {HTMLElement} root @returns {Promise<{ sections: Section[], failed: boolean }>} */
async function load(root) {
  const all = [...root.querySelectorAll("[data-index]")].map((one) => read(one.dataset.index).catch(() => 0));
  const parts = await Promise.all(all);
  return { sections: parts.flatMap((one) => one || []), failed: parts.includes(0) };
}

/** @param {string} url @returns {Promise<Section[]>} */
async function read(url) {
  const answer = await fetch(url);
  const index = await answer.json(); // no JSON is the server's page that says what is wrong
  const texts = index.texts.map(folded);
  return index.pages.flatMap(([path, title, sections]) =>
    sections.map(([anchor, heading, numbers]) => ({
      path,
      anchor,
      title: folded(title),
      heading: folded(heading),
      texts: numbers.map((number) => texts[number]),
    })),
  );
}

/** @param {string} text @returns {Read} */
const folded = (text) => ({ text, list: words(text).flatMap(forms) });

/** A word with and without its article. @param {[string]} word */
const forms = ([word]) => [bare(word), word];

// ---- what is found

/** 2 where the word is there, 1 where one begins with it, else 0. @param {string[]} list @param {string} word */
const match = (list, word) =>
  Math.max(0, ...list.map((one) => one.startsWith(word) && (one === word ? 2 : 1)));

/** Other endings ("drive", "driving") are looked for only where nothing is found. @param {Section[]} sections @param {string[]} wanted */
function findAll(sections, wanted) {
  const found = ranked(sections, wanted);
  const stems = wanted.map((word) => word.slice(0, Math.max(STEM, word.length - ENDING)));
  return found[0] ? { found, wanted } : { found: ranked(sections, stems), wanted: stems };
}

/**
 * Best first. Many options have a part of the same name: one of them, then all else, then the others.
 * @param {Section[]} sections @param {string[]} wanted
 */
function ranked(sections, wanted) {
  const found = sections.map((one) => ({ ...one, score: scored(one, wanted) })).filter(({ score }) => score);
  found.sort((one, other) => other.score - one.score);
  const isFirst = (one) => found.find(({ heading }) => heading.text === one.heading.text) === one || !one.heading.text;
  return [...found.filter(isFirst), ...found.filter((one) => !isFirst(one))];
}

/** 0 unless each word is there, and one of them not in the title alone. @param {Section} section @param {string[]} wanted */
function scored({ anchor, title, heading, texts }, wanted) {
  const weights = [anchor ? 0 : 10, 3];
  const points = wanted.map((word) => [title, heading, ...texts].map(({ list }) => match(list, word)));
  if (!points.every((all) => Math.max(...all))) return 0;
  return points.reduce((sum, all) => sum + Math.max(...all.map((one, at) => one * (weights[at] ?? 1))), 0);
}

// ---- how it is shown

/** @param {HTMLElement} root @param {Section} one @param {string[]} wanted */
function hit(root, { path, anchor, title, heading, texts }, wanted) {
  const item = finder(root)("hit").content.cloneNode(true);
  const fill = (name, text, before) => finder(item)(name).append(...marked(text, wanted, before));
  item.querySelector("a").href = `${root.dataset.home}${path}${anchor && `#${anchor}`}`;
  if (heading.text) fill("title", title.text);
  fill("heading", heading.text || title.text);
  const points = ({ list }) => wanted.filter((word) => match(list, word)).length;
  const [best] = [...texts].sort((one, other) => points(other) - points(one));
  if (best) fill("snippet", best.text, BEFORE);
  return item;
}

/** The text with what was found marked, from a little before it. @param {string} text @param {string[]} wanted */
function marked(text, wanted, before = Infinity) {
  const all = words(text);
  const hits = all.filter((word) => wanted.some((one) => match(forms(word), one)));
  const from = (hits[0]?.[1] ?? 0) - before;
  let at = from > 0 ? all.find(([, start]) => start >= from)[1] : 0;
  const parts = [at ? "…" : ""];
  for (const [, start, stop] of hits) {
    parts.push(text.slice(at, start), element("mark", text.slice(Math.max(start, at), stop)));
    at = stop;
  }
  return [...parts, text.slice(at)];
}

// ---- what counts as the same word

/*
 * `pwa/web/folding.py` says why, and folds alike. Here each word also knows where it stands in the
 * text, so that it can be marked.
 */

const SIGNS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]|\p{Cf}/gu;
const SAME = { ى: "ي", ی: "ي", ة: "ه", ک: "ك", ٱ: "ا", ς: "σ", ı: "i", đ: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe" };
const UNSPACED = /(?=[\p{L}\p{M}\p{N}])[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]/u.source;
const WORD = new RegExp(`${UNSPACED}(?=(${UNSPACED})?)|(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}\\p{Cf}])+`, "gu");

/** @param {string} text */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(SIGNS, "");
  return plain.replace(/./gsu, (char) => SAME[char] ?? char).normalize("NFC").replace(/\p{Nd}/gu, (char) => digit(char));
}

/** The ten digits of a script stand in a row: how many stand before? @param {string} char @returns {number} */
const digit = (char, before = String.fromCodePoint(char.codePointAt() - 1)) => (/\p{Nd}/u.test(before) ? digit(before) + 1 : 0);

/** @param {string} text @returns {[word: string, start: number, end: number][]} */
export const words = (text) =>
  [...text.matchAll(WORD)]
    .map(({ 0: part, 1: next = "", index }) => [fold(part + next), index, index + (part + next).length])
    .filter(([word]) => word);

/** Without the article that Arabic writes as part of a word. @param {string} word */
export const bare = (word) => word.replace(/^(?:[وفبك]?ال|لل)(?=..)/u, "");
