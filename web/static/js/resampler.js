// @ts-check
/** Brings sound of any rate to 16,000 samples a second: what is too high for that rate is taken out first. */

export const RATE = 16000;
const TAPS = 64;
const PASS = 0.92; // of the highest pitch that the new rate can hold

/** One stream of sound, given piece by piece. */
export class Resampler {
  /** @param {number} rate  of what comes in */
  constructor(rate) {
    this.step = rate / RATE;
    this.width = (TAPS / 2) * Math.max(1, this.step);
    this.cut = PASS * Math.min(1, 1 / this.step);
    this.held = new Float32Array(Math.ceil(this.width));
    this.at = this.width;
  }

  /**
   * @param {Float32Array} sound
   * @returns {Float32Array}
   */
  push(sound) {
    const all = new Float32Array(this.held.length + sound.length);
    all.set(this.held);
    all.set(sound, this.held.length);
    const out = [];
    for (; this.at + this.width < all.length; this.at += this.step) out.push(this.sample(all, this.at));
    const drop = Math.max(0, Math.floor(this.at - this.width));
    this.held = all.slice(drop);
    this.at -= drop;
    return Float32Array.from(out);
  }

  /**
   * @param {Float32Array} all
   * @param {number} at
   */
  sample(all, at) {
    let sum = 0;
    for (let i = Math.ceil(at - this.width); i <= at + this.width; i += 1) sum += (all[i] ?? 0) * this.weight(i - at);
    return sum;
  }

  /** @param {number} far  from the middle, in samples that come in */
  weight(far) {
    const x = Math.PI * far * this.cut;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * far) / this.width);
    return this.cut * window * (x === 0 ? 1 : Math.sin(x) / x);
  }
}

/**
 * @param {Float32Array} sound  between -1 and 1
 * @returns {Int16Array<ArrayBuffer>}
 */
export function samples(sound) {
  return Int16Array.from(sound, (value) => Math.max(-1, Math.min(1, value)) * 32767);
}
