// @ts-check
/** What is on the page to be read aloud: sentence by sentence, each knowing where its words stand. */

/** Elements that are read as one piece each. What is hidden, or says what a button does in general, is left out. */
const READ = ".as-said, h1, h2, h3, .lead, .breathe-words, legend, .tile-label, .sort-heading, .heap span:last-child, .words-label, .own summary span, .picked span, .heap-list dt, .given-none, .given-foot span, .notice p, .notice blockquote, .code-box p, .field > label, .hint, .tick > span:last-child, .breathe-words, [data-read]";
const LONGEST = 600;
const SENTENCES = "Segmenter" in Intl ? new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" }) : null;

/**
 * A sentence, and the places of its letters on the page.
 * @typedef {{ text: string, language?: string, range: (offset: number, length: number) => Range | null }} Sentence
 */

/**
 * Everything that can be read within some parts of the page, in order; the same label twice in a part is read once.
 * @param {Iterable<Element>} roots
 * @returns {Sentence[]}
 */
export function sentencesIn(roots) {
  /** @type {Set<Element>} */
  const pieces = new Set();
  for (const root of roots) {
    const said = new Set();
    for (const piece of [...(root.matches(READ) ? [root] : []), ...root.querySelectorAll(READ)]) {
      const heap = piece.closest(".heap") ? piece.textContent : null;
      if (!visible(piece) || (heap && said.has(heap)) || piece.parentElement?.closest(READ)) continue;
      if (heap) said.add(heap);
      pieces.add(piece);
    }
  }
  return [...pieces].flatMap(sentencesOf);
}

/** @param {Element} piece */
function visible(piece) {
  const place = piece.getClientRects().length > 0;
  const shut = piece.closest("details:not([open])");
  return place && (!shut || piece.closest("summary")?.parentElement === shut) && getComputedStyle(piece).visibility !== "hidden";
}

/**
 * @param {Element} piece
 * @returns {Sentence[]}
 */
export function sentencesOf(piece) {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  /** @type {{ node: Text, from: number }[]} */
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (node.parentElement?.closest(".hear, .unseen")) continue;
    nodes.push({ node, from: text.length });
    text += node.data;
  }
  return split(text).map(([from, sentence]) => ({
    text: sentence,
    language: piece.closest("[lang]")?.getAttribute("lang") ?? "",
    range: (offset, length) => rangeOf(nodes, from + units(sentence, offset), from + units(sentence, offset + length)),
  }));
}

/**
 * Sentences with their places; a very long one is parted at spaces.
 * @param {string} text
 * @returns {[number, string][]}
 */
export function split(text) {
  const found = SENTENCES ? [...SENTENCES.segment(text)].map((part) => part.segment) : text.match(/[^.!?…]+[.!?…]*["”’)]*\s*/gu) ?? [text];
  /** @type {[number, string][]} */
  const parts = [];
  let from = 0;
  for (const sentence of found.flatMap(shortened)) {
    if (sentence.trim()) parts.push([from, sentence]);
    from += sentence.length;
  }
  return parts;
}

/** @param {string} sentence */
function shortened(sentence) {
  const parts = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const space = rest.lastIndexOf(" ", LONGEST) + 1 || LONGEST;
    const whole = /[\ud800-\udbff]$/.test(rest.slice(0, space)) ? space - 1 : space;
    parts.push(rest.slice(0, whole));
    rest = rest.slice(whole);
  }
  return [...parts, rest];
}

/**
 * The server counts letters as Unicode does, JavaScript counts some of them twice.
 * @param {string} text
 * @param {number} points
 */
export function units(text, points) {
  let at = 0;
  for (let count = 0; count < points && at < text.length; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/**
 * @param {{ node: Text, from: number }[]} nodes
 * @param {number} start
 * @param {number} end
 */
function rangeOf(nodes, start, end) {
  const at = (/** @type {number} */ place, /** @type {boolean} */ last) =>
    nodes.find(({ node, from }) => place < from + node.length || (last && place === from + node.length));
  const [first, final] = [at(start, false), at(end, true)];
  if (!first || !final || !first.node.isConnected || !final.node.isConnected) return null;
  const range = document.createRange();
  range.setStart(first.node, start - first.from);
  range.setEnd(final.node, Math.min(end - final.from, final.node.length));
  return range;
}
