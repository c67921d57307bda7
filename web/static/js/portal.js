// @ts-check
/* Copying a block of a record with one click, and seeing how far many records have come; without this script words can be
   marked and copied by hand, and the browser downloads the file by itself. */

const told = /** @type {HTMLElement} */ (document.querySelector("#copied")); // where there is something to copy

/**
 * @param {HTMLButtonElement} button
 * @param {Text} words  of the button
 * @param {string} before  what they were
 */
async function copy(button, words, before) {
  const done = await navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => true, () => false);
  const said = (done ? button.dataset.done : told.dataset.broken) ?? "";
  words.data = said;
  told.textContent = ""; // so that the same words are read out a second time
  requestAnimationFrame(() => { told.textContent = said; });
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = String(setTimeout(() => { words.data = before; told.textContent = ""; }, done ? 2000 : 10000));
}

if (navigator.clipboard) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copy]"))) {
    button.hidden = false;
    const words = /** @type {Text} */ (button.firstChild);
    const before = words.data;
    button.addEventListener("click", () => void copy(button, words, before));
  }
}

const BEGINS = [0x50, 0x4b, 3, 4]; // the first bytes of each file in a zip

/** @param {Uint8Array} bytes */
function begun(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(BEGINS[0]); at !== -1; at = bytes.indexOf(BEGINS[0], at + 1)) {
    if (BEGINS.every((byte, step) => bytes[at + step] === byte)) count += 1;
  }
  return count;
}

/**
 * @param {Response} reply
 * @param {(count: number, total: number) => void} tell
 */
async function taken(reply, tell) {
  const total = Number(reply.headers.get("X-Records"));
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let count = 0;
  for (const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (reply.body).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return { parts, total };
    parts.push(value);
    count += begun(value);
    tell(Math.min(count, total), total);
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} parts
 * @param {string} name
 */
function save(parts, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "application/zip" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/**
 * @param {HTMLElement} form
 * @param {string} what
 */
function part(form, what) {
  return /** @type {HTMLElement} */ (form.querySelector(what));
}

/** @param {HTMLFormElement} form */
async function takeMany(form) {
  const words = part(form, "p[data-of]");
  const bar = /** @type {HTMLProgressElement} */ (part(form, "progress"));
  const button = part(form, "button");
  /** @type {(text: string | undefined, count: number, total: number) => void} */
  const say = (text = "", count, total) => { words.textContent = text.replace("{n}", String(count)).replace("{most}", String(total)); };
  if (button.getAttribute("aria-disabled")) return;
  let twenties = 0;
  button.setAttribute("aria-disabled", "true"); // a disabled one would drop the focus of whoever works by keyboard
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!reply.ok) throw new Error(String(reply.status));
    bar.hidden = false;
    const { parts, total } = await taken(reply, (count, most) => {
      Object.assign(bar, { max: most, value: count });
      if (Math.floor(count / 20) > twenties) say(words.dataset.of, count, most); // not every one is read out
      twenties = Math.floor(count / 20);
    });
    save(parts, /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition") ?? "")?.[1] ?? "");
    say(words.dataset.done, total, total);
  } catch {
    words.textContent = words.dataset.broken ?? null;
  }
  bar.hidden = true;
  button.removeAttribute("aria-disabled");
}

const many = /** @type {HTMLFormElement | null} */ (document.querySelector("form.many"));
if (many) many.addEventListener("submit", (event) => { event.preventDefault(); void takeMany(many); });
