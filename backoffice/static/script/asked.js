// Lists with a tick per row: a toolbar button opens the window of the ticked row, or one for
// whichever row is ticked. And where this runs, the window of
// confirm.js has asked before a form is sent, so that the server need not ask on a page.

import { openDialog } from "./dialogs.js";

for (const mark of document.querySelectorAll("[data-asked]")) mark.value = "1";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open-for]");
  const ticked = button?.form.querySelector("input[type=radio]:checked");
  const name = button?.dataset.openFor;
  const dialog = ticked && (document.getElementById(`${name}-${ticked.value}`) ?? document.getElementById(name));
  if (!dialog) return;
  for (const mark of document.querySelectorAll("[data-ticked]")) mark.value = ticked.value;
  event.preventDefault();
  openDialog(dialog, button);
});
