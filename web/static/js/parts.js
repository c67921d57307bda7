// @ts-check
/** Puts the new pieces of the page in place: only those that differ, so that the rest keeps focus and place. */

/**
 * What is on the page: the question and what was told.
 * @typedef {{ question: string, heading: string, messages: Map<string, string> }} Shown
 */

/** @returns {Shown} */
export function shown() {
  const question = document.querySelector("[data-part=question]");
  return {
    question: question?.getAttribute("data-question") ?? "",
    heading: document.getElementById("question")?.textContent ?? "",
    messages: new Map(
      [...document.querySelectorAll("[data-part=said] [data-message]")].map((item) => [
        item.getAttribute("data-message") ?? "",
        item.querySelector(".as-said")?.textContent ?? "",
      ]),
    ),
  };
}

/**
 * @param {string} html  the pieces as the server sends them
 * @param {Set<string>} kept  pieces that stay as they are
 */
export function put(html, kept) {
  const incoming = new DOMParser().parseFromString(html, "text/html");
  for (const fresh of incoming.querySelectorAll("[data-part]")) {
    const name = fresh.getAttribute("data-part") ?? "";
    const old = document.querySelector(`[data-part="${name}"]`);
    if (!old || kept.has(name) || same(old, fresh)) continue;
    old.replaceWith(document.adoptNode(fresh));
  }
}

/**
 * Whether two pieces are the same, but for the ids of messages that are not sent yet.
 * @param {Element} old
 * @param {Element} fresh
 */
function same(old, fresh) {
  if (old.getAttribute("data-part") === "hidden") return false;
  const copy = /** @type {Element} */ (old.cloneNode(true));
  copy.querySelector("details")?.removeAttribute("open");
  const ids = [copy, fresh].map((piece) => piece.querySelector("input[name=message_id]"));
  if (ids[0] && ids[1]) ids[0].setAttribute("value", ids[1].getAttribute("value") ?? "");
  return copy.isEqualNode(fresh);
}
