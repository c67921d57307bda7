// @ts-check
/** What was heard, in the box where one may change it; says with the answer that it was spoken, and if it was changed. */

/** @typedef {import("./recognising.js").Heard} Heard */

import { letVoiceGo, takeVoiceBack } from "./voice-kept.js";

const DOUBTED = 0.5;
/** The newest words that were put into a box, by box. */
const last = new WeakMap();

export class Transcript {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.box = /** @type {HTMLTextAreaElement} */ (panel.closest("form")?.querySelector("textarea[data-words]"));
  }

  /** Whether words that were heard are in the box. */
  get holds() {
    return this.box.classList.contains("heard");
  }

  /** @param {Heard} heard */
  put(heard) {
    const before = this.box.value.trimEnd();
    this.box.value = before ? `${before} ${heard.text}` : heard.text;
    const own = this.box.closest("details");
    if (own) own.open = true;
    if (before && !this.holds) this.note("edited"); // typed and spoken
    last.set(this.box, heard.text);
    this.box.classList.add("heard");
    this.note("input");
    this.doubt(heard);
  }

  /** Take the newest words out again, since they are said once more; words that were changed stay. */
  takeBack() {
    const words = last.get(this.box) ?? "";
    if (words && this.box.value.endsWith(words)) {
      this.box.value = this.box.value.slice(0, -words.length).trimEnd();
      takeVoiceBack(this.box);
    }
    if (!this.box.value) forget(this.box);
    this.doubt({ text: "", words: [] });
  }

  /** @param {"input" | "edited"} name */
  note(name) {
    const field = /** @type {HTMLInputElement | null} */ (this.panel.querySelector(`input[name=${name}]`));
    if (field) field.disabled = false;
  }

  /**
   * Show the words that were not heard well; tapping one finds it in the box.
   * @param {Heard} heard
   */
  doubt(heard) {
    const words = heard.words.filter((word) => word.confidence < DOUBTED).map((word) => word.word);
    const place = this.panel.querySelector("[data-listen-doubts]");
    place?.closest("[data-listen-doubted]")?.toggleAttribute("hidden", !words.length);
    place?.replaceChildren(...words.map((word) => this.button(word)));
  }

  /** @param {string} word */
  button(word) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "doubted";
    button.textContent = word;
    button.addEventListener("click", () => find(this.box, word));
    item.append(button);
    return item;
  }
}

/**
 * @param {HTMLTextAreaElement} box
 * @param {string} word
 */
function find(box, word) {
  const from = box.value.indexOf(word, box.selectionEnd);
  const at = from < 0 ? box.value.indexOf(word) : from;
  box.focus();
  if (at >= 0) box.setSelectionRange(at, at + word.length);
}

/** @param {HTMLTextAreaElement} box */
function forget(box) {
  box.classList.remove("heard");
  letVoiceGo(box);
  for (const field of notes(box)) field.disabled = true;
}

/** @param {HTMLTextAreaElement} box */
function notes(box) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (box.form?.querySelectorAll("[data-listen] input[type=hidden]") ?? []);
}

document.addEventListener("input", (event) => {
  const box = /** @type {HTMLElement} */ (event.target);
  if (!(box instanceof HTMLTextAreaElement) || !box.classList.contains("heard")) return;
  if (!box.value.trim()) return forget(box);
  for (const field of notes(box)) if (field.name === "edited") field.disabled = false;
});
