// @ts-check
/** The print button is there only where it can work. */

const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

export {};
