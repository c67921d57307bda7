// @ts-check
/** Sorting cards into heaps, one card at a time and large; the list below it, which works without scripts, is filled in. */

/** @param {HTMLElement} list */
function begin(list) {
  const cards = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".sort-card")]);
  if (!cards.length || list.dataset.begun) return;
  list.dataset.begun = "yes";
  list.hidden = true;
  const panel = document.createElement("div");
  panel.className = "sorting";
  list.before(panel);
  let done = 0; // how many were passed, in order

  /** @param {boolean} moved  whether somebody has just done something, so that reading goes on here */
  function draw(moved) {
    const card = cards[done];
    panel.replaceChildren(...(card ? asked(card) : summary()));
    if (!moved) return;
    /** @type {HTMLElement | null} */ (panel.querySelector(".sorting-name"))?.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} card */
  function asked(card) {
    const name = title(card.querySelector("legend"));
    const heaps = document.createElement("div");
    heaps.className = "sorting-heaps";
    for (const heap of card.querySelectorAll(".heap")) heaps.append(choice(heap));
    return [name, note((list.dataset.left ?? "").replace("{done}", String(done + 1)).replace("{total}", String(cards.length))), heaps, ways()];
  }

  /** @param {Element} heap */
  function choice(heap) {
    const input = /** @type {HTMLInputElement | null} */ (heap.querySelector("input"));
    const button = press("tile", [...heap.children].filter((part) => part !== input).map((part) => part.cloneNode(true)), () => {
      if (input) input.checked = true;
      done += 1;
      draw(true);
    });
    button.setAttribute("aria-pressed", String(Boolean(input?.checked)));
    return button;
  }

  function ways() {
    const row = document.createElement("div");
    row.className = "ways";
    if (done) row.append(press("way sort-undo", [list.dataset.undo ?? ""], back));
    if (cards[done]) row.append(press("way sort-skip", [list.dataset.skip ?? ""], () => {
      for (const input of cards[done].querySelectorAll("input")) input.checked = false;
      done += 1;
      draw(true);
    }));
    return row;
  }

  function back() {
    const card = cards[--done];
    for (const input of card.querySelectorAll("input")) input.checked = false;
    draw(true);
  }

  function summary() {
    const name = title(null);
    name.textContent = list.dataset.all ?? "";
    const heaps = document.createElement("div");
    heaps.className = "sorted-heaps";
    for (const heap of cards[0].querySelectorAll(".heap")) heaps.append(pile(heap));
    return [name, heaps, ways()];
  }

  /** @param {Element} heap */
  function pile(heap) {
    const id = heap.querySelector("input")?.value ?? "";
    const box = document.createElement("div");
    const words = document.createElement("p");
    words.className = "sorted-name";
    words.textContent = heap.querySelector("span:last-child")?.textContent ?? "";
    const items = document.createElement("ul");
    for (const input of list.querySelectorAll("input:checked")) {
      if (/** @type {HTMLInputElement} */ (input).value !== id) continue;
      const item = document.createElement("li");
      item.append(...[...(input.closest("fieldset")?.querySelector("legend")?.children ?? [])].filter((part) => !part.matches(".hear")).map((part) => part.cloneNode(true)));
      items.append(item);
    }
    box.append(words, items);
    return box;
  }

  draw(false);
}

/** @param {Element | null} legend */
function title(legend) {
  const name = document.createElement("p");
  name.className = "sorting-name";
  name.tabIndex = -1;
  name.append(...[...(legend?.children ?? [])].filter((part) => !part.matches(".hear")).map((part) => part.cloneNode(true)));
  return name;
}

/** @param {string} text */
function note(text) {
  const element = document.createElement("p");
  element.className = "hint";
  element.textContent = text;
  return element;
}

/**
 * @param {string} kind
 * @param {(Node | string)[]} content
 * @param {() => void} then
 */
function press(kind, content, then) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  button.append(...content);
  button.addEventListener("click", then);
  return button;
}

function all() {
  for (const list of document.querySelectorAll("[data-cards]")) begin(/** @type {HTMLElement} */ (list));
}

new MutationObserver(all).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
all();
