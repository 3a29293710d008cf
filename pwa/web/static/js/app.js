/* Mounts a component on each element that names one. A page is complete without any of them. */

const components = {
  offline: () => import("./offline.js"),
  plan: () => import("./plan.js"),
  compare: () => import("./compare.js"),
  handouts: () => import("./handouts.js"),
};

for (const root of document.querySelectorAll("[data-component]")) {
  const load = components[root.dataset.component];
  if (load) load().then((module) => module.mount(root));
}
