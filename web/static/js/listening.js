// @ts-check
/** Saying an answer: tap, speak for as long as one likes, tap; the words are shown, and sent only when one says so. */

import { NoMicrophone, hear } from "./microphone.js";
import { NotHeard, Recognising } from "./recognising.js";
import { Transcript } from "./transcript.js";
import { holdVoice } from "./voice-kept.js";

const LONGEST = 178_000; // the server hears three minutes
const LOUD = 0.12;
const NOTHING_AFTER = 6000;
const NOTHING = 0.0004;

/** What is going on now, if somebody is being listened to. */
/** @type {Talk | null} */
let talk = null;
let speaking = false;

class Talk {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.loudest = 0;
    this.finishing = false;
    /** @type {Recognising | null} */
    this.recognising = null;
  }

  async start() {
    look(this.panel, "starting", "listen_starting");
    this.stopHearing = await hear((pcm, level) => this.take(pcm, level), () => void finish());
    if (talk !== this) return this.stopHearing();
    this.recognising = this.recogniser();
    look(this.panel, "on", "listen_now");
    this.panel.scrollIntoView({ block: "center" });
    this.timer = window.setTimeout(() => void finish("listen_long"), LONGEST);
    this.doubtful = window.setTimeout(() => this.loudest < NOTHING && say(this.panel, "listen_no_sound"), NOTHING_AFTER);
  }

  recogniser() {
    const question = document.querySelector("[data-part=question]")?.getAttribute("data-question") ?? "";
    return new Recognising(question, (heard) => this.show(heard.text), () => say(this.panel, "listen_busy"));
  }

  /**
   * @param {Int16Array<ArrayBuffer>} pcm
   * @param {number} level
   */
  take(pcm, level) {
    if (!this.panel.isConnected) return cancel(); // another question is on the page
    if (speaking || this.finishing) return undefined;
    this.loudest = Math.max(this.loudest, level);
    this.panel.style.setProperty("--level", String(Math.min(1, Math.sqrt(level / LOUD)).toFixed(2)));
    return this.recognising?.push(pcm);
  }

  /** @param {string} text */
  show(text) {
    const place = this.panel.querySelector("[data-listen-words]");
    if (place) place.textContent = text;
  }

  end() {
    this.finishing = true;
    clearTimeout(this.timer);
    clearTimeout(this.doubtful);
    this.stopHearing?.();
    tellOthers(false);
  }
}

/** @param {HTMLElement} panel */
async function start(panel) {
  cancel();
  tellOthers(true);
  const mine = new Talk(panel);
  talk = mine;
  try {
    await mine.start();
  } catch (error) {
    if (talk === mine) cancel();
    look(panel, "off", error instanceof NoMicrophone ? error.message : "listen_trouble");
  }
}

/** @param {string} [note]  the name of what to say besides */
async function finish(note) {
  const done = talk;
  if (!done?.recognising || done.finishing) return;
  done.end();
  look(done.panel, "working", "listen_working");
  try {
    const heard = await done.recognising.finish();
    if (talk !== done) return;
    talk = null;
    taken(done.panel, heard, heard.partly ? "listen_partly" : note, done.recognising.sound);
  } catch (error) {
    talk = null;
    look(done.panel, "off", error instanceof NotHeard ? error.message : "listen_not_now");
  }
}

/**
 * @param {HTMLElement} panel
 * @param {import("./recognising.js").Heard} heard
 * @param {string | undefined} note
 * @param {Int16Array<ArrayBuffer>[]} sound
 */
function taken(panel, heard, note, sound) {
  const transcript = new Transcript(panel);
  if (!heard.text) return look(panel, transcript.holds ? "done" : "off", "listen_nothing");
  transcript.put(heard);
  holdVoice(transcript.box, sound);
  look(panel, "done", note ?? "listen_check");
  return transcript.box.scrollIntoView({ block: "center" });
}

/** Stop, and forget what was said. */
function cancel() {
  if (!talk) return;
  talk.end();
  talk.recognising?.forget();
  if (talk.panel.isConnected) look(talk.panel, new Transcript(talk.panel).holds ? "done" : "off", "");
  talk = null;
}

/**
 * @param {HTMLElement} panel
 * @param {string} state
 * @param {string} words  the name of what is said
 */
function look(panel, state, words) {
  panel.dataset.state = state;
  const place = panel.querySelector("[data-listen-words]");
  if (place && state !== "working") place.textContent = "";
  say(panel, words);
}

/**
 * @param {HTMLElement} panel
 * @param {string} name
 */
function say(panel, name) {
  const place = panel.querySelector("[data-listen-says]");
  const words = panel.querySelector(`[data-says=${name || "none"}]`)?.textContent ?? "";
  if (place && place.textContent !== words) place.textContent = words;
}

/** @param {boolean} listening */
function tellOthers(listening) {
  document.dispatchEvent(new CustomEvent("mysay:listening", { detail: { listening } }));
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-listen-do]");
  const panel = /** @type {HTMLElement | null} */ (button?.closest("[data-listen]"));
  if (!button || !panel) return;
  const act = button.getAttribute("data-listen-do");
  if (act === "cancel") cancel();
  else if (act === "toggle" && talk) void finish();
  else {
    if (act === "again") new Transcript(panel).takeBack();
    void start(panel);
  }
});

document.addEventListener("mysay:speaking", (event) => {
  speaking = /** @type {CustomEvent} */ (event).detail.speaking;
});
window.addEventListener("pagehide", cancel);
document.documentElement.toggleAttribute("data-can-listen", "WebSocket" in window);
