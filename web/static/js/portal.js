/* Copying a block of a record with one click; without this script the words can be marked and copied by hand. */

const told = document.querySelector("#copied");

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.firstChild;
  const before = words.data;
  words.data = button.dataset.done;
  told.textContent = button.dataset.done;
  setTimeout(() => { words.data = before; told.textContent = ""; }, 2000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
