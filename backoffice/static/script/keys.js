// Keys of a review desk: j and k lead to the next and the previous case, digits to the decisions, ? shows what there is.
// They never decide anything, never work while somebody types, and can be switched off in their list.

import { openDialog } from "./dialogs.js";

const SWITCH = "review-keys";
const typing = "input, textarea, select, [contenteditable]";
const list = document.getElementById("keys");
const choice = list?.querySelector("[data-keys-on]");

function isOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

function keepSwitch(on) {
  try {
    localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    // it holds for this page alone
  }
}

// What was typed and not sent keeps the case open: the key leads to it instead.
function go(by) {
  const unsent = [...document.querySelectorAll(".xf-case textarea")].find((area) => area.value !== area.defaultValue);
  if (unsent) {
    unsent.focus();
    return;
  }
  const links = [...document.querySelectorAll("[data-case-link]")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[here < 0 ? 0 : here + by];
  if (next) location.href = next.href;
}

function act(key) {
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "?") openDialog(list);
  else {
    const button = /^[1-9]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    button.focus();
  }
  return true;
}

let on = isOn();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (!on || event.target.closest?.(typing) || document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
});

if (list && choice) {
  choice.checked = on;
  choice.addEventListener("change", () => {
    on = choice.checked;
    keepSwitch(on);
  });
  document.querySelector("[data-keys]").hidden = false;
}
