// File choosers list what was chosen, say what is too large, and let each file be removed before sending.

import { shrunk } from "./photos.js";

const KILOBYTE = 1024;

// What was chosen before stays when more is chosen: a browser would replace it.
const chosen = new WeakMap();

// Photos that were made smaller; the list says so.
const smaller = new WeakSet();

function sizeOf(file) {
  const kilobytes = file.size / KILOBYTE;
  return kilobytes < KILOBYTE ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / KILOBYTE).toFixed(1)} MB`;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function thumb(file) {
  const place = element("span", "xf-thumb");
  if (!file.type.startsWith("image/")) {
    place.textContent = file.name.split(".").pop().toUpperCase();
    return place;
  }
  const picture = element("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  place.append(picture);
  return place;
}

function row(chooser, file, tooLarge) {
  const button = element("button", "btn btn-quiet", chooser.dataset.remove, element("span", "sr-only", file.name));
  button.type = "button";
  button.addEventListener("click", () => {
    keep(chooser, [...chooser.files].filter((each) => each !== file));
    chooser.focus();
  });
  const words = element("div", "", element("b", "", file.name), element("small", "", sizeOf(file)));
  if (smaller.has(file)) words.append(element("small", "", chooser.dataset.shrunk));
  if (tooLarge) words.append(element("small", "xf-error", chooser.dataset.tooLarge));
  return element("div", "xf-file", thumb(file), words, button);
}

function keep(chooser, files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  chooser.files = kept.files;
  chosen.set(chooser, files);
  show(chooser);
}

// What was added stands in the list at once; a photo gives way to its smaller self as soon as that is made.
async function add(chooser, before, added) {
  keep(chooser, [...before, ...added]);
  for (const file of added) {
    const made = await shrunk(file);
    if (made === file || ![...chooser.files].includes(file)) continue;
    smaller.add(made);
    keep(chooser, [...chooser.files].map((each) => (each === file ? made : each)));
  }
}

function show(chooser) {
  const limit = Number(chooser.dataset.limit) * KILOBYTE * KILOBYTE;
  const files = [...chooser.files];
  const list = chooser.closest("[data-upload]").querySelector("[data-chosen]");
  list.replaceChildren(...files.map((file) => row(chooser, file, file.size > limit)));
  chooser.setCustomValidity(files.some((file) => file.size > limit) ? chooser.dataset.tooLarge : "");
}

function startChooser(chooser) {
  chooser.addEventListener("change", () => {
    const before = chooser.multiple ? (chosen.get(chooser) ?? []) : [];
    const added = [...chooser.files].filter((file) => !before.some((each) => sameFile(each, file)));
    add(chooser, before, added);
  });
  chooser.classList.add("sr-only");
  chooser.closest("[data-drop]").querySelector("[data-choose]").hidden = false;
  show(chooser);
}

function sameFile(one, other) {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

function startZone(zone) {
  const chooser = zone.querySelector("[data-files]");
  const mark = (over) => zone.classList.toggle("xf-over", over);
  zone.addEventListener("dragover", (event) => (event.preventDefault(), mark(true)));
  zone.addEventListener("dragleave", () => mark(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const dropped = [...event.dataTransfer.files];
    if (chooser.multiple) add(chooser, [...chooser.files], dropped);
    else add(chooser, [], dropped.slice(0, 1));
  });
}

function start(root) {
  root.querySelectorAll("[data-files]").forEach(startChooser);
  root.querySelectorAll("[data-drop]").forEach(startZone);
}

// It looks like a button, so Enter presses it: a browser would send the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches('[data-upload] input[type="file"]')) return;
  event.preventDefault();
  event.target.click();
});

start(document);
// What a window brings later has its choosers too.
document.addEventListener("brought", (event) => event.target !== document && start(event.target));
// A phone offers its camera beside its files.
if (matchMedia("(pointer: coarse)").matches) {
  for (const place of document.querySelectorAll("[data-camera]")) {
    const camera = place.querySelector("input");
    const chooser = document.getElementById(camera.dataset.for);
    place.hidden = false;
    camera.addEventListener("change", () => {
      add(chooser, chooser.multiple ? [...chooser.files] : [], [...camera.files]);
      camera.value = "";
    });
  }
}
