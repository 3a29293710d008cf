/**
 * Offers to install the guide as an app: in the browser's own way where it has one, else with a link
 * to the steps. Never at once: only when the reader has written something worth keeping. Never
 * again after an answer, whatever it was.
 *
 * The root holds `[data-action=install]`, `[data-action=install-steps]`, `[data-action=no-install]`.
 */

const KEY = `${document.documentElement.dataset.guide} install`;
const WORTH = "worth";
const ANSWERED = "answered";
const noted = (state) => localStorage.getItem(KEY) === state;

/**
 * @param {HTMLElement} root
 * @param {Event & { prompt(): Promise<void> }} [prompt] the browser's own offer, where it has one
 */
export function offer(root, prompt) {
  try {
    if (noted(ANSWERED)) return;
    listen(root, prompt);
    if (noted(WORTH)) return show(root, prompt);
    // The plan is where a reader writes: a day, an answer, a tick, a note.
    document.querySelector("[data-component=plan]")?.addEventListener("change", () => {
      note(WORTH);
      show(root, prompt);
    }, { once: true });
  } catch {
    // Without a memory we could not keep the promise to ask only once.
  }
}

/** @param {string} state */
function note(state) {
  if (!noted(ANSWERED)) localStorage.setItem(KEY, state);
}

/** @param {HTMLElement} root */
function show(root, prompt) {
  if (noted(ANSWERED)) return; // in another tab
  root.querySelector("[data-action=install]").hidden = !prompt;
  root.querySelector("[data-action=install-steps]").hidden = !!prompt;
  root.hidden = false;
}

/** @param {HTMLElement} root */
function listen(root, prompt) {
  const answered = () => {
    note(ANSWERED);
    root.hidden = true;
  };
  root.addEventListener("click", ({ target }) => {
    const { action } = target.closest("[data-action]")?.dataset ?? {};
    if (!action) return;
    answered();
    if (action === "install") prompt.prompt();
  });
  addEventListener("appinstalled", answered);
}
