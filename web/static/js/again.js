// @ts-check
/** A form that was held up, since very many came at once, sends itself when it may; whoever changes it sends it. */

const form = document.querySelector("form[data-again]");
if (form instanceof HTMLFormElement) {
  const timer = setTimeout(() => form.requestSubmit(), 1000 * Number(form.dataset.again));
  form.addEventListener("submit", () => clearTimeout(timer));
}

export {};
