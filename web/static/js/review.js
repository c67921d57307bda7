// @ts-check
/** On the page of answers: who may see an answer is saved as soon as it is chosen; the button is for pages without scripts. */

for (const select of document.querySelectorAll("select[data-save]")) {
  const form = /** @type {HTMLSelectElement} */ (select).form;
  const save = /** @type {HTMLButtonElement | null} */ (form?.querySelector("button[value=share]"));
  if (!form || !save) continue;
  const box = /** @type {HTMLSelectElement} */ (select);
  save.hidden = Boolean(box.selectedOptions[0]?.defaultSelected); // somebody may have been faster than this script
  select.addEventListener("change", () => {
    save.hidden = false;
    save.focus();
  });
}

document.addEventListener("play", () => document.dispatchEvent(new Event("mysay:hush")), true);
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
});
