/**
 * A QR code (ISO/IEC 18004), drawn here because no one else should see what is in it. Pure.
 *
 * Bytes in, a square of dark and light out: byte mode, error correction level M, the smallest of
 * the forty sizes that holds them, and the mask with the lowest penalty.
 */

// For each size: how many bytes of correction a block has, and how many blocks there are.
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35,
  37, 38, 40, 43, 45, 47, 49,
];
const FINDER = [1, 0, 1, 1, 1, 0, 1];

/** @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The rows of the code, or null where the text is too long for one. @param {string} text @returns {boolean[][]|null} */
export function qr(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = CORRECTION.findIndex((_, index) => bytes.length <= capacity(index + 1)) + 1;
  if (version === 0) return null;
  const frame = patterns(version);
  place(frame, interleaved(dataBytes(bytes, version), version));
  const drawn = MASKS.map((_, mask) => masked(frame, version, mask));
  const penalties = drawn.map(penalty);
  return drawn[penalties.indexOf(Math.min(...penalties))];
}

// --- bytes -------------------------------------------------------------------------------------

/** @param {number} version */
const lengthBits = (version) => (version < 10 ? 8 : 16);

/** How many modules are left for bytes when all patterns are drawn. @param {number} version */
function rawBytes(version) {
  const marks = Math.floor(version / 7) + 2;
  const alignment = version === 1 ? 0 : (25 * marks - 10) * marks - 55;
  return Math.floor(((16 * version + 128) * version + 64 - alignment - (version > 6 ? 36 : 0)) / 8);
}

/** @param {number} version */
const room = (version) => rawBytes(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

/** @param {number} version */
const capacity = (version) => Math.floor((room(version) * 8 - 4 - lengthBits(version)) / 8);

/** Mode, length, the bytes, and what fills the rest. @param {number[]} bytes @param {number} version */
function dataBytes(bytes, version) {
  const bits = [4, bytes.length, ...bytes].map((value, n) =>
    value.toString(2).padStart(n === 0 ? 4 : n === 1 ? lengthBits(version) : 8, "0"),
  );
  const text = `${bits.join("")}0000`.slice(0, room(version) * 8);
  const data = (text.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, "0"), 2));
  for (let fill = 0xec; data.length < room(version); fill ^= 0xec ^ 0x11) data.push(fill);
  return data;
}

/** Data and correction, block by block, a byte of each in turn. @param {number[]} data @param {number} version */
function interleaved(data, version) {
  const [count, degree] = [BLOCKS[version - 1], CORRECTION[version - 1]];
  const short = Math.floor(data.length / count);
  const long = data.length % count;
  const blocks = Array.from({ length: count }, (_, n) => {
    const start = n * short + Math.max(0, n - (count - long));
    return data.slice(start, start + short + (n >= count - long ? 1 : 0));
  });
  const corrections = blocks.map((block) => correction(block, degree));
  const turn = (lists, length) => Array.from({ length }, (_, n) => lists.flatMap((list) => list.slice(n, n + 1))).flat();
  return [...turn(blocks, short + 1), ...turn(corrections, degree)];
}

/** The remainder of Reed and Solomon. @param {number[]} data @param {number} degree */
function correction(data, degree) {
  const divisor = generator(degree);
  const rest = new Array(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((value, n) => (rest[n] ^= times(value, factor)));
  }
  return rest;
}

/** @param {number} degree */
function generator(degree) {
  const found = [...new Array(degree - 1).fill(0), 1];
  for (let round = 0, root = 1; round < degree; round++, root = times(root, 2)) {
    for (let n = 0; n < degree; n++) found[n] = times(found[n], root) ^ (found[n + 1] ?? 0);
  }
  return found;
}

/** Multiplication in the field of 256 elements. @param {number} a @param {number} b */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

// --- modules -----------------------------------------------------------------------------------

/** All that is the same whatever is in it; null where data goes. @param {number} version @returns {(boolean|null)[][]} */
function patterns(version) {
  const side = version * 4 + 17;
  const grid = Array.from({ length: side }, () => new Array(side).fill(null));
  for (let n = 0; n < side; n++) grid[6][n] = grid[n][6] = n % 2 === 0;
  const far = side - 7;
  for (const [x, y] of [[0, 0], [far, 0], [0, far]]) finder(grid, x, y);
  const marks = alignments(version);
  const last = marks.length - 1;
  marks.forEach((x, i) =>
    marks.forEach((y, j) => {
      const corner = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
      if (!corner) square(x, y, 2, (px, py, ring) => (grid[py][px] = ring !== 1));
    }),
  );
  writeFormat(grid, 0); // keeps the place
  writeVersion(grid, version);
  return grid;
}

/** Every module around a middle, with the ring it is on. @param {number} x @param {number} y @param {number} reach @param {(x: number, y: number, ring: number) => void} work */
function square(x, y, reach, work) {
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) work(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)));
  }
}

/** @param {(boolean|null)[][]} grid @param {number} x @param {number} y */
function finder(grid, x, y) {
  square(x + 3, y + 3, 4, (px, py, ring) => {
    if (grid[py]?.[px] !== undefined) grid[py][px] = ring !== 2 && ring !== 4;
  });
}

/** @param {number} version @returns {number[]} */
function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, n) => version * 4 + 10 - (count - 2 - n) * step)];
}

/** @param {(boolean|null)[][]} grid @param {number} mask */
function writeFormat(grid, mask) {
  let rest = mask; // level M is two zeros before it
  for (let n = 0; n < 10; n++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const side = grid.length;
  for (let n = 0; n < 15; n++) {
    const dark = ((bits >>> n) & 1) === 1;
    const near = n < 6 ? n : n < 8 ? n + 1 : 14 - n + (n === 8 ? 1 : 0);
    if (n < 8) [grid[near][8], grid[8][side - 1 - n]] = [dark, dark];
    else [grid[8][near], grid[side - 15 + n][8]] = [dark, dark];
  }
  grid[side - 8][8] = true;
}

/** @param {(boolean|null)[][]} grid @param {number} version */
function writeVersion(grid, version) {
  if (version < 7) return;
  let rest = version;
  for (let n = 0; n < 12; n++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let n = 0; n < 18; n++) {
    const [a, b] = [grid.length - 11 + (n % 3), Math.floor(n / 3)];
    grid[b][a] = grid[a][b] = ((bits >>> n) & 1) === 1;
  }
}

/** Up and down in pairs of columns, from the right; a bit of each byte where nothing is yet. @param {(boolean|number|null)[][]} grid @param {number[]} bytes */
function place(grid, bytes) {
  const side = grid.length;
  let bit = 0;
  for (let right = side - 1; right > 0; right -= right === 8 ? 3 : 2) {
    const up = ((right + 1) & 2) === 0;
    for (let n = 0; n < side; n++) {
      const y = up ? side - 1 - n : n;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== null) continue;
        grid[y][x] = ((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1; // a number: to be masked
        bit++;
      }
    }
  }
}

/** @param {(boolean|number|null)[][]} grid @param {number} version @param {number} mask @returns {boolean[][]} */
function masked(grid, version, mask) {
  const rows = grid.map((row, y) =>
    row.map((cell, x) => (typeof cell === "number" ? (cell === 1) !== MASKS[mask](x, y) : cell)),
  );
  writeFormat(rows, mask);
  return rows;
}

// --- the penalty of a mask ------------------------------------------------------------------------

/** @param {boolean[][]} rows */
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].map((line) => line.map(Number));
  const dark = rows.flat().filter(Boolean).length;
  const share = (dark * 100) / rows.length ** 2;
  const lopsided = Math.floor(Math.abs(share - 50) / 5) * 10;
  return sum(lines.map(runs)) + sum(lines.map(finderLike)) + blocks(rows) + lopsided;
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Five or more of a colour in a line. @param {number[]} line */
function runs(line) {
  const lengths = line.join("").match(/0{5,}|1{5,}/g) ?? [];
  return sum(lengths.map((run) => run.length - 2));
}

/** What could be taken for a corner of the code. @param {number[]} line */
function finderLike(line) {
  const text = line.join("");
  const [corner, light] = [FINDER.join(""), "0000"];
  let found = 0;
  for (let n = 0; n <= text.length - 7; n++) {
    if (text.slice(n, n + 7) !== corner) continue;
    if (text.slice(Math.max(n - 4, 0), n).padStart(4, "0") === light) found += 40;
    else if (text.slice(n + 7, n + 11).padEnd(4, "0") === light) found += 40;
  }
  return found;
}

/** Squares of one colour, two by two. @param {boolean[][]} rows */
function blocks(rows) {
  let found = 0;
  for (let y = 1; y < rows.length; y++) {
    for (let x = 1; x < rows.length; x++) {
      const [a, b, c, d] = [rows[y][x], rows[y][x - 1], rows[y - 1][x], rows[y - 1][x - 1]];
      if (a === b && b === c && c === d) found += 3;
    }
  }
  return found;
}
