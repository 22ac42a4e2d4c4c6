// Writing a rule: the editor takes the place of the text; problems, examples and form are read anew at every pause.
// The form writes into the text as soon as a field is left. Places in the text are counted in characters by the
// server and in UTF-16 units by the editor.

import { start } from "./editor.bundle.js";

const PAUSE = 400;
const form = document.querySelector("[data-draft]");
const area = form?.querySelector("[data-editor]");
const panels = form?.querySelector("[data-panels]");
const structure = form?.querySelector("[data-form]");
const state = form?.querySelector("[data-live-state]");

let editor = null;
let waiting = null;
let asked = 0;
let checked = null; // the text that the problems shown were found in

function said(words) {
  state.textContent = words;
}

function body(fields) {
  const sent = new FormData();
  sent.set("csrf_token", form.elements.csrf_token.value);
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return sent;
}

async function ask(address, fields) {
  const answer = await fetch(address, { method: "POST", body: fields, credentials: "same-origin" });
  const told = await answer.json();
  if (answer.status === 422) throw new Refusal(told.problems.join(" "));
  if (!answer.ok) throw new Error(answer.status);
  return told;
}

class Refusal extends Error {}

function units(text, characters) {
  return [...text].slice(0, characters).join("").length;
}

function inUnits(text, place) {
  return /[\ud800-\udbff]/.test(text) ? units(text, place) : place;
}

// Read the text anew; with `extra` the form is written into it first, or it is laid out.
async function check(extra = {}, fromForm = false) {
  clearTimeout(waiting);
  const number = (asked += 1);
  const text = area.value;
  const fields = body({ text, ...extra });
  if (fromForm) for (const [name, value] of formFields()) fields.append(name, value);
  try {
    const told = await ask(form.dataset.check, fields);
    if (number !== asked || area.value !== text) return;
    said("");
    if (told.text !== text) {
      area.value = told.text;
      editor?.replace(told.text);
    }
    show(told, fromForm || Object.keys(extra).length > 0);
  } catch (problem) {
    if (number === asked) said(problem instanceof Refusal ? problem.message : form.dataset.failed);
  }
}

function show(told, formAsked) {
  fill(panels, told.panels);
  checked = told.text;
  if (area.readOnly) for (const each of panels.querySelectorAll("[data-fix]")) each.remove();
  const drawn = told.form.includes("f-code") || !document.getElementById("field-code"); // a text that cannot be read keeps it
  if (drawn && (formAsked || !structure.contains(document.activeElement))) redraw(told.form);
  editor?.mark(
    told.marks.map(({ fix, ...each }) => ({
      ...each,
      from: inUnits(told.text, each.from),
      to: inUnits(told.text, each.to),
      actions: fix && !area.readOnly ? [{ name: fix.words, apply: () => mend(fix.start, fix.end, fix.text) }] : [],
    })),
  );
}

// The form is drawn anew; whoever is writing in it stays at the same field.
function redraw(markup) {
  const focused = structure.contains(document.activeElement) ? document.activeElement.id : "";
  const open = structure.querySelector("details")?.open;
  fill(structure, markup);
  if (open && structure.querySelector("details")) structure.querySelector("details").open = true;
  if (focused) document.getElementById(focused)?.focus();
}

function fill(place, markup) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  place.replaceChildren(...page.body.childNodes);
}

function* formFields() {
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("f-") || name === "drawn_from") yield [name, value];
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
}

async function complete(text, place) {
  try {
    const found = await ask(
      form.dataset.complete,
      body({ text, place: String([...text.slice(0, place)].length) }),
    );
    return found.map((each) => ({
      text: each.text,
      detail: each.kind_word,
      from: inUnits(text, each.from),
      to: inUnits(text, each.to),
    }));
  } catch {
    return [];
  }
}

function beginEditing() {
  const place = document.createElement("div");
  area.before(place);
  editor = start({
    parent: place,
    text: area.value,
    words: JSON.parse(area.dataset.words),
    nonce: area.dataset.nonce,
    label: document.getElementById("text-title").textContent,
    phrases: JSON.parse(area.dataset.phrases),
    readOnly: area.readOnly,
    complete,
    format: () => check({ format: "yes" }),
    changed(text) {
      if (area.value === text) return;
      area.value = text;
      soon();
    },
  });
  area.hidden = true;
  form.querySelector("[data-editor-keys]").hidden = false;
  check();
}

// Make the change that a problem offers; where the text is no longer the one it was offered for, look again instead.
function mend(from, to, text) {
  if (area.value !== checked) {
    check();
    return;
  }
  const whole = [...area.value];
  area.value = [...whole.slice(0, from), text, ...whole.slice(to)].join("");
  editor.replace(area.value);
  check();
}

function go(link) {
  const [from, to] = [Number(link.dataset.go), Number(link.dataset.goEnd)];
  editor.go(inUnits(area.value, from), inUnits(area.value, to));
}

if (area) {
  beginEditing();
  structure.addEventListener("change", () => check({ form: "yes" }, true));
  form.addEventListener("click", (event) => {
    const fix = event.target.closest("[data-fix]");
    const link = fix ? null : event.target.closest("[data-go]");
    const button = event.target.closest("[data-format], [data-check-now], [data-write-form]");
    if (!link && !button && !fix) return;
    event.preventDefault();
    if (fix) mend(Number(fix.dataset.go), Number(fix.dataset.goEnd), fix.dataset.fix);
    else if (link) go(link);
    else if (button.matches("[data-format]")) check({ format: "yes" });
    else if (button.matches("[data-write-form]")) check({ form: "yes" }, true);
    else check();
  });
}
