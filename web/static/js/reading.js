// @ts-check
/** Reads the page aloud: on a button, or by itself where a person wishes it; shows the word; is still at once. */

import { sentencesIn, sentencesOf } from "./passage.js";
import { deviceVoice, deviceVoices, fetchSound, play, playOnDevice, serverVoice, wake } from "./spoken.js";

/** @typedef {import("./passage.js").Sentence} Sentence */
/** @typedef {import("./spoken.js").Sound} Sound */

const PAUSES = { usual: 350, long: 800, longer: 1500 };
const PARTS = ["said", "question", "answer"];
const root = document.documentElement;
const marked = "highlights" in CSS ? new Highlight() : null;
if (marked) CSS.highlights.set("spoken", marked);

/** @type {AbortController | null} */
let reading = null;
/** @type {Element | null} */
let pressed = null;
let listening = false;

/**
 * Read some sentences, one after the other; what was read before is still at once.
 * @param {Sentence[]} sentences
 * @param {Element | null} button
 * @param {string} voice  the one that the person chose, or another to try
 */
export async function read(sentences, button = null, voice = root.dataset.voice ?? "") {
  hush();
  if (listening || !sentences.length) return;
  const mine = new AbortController();
  reading = mine;
  pressed = button;
  tell(true);
  try {
    await readAll(sentences, voice, mine.signal);
  } catch (error) {
    if (!mine.signal.aborted) trouble();
  } finally {
    if (reading === mine) still();
  }
}

/** Be still at once. */
export function hush() {
  reading?.abort();
  if (reading) still();
}

function still() {
  reading = null;
  marked?.clear();
  document.querySelector(".spoken-now")?.classList.remove("spoken-now");
  tell(false);
  pressed = null;
}

/** @param {boolean} speaking */
function tell(speaking) {
  root.toggleAttribute("data-speaking", speaking);
  pressed?.classList.toggle("hear-on", speaking);
  document.dispatchEvent(new CustomEvent("mysay:speaking", { detail: { speaking } }));
}

/**
 * @param {Sentence[]} sentences
 * @param {string} voice
 * @param {AbortSignal} signal
 */
async function readAll(sentences, voice, signal) {
  const { speed = "1", pauses = "usual" } = root.dataset;
  const own = await deviceVoice(voice);
  if (signal.aborted) return;
  const how = { voice: serverVoice(voice), rate: Number(speed), signal };
  const ahead = (/** @type {number} */ place) => (own || place >= sentences.length ? null : fetchSound(sentences[place].text, { ...how, onword() {} }, sentences[place].language ?? root.lang));
  let sound = ahead(0);
  for (const [place, sentence] of sentences.entries()) {
    const onword = (/** @type {number} */ offset, /** @type {number} */ length) => mark(sentence.range(offset, length));
    const now = sound && (await sound.catch(() => null));
    sound = ahead(place + 1);
    sound?.catch(() => {}); // told when its turn comes
    const instead = now ? null : own ?? (await standIn(sentence));
    if (signal.aborted) return;
    await (instead ? playOnDevice(sentence.text, instead, { ...how, onword }) : play(/** @type {Sound} */ (now), { ...how, onword }));
    if (signal.aborted) return;
    marked?.clear();
    if (place + 1 < sentences.length) await rest(PAUSES[/** @type {keyof PAUSES} */ (pauses)] ?? PAUSES.usual, signal);
    if (signal.aborted) return;
  }
}

/**
 * The voice of this device that reads while MySay's own cannot, since very many are read to.
 * @param {Sentence} sentence
 * @returns {Promise<SpeechSynthesisVoice>}
 */
async function standIn({ language }) {
  const [first] = !language || language === root.lang ? await deviceVoices() : [];
  if (!first) throw new Error("cannot be read");
  return first.voice;
}

/** @param {Range | null} range */
function mark(range) {
  const element = range?.startContainer.parentElement;
  if (!range || !element) return;
  if (marked) {
    marked.clear();
    marked.add(range);
  } else {
    document.querySelector(".spoken-now")?.classList.remove("spoken-now");
    element.classList.add("spoken-now");
  }
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight * 0.85) element.scrollIntoView({ block: "center" });
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()));
  });
}

function trouble() {
  const note = document.getElementById("reading-note");
  if (!note) return;
  note.textContent = note.dataset.trouble ?? "";
  note.hidden = false;
  window.setTimeout(() => (note.hidden = true), 8000);
}

/** @param {string} selector  as a button has it in data-hear */
export function parts(selector) {
  return sentencesIn(document.querySelectorAll(selector));
}

/** The parts of the conversation, or all of a page that has none. */
export function everything() {
  const found = PARTS.map((name) => `[data-part=${name}]`).join(",");
  return parts(document.querySelector("[data-part=question]") ? found : "main");
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-hear]");
  if (!button) return;
  event.preventDefault();
  wake();
  if (button === pressed) return hush();
  const selector = button.getAttribute("data-hear") ?? "";
  void read(selector === "box" ? words(button) : selector ? parts(selector) : everything(), button);
});

/**
 * What stands in the box beside a button, laid out below it so that each word can be shown.
 * @param {Element} button
 */
function words(button) {
  const box = button.closest("form, .words")?.querySelector("textarea");
  const shown = button.parentElement?.querySelector(".read-back");
  if (!box || !shown) return [];
  shown.textContent = box.value;
  return sentencesOf(shown);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hush();
});
document.addEventListener("submit", hush);
window.addEventListener("pagehide", hush);
document.addEventListener("mysay:hush", hush);
document.addEventListener("mysay:listening", (event) => {
  listening = /** @type {CustomEvent} */ (event).detail?.listening !== false;
  if (listening) hush();
});
document.addEventListener("scanned", (event) => {
  const text = String(/** @type {CustomEvent} */ (event).detail?.text ?? "");
  if (text) void read([{ text, range: () => null }]);
});

root.classList.add("can-read");
