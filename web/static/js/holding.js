// @ts-check
/** For hands that touch by accident: a button, or a key, works only when it was held for as long as somebody chose. */

const root = document.documentElement;
const BUTTON = "a[href], button, summary, label, select, input";
let since = 0;
/** @type {Element | null} */
let held = null;
/** @type {{ key: string, timer: number } | null} */
let key = null;

document.addEventListener("pointerdown", (event) => {
  since = event.timeStamp;
  held = /** @type {Element} */ (event.target).closest(BUTTON);
  if (root.dataset.hold !== "0") held?.classList.add("holding");
}, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, (event) => {
    held?.classList.remove("holding");
    since = end === "pointerup" && event.timeStamp - since >= Number(root.dataset.hold) ? 0 : Infinity;
  }, true);
}
document.addEventListener("click", (event) => {
  if (event.detail === 0 || since === 0 || root.dataset.hold === "0") return; // by key, by label, or held for long enough
  if (!/** @type {Element} */ (event.target).closest(BUTTON)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("keydown", (event) => {
  const wait = Number(root.dataset.slowKeys);
  const slow = event.key.length === 1 || event.key === "Enter" || event.key === "Backspace";
  if (!wait || !event.isTrusted || !slow || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat || key?.key === event.key) return;
  const target = /** @type {HTMLElement} */ (event.target);
  key = { key: event.key, timer: window.setTimeout(() => work(target, event.key), wait) };
}, true);
document.addEventListener("keyup", (event) => {
  if (root.dataset.slowKeys === "0") return;
  if (event.key === " ") event.preventDefault(); // a button works on letting go
  if (key?.key !== event.key) return;
  clearTimeout(key.timer);
  key = null;
}, true);

/**
 * What the key does, now that it was held for long enough.
 * @param {HTMLElement} target
 * @param {string} name
 */
function work(target, name) {
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["checkbox", "radio", "color"].includes(target.type))) {
    const [start, end] = [target.selectionStart ?? 0, target.selectionEnd ?? 0];
    const text = name === "Backspace" ? "" : name === "Enter" ? "\n" : name;
    target.setRangeText(text, name === "Backspace" && start === end ? Math.max(0, start - 1) : start, end, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (name === "Enter" || name === " ") {
    target.click();
  }
}
