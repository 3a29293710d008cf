/**
 * A QR code (ISO/IEC 18004), drawn here because no one else should see what is in it. Pure.
 *
 * Bytes in, a square of dark and light out: byte mode, error correction level M, the smallest of
 * the first 25 sizes that holds them, and the mask with the lowest penalty. What needs a larger one no
 * phone reads from another's screen.
 */

// For each size: how many bytes of correction a block has, and how many blocks there are.
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21];

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
  const data = text.match(/.{8}/g).map((byte) => parseInt(byte, 2));
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
  const rest = Array(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((value, n) => (rest[n] ^= times(value, factor)));
  }
  return rest;
}

/** @param {number} degree */
function generator(degree) {
  const found = [...Array(degree - 1).fill(0), 1];
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
  const grid = Array.from({ length: side }, () => Array(side).fill(null));
  for (let n = 0; n < side; n++) grid[6][n] = grid[n][6] = n % 2 === 0;
  for (const [x, y] of [[3, 3], [side - 4, 3], [3, side - 4]]) square(grid, x, y, 4, [2, 4]);
  const marks = alignments(version);
  const last = marks.length - 1;
  marks.forEach((x, i) =>
    marks.forEach((y, j) => {
      const corner = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
      if (!corner) square(grid, x, y, 2, [1]);
    }),
  );
  writeFormat(grid, 0); // keeps the place
  writeVersion(grid, version);
  return grid;
}

/** Rings around a middle, dark but for these; what lies beyond the edge is left out. @param {(boolean|null)[][]} grid @param {number} x @param {number} y @param {number} reach @param {number[]} light */
function square(grid, x, y, reach, light) {
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const dark = !light.includes(Math.max(Math.abs(dx), Math.abs(dy)));
      if (grid[y + dy]?.[x + dx] !== undefined) grid[y + dy][x + dx] = dark;
    }
  }
}

/** @param {number} version @returns {number[]} */
function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, n) => version * 4 + 10 - (count - 2 - n) * step)];
}

/** A value with the rest of its division behind it, in so many bits. @param {number} value @param {number} length @param {number} divisor */
function checked(value, length, divisor) {
  let rest = value;
  for (let n = 0; n < length; n++) rest = (rest << 1) ^ ((rest >>> (length - 1)) * divisor);
  return (value << length) | rest;
}

/** @param {(boolean|null)[][]} grid @param {number} mask */
function writeFormat(grid, mask) {
  const bits = checked(mask, 10, 0x537) ^ 0x5412; // level M is two zeros before it
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
  const bits = checked(version, 12, 0x1f25);
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
        grid[y][x] = (bytes[bit >>> 3] >>> (7 - (bit & 7))) & 1; // a number: to be masked; after the last byte, 0
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

/** What could be taken for a corner of the code, with light before or after it. @param {number[]} line */
function finderLike(line) {
  const found = `0000${line.join("")}0000`.match(/(?=00001011101|10111010000)./g) ?? [];
  return found.length * 40;
}

/** Squares of one colour, two by two. @param {boolean[][]} rows */
function blocks(rows) {
  const isLast = (on, x, y) => [rows[y][x - 1], rows[y - 1]?.[x], rows[y - 1]?.[x - 1]].every((other) => other === on);
  return sum(rows.map((row, y) => row.filter((on, x) => isLast(on, x, y)).length)) * 3;
}
