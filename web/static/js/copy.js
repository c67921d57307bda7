// @ts-check
/** The print button is there only where it can work. */

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
