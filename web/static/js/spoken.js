// @ts-check
/** Speech in the browser: from MySay's own voices with the time of each word, or from a voice of this device. */

const TOUCHES = ["pointerup", "keydown"];
const ENGLISH = "en-GB";
const FAILED = "cannot be read";
/** @type {AudioContext | null} */
let context = null;

/**
 * One sentence: a promise that is kept once it has been heard, or when `signal` stops it.
 * @typedef {{ voice: string, rate: number, signal: AbortSignal, onword: (offset: number, length: number, ends: number) => void }} How
 * @typedef {{ audio: AudioBuffer, words: { start: number, end: number, offset: number, length: number }[] }} Sound
 */

/** Called while a finger or key is down, since browsers start sound only then. */
export function wake() {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

/**
 * Kept once sound may be played: at once where somebody has touched the site before, else at the first touch or key.
 * @returns {Promise<void>}
 */
export function whenAwake() {
  wake();
  const player = /** @type {AudioContext} */ (context);
  return new Promise((resolve) => {
    const look = () => {
      if (player.state !== "running") return;
      player.removeEventListener("statechange", look);
      for (const touch of TOUCHES) document.removeEventListener(touch, wake);
      resolve();
    };
    player.addEventListener("statechange", look);
    for (const touch of TOUCHES) document.addEventListener(touch, wake);
    look();
  });
}

/**
 * Ask the server for a sentence; `play` may come later.
 * @param {string} text
 * @param {How} how
 * @param {string} language  of the text, where it is another than English
 * @returns {Promise<Sound>}
 */
export async function fetchSound(text, { voice, rate, signal }, language = "") {
  const response = await fetch("/api/v1/speech/synthesise", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ text, rate, ...(voice && { voice }), ...(language && language !== ENGLISH && { language }) }),
    signal,
  });
  if (!response.ok) throw new Error(FAILED);
  const { audio, words } = await response.json();
  wake();
  const bytes = Uint8Array.from(atob(audio), (letter) => letter.charCodeAt(0));
  return { audio: await /** @type {AudioContext} */ (context).decodeAudioData(bytes.buffer), words };
}

/**
 * @param {Sound} sound
 * @param {How} how
 * @returns {Promise<void>}
 */
export function play({ audio, words }, { signal, onword }) {
  const player = /** @type {AudioContext} */ (context);
  const source = new AudioBufferSourceNode(player, { buffer: audio });
  source.connect(player.destination);
  return new Promise((resolve) => {
    let frame = 0;
    let next = 0;
    const begins = player.currentTime;
    const step = () => {
      const heard = player.currentTime - begins - (player.outputLatency || 0);
      while (next < words.length && words[next].start <= heard) {
        const word = words[next];
        next += 1;
        if (next === words.length || words[next].start > heard) onword(word.offset, word.length, word.end);
      }
      frame = requestAnimationFrame(step);
    };
    const over = () => {
      cancelAnimationFrame(frame);
      signal.removeEventListener("abort", stop);
      resolve();
    };
    const stop = () => {
      source.stop();
      over(); // its end is told a moment later, and until then another word would be shown
    };
    source.onended = over;
    signal.addEventListener("abort", stop);
    source.start(begins);
    step();
  });
}

const DEVICE = "device.";
const VOICES_MILLISECONDS = 1500;
/** Browsers learn the voices of their device only a moment after a page has opened. */
const voicesKnown = "speechSynthesis" in window ? learnt(window.speechSynthesis) : Promise.resolve();

/**
 * @param {SpeechSynthesis} device
 * @returns {Promise<void>}
 */
function learnt(device) {
  return new Promise((resolve) => {
    if (device.getVoices().length) resolve();
    device.addEventListener("voiceschanged", () => resolve(), { once: true });
    setTimeout(resolve, VOICES_MILLISECONDS);
  });
}

/**
 * The voices of this device for the language of the page that work without a network, British ones first.
 * @returns {Promise<{ id: string, name: string, voice: SpeechSynthesisVoice }[]>}
 */
export async function deviceVoices() {
  await voicesKnown;
  const all = "speechSynthesis" in window ? window.speechSynthesis.getVoices() : [];
  const language = document.documentElement.lang.split("-")[0];
  return all
    .filter((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language)
    .sort((one, other) => Number(/gb/i.test(other.lang)) - Number(/gb/i.test(one.lang)))
    .map((voice) => ({ id: DEVICE + slug(voice.name), name: voice.name, voice }));
}

/** @param {string} name */
function slug(name) {
  return name.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 50);
}

/**
 * The chosen voice of this device; none where MySay's own was chosen, or where this device does not have it.
 * @param {string} id
 * @returns {Promise<SpeechSynthesisVoice | null>}
 */
export async function deviceVoice(id) {
  return id.startsWith(DEVICE) ? (await deviceVoices()).find((known) => known.id === id)?.voice ?? null : null;
}

/** @param {string} id  the same, but only what the server knows */
export function serverVoice(id) {
  return id.startsWith(DEVICE) ? "" : id;
}

/**
 * @param {string} text
 * @param {SpeechSynthesisVoice} voice
 * @param {How} how
 * @returns {Promise<void>}
 */
export function playOnDevice(text, voice, { rate, signal, onword }) {
  const utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice, lang: voice.lang, rate });
  utterance.onboundary = ({ name, charIndex }) => {
    if (name !== "word") return;
    const word = /^\S+/.exec(text.slice(charIndex))?.[0] ?? "";
    onword([...text.slice(0, charIndex)].length, [...word].length, 0);
  };
  return new Promise((resolve, reject) => {
    const stop = () => window.speechSynthesis.cancel();
    const over = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    utterance.onend = over;
    utterance.onerror = ({ error }) => (["interrupted", "canceled"].includes(error) ? over() : reject(new Error(FAILED)));
    signal.addEventListener("abort", stop);
    window.speechSynthesis.speak(utterance);
  });
}
