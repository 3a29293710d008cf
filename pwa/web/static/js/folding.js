/*
 * What counts as the same word: `pwa/web/folding.py` says why, and folds alike. Here each word also
 * knows where it stands in the text, so that it can be marked. Pure.
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
