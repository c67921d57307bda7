// @ts-check
/** The microphone: asked for only when somebody taps, let go of as soon as they have finished. */

/** Why there is no sound: the name of the words that say so. */
export class NoMicrophone extends Error {}

const WHY = new Map([
  ["NotAllowedError", "listen_refused"], ["SecurityError", "listen_refused"],
  ["NotFoundError", "listen_no_microphone"], ["OverconstrainedError", "listen_no_microphone"],
]); // prettier-ignore
const WISHES = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Begin to hear. Rejects with NoMicrophone, whose message is the name of a wording.
 * @param {(pcm: Int16Array<ArrayBuffer>, level: number) => void} onsound
 * @param {() => void} onlost  the microphone was taken away
 * @returns {Promise<() => void>}  call it to stop
 */
export async function hear(onsound, onlost) {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new NoMicrophone("listen_no_https");
  const stream = await asked();
  const context = new AudioContext();
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule("/static/js/pcm-worklet.js");
    await context.resume();
    const worklet = new AudioWorkletNode(context, "pcm", { numberOfOutputs: 0 });
    worklet.port.onmessage = ({ data }) => onsound(data.pcm, data.level);
    context.createMediaStreamSource(stream).connect(worklet);
    stream.getAudioTracks()[0].addEventListener("ended", onlost);
    return stop;
  } catch {
    stop();
    throw new NoMicrophone("listen_trouble");
  }
}

/** @returns {Promise<MediaStream>} */
async function asked() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: WISHES });
  } catch (error) {
    throw new NoMicrophone(WHY.get(/** @type {Error} */ (error).name) ?? "listen_trouble");
  }
}
