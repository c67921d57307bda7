// @ts-check
/** The voices to choose from, each with a button to hear it: MySay's own, then those of this device that need no network. */

import { hush, read } from "./reading.js";
import { deviceVoices, wake } from "./spoken.js";

/** @typedef {{ id: string, name: string, usual?: boolean }} Voice */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Promise<Voice[]> | null} */
let own = null;

/** @returns {Promise<Voice[]>} */
async function ownVoices() {
  const response = await fetch(`/api/v1/speech/voices?lang=${document.documentElement.lang}`);
  return response.ok ? (await response.json()).voices : [];
}

/** @param {HTMLElement} place  with the words of its buttons in data-* */
async function fill(place) {
  place.dataset.filled = "yes";
  own ??= ownVoices();
  const [voices, device] = await Promise.all([own, deviceVoices()]);
  const list = place.querySelector("ul");
  if (!list) return;
  list.replaceChildren(...voices.map((voice) => row(place, voice)));
  if (device.length) list.append(heading(place.dataset.device ?? ""), ...device.map((voice) => row(place, voice)));
  place.hidden = false;
}

/**
 * @param {HTMLElement} place
 * @param {Voice} voice
 */
function row(place, voice) {
  const { voice: chosen = "" } = document.documentElement.dataset;
  const item = document.createElement("li");
  item.className = "voice";
  const choose = button("option", "submit", "");
  const name = document.createElement("span");
  name.textContent = voice.name;
  choose.append(tick(), name);
  choose.name = "set";
  choose.value = `voice=${voice.id}`;
  choose.setAttribute("aria-pressed", String(chosen ? chosen === voice.id : Boolean(voice.usual)));
  const hear = button("way", "button", place.dataset.try ?? "");
  hear.dataset.tryVoice = voice.id;
  hear.setAttribute("aria-label", `${place.dataset.try}: ${voice.name}`);
  item.append(choose, hear);
  return item;
}

function tick() {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "/static/img/icons.svg#tick");
  drawing.append(use);
  return drawing;
}

/** @param {string} text */
function heading(text) {
  const item = document.createElement("li");
  item.className = "voices-more";
  item.textContent = text;
  return item;
}

/**
 * @param {string} look
 * @param {"submit" | "button"} type
 * @param {string} text
 */
function button(look, type, text) {
  const made = document.createElement("button");
  made.className = look;
  made.type = type;
  made.textContent = text;
  return made;
}

document.addEventListener("click", (event) => {
  const hear = /** @type {HTMLElement} */ (event.target).closest("[data-try-voice]");
  if (!(hear instanceof HTMLElement)) return;
  wake();
  hush();
  const text = hear.closest("[data-voices]")?.getAttribute("data-sample") ?? "";
  void read([{ text, range: () => null }], null, hear.dataset.tryVoice);
});

function look() {
  for (const place of document.querySelectorAll("[data-voices]:not([data-filled])")) void fill(/** @type {HTMLElement} */ (place));
}

new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
