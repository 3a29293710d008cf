/*
 * Comparison without a server. The address says which options are shown, and the page holds them
 * all; the alternatives to them are always shown. What the reader cares about stays on the phone, with
 * what they prepare for a visit: its rows move to a table of their own at the top, and nothing is
 * scored. Where nothing can be kept the ticks last as long as the page.
 */

import { onlyGood } from "./kinds.js";
import { Saver } from "./saver.js";
import { onOtherTab, readAll } from "./store.js";

/** @param {HTMLElement} root holds the forms and the tables of every option */
export function mount(root) {
  mountOptions(root, root.querySelector("form"));
  const cares = root.querySelector("[data-cares]");
  if (cares) mountCares(root, cares);
}

// ---- which options

/** @param {HTMLElement} root @param {HTMLFormElement} form */
function mountOptions(root, form) {
  const boxes = [...form.querySelectorAll("[name=options]")]; // a guide may have one option alone
  const warning = root.querySelector("[data-too-few]");
  const ids = (kind) => new Set([...root.querySelectorAll(`td[data-${kind}]`)].map((cell) => cell.dataset[kind]));
  const held = ids("option");
  const room = root.dataset.most - ids("alternative").size;

  /** @param {string[]} chosen option ids */
  function show(chosen) {
    for (const cell of root.querySelectorAll("[data-option]")) {
      cell.hidden = !chosen.includes(cell.dataset.option);
    }
    for (const box of boxes) box.checked = chosen.includes(box.value);
    root.className = chosen.length > room ? "many" : "few";
  }

  const known = boxes.map((box) => box.value);
  const asked = fromAddress(known);
  if (asked.length && asked.every((id) => held.has(id))) show(asked);
  // Ten at once help nobody: a reader who has not chosen sees the first few, in their usual order.
  if (!asked.length && known.length > room) show(known.slice(0, Math.min(room, 3)));

  form.addEventListener("submit", (event) => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    const tooFew = chosen.length < root.dataset.least;
    warning.hidden = !tooFew;
    // The server may have sent only some of the options; then the form asks it for the others.
    const here = chosen.every((id) => held.has(id));
    if (tooFew || here) event.preventDefault();
    if (tooFew || !here) return;
    history.replaceState(null, "", `?options=${chosen.join(",")}`);
    show(chosen);
    root.querySelector("section:not([hidden])").scrollIntoView();
  });
}

/**
 * `?options=a,b`, or `?options=a&options=b` as a form without JavaScript sends it.
 * @param {string[]} known
 */
function fromAddress(known) {
  const given = new URLSearchParams(location.search).getAll("options").flatMap((part) => part.split(","));
  return known.filter((id) => given.includes(id));
}

// ---- what matters to the reader

/** @param {HTMLElement} root @param {HTMLFormElement} form */
async function mountCares(root, form) {
  const boxes = [...form.querySelectorAll("[name=care]")];
  const mine = root.querySelector("[data-mine] tbody");
  const saver = new Saver(() => {});
  const homes = new Map([...root.querySelectorAll("[data-row]")].map((row) => [row, row.parentElement]));
  let shown = "";

  /** Every row goes where it belongs now, in the content's order; all stay where that is as before. */
  function arrange() {
    const ticked = boxes.filter((box) => box.checked);
    const fields = ticked.flatMap((box) => box.dataset.fields.split(" "));
    if (shown !== (shown = fields.join())) {
      for (const [row, home] of homes) {
        const first = fields.includes(row.dataset.row);
        (first ? mine : home).append(row);
        row.querySelector("[data-mark]").hidden = !first;
      }
      for (const section of root.querySelectorAll("section")) {
        section.hidden = !section.querySelector("[data-row]");
      }
    }
    form.querySelector("[type=reset]").hidden = !fields[0];
    return ticked.map((box) => box.value);
  }

  function changed() {
    const ticked = arrange();
    saver.put("visit", "cares", ticked);
    form.querySelector("[data-moved]").hidden = !ticked[0];
  }

  async function read() {
    const records = await readAll().catch(() => undefined);
    if (records) saver.recover(records);
    const kept = onlyGood("visit", records?.visit).get("cares") ?? [];
    for (const box of boxes) box.checked = kept.includes(box.value);
    arrange();
  }

  await read();
  onOtherTab(read);
  form.hidden = false;
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    boxes[0].focus(); // the button goes
    setTimeout(changed); // the boxes are empty only after this event
  });
}
