// Pages shown in a window over the list: links and buttons with data-window ask the server for the inside alone.
// Without this script the same addresses are pages.

import { keepFocus, openDialog } from "./dialogs.js";

const frame = document.querySelector("[data-window-frame]");

async function fetched(address) {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
  if ((!answer.ok && answer.status !== 422) || answer.redirected) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function show(address, opener) {
  try {
    const page = await fetched(address);
    frame.replaceChildren(...page.body.childNodes);
    begin(frame, address);
    if (frame.open) frame.querySelector("[autofocus]")?.focus(); // a window that opens does so by itself
  } catch {
    location.href = address; // a page tells more than a window could: a login that has ended, a fault
    return;
  }
  if (!frame.open) openDialog(frame, opener);
}

// The ticked rows of a form, in the order of the list.
function ticked(form) {
  return [...form.querySelectorAll('input[name="outcome"]:checked')].map((tick) => tick.value);
}

function addressOf(button) {
  const keys = ticked(button.form);
  if (!keys.length) return null;
  const address = new URL(button.dataset.window, location.href);
  if (button.value === "progress") {
    for (const key of keys) address.searchParams.append("outcome", key);
    return address;
  }
  address.pathname = address.pathname.replace(/0$/, keys[0]);
  for (const key of keys.slice(1)) address.searchParams.append("then", key);
  return address;
}

if (frame) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-window]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const address = opener.form ? addressOf(opener) : opener.href;
    if (!address) return; // nothing is ticked: the server says so
    event.preventDefault();
    show(address, opener);
  });
}

// The choice of a rule, in the window or in a page: searching and choosing bring their parts alone.
function begin(root, address) {
  const choice = root.querySelector("[data-choice]");
  if (!choice) return;
  root.querySelectorAll("[data-without-script]").forEach((button) => (button.hidden = true));
  const narrow = choice.querySelector("[data-narrows]");
  const whole = () => {
    const asked = new URL(narrow.action, location.href);
    for (const [key, value] of new FormData(narrow)) if (value) asked.searchParams.append(key, value);
    return asked;
  };

  async function bring(asked, parts) {
    choice.setAttribute("aria-busy", "true");
    try {
      const page = await fetched(asked);
      for (const part of parts) {
        const shown = choice.querySelector(part);
        keepFocus(shown, () => shown.replaceChildren(...page.querySelector(part).childNodes));
      }
    } catch {
      location.href = asked;
    }
    choice.removeAttribute("aria-busy");
  }

  narrow.addEventListener("submit", (event) => {
    const supposes = [...new FormData(narrow)].some(([key, value]) => key.startsWith("if_") && value);
    if (supposes && root === frame) {
      event.preventDefault();
      show(whole());
      return;
    }
    if (supposes) return; // the page itself tells what is only supposed
    event.preventDefault();
    bring(whole(), ["[data-results]", "[data-chosen-rule]"]);
  });
  choice.addEventListener("change", (event) => {
    if (event.target.name === "rule" && event.target.type === "radio") {
      choice.querySelector("[data-kept-rule]").value = event.target.value;
      bring(whole(), ["[data-chosen-rule]"]);
    } else if (event.target.form === narrow && event.target.matches("select") && !event.target.name.startsWith("if_")) {
      narrow.requestSubmit();
    }
  });
  choice.addEventListener("click", (event) => {
    const link = event.target.closest("[data-results] .xf-pager a, a[data-load]");
    if (!link) return;
    if (link.matches("[data-load]")) {
      if (root !== frame) return;
      event.preventDefault();
      show(link.href);
      return;
    }
    event.preventDefault();
    bring(new URL(link.getAttribute("href"), new URL(address, location.href)), ["[data-results]"]);
  });
  root.dispatchEvent(new CustomEvent("brought", { bubbles: true }));
}

begin(document, location.href);
