/* Mounts a component on each element that names one. A page is complete without any of them. */

import { restore } from "./typed.js";

const components = {
  plan: () => import("./plan.js"),
  compare: () => import("./compare.js"),
  handouts: () => import("./handouts.js"),
  search: () => import("./search.js"),
  visit: () => import("./visit.js"),
};

// First of all, so that a component finds what the reader had typed as if it had stood there.
restore();
for (const root of document.querySelectorAll("[data-component]")) {
  components[root.dataset.component]?.().then((module) => module.mount(root)).catch((error) => {
    // Whoever types into what has not started would lose it unsaid.
    document.querySelector("[data-unstarted]").hidden = false;
    throw error;
  });
}

const install = document.querySelector("[data-install]");
/** @param {Event} [prompt] */
const offerInstall = (prompt) =>
  install && import("./install.js").then((module) => module.offer(install, prompt));

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // The browser's own bar would come at once; ours waits for a good moment.
  offerInstall(event);
});
// Only Safari on an iPhone or iPad has this: false in a tab, true in an app on the home screen.
if (navigator.standalone === false) offerInstall();
