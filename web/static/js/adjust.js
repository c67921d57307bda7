// @ts-check
/** How somebody likes the page: chosen in a window over it, so that nothing typed is lost, and put on at once. */

const root = document.documentElement;
/** What is fetched only where somebody needs it. */
const FEATURES = [
  { needs: () => root.dataset.scanning !== "off", load: () => import("./scanning.js") },
  { needs: () => root.dataset.ruler === "yes", load: () => import("./ruler.js") },
  { needs: () => root.dataset.lock === "yes", load: () => import("./lock.js") },
  { needs: () => root.dataset.hold !== "0" || root.dataset.slowKeys !== "0", load: () => import("./holding.js") },
  { needs: () => root.dataset.choicesAtATime !== "0", load: () => import("./few.js") },
];

/** @type {HTMLDialogElement | null} */
let open = null;

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest("a[data-adjust]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || typeof HTMLDialogElement === "undefined") return;
  event.preventDefault();
  void show(link);
});

/** @param {HTMLAnchorElement} link */
async function show(link) {
  if (open) return;
  const came = await page(link.href);
  if (!came) {
    window.location.assign(link.href);
    return;
  }
  const box = document.createElement("dialog");
  box.className = "adjust-window";
  box.setAttribute("aria-labelledby", "adjust-heading");
  open = box;
  fill(box, came);
  document.body.append(box);
  box.showModal();
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    void set(box, /** @type {HTMLFormElement} */ (event.target), /** @type {HTMLButtonElement | null} */ (event.submitter));
  });
  box.addEventListener("click", (event) => {
    if (!/** @type {HTMLElement} */ (event.target).closest("[data-close]")) return;
    event.preventDefault();
    box.close();
  });
  box.addEventListener("close", () => {
    open = null;
    box.remove();
    link.focus();
    document.dispatchEvent(new CustomEvent("adjusting-done"));
  });
}

/**
 * @param {HTMLDialogElement} box
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} pressed
 */
async function set(box, form, pressed) {
  const body = new URLSearchParams();
  if (pressed) body.append(pressed.name, pressed.value);
  if (pressed?.value === "theme=own") for (const name of ["own_ink", "own_back"]) body.append(name, String(new FormData(form).get(name)));
  const came = await page(form.action, body);
  if (!came) return;
  if (came.documentElement.lang !== root.lang) {
    window.location.reload(); // all words are others
    return;
  }
  wear(came);
  const groups = [...box.querySelectorAll("details[open]")].map((group) => group.getAttribute("data-group"));
  const top = box.scrollTop;
  fill(box, came);
  for (const group of box.querySelectorAll("details")) group.open = groups.includes(group.getAttribute("data-group"));
  box.scrollTop = top;
  const same = [...box.querySelectorAll("button")].find((button) => button.name === pressed?.name && button.value === pressed.value && !button.dataset.key);
  /** @type {HTMLElement | null | undefined} */ (same ?? box.querySelector("[data-close]"))?.focus();
}

/**
 * @param {string} url
 * @param {URLSearchParams} [body]
 * @returns {Promise<Document | null>}
 */
async function page(url, body) {
  try {
    const response = await fetch(url, body ? { method: "POST", body } : {});
    return response.ok || response.status === 422 ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/**
 * @param {HTMLElement} box
 * @param {Document} came
 */
function fill(box, came) {
  const main = came.querySelector("main");
  const letters = [...came.querySelectorAll("head link[href*='/letters/']:not([data-look])")];
  box.replaceChildren(...[...letters, ...(main?.childNodes ?? [])].map((node) => document.adoptNode(node)));
}

/**
 * The attributes and style sheets of another page of ours, put on this one.
 * @param {Document} came
 */
function wear(came) {
  const old = document.querySelectorAll("link[data-look]");
  for (const link of came.querySelectorAll("link[data-look]")) document.head.append(document.adoptNode(link));
  for (const link of old) link.remove();
  const scheme = came.querySelector("meta[name=color-scheme]")?.getAttribute("content") ?? "light dark";
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme);
  for (const { name, value } of came.documentElement.attributes) {
    if (!name.startsWith("data-") || root.getAttribute(name) === value) continue;
    root.setAttribute(name, value);
    document.dispatchEvent(new CustomEvent("adjusted", { detail: { key: name.slice(5).replaceAll("-", "_"), value } }));
  }
  features();
}

function features() {
  for (const feature of FEATURES) if (feature.needs()) void feature.load();
}

features();
window.addEventListener("load", () => void navigator.serviceWorker?.register("/worker.js").catch(() => {})); // without it, no app: nothing else is lost
