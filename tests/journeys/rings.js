// What shows the focus: the ring of what has it, of the label that stands for it, or of what holds it.

const parts = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);

function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

// The colour on which something lies: a ring stands outside of it.
function ground(element) {
  for (let each = element.parentElement; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (parts(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
}

function look(element) {
  const style = getComputedStyle(element);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return { outline: drawn ? style.outlineColor : "", shadow: style.boxShadow };
}

const atRest = new WeakMap();
for (const element of document.querySelectorAll("*")) atRest.set(element, look(element));

function ringed(element) {
  const before = atRest.get(element);
  const now = look(element);
  if (!before) return false;
  const fresh = [now.outline !== before.outline && now.outline, now.shadow !== before.shadow && now.shadow];
  return fresh.some((colour) => colour && colour !== "none" && contrast(colour, ground(element)) >= 3);
}

// What has the focus, whether its ring is seen, and whether something lies over it.
function focused() {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const shown = held.matches(".sr-only, [type=file].sr-only") ? held.nextElementSibling : held;
  const box = shown.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2));
  const around = [held, shown, held.parentElement, held.parentElement.parentElement, ...(held.labels ?? [])];
  return {
    name: held.outerHTML.slice(0, 160),
    ring: around.some(ringed),
    seen: Boolean(top && (shown.contains(top) || top.contains(shown))),
    past: Boolean(held.closest(".xf-foot")),
  };
}

globalThis.focused = focused;
