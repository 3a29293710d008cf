/** The card at the top: how many days to go, the day itself, and today; and the icon's number. */

import { daysBetween } from "./days.js";
import { formatDay, formatNumber } from "./formats.js";

/**
 * @param {HTMLElement} card @param {import("./task.js").Texts} texts
 * @param {string|null} day @param {string} today
 */
export function showSummary(card, texts, day, today) {
  card.hidden = day === null;
  if (day === null) return;
  const left = daysBetween(today, day);
  const label = left > 0 ? "days-to-go" : left < 0 ? "days-since" : "day-is-today";
  const set = (name, words) => (card.querySelector(`[data-count-${name}]`).textContent = words);
  set("days", left === 0 ? "" : formatNumber(Math.abs(left)));
  set("label", texts(label));
  set("day", texts("the-day", { day: formatDay(day) }));
  set("today", texts("now-is", { day: formatDay(today) }));
}

/** Show how many steps can't wait on the app's icon, where the platform has room for it. @param {number} count */
export function showBadge(count) {
  // It may be refused, as where the app is not installed: then there is no icon either.
  const shown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  shown?.catch(() => {});
}
