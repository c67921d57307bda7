// @ts-check
/** Drawing with a finger, a pen or a mouse, on white or on a photo; talk.js sends what is on the paper with the answer. */

import { tell } from "./signs.js";

const INK = "#16212b";
const LINE = 14;

/** @param {HTMLElement} place */
function begin(place) {
  const paper = place.querySelector("canvas");
  const pen = paper?.getContext("2d");
  if (!paper || !pen || place.dataset.begun) return;
  place.dataset.begun = "yes";
  /** @type {HTMLElement} */ (place.querySelector(".draw-pad")).hidden = false;
  let colour = INK;

  function clear() {
    if (!paper || !pen) return;
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, paper.width, paper.height);
    delete place.dataset.drawn;
  }

  /** @param {PointerEvent} event */
  function at(event) {
    const { width, height } = /** @type {HTMLCanvasElement} */ (paper);
    const box = /** @type {HTMLCanvasElement} */ (paper).getBoundingClientRect();
    return /** @type {const} */ ([((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height]);
  }

  paper.addEventListener("pointerdown", (event) => {
    paper.setPointerCapture(event.pointerId);
    Object.assign(pen, { strokeStyle: colour, lineWidth: LINE, lineCap: "round", lineJoin: "round" });
    pen.beginPath();
    pen.moveTo(...at(event));
    pen.lineTo(...at(event));
    pen.stroke();
    place.dataset.drawn = "yes";
  });
  paper.addEventListener("pointermove", (event) => {
    if (!paper.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  place.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.matches(".draw-clear")) clear();
    if (!button?.dataset.ink) return;
    colour = button.dataset.ink;
    for (const other of place.querySelectorAll("[data-ink]")) other.setAttribute("aria-pressed", String(other === button));
  });
  place.querySelector("input[type=file]")?.addEventListener("change", async (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    if (!file) return;
    try {
      const photo = await createImageBitmap(file);
      const scale = Math.min(paper.width / photo.width, paper.height / photo.height);
      clear();
      pen.drawImage(photo, (paper.width - photo.width * scale) / 2, (paper.height - photo.height * scale) / 2, photo.width * scale, photo.height * scale);
      place.dataset.drawn = "yes";
    } catch {
      tell("problem_no_picture");
    }
    input.value = "";
  });
  clear();
}

/**
 * What is on the paper of a form, if anything is.
 * @param {HTMLFormElement} form
 * @returns {Promise<{ url: string, picture: Blob } | null>}
 */
export async function drawn(form) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector("[data-draw]"));
  const paper = place?.querySelector("canvas");
  if (!place?.dataset.drawn || !paper) return null;
  const picture = await new Promise((resolve) => paper.toBlob(resolve, "image/png"));
  return picture ? { url: place.dataset.draw ?? "", picture } : null;
}

function all() {
  for (const place of document.querySelectorAll("[data-draw]")) begin(/** @type {HTMLElement} */ (place));
}

new MutationObserver(all).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
all();
