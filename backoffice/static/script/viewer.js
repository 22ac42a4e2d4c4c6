// The viewer of evidence: enlarging and turning a picture, and changing file or page without losing what was typed.
// Without this script the same links open the page anew.

const STEPS = [1, 1.5, 2, 3, 4];

function fit(picture, zoom, turns) {
  const frame = picture.parentElement;
  const style = getComputedStyle(frame);
  const room = frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const lying = turns % 2 === 1;
  const natural = lying ? picture.naturalHeight : picture.naturalWidth;
  const scale = Math.min(1, room / natural) * zoom;
  const [width, height] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  picture.style.width = `${width}px`;
  picture.style.maxWidth = "none";
  picture.style.transform = `rotate(${turns * 90}deg)`;
  // A turned picture keeps the room of an upright one: its margins make up the difference.
  const margin = lying ? (width - height) / 2 : 0;
  picture.style.margin = `${margin}px ${-margin}px`;
}

function start(viewer) {
  const picture = viewer.querySelector("[data-picture-shown]");
  const tools = viewer.querySelector("[data-turning]");
  if (!picture || !tools) return;
  const unshown = () => {
    viewer.querySelector("[data-unshown]").hidden = false;
    picture.parentElement.hidden = tools.hidden = true;
  };
  picture.addEventListener("error", unshown);
  if (picture.complete && !picture.naturalWidth) unshown();
  let [step, turns] = [0, 0];
  tools.hidden = picture.parentElement.hidden;
  const again = () => fit(picture, STEPS[step], turns);
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.zoom) step = Math.min(STEPS.length - 1, Math.max(0, step + (button.dataset.zoom === "in" ? 1 : -1)));
    else turns = (turns + 1) % 4;
    again();
  });
}

let wanted = null; // the page asked for last: an earlier answer may come later

async function swap(address) {
  wanted = address;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (wanted !== address) return;
  const [here, there] = [document.getElementById("viewer"), page.getElementById("viewer")];
  if (!there) throw new Error("a page without a viewer");
  here.replaceWith(document.importNode(there, true));
  start(document.getElementById("viewer"));
  history.replaceState(null, "", address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-swaps]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const word = link.textContent;
  swap(link.href)
    .then(() => {
      const same = [...document.querySelectorAll("#viewer [data-swaps]")].find((each) => each.textContent === word);
      (same ?? document.querySelector("#viewer [aria-current]") ?? document.querySelector("#viewer a"))?.focus();
    })
    .catch(() => (location.href = link.href));
});

for (const viewer of document.querySelectorAll("[data-viewer]")) start(viewer);
