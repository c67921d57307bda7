// @ts-check
/** Keeps a tablet on this page: the whole screen, awake, and no way back by accident, until the lock is held open. */

const root = document.documentElement;
const HELD = 3000;
const locked = () => root.dataset.lock === "yes" && !open;
let open = false;
let timer = 0;

const key = document.createElement("button");
key.type = "button";
key.className = "way lock";
key.textContent = document.querySelector("[data-sign=unlock]")?.textContent ?? "";
key.hidden = !key.textContent;
document.querySelector("main")?.append(key);

async function hold() {
  if (!locked()) return;
  try {
    if (!document.fullscreenElement) await root.requestFullscreen();
    await navigator.wakeLock?.request("screen");
  } catch {
    // this device allows neither: the rest of the lock stands
  }
}

function unlock() {
  open = true;
  key.hidden = true;
  if (document.fullscreenElement) void document.exitFullscreen();
}

document.addEventListener("click", (event) => {
  void hold();
  const link = /** @type {Element} */ (event.target).closest("a[href]");
  const leaves = link instanceof HTMLAnchorElement && !link.pathname.startsWith(window.location.pathname.split("/").slice(0, 3).join("/"));
  if (locked() && leaves) event.preventDefault();
}, true);
for (const kind of ["contextmenu", "dragstart", "gesturestart"]) {
  document.addEventListener(kind, (event) => {
    if (locked()) event.preventDefault();
  });
}
window.history.pushState(null, "");
window.addEventListener("popstate", () => {
  if (locked()) window.history.pushState(null, "");
});
const press = () => {
  timer = window.setTimeout(unlock, HELD);
};
const release = () => clearTimeout(timer);
key.addEventListener("pointerdown", press);
key.addEventListener("pointerup", release);
key.addEventListener("pointerleave", release);
key.addEventListener("keydown", (event) => {
  if (!event.repeat && event.key === "Enter") press();
});
key.addEventListener("keyup", release);
