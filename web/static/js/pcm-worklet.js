// @ts-check
/** Runs beside the microphone: gives its sound on as 16 kHz samples, a tenth of a second at a time. */

import { RATE, Resampler, samples } from "./resampler.js";

const AT_ONCE = RATE / 10;

class Pcm extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate);
    this.waiting = new Float32Array(0);
  }

  /** @param {Float32Array[][]} inputs */
  process([channels]) {
    if (!channels?.length) return true;
    const fresh = this.resampler.push(mono(channels));
    const all = new Float32Array(this.waiting.length + fresh.length);
    all.set(this.waiting);
    all.set(fresh, this.waiting.length);
    if (all.length < AT_ONCE) {
      this.waiting = all;
      return true;
    }
    this.waiting = new Float32Array(0);
    const pcm = samples(all);
    this.port.postMessage({ pcm, level: loudness(all) }, [pcm.buffer]);
    return true;
  }
}

/** @param {Float32Array[]} channels */
function mono(channels) {
  return channels.length === 1 ? channels[0] : channels[0].map((value, i) => (value + channels[1][i]) / 2);
}

/** @param {Float32Array} sound */
function loudness(sound) {
  return Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);
}

registerProcessor("pcm", Pcm);
