// @ts-check
/** The conversation without reloading: send, put the next question in place, say what is new once. */

import { drawn } from "./drawing.js";
import { put, shown } from "./parts.js";
import { Refused, deliver, pause } from "./sending.js";
import { announce, quiet, tell, untell, words } from "./signs.js";
import { keepVoice, voiceOf } from "./voice-kept.js";

const STAYS = new Set(["simplify", "explain_why", "give_example", "repeat", "who_sees", "help"]);
const REFUSED = new Map([[413, "error_too_long"], [422, "error_not_saved"], [401, "error_expired"], [403, "error_expired"], [404, "error_expired"]]);

/** The one message that is on its way, kept in memory alone until it is in. */
let sending = false;
const now = new EventTarget();

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.closest("main.talk") || form.method !== "post") return;
  event.preventDefault();
  if (sending) return;
  const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const body = message(form, pressed);
  if (missing(form, pressed, body)) return;
  void say(form, body);
});

document.addEventListener("keydown", (event) => {
  const field = /** @type {HTMLElement} */ (event.target);
  if (event.key !== "Enter") return;
  if (field instanceof HTMLTextAreaElement && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    /** @type {HTMLButtonElement | null | undefined} */
    const send = field.form?.querySelector("[name=way][value=words]");
    field.form?.requestSubmit(send);
  } else if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
    event.preventDefault();
    field.click();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} pressed
 */
function message(form, pressed) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (pressed?.name) body.append(pressed.name, pressed.value);
  if (window.crypto.randomUUID) body.set("message_id", window.crypto.randomUUID());
  return body;
}

/**
 * Whether there is nothing to send yet; says so beside the form.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} pressed
 * @param {URLSearchParams} body
 */
function missing(form, pressed, body) {
  if (pressed?.name !== "way") return false;
  const text = (body.get("text") ?? "").trim();
  const picked = body.has("choices") || [...body.keys()].some((name) => name.startsWith("card-"));
  const drew = form.querySelector("[data-drawn]");
  const lacks = pressed.value === "words" ? !text && !drew : !picked && !text;
  if (!lacks) return false;
  tell(pressed.value === "words" ? "answer_empty" : "choose_first");
  /** @type {HTMLElement | null} */ (form.querySelector(pressed.value === "words" ? "textarea" : "input:not([type=hidden])"))?.focus();
  return true;
}

/**
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} body
 */
async function say(form, body) {
  sending = true;
  hold(form, true);
  quiet("saving", 500);
  try {
    const drawing = body.has("wish") ? null : await drawn(form);
    body.delete("picture");
    if (drawing) body.set("drawing", JSON.parse(await deliver(drawing.url, drawing.picture, held)).drawing);
    const voice = body.get("input") === "spoken" && !body.has("wish") ? voiceOf(form) : null;
    const html = await deliver(form.action, body, held);
    next(html, body.get("wish") ?? "", body.has("helped"));
    if (voice) void keepVoice(form.action, body.get("message_id") ?? "", voice).catch(() => tell("listen_voice_lost"));
  } catch (error) {
    await refused(error, body);
  } finally {
    sending = false;
    hold(form, false);
  }
}

/** @param {number} seconds */
function held(seconds) {
  quiet("");
  tell("not_sent_yet", { press: { name: "try_now", then: () => now.dispatchEvent(new Event("now")) } });
  return pause(seconds, now);
}

/**
 * @param {string} html
 * @param {string} wish
 * @param {boolean} helping  whether somebody began or stopped to help, which leaves the answer as it is
 */
function next(html, wish, helping) {
  const before = shown();
  untell();
  put(html, STAYS.has(wish) || helping ? new Set(["answer"]) : new Set());
  const after = shown();
  const stays = STAYS.has(wish) && after.question === before.question;
  for (const [id, text] of after.messages) if (!before.messages.has(id)) announce(text);
  if (stays) {
    if (wish === "repeat" || after.heading !== before.heading) announce(after.heading);
    document.querySelector("[data-part=said]")?.scrollIntoView({ block: "nearest" });
    quiet("");
    return;
  }
  quiet(wish ? "" : "saved", 0, 2500);
  document.title = document.title.replace(before.heading, after.heading);
  window.scrollTo(0, 0);
  document.getElementById("question")?.focus({ preventScroll: true });
}

/**
 * @param {unknown} error
 * @param {URLSearchParams} body
 */
async function refused(error, body) {
  quiet("");
  const status = error instanceof Refused ? error.status : 0;
  if (status !== 409) {
    tell(REFUSED.get(status) ?? "error_not_saved");
    return;
  }
  const response = await fetch(window.location.pathname, { headers: { "X-Fragment": "1" } });
  if (response.ok) put(await response.text(), new Set());
  tell("moved_on", { kept: body.get("text") ?? undefined });
}

/**
 * While a message is on its way its words stay as they are; nothing is disabled, so that focus stays where it is.
 * @param {HTMLFormElement} form
 * @param {boolean} on
 */
function hold(form, on) {
  document.querySelector("main.talk")?.setAttribute("aria-busy", String(on));
  for (const box of form.querySelectorAll("textarea")) box.readOnly = on;
}

if (!words("saving")) throw new Error("the page came without its signs");
