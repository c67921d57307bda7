// @ts-check
/** A line that follows where somebody reads: the finger, the pointer, the keyboard, or the word that is read aloud. */

const root = document.documentElement;
const ruler = document.createElement("div");
ruler.className = "ruler";
ruler.setAttribute("aria-hidden", "true");

/** @param {number} y  the middle of the line, from the top of the window */
function move(y) {
  ruler.hidden = root.dataset.ruler !== "yes";
  ruler.style.transform = `translateY(${Math.round(y - ruler.offsetHeight / 2)}px)`;
}

/** @param {Element | null} element */
function follow(element) {
  const box = element?.getBoundingClientRect();
  if (box?.height) move(box.top + Math.min(box.height / 2, 40));
}

document.addEventListener("pointermove", (event) => move(event.clientY));
document.addEventListener("pointerdown", (event) => move(event.clientY));
document.addEventListener("focusin", (event) => follow(/** @type {Element} */ (event.target)));
document.addEventListener("adjusted", () => {
  ruler.hidden = root.dataset.ruler !== "yes";
});
new MutationObserver(() => follow(document.querySelector(".spoken-now"))).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"], childList: true });
document.body.append(ruler);
follow(document.querySelector("h1"));
