// @ts-check
/** A few choices at a time: the rest comes with one button, a few more each time, and begins again after the last. */

const root = document.documentElement;
/** @type {WeakMap<Element, number>} how many were passed already */
const passed = new WeakMap();

/** @param {Element} tiles */
function lay(tiles) {
  const many = Number(root.dataset.choicesAtATime);
  const items = [...tiles.children].filter((item) => !item.classList.contains("more-tile"));
  const from = passed.get(tiles) ?? 0;
  const few = many > 0 && items.length > many;
  items.forEach((item, number) => {
    /** @type {HTMLElement} */ (item).hidden = few && !(number >= from && number < from + many);
  });
  const more = tiles.nextElementSibling?.matches(".more") ? tiles.nextElementSibling : null;
  if (!few) more?.remove();
  else if (!more) tiles.after(button(tiles, items.length));
}

/**
 * @param {Element} tiles
 * @param {number} count
 */
function button(tiles, count) {
  const more = document.createElement("button");
  more.type = "button";
  more.className = "way more";
  more.textContent = document.querySelector("[data-sign=more_choices]")?.textContent ?? "+";
  more.addEventListener("click", () => {
    const from = (passed.get(tiles) ?? 0) + Number(root.dataset.choicesAtATime);
    passed.set(tiles, from < count ? from : 0);
    lay(tiles);
    /** @type {HTMLElement | null} */ ([...tiles.children].find((item) => !(/** @type {HTMLElement} */ (item).hidden))?.querySelector("button, input") ?? null)?.focus();
  });
  return more;
}

function all() {
  for (const tiles of document.querySelectorAll(".talk .tiles")) lay(tiles);
}

new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some((node) => node instanceof Element && node.matches("[data-part]")))) all();
}).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
document.addEventListener("adjusted", all);
all();
