/*
 * Search on the phone. The index of each page is read when the reader comes to this one; what is
 * typed stays behind the `#` of the address, which is never sent. Every word must occur, a word's
 * beginning is enough. A whole word counts for more than any beginning, and then a title for more
 * than a heading, a heading for more than a text.
 */

import { formatNumber } from "./formats.js";
import { element, finder, textsOf } from "./page.js";

/**
 * @typedef {{ text: string, list: string[] }} Read a text with its words, folded
 * @typedef {{ path: string, anchor: string, title: Read, heading: Read, texts: Read[] }} Section
 */

const MOST = 30;

/** @param {HTMLElement} root */
export function mount(root) {
  const part = finder(root);
  const form = root.querySelector("form");
  const { q } = form;
  const said = textsOf(root);
  let loading = load(root);
  let timer;

  async function search() {
    const query = q.value.trim();
    history.replaceState(null, "", `#q=${encodeURIComponent(query)}`);
    const sections = await loading;
    const failed = sections.includes(0);
    if (failed) loading = load(root); // the next search tries again
    if (query !== q.value.trim()) return; // the reader has typed on
    const { found, wanted } = findAll(sections.filter(Boolean), bare(query.replaceAll("-", " ")));
    part("hits").replaceChildren(...found.slice(0, MOST).map((one) => hit(root, one, wanted)));
    part("hits").hidden = !found[0];
    part("status").hidden = !query;
    part("none").hidden = found[0] || !query;
    part("status").textContent = said(failed ? "failed" : found[MOST] ? "first" : "found", { n: formatNumber(found.length), shown: formatNumber(MOST) });
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer); // or what was found would be drawn anew under the reader's finger
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

/** @param {HTMLElement} root @returns {Promise<(Section | 0)[]>} with 0 for what could not be had */
async function load(root) {
  const links = [...root.querySelectorAll("[data-index]")];
  return (await Promise.all(links.map((one) => read(one.dataset.index).catch(() => 0)))).flat();
}

/** @param {string} url @returns {Promise<Section[]>} */
async function read(url) {
  const pages = await (await fetch(url)).json(); // no JSON is the server's page that says what is wrong
  await inTurn(pages.flat(2));
  return pages.flatMap(([path, title, ...sections]) =>
    sections.map(([anchor, heading, ...texts]) => ({
      path,
      anchor,
      title: folded(title),
      heading: folded(heading),
      texts: texts.map(folded),
    })),
  );
}

/** Folds each. All of them take long: after every few the reader can act. @param {string[]} texts */
async function inTurn(texts) {
  for (const at in texts) {
    if (at % 16 === 0) await new Promise((done) => setTimeout(done));
    folded(texts[at]);
  }
}

/** @type {Record<string, Read>} options have many a text in common */
const reads = Object.create(null);

/** @param {string} text @returns {Read} */
const folded = (text) => (reads[text] ??= { text, list: bare(text) });

/** @param {string} text @returns {string[]} */
const bare = (text) => words(text).map(([word]) => word);

// ---- what is found

/** 20 where the word is there, 1 where one begins with it, else 0. @param {string[]} list @param {string} word */
const match = (list, word) =>
  list.includes(word) ? 20 : list.some((one) => one.startsWith(word));

/**
 * Where nothing has every word, those in a ninth of all sections ("when can I") need not be
 * there; then the nearest spelling is looked for, then other endings, of three letters at most.
 * @param {Section[]} sections @param {string[]} wanted
 */
function findAll(sections, wanted) {
  const asked = (words) => {
    const found = ranked(sections, words);
    return found[0] && { found, wanted: words };
  };
  const isRare = (word) => ranked(sections, [word]).length < sections.length / 9;
  return asked(wanted) ||
    asked((wanted = wanted.filter(isRare))) ||
    asked(wanted.map(nearest)) ||
    asked(wanted.map((word) => word.slice(0, Math.max(5, word.length - 3)))) ||
    { found: [] };
}

/** A word of the guide for one of four letters or more that it has not: with one letter missing, too
 *  many or another, else, if it is long, with two; else the word itself. @param {string} word */
function nearest(word) {
  const all = Object.values(reads).flatMap(({ list }) => list);
  // None is as long as what a cat types, and its shapes would keep a phone busy for half a minute.
  const near = all.filter((one) => (one.length - word.length) ** 2 < 9);
  const letters = [...word];
  const alike = (two) => {
    const shapes = letters.map((_, one) => letters.map((_, other) =>
      letters.map((char, at) => (at === one || (at === other && two) ? ".?.?" : char)).join("")).join("|"));
    const shape = RegExp(`^(${shapes.join("|")})$`);
    return near.find((one) => shape.test(one));
  };
  return (word[3] && near[0] && !match(all, word) && (alike() || (word[7] && alike(true)))) || word;
}

/**
 * Best first, and whole words before beginnings. Many options have a part of the same name: one of
 * them, then all else, then the others.
 * @param {Section[]} sections @param {string[]} wanted
 */
function ranked(sections, wanted) {
  const found = sections.map((one) => ({ ...one, score: scored(one, wanted) })).filter((one) => one.score >= 1);
  const seen = {};
  found.sort((one, other) => other.score - one.score);
  for (const one of found) {
    const { text } = one.heading;
    one.rank = 2 * (one.score < 20 * wanted.length) + !!seen[text];
    seen[text] = text;
  }
  return found.sort((one, other) => one.rank - other.rank);
}

/** Below 1 unless each word is there, and one of them not in the title alone. @param {Section} section @param {string[]} wanted */
function scored({ title, heading, texts }, wanted) {
  const points = wanted.map((word) =>
    Math.max(...[title, heading, ...texts].map(({ list }, at) => match(list, word) * ([heading.text ? 0.001 : 10, 3][at] ?? 1))),
  );
  return Math.min(...points) && points.reduce((sum, one) => sum + one, 0);
}

// ---- how it is shown

/** @param {HTMLElement} root @param {Section} one @param {string[]} wanted */
function hit(root, { path, anchor, title, heading, texts }, wanted) {
  const item = finder(root)("hit").content.cloneNode(true);
  const fill = (name, text, before) => finder(item)(name).append(...marked(text, wanted, before));
  item.querySelector("a").href = `${root.dataset.home}${path}${anchor && `#${anchor}`}`;
  if (heading.text) fill("title", title.text);
  fill("heading", heading.text || title.text);
  const points = ({ list }) => wanted.reduce((sum, word) => sum + match(list, word), 0);
  const [best] = [...texts].sort((one, other) => points(other) - points(one));
  if (best) fill("snippet", best.text, 50);
  return item;
}

/** The text with what was found marked, from a little before it. @param {string} text @param {string[]} wanted */
function marked(text, wanted, before = Infinity) {
  const all = words(text);
  const hits = all.filter(([word]) => wanted.some((one) => match([word], one)));
  const from = (hits[0]?.[1] ?? 0) - before;
  let at = from > 0 ? all.find(([, start]) => start >= from)[1] : 0;
  const parts = [at ? "…" : ""];
  for (const [, start, stop] of hits) {
    if (stop > at) {
      parts.push(text.slice(at, start), element("mark", text.slice(Math.max(start, at), stop)));
      at = stop;
    }
  }
  return [...parts, text.slice(at)];
}

// ---- what counts as the same word

/*
 * `pwa/web/folding.py` says why, and folds alike. Here each word also knows where it stands in the
 * text, so that it can be marked.
 */

const DROPPED = /[-\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]|\p{Cf}/gu;
const SAME = { ى: "ي", ی: "ي", ة: "ه", ک: "ك", ٱ: "ا", ς: "σ", ı: "i", đ: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe" };
const UNSPACED = "(?=[\\p{L}\\p{M}\\p{N}])[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]";
const SPACED = `(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}\\p{Cf}])+`;
const WORD = new RegExp(`${UNSPACED}(?=(${UNSPACED})?)|${SPACED}(?=(-${SPACED})?)`, "gu");
const known = Object.create(null); // the same words come again and again
const ARTICLE = /^(?:[وف]?(?:[بك]?ال|لل)(?=[^ا].|...))+/u;

/** @param {string} text */
function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(DROPPED, "");
  return plain.replace(/./gsu, (char) => SAME[char] ?? char).normalize("NFC").replace(/\p{Nd}/gu, digit).replace(ARTICLE, "");
}

/** The ten digits of a script stand in a row: how many stand before? @param {string} char @returns {number} */
function digit(char) {
  const before = String.fromCodePoint(char.codePointAt() - 1);
  return /\p{Nd}/u.test(before) ? digit(before) + 1 : 0;
}

/** @param {string} text @returns {[word: string, start: number, end: number][]} */
export const words = (text) =>
  [...text.matchAll(WORD)]
    .flatMap(({ 0: part, 1: next = "", 2: joined = "", index }) =>
      [joined && part + joined, part + next].map((one) => [known[one] ??= fold(one), index, index + one.length]),
    )
    .filter(([word]) => word);
