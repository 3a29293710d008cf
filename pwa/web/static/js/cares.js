/**
 * What the reader said matters to them: ids of the guide's list, one choice for every page. It is
 * kept with what they prepare for a visit. Where nothing can be kept the ticks last as long as the
 * page.
 */

import { onlyGood } from "./kinds.js";
import { Saver } from "./saver.js";
import { readAll } from "./store.js";

const saver = new Saver(() => {});

/** @returns {Promise<string[]>} */
export async function readCares() {
  try {
    const records = await readAll();
    saver.recover(records);
    return onlyGood("visit", records.visit).get("cares") ?? [];
  } catch {
    return [];
  }
}

/** @param {string[]} ids */
export function keepCares(ids) {
  saver.put("visit", "cares", ids);
}
