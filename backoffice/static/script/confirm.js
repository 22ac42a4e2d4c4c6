// Forms with data-confirm ask first: 信息 — 确定 / 取消. A button's own data-confirm goes before its form's.

import { openDialog } from "./dialogs.js";

const dialog = document.querySelector("[data-confirm-dialog]");
const agreed = new WeakSet();
let waiting = null;

function fill(part, text) {
  const place = dialog.querySelector(part);
  place.textContent = text ?? "";
  place.hidden = !text;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asker = event.submitter?.dataset.confirm ? event.submitter : form;
  if (!dialog || !asker.dataset.confirm || agreed.delete(form)) return;
  event.preventDefault();
  waiting = { form, submitter: event.submitter };
  fill("[data-confirm-question]", asker.dataset.confirm);
  fill("[data-confirm-detail]", asker.dataset.confirmDetail);
  openDialog(dialog, event.submitter);
});

dialog?.querySelector("[data-confirm-yes]").addEventListener("click", () => {
  const { form, submitter } = waiting;
  dialog.close();
  agreed.add(form);
  form.requestSubmit(submitter);
});
