// A template of papers: the preview follows what is typed, one drawing at a time, and only what was asked for last is
// shown; problems stand beside their fields. While others draw, it asks again. The button saves where this does not run.

const PAUSE = 700;
const LONGER_PAUSE = 3000;
const BUSY = 429;
const form = document.querySelector("[data-paper-form]");
const state = form?.querySelector("[data-preview-state]");
const picture = form?.querySelector("[data-paper]");
const link = form?.querySelector("[data-paper-link]");

let waiting = null;
let drawing = false;
let again = false;

function clear() {
  for (const told of form.querySelectorAll("[data-told]")) told.remove();
  for (const control of form.querySelectorAll("[data-marked]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("data-marked");
    control.closest(".form-group").classList.remove("has-error");
  }
}

function tell(field, sentence) {
  const control = document.getElementById(`field-${field}`);
  const group = control?.closest(".form-group");
  if (!group || group.querySelector(".xf-error")) return;
  const line = document.createElement("p");
  line.className = "xf-error";
  line.dataset.told = "";
  line.textContent = sentence;
  group.append(line);
  group.classList.add("has-error");
  control.setAttribute("aria-invalid", "true");
  control.dataset.marked = "";
}

function show(address) {
  picture.src = address;
  link.removeAttribute("href"); // browsers open no address that holds its picture itself
  state.textContent = form.dataset.drawn;
}

async function answered() {
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Error(answer.status);
  return { busy: answer.status === BUSY, ...(await answer.json()) };
}

async function draw() {
  clearTimeout(waiting);
  if (drawing) {
    again = true;
    return;
  }
  [drawing, again] = [true, false];
  state.textContent = form.dataset.drawing;
  picture.closest("figure").dataset.drawing = "";
  try {
    const told = await answered();
    clear();
    for (const [field, sentence] of told.problems ?? []) tell(field, sentence);
    if (again) return;
    if (told.busy) soon(LONGER_PAUSE);
    if (told.picture) show(told.picture);
    else state.textContent = told.problems.some(([field]) => field) ? form.dataset.wrong : told.problems[0][1];
  } catch {
    if (!again) state.textContent = form.dataset.failed;
  } finally {
    drawing = false;
    delete picture.closest("figure").dataset.drawing;
    if (again) draw();
  }
}

function soon(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(draw, pause);
}

function pairColours() {
  for (const chooser of form.querySelectorAll("[data-colour]")) {
    const typed = chooser.previousElementSibling;
    chooser.hidden = false;
    chooser.addEventListener("input", () => (typed.value = chooser.value));
    typed.addEventListener("input", () => {
      if (/^#[0-9a-fA-F]{6}$/.test(typed.value)) chooser.value = typed.value;
    });
  }
}

if (form) {
  pairColours();
  form.addEventListener("input", () => soon());
  form.addEventListener("change", () => soon());
}
