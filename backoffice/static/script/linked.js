// Linked selects (大类 → 小类): only the choices under what the other select holds are offered.
// A form with data-reload asks the server again when such a select changes, since other fields follow.

function offer(select, all, above) {
  const before = select.value;
  select.replaceChildren(...all.filter((option) => !option.value || !above.value || option.dataset.under === above.value));
  select.value = [...select.options].some((option) => option.value === before) ? before : "";
  const choices = [...select.options].filter((option) => option.value);
  if (!select.value && above.value && choices.length === 1) select.value = choices[0].value;
}

function differs(select) {
  const given = [...select.options].find((option) => option.defaultSelected);
  return Boolean(select.value && given && given.value !== select.value);
}

for (const select of document.querySelectorAll("[data-linked]")) {
  const above = document.getElementById(select.dataset.linked);
  const all = [...select.options];
  above.addEventListener("change", () => {
    const before = select.value;
    offer(select, all, above);
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  offer(select, all, above);
}

// The page that comes back has the focus where it was: an arrow key may only be on its way past this choice.
function ask(form) {
  const { id } = document.activeElement;
  if (id) form.action = `${location.pathname}#${id}`;
  form.requestSubmit();
}

for (const form of document.querySelectorAll("form[data-reload]")) {
  form.querySelectorAll("[data-without-script]").forEach((button) => (button.hidden = true));
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reloads]") && event.target.value) ask(form);
  });
  // On a slow line a person may have chosen before this script was there.
  if ([...form.querySelectorAll("[data-reloads]")].some(differs)) ask(form);
}
