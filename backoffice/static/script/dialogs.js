// Windows over the page: [data-open="id"] opens one, [data-close] inside closes it, and focus goes back.

const openers = new WeakMap();

export function openDialog(dialog, opener) {
  openers.set(dialog, opener ?? document.activeElement);
  dialog.showModal();
}

// What is shown anew may have held the focus (a link to the next page): it stays in that part, at its beginning.
export function keepFocus(part, show) {
  const within = part.contains(document.activeElement);
  show();
  if (!within) return;
  part.tabIndex = -1;
  part.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog) {
    event.preventDefault();
    openDialog(dialog, opener);
    return;
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
});

// A click on the shade closes; a press that began inside (a text being marked) does not.
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  pressed = event.target;
});
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && pressed === event.target && event.target.open) event.target.close();
});

document.addEventListener("close", (event) => openers.get(event.target)?.focus(), true);

// An address with #id opens that window, so that a link can lead to it.
function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDialogElement && !named.open) openDialog(named);
}

addEventListener("hashchange", openNamed);
openNamed();

// Without script a window that must be reachable is marked data-inline and stands open in the page.
for (const dialog of document.querySelectorAll("dialog[data-inline][open]")) dialog.close();
