/**
 * Pass the plan to a helper's phone: a link that holds it after the `#`, as letters and as a QR code.
 * Nothing is sent anywhere by this. Takes its root and the plan.
 */

import { canPack, LONGEST_PACK, toFragment } from "./fragment.js";
import { qr } from "./qr.js";

const SVG = "http://www.w3.org/2000/svg";
/** Modules of light around the code; a camera needs them. */
const MARGIN = 4;
/** Letters. A denser code is not read from one phone's screen by another. */
const LONGEST_CODE = 1000;

export class Share {
  /** @param {HTMLElement} root @param {import("./plan.js").Plan} plan @param {(name: string) => void} say */
  constructor(root, plan, say) {
    this.root = root;
    this.plan = plan;
    this.say = say;
    this.link = this.#find("[data-link]");
    this.notes = this.#find("[data-with-notes]");
    this.notes.closest("label").hidden = !canPack();
    this.#find("[data-action=make-link]").addEventListener("click", () => this.#make());
    this.#find("[data-action=copy-link]").addEventListener("click", () => this.#copy());
    this.#find("[data-action=send-link]").addEventListener("click", () => this.#send());
    this.#find("[data-action=send-link]").hidden = !navigator.share;
    this.notes.addEventListener("change", () => this.clear());
  }

  /** What was made no longer fits the plan. */
  clear() {
    this.#find("[data-made]").hidden = true;
    this.link.value = "";
    this.#find("[data-qr]").replaceChildren();
  }

  async #make() {
    const entries = this.notes.checked ? this.plan.tasks : undefined;
    const fragment = await toFragment(this.plan.answers, entries);
    this.clear();
    if (fragment.length > LONGEST_PACK) return this.say("link-too-long");
    this.link.value = location.origin + location.pathname + fragment;
    const code = this.link.value.length > LONGEST_CODE ? null : qr(this.link.value);
    if (code) this.#find("[data-qr]").append(drawn(code, this.plan.texts("qr")));
    this.#find("[data-no-qr]").hidden = code !== null;
    const made = this.#find("[data-made]");
    made.hidden = false;
    made.focus();
  }

  async #copy() {
    this.link.select();
    try {
      await navigator.clipboard.writeText(this.link.value);
      this.say("link-copied");
    } catch {
      this.say("link-copy-by-hand"); // it is selected now
    }
  }

  async #send() {
    await navigator.share({ url: this.link.value }).catch(() => {}); // the reader closed the sheet
  }

  /** @param {string} selector @returns {any} */
  #find = (selector) => this.root.querySelector(selector);
}

/** @param {boolean[][]} rows @param {string} label */
function drawn(rows, label) {
  const side = rows.length + 2 * MARGIN;
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")));
  const svg = element("svg", { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(element("path", { fill: "#fff", d: `M0 0h${side}v${side}H0z` }), element("path", { fill: "#000", d: dark.join("") }));
  return svg;
}

/** @param {string} name @param {Record<string, string>} attributes */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
