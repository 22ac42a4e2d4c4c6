// The window for choosing one entry of the catalogue: it asks the server for a fragment, page by page, and fills the form.

import { keepFocus } from "./dialogs.js";

function start(dialog) {
  const search = dialog.querySelector("[data-search]");
  const results = dialog.querySelector("[data-results]");
  const take = dialog.querySelector("[data-take]");

  function chosen() {
    return results.querySelector("input[type=radio]:checked");
  }

  function showChosen() {
    const radio = chosen();
    take.disabled = !radio;
    dialog.querySelector("[data-chosen-name]").textContent = radio?.dataset.named ?? "";
    dialog.querySelector("[data-chosen-label]").hidden = !radio;
    for (const row of results.querySelectorAll("tr")) row.toggleAttribute("aria-selected", false);
    radio?.closest("tr")?.setAttribute("aria-selected", "true");
  }

  let shown = null; // the address of what is shown: the links of a fragment are relative to it

  // Only what was asked for last is shown: an earlier answer may come later.
  async function load(address) {
    shown = address;
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (shown !== address) return;
      keepFocus(results, () => results.replaceChildren(...page.body.childNodes));
    } catch {
      if (shown !== address) return;
      results.replaceChildren(Object.assign(document.createElement("p"), { className: "xf-aside", textContent: dialog.dataset.failed }));
    }
    results.removeAttribute("aria-busy");
    showChosen();
  }

  function searchAddress() {
    const address = new URL(dialog.dataset.picker, location.href);
    for (const [key, value] of new FormData(search)) address.searchParams.set(key, value);
    const kind = dialog.dataset.kindFrom && document.getElementById(dialog.dataset.kindFrom);
    if (kind) address.searchParams.set("kind", kind.value);
    return address;
  }

  search.addEventListener("submit", (event) => {
    event.preventDefault();
    load(searchAddress());
  });
  results.addEventListener("change", showChosen);
  results.addEventListener("click", (event) => {
    const link = event.target.closest(".xf-pager a");
    if (!link) return;
    event.preventDefault();
    load(new URL(link.getAttribute("href"), shown));
  });
  take.addEventListener("click", () => {
    fill(chosen());
    dialog.close();
    document.getElementById(dialog.dataset.submits)?.requestSubmit();
  });
  new MutationObserver(() => dialog.open && !results.childElementCount && load(searchAddress())).observe(dialog, {
    attributeFilter: ["open"],
  });
}

// The radio's value goes to [data-entry]; data-fill names the text of each automatic field, which is then read-only, but for the name.
function fill(radio) {
  const entry = document.querySelector("[data-entry]");
  if (entry) entry.value = radio.value;
  const texts = JSON.parse(radio.dataset.fill ?? "{}");
  for (const field of document.querySelectorAll("[data-automatic]")) {
    const text = texts[field.dataset.automatic] ?? "";
    set(field, text);
  }
  for (const note of document.querySelectorAll("[data-when-chosen]")) note.hidden = false;
  document.querySelector("[data-automatic]")?.dispatchEvent(new Event("change", { bubbles: true }));
}

function set(field, text) {
  if (field instanceof HTMLSelectElement && text && ![...field.options].some((option) => option.value === text)) {
    field.append(new Option(text, text));
  }
  field.value = text;
  lock(field, Boolean(text) && field.dataset.automatic !== "title");
}

// A select cannot be read-only and a disabled one is not sent: its other choices are taken away instead.
function lock(field, locked) {
  if (!(field instanceof HTMLSelectElement)) {
    field.readOnly = locked;
    return;
  }
  field.toggleAttribute("data-locked", locked);
  for (const option of field.options) option.disabled = locked && option.value !== field.value;
}

// Typing a name anew gives the entry up: its fields open again.
document.addEventListener("input", (event) => {
  const entry = document.querySelector("[data-entry]");
  if (!entry?.value || event.target.dataset.automatic !== "title") return;
  entry.value = "";
  for (const field of document.querySelectorAll("[data-automatic]")) lock(field, false);
  for (const note of document.querySelectorAll("[data-when-chosen]")) note.hidden = true;
});

document.querySelectorAll("[data-picker]").forEach(start);
