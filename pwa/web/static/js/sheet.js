/**
 * The visit on one sheet: shown on the page, printed, and as plain text to share. Takes its root.
 *
 * One page is what a visit has time for. So the letters are as large as the page allows, and the
 * room that is left goes to the lines for answers. All of it is measured in the width of A4 and the
 * height of Letter, so that it fits both.
 */

import { formatNumber } from "./formats.js";
import { element } from "./page.js";

/**
 * @typedef {{text: string, answer?: string}} Line an empty answer is a line to write on
 * @typedef {{title: string, kind: "about"|"asks"|"marks"|"own"|"steps", lines: Line[]}} Part what it is about has no title
 */

/** Pixels: the height of a page without its margins, with room for a printer's own. */
const PAGE = 930;
/** Pixels of the letters, the largest first. */
const SIZES = [16, 15, 14, 13, 12, 11, 10];
const LEAST_ROOM = 22;
const MOST_ROOM = 60;

export class Sheet {
  /** @param {HTMLElement} root @param {(fits: boolean) => void} onFit */
  constructor(root, onFit) {
    this.root = root;
    this.body = root.querySelector("[data-body]");
    this.onFit = onFit;
    this.timer = 0;
    /** @type {Part[]} */
    this.parts = [];
    addEventListener("beforeprint", () => this.#fit());
  }

  /** @param {Part[]} parts none: there is nothing to print */
  show(parts) {
    this.parts = parts;
    this.root.hidden = parts.length === 0;
    document.documentElement.toggleAttribute("data-visit", parts.length > 0);
    this.body.replaceChildren(...parts.map(drawn));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fit(), 200);
  }

  /** The sheet as letters alone. @param {string} title */
  text(title) {
    return [title, ...this.parts.map(written)].join("\n\n");
  }

  #fit() {
    if (this.root.hidden) return;
    const { classList, style } = this.root;
    const blanks = this.root.querySelectorAll(".line").length;
    const height = (size) => {
      style.setProperty("--size", `${size}px`);
      return this.root.offsetHeight + blanks * LEAST_ROOM;
    };
    classList.add("measured");
    const size = SIZES.find((one) => height(one) <= PAGE) ?? SIZES.at(-1);
    const left = PAGE - height(size);
    classList.remove("measured");
    style.setProperty("--room", `${Math.min(MOST_ROOM, LEAST_ROOM + Math.max(0, left) / blanks)}px`);
    this.onFit(left >= 0);
  }
}

/** @param {Part} part */
function drawn({ title, kind, lines }) {
  const section = element("section", "", kind);
  const list = element(kind === "asks" ? "ol" : "ul");
  list.append(
    ...lines.map(({ text, answer }) => {
      const item = element("li");
      item.append(element("span", text));
      if (answer !== undefined) item.append(element("span", answer, answer ? "answer" : "line"));
      return item;
    }),
  );
  section.append(...(title ? [element("h4", title)] : []), list);
  return section;
}

/** @param {Part} part */
function written({ title, kind, lines }) {
  const line = ({ text, answer }, index) => {
    const mark = { asks: `${formatNumber(index + 1)}. `, about: "", own: "" }[kind] ?? "– ";
    return mark + text + (answer ? (kind === "asks" ? "\n   " : " ") + answer : "");
  };
  return [...(title ? [title] : []), ...lines.map(line)].join("\n");
}
