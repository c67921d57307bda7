// @ts-check
/** The small honest signs: saving, saved, not sent yet. Their words come with the page. */

const busy = /** @type {HTMLElement | null} */ (document.getElementById("busy"));
const notice = /** @type {HTMLElement | null} */ (document.getElementById("notice"));
const log = document.querySelector("#log ul");
const LONGEST_LOG = 12;
let timer = 0;

/** @param {string} name */
export function words(name) {
  return document.querySelector(`[data-sign="${name}"]`)?.textContent ?? "";
}

/**
 * A quiet sign at the top, not read aloud; the next question says well enough that the answer is in.
 * @param {string} name
 * @param {number} after  milliseconds before it shows
 * @param {number} stays  milliseconds until it goes, 0 for as long as nothing else is said
 */
export function quiet(name, after = 0, stays = 0) {
  if (!busy) return;
  clearTimeout(timer);
  busy.classList.remove("on");
  if (!name) return;
  timer = window.setTimeout(() => {
    busy.textContent = words(name);
    busy.classList.add("on");
    if (stays) timer = window.setTimeout(() => busy.classList.remove("on"), stays);
  }, after);
}

/**
 * A sign that is read aloud once, until it is taken away.
 * @param {string} name
 * @param {{ kept?: string, press?: { name: string, then: () => void } }} more
 */
export function tell(name, { kept, press } = {}) {
  if (!notice || notice.dataset.name === name) return;
  notice.dataset.name = name;
  const box = document.createElement("div");
  box.className = "notice";
  const text = document.createElement("div");
  text.append(paragraph(words(name)));
  if (kept) {
    const quote = document.createElement("blockquote");
    quote.textContent = kept;
    text.append(quote);
  }
  box.append(text);
  if (press) box.append(button(words(press.name), press.then));
  notice.replaceChildren(box);
}

/** Take the sign away. */
export function untell() {
  if (!notice) return;
  delete notice.dataset.name;
  notice.replaceChildren();
}

/** @param {string} text  read aloud once, after what is being read now */
export function announce(text) {
  if (!log || !text.trim()) return;
  const item = document.createElement("li");
  item.textContent = text;
  log.append(item);
  while (log.children.length > LONGEST_LOG) log.firstElementChild?.remove();
}

/** @param {string} text */
function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

/**
 * @param {string} text
 * @param {() => void} then
 */
function button(text, then) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "way";
  element.textContent = text;
  element.addEventListener("click", then);
  return element;
}
