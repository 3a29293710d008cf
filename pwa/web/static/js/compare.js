/* Comparison without a server: the address says which options are shown, the page holds them all. */

/** @param {HTMLElement} root holds the form and the tables of every option */
export function mount(root) {
  const form = root.querySelector("form");
  const boxes = [...form.elements.options];
  const warning = root.querySelector("[data-too-few]");
  const most = Number(root.dataset.most);
  const held = new Set([...root.querySelectorAll("td[data-option]")].map((cell) => cell.dataset.option));

  /** @param {string[]} chosen option ids */
  function show(chosen) {
    for (const cell of root.querySelectorAll("[data-option]")) {
      cell.hidden = !chosen.includes(cell.dataset.option);
    }
    for (const box of boxes) box.checked = chosen.includes(box.value);
    root.classList.toggle("few", chosen.length <= most);
    root.classList.toggle("many", chosen.length > most);
  }

  const known = boxes.map((box) => box.value);
  const asked = fromAddress(known);
  if (asked.length && asked.every((id) => held.has(id))) show(asked);
  // Ten at once help nobody: a reader who has not chosen sees the first few, in their usual order.
  if (!asked.length && known.length > most) show(known.slice(0, most - 1));

  form.addEventListener("submit", (event) => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    warning.hidden = chosen.length >= 2;
    if (chosen.length < 2) return event.preventDefault();
    // The server may have sent only some of the options; then the form asks it for the others.
    if (!chosen.every((id) => held.has(id))) return undefined;
    event.preventDefault();
    history.replaceState(null, "", `?options=${chosen.join(",")}`);
    show(chosen);
    root.querySelector("table").scrollIntoView();
    return undefined;
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
