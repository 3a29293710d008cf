/** Ask before something that can't be undone. The question is a `<dialog>` of the page. */

/**
 * Whether the reader said yes; Escape and Cancel are no.
 * @param {HTMLDialogElement} dialog @returns {Promise<boolean>}
 */
export function confirmed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
