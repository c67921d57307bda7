// @ts-check
/** The sound of what somebody said, held in this page and sent after their answer, only where they chose that it is kept. */

const TRIES = 4;
const NO_USE = new Set([404, 409]); // it was a wish, or is not to be kept any more
/** The sound behind the words that were put into a box, newest last, by box. */
const held = new WeakMap();
let onTheirWay = 0;
const wished = () => document.documentElement.dataset.keepVoice === "yes";

window.addEventListener("beforeunload", (event) => {
  if (onTheirWay) event.preventDefault();
});

/**
 * @param {HTMLTextAreaElement} box
 * @param {Int16Array<ArrayBuffer>[]} sound
 */
export function holdVoice(box, sound) {
  if (wished()) held.set(box, [...(held.get(box) ?? []), sound]);
}

/** @param {HTMLTextAreaElement} box  whose newest words are said once more */
export function takeVoiceBack(box) {
  held.get(box)?.pop();
}

/** @param {HTMLTextAreaElement} box */
export function letVoiceGo(box) {
  held.delete(box);
}

/**
 * All that was said into the box of a form, or null where it is not to be kept.
 * @param {HTMLFormElement} form
 * @returns {Blob | null}
 */
export function voiceOf(form) {
  const box = form.querySelector("textarea[data-words]");
  const sound = box && wished() ? (held.get(box) ?? []).flat() : [];
  return sound.length ? new Blob(sound, { type: "application/octet-stream" }) : null;
}

/**
 * Resolves when it is kept, or of no use; rejects where it could not be kept.
 * @param {string} talk  the address of the conversation's page
 * @param {string} message  the id of the message that said it
 * @param {Blob} voice
 */
export async function keepVoice(talk, message, voice) {
  onTheirWay += 1;
  try {
    await sent(new URL(talk).pathname.split("/talk/")[1], message, voice);
  } finally {
    onTheirWay -= 1;
  }
}

/**
 * @param {string} id
 * @param {string} message
 * @param {Blob} voice
 */
async function sent(id, message, voice) {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`/api/v1/conversations/${id}/recordings/${message}`, { method: "PUT", body: voice }).catch(() => null);
    if (response?.ok || (response && NO_USE.has(response.status))) return;
    if (tries === TRIES || (response && response.status < 500)) throw new Error("the sound was not kept");
    await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
  }
}
