// Generated lists: empty search boxes are not sent, and an action on ticked rows waits until one is ticked.

for (const control of document.querySelectorAll("[data-later]")) control.disabled = false;

for (const form of document.querySelectorAll("[data-search-form]")) {
  form.addEventListener("submit", () => {
    for (const control of form.querySelectorAll("input, select")) control.disabled = !control.value;
    setTimeout(() => form.querySelectorAll(":disabled").forEach((control) => (control.disabled = false)));
  });
}

const buttons = document.querySelectorAll("[data-needs-ticks]");

function refresh() {
  for (const button of buttons) {
    button.disabled = !document.querySelector(`input[name="rowid"][form="${button.dataset.needsTicks}"]:checked`);
  }
}

document.addEventListener("change", () => setTimeout(refresh));
addEventListener("pageshow", refresh);
refresh();
