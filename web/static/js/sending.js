// @ts-check
/** Sends one message until it is in: the same words under the same id, however often, so that it counts once. */

const WAITS = [1, 2, 4, 8, 15, 30];
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);
const PATIENCE = 20_000;

/** The server has answered, and trying again would not help. */
export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/**
 * The new state of the page, as HTML; resolves only when the message is in, and rejects with Refused.
 * @param {string} url
 * @param {URLSearchParams | Blob} body
 * @param {(seconds: number) => Promise<void>} held  told each time that it did not work; resolves when to try again
 * @returns {Promise<string>}
 */
export async function deliver(url, body, held) {
  for (let tries = 0; ; tries += 1) {
    const response = await attempt(url, body);
    if (response?.ok) return response.text();
    if (response && !AGAIN.has(response.status)) throw new Refused(response.status);
    await held(secondsToWait(response, tries));
  }
}

/**
 * @param {string} url
 * @param {URLSearchParams | Blob} body
 * @returns {Promise<Response | null>}  null where no answer came
 */
async function attempt(url, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(url, { method: "POST", body, headers: { "X-Fragment": "1" }, signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Response | null} response
 * @param {number} tries
 */
function secondsToWait(response, tries) {
  const asked = Number(response?.headers.get("Retry-After"));
  const usual = WAITS[Math.min(tries, WAITS.length - 1)];
  return Math.max(Number.isFinite(asked) ? asked : 0, usual);
}

/**
 * Resolves after some seconds, or at once when the network is back or somebody presses "try again now".
 * @param {number} seconds
 * @param {EventTarget} now  gets a "now" event
 * @returns {Promise<void>}
 */
export function pause(seconds, now) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      now.removeEventListener("now", go);
      resolve();
    };
    const timer = setTimeout(go, seconds * 1000);
    window.addEventListener("online", go);
    now.addEventListener("now", go);
  });
}
