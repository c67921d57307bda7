// @ts-check
/** One or two switches: a frame goes from part to part, then from button to button in the part that was chosen. */

const root = document.documentElement;
/** What a switch can press; it writes no words, so that a box for words would hold it fast. */
const PRESSED = "a[href], button, summary, input:is([type=checkbox], [type=radio])";
/** The rows that the frame goes over first; last stands what holds all that is in no other. */
const PARTS = "[data-part=said], [data-part=answer], [data-part=helpers], .dock, [data-part=question], .top, #progress, .card, .given, .adjust-bar, .adjust-group, .sorting, .notice, .tries, .ways, .own, .more, .who, main, footer";
const ROUNDS = 2;
const CHOOSE = new Set(["Enter", " ", "Spacebar"]);

/** @type {Element[]} the buttons of the part that was chosen; none while the frame goes from part to part */
let inside = [];
let at = -1;
let rounds = 0;
let timer = 0;

const on = () => root.dataset.scanning !== "off";
const alone = () => root.dataset.scanning === "one";
const here = () => document.querySelector("dialog[open]") ?? document.body;

/** @param {Element} element */
const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.getBoundingClientRect().width > 2 && !element.closest("[hidden], [aria-hidden=true]");

/** @param {Element} within */
const buttons = (within) => [...within.querySelectorAll(PRESSED)].filter((element) => seen(element) && /** @type {HTMLElement} */ (element).tabIndex >= 0);

/**
 * What belongs to a part, and to no other part within it.
 * @param {Element} part
 */
export const own = (part) => buttons(part).filter((button) => button.closest(PARTS) === part);

/** The parts that hold something to press, the answer first. */
function parts() {
  const found = [...here().querySelectorAll(PARTS)].filter((part) => own(part).length);
  const first = found.findIndex((part) => part.matches("[data-part=answer], .adjust-bar, .card, .who"));
  return first > 0 ? [...found.slice(first), ...found.slice(0, first)] : found;
}

const row = () => (inside.length ? inside : parts());

function next() {
  const items = row().filter(seen);
  if (!items.length) {
    leave();
    return;
  }
  at = (at + 1) % items.length;
  if (at === 0 && inside.length && ++rounds > ROUNDS) leave();
  show(row().filter(seen)[at]);
}

/** @param {Element | undefined} element */
function show(element) {
  for (const old of document.querySelectorAll(".scanned")) old.classList.remove("scanned");
  if (!element) return;
  const frame = element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
  frame.classList.add("scanned");
  frame.scrollIntoView({ block: "nearest" });
  if (root.dataset.scanAloud === "yes") document.dispatchEvent(new CustomEvent("scanned", { detail: { text: name(element) } }));
}

/** @param {Element} element */
function name(element) {
  if (element.matches(PRESSED)) return (element.getAttribute("aria-label") ?? element.closest("label")?.textContent ?? element.textContent ?? "").trim();
  const title = element.querySelector("h1, h2, h3, legend, summary");
  return (element.getAttribute("aria-label") ?? element.querySelector("[aria-label]")?.getAttribute("aria-label") ?? title?.textContent ?? "").trim();
}

function leave() {
  inside = [];
  at = -1;
  rounds = 0;
}

function choose() {
  const chosen = row().filter(seen)[Math.max(at, 0)];
  if (!chosen) return;
  const many = inside.length ? [chosen] : own(chosen);
  if (inside.length || many.length === 1) {
    press(many[0]);
  } else {
    inside = many;
    at = -1;
    rounds = 0;
    next();
  }
  wait();
}

/** @param {Element} element */
function press(element) {
  const button = /** @type {HTMLElement} */ (element);
  button.focus({ preventScroll: true });
  button.click();
  if (!(button instanceof HTMLInputElement)) leave(); // of cards to tick, several may be wanted
}

function wait() {
  clearInterval(timer);
  if (on() && alone()) timer = window.setInterval(next, Number(root.dataset.scanSeconds ?? 2) * 1000);
}

/** @param {Event} event */
function taken(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("keydown", (event) => {
  if (!on() || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type === "text");
  const typing = box && /** @type {HTMLInputElement} */ (event.target).value !== ""; // nobody begins with a space
  if (typing && event.key !== "Enter") return;
  if (!CHOOSE.has(event.key)) return;
  taken(event);
  if (alone() || event.key === "Enter") choose();
  else next();
}, true);
document.addEventListener("keyup", (event) => {
  if (on() && event.key === " " && !(event.target instanceof HTMLTextAreaElement)) taken(event); // a button works on letting go
}, true);
document.addEventListener("adjusted", wait);
new MutationObserver((changes) => {
  if (inside.length && !inside.some((element) => element.isConnected) && changes.length) leave();
}).observe(document.body, { childList: true, subtree: true });
if (at < 0) next();
wait();
