/**
 * Pass the plan to a helper's phone: a link that holds it after the `#`, as letters and as a QR code.
 * Nothing is sent anywhere by this. Takes its root and the plan.
 */

import { canPack, LONGEST_PACK, toFragment } from "./fragment.js";
import { shared } from "./handover.js";
import { finder, onClicks } from "./page.js";
import { qr } from "./qr.js";

/** Modules of light around the code; a camera needs them. */
const MARGIN = 4;
/** Letters. A denser code is not read from one phone's screen by another. */
const LONGEST_CODE = 1000;

export class Share {
  /** @param {HTMLElement} root @param {import("./plan.js").Plan} plan @param {(name: string) => void} say */
  constructor(root, plan, say) {
    this.find = finder(root);
    this.plan = plan;
    this.say = say;
    this.link = this.find("link");
    this.notes = this.find("with-notes");
    this.notes.closest("label").hidden = !canPack();
    onClicks(root, {
      "make-link": () => this.#make(),
      "copy-link": () => this.#copy(),
      "send-link": () => shared({ url: this.link.value }),
    });
    this.find("action=send-link").hidden = !navigator.share;
    this.notes.addEventListener("change", () => this.clear());
  }

  /** What was made no longer fits the plan. */
  clear() {
    this.find("made").hidden = true;
    this.link.value = "";
    this.find("qr").querySelector("path").removeAttribute("d");
  }

  async #make() {
    const entries = this.notes.checked ? this.plan.tasks : undefined;
    const fragment = await toFragment(this.plan.answers, entries);
    this.clear();
    if (fragment.length > LONGEST_PACK) return this.say("link-too-long");
    this.link.value = location.origin + location.pathname + fragment;
    const code = this.link.value.length > LONGEST_CODE ? null : qr(this.link.value);
    if (code) draw(this.find("qr").firstElementChild, code);
    this.find("qr").hidden = !code;
    this.find("no-qr").hidden = !!code;
    const made = this.find("made");
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
}

/** @param {SVGElement} svg its last part is what is dark @param {boolean[][]} rows */
function draw(svg, rows) {
  const side = rows.length + 2 * MARGIN;
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")));
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.lastElementChild.setAttribute("d", dark.join(""));
}
