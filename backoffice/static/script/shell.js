// Small comforts of every page: folded menus close, faults get the focus, printing and ticking all work.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".xf-tabs details[open], .xf-pick[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) print();
  if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(".xf-tabs details[open], .xf-pick[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.querySelector("[data-errors]")?.focus();

// Of tabs that do not fit beside each other, the open one is in view.
for (const open of document.querySelectorAll(".xf-tabset > [aria-current]")) {
  const [row, place] = [open.parentElement, open.getBoundingClientRect()];
  row.scrollLeft += place.left - row.getBoundingClientRect().left - (row.clientWidth - place.width) / 2;
}

// A link of the list of faults leads to the field and into it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-errors] a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (control ?? field).focus();
  field.scrollIntoView({ block: "center" });
});

// The tick in a table's head ticks all of its rows.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const tick of document.querySelectorAll(`input[name="${event.target.dataset.all}"]`)) tick.checked = event.target.checked;
});

// A filter that only narrows what the page already holds: [data-narrow="selector"] over [data-words] parts.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrow]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const part of document.querySelectorAll(event.target.dataset.narrow)) {
    part.hidden = !part.textContent.toLowerCase().includes(wanted);
  }
});

// A form that was sent is not sent twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  setTimeout(() => event.target.querySelectorAll("[type=submit]").forEach((button) => (button.disabled = true)));
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("[type=submit][disabled]").forEach((button) => (button.disabled = false));
});
