// @ts-check
/** Sends sound away to be heard: word by word through a socket, or, where that does not work, all of it at the end. */

/** @typedef {{ word: string, confidence: number }} Word */
/** @typedef {{ text: string, words: Word[], final?: boolean, partly?: boolean }} Heard  partly: the end is missing */

const PATIENCE = 15_000;
const TRIES = 12;
const TRIES_WHEN_AWAY = 2;

/** Nothing could be heard: the message is the name of a wording. */
export class NotHeard extends Error {}

export class Recognising {
  /**
   * @param {string} question  the id of the question, so that its choices are listened for
   * @param {(heard: Heard) => void} onwords  all words so far
   * @param {() => void} onbusy  others are being listened to just now
   */
  constructor(question, onwords, onbusy) {
    this.query = question ? `?question_id=${encodeURIComponent(question)}` : "";
    this.onwords = onwords;
    this.onbusy = onbusy;
    /** @type {Int16Array<ArrayBuffer>[]} */
    this.sound = [];
    this.sent = 0;
    this.ready = false;
    /** @type {Heard | null} */
    this.last = null;
    this.over = new Promise((resolve) => (this.tellOver = resolve));
    this.open();
  }

  open() {
    const address = new URL(`/api/v1/speech/listen${this.query}`, window.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.onmessage = ({ data }) => this.told(JSON.parse(data));
    this.socket.onclose = () => this.tellOver?.(null);
  }

  /** @param {any} message */
  told(message) {
    if (message.state === "busy") this.onbusy();
    if (message.state === "listening") {
      this.ready = true;
      this.pump();
    }
    if (message.words) {
      this.last = message;
      this.onwords(message);
      if (message.final) this.tellOver?.(message);
    }
    if (message.problem) this.socket?.close();
  }

  /** @param {Int16Array<ArrayBuffer>} pcm */
  push(pcm) {
    this.sound.push(pcm);
    this.pump();
  }

  pump() {
    if (!this.ready || this.socket?.readyState !== WebSocket.OPEN) return;
    while (this.sent < this.sound.length) this.socket.send(this.sound[this.sent++]);
  }

  /**
   * All that was heard; rejects with NotHeard.
   * @returns {Promise<Heard>}
   */
  async finish() {
    if (this.ready && this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send("stop");
      const heard = await Promise.race([this.over, later(PATIENCE)]);
      if (heard) return heard;
    }
    this.forget();
    return this.post();
  }

  /** Nobody waits for it any more. */
  forget() {
    const { socket } = this;
    if (socket?.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket?.close();
  }

  /** @returns {Promise<Heard>} */
  async post() {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const response = await fetch(`/api/v1/speech/recognise${this.query}`, {
        method: "POST",
        body: new Blob(this.sound, { type: "application/octet-stream" }),
      }).catch(() => null);
      if (response?.ok) return response.json();
      if (response && response.status !== 503) break;
      const away = (await response?.json().catch(() => null))?.type === "/problems/cannot_listen";
      if (away && tries + 1 >= TRIES_WHEN_AWAY) break;
      if (!away) this.onbusy();
      await later(1000 * Math.max(1, Number(response?.headers.get("Retry-After")) || 1));
    }
    if (this.last?.words.length) return { ...this.last, partly: true };
    throw new NotHeard("listen_not_now");
  }
}

/**
 * @param {number} milliseconds
 * @returns {Promise<null>}
 */
function later(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
