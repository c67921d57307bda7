/* Copying a block of a record with one click, and seeing how far many records have come; without this script words can be
   marked and copied by hand, and the browser downloads the file by itself. */

const told = document.querySelector("#copied");

async function copy(button, before) {
  const words = button.firstChild;
  const done = await navigator.clipboard.writeText(button.dataset.copy).then(() => true, () => false);
  words.data = done ? button.dataset.done : told.dataset.broken;
  told.textContent = ""; // so that the same words are read out a second time
  requestAnimationFrame(() => { told.textContent = done ? button.dataset.done : told.dataset.broken; });
  clearTimeout(button.dataset.timer);
  button.dataset.timer = setTimeout(() => { words.data = before; told.textContent = ""; }, done ? 2000 : 10000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const before = button.firstChild.data;
    button.addEventListener("click", () => copy(button, before));
  }
}

const BEGINS = [0x50, 0x4b, 3, 4]; // the first bytes of each file in a zip

function begun(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(BEGINS[0]); at !== -1; at = bytes.indexOf(BEGINS[0], at + 1)) {
    if (BEGINS.every((byte, step) => bytes[at + step] === byte)) count += 1;
  }
  return count;
}

async function taken(reply, tell) {
  const total = Number(reply.headers.get("X-Records"));
  const parts = [];
  let count = 0;
  for (const reader = reply.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return { parts, total };
    parts.push(value);
    count += begun(value);
    tell(Math.min(count, total), total);
  }
}

function save(parts, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "application/zip" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function takeMany(form) {
  const [words, bar, button] = ["p[data-of]", "progress", "button"].map((what) => form.querySelector(what));
  const say = (text, count, total) => { words.textContent = text.replace("{n}", count).replace("{most}", total); };
  if (button.getAttribute("aria-disabled")) return;
  let twenties = 0;
  button.setAttribute("aria-disabled", "true"); // a disabled one would drop the focus of whoever works by keyboard
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!reply.ok) throw new Error(reply.status);
    bar.hidden = false;
    const { parts, total } = await taken(reply, (count, most) => {
      Object.assign(bar, { max: most, value: count });
      if (Math.floor(count / 20) > twenties) say(words.dataset.of, count, most); // not every one is read out
      twenties = Math.floor(count / 20);
    });
    save(parts, /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition"))[1]);
    say(words.dataset.done, total, total);
  } catch {
    words.textContent = words.dataset.broken;
  }
  bar.hidden = true;
  button.removeAttribute("aria-disabled");
}

const many = document.querySelector("form.many");
if (many) many.addEventListener("submit", (event) => { event.preventDefault(); takeMany(many); });
