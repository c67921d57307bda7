// @ts-check
/** Where a person wishes it, each new question is read by itself, and after "simpler" or "why?" only what is new. */

import { everything, parts, read } from "./reading.js";
import { whenAwake } from "./spoken.js";
import "./voices.js";

const main = document.getElementById("main");
const wished = () => document.documentElement.dataset.readAloud === "yes";
const shown = () => ({
  question: main?.querySelector("[data-part=question]")?.getAttribute("data-question"),
  heading: document.getElementById("question")?.textContent,
  told: new Set([...(main?.querySelectorAll("[data-part=said] [data-message]") ?? [])].map((item) => item.getAttribute("data-message"))),
});
let before = shown();

/** @returns {Promise<void>} */
async function readAll() {
  await whenAwake();
  if (wished()) void read(everything());
}

function changed() {
  const now = shown();
  const fresh = [...now.told].filter((id) => !before.told.has(id)).map((id) => `[data-part=said] [data-message="${id}"]`);
  if (now.heading !== before.heading) fresh.push("[data-part=question]");
  const another = now.question !== before.question;
  before = now;
  if (!wished()) return;
  if (another) void readAll();
  else if (fresh.length) void read(parts(fresh.join(",")));
}

if (main) new MutationObserver(changed).observe(main, { childList: true, subtree: true });
/** Whether somebody has just asked for it, in the window that lies over the page. */
let due = false;
document.addEventListener("adjusted", (event) => {
  const { key, value } = /** @type {CustomEvent} */ (event).detail ?? {};
  if (key === "read_aloud") due = value === "yes";
});
document.addEventListener("adjusting-done", () => {
  if (due) void readAll();
  due = false;
});
if (wished()) void readAll();
