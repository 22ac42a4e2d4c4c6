// What a page loses when its letters grow or its width shrinks: a way sideways, text cut off, controls over one another.

const CONTROLS = "a, button, input:not([type=hidden]), select, textarea, summary";
const UNSEEN = ".sr-only, .xf-skip, [hidden], svg, [data-scroll]";

function visible(element) {
  return element.clientWidth > 1 && !element.closest(UNSEEN) && element.checkVisibility({ checkVisibilityCSS: true });
}

function named(element) {
  return `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 20)}`;
}

function sideways() {
  const wide = document.documentElement.scrollWidth;
  return wide > innerWidth ? [`sideways: ${wide} of ${innerWidth}`] : [];
}

function cut(element) {
  const { overflowX, overflowY } = getComputedStyle(element);
  const closed = (way) => way === "hidden" || way === "clip";
  const control = element.matches("a.btn, button, summary, .xf-chip, .xf-tag, .xf-tabs a");
  const across = (control || closed(overflowX)) && element.scrollWidth > element.clientWidth + 1;
  const down = (control || closed(overflowY)) && element.scrollHeight > element.clientHeight + 1;
  return (across || down) && element.textContent.trim();
}

// Bars that stay while the page moves lie over it by design; below them lies the end of the page's padding.
function layer(element) {
  return element.closest(".xf-tabs, .xf-bar, .xf-decide") ?? document.body;
}

function overlap(one, other) {
  if (one.contains(other) || other.contains(one) || layer(one) !== layer(other)) return false;
  return [...one.getClientRects()].some((a) =>
    [...other.getClientRects()].some((b) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      return across > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    }),
  );
}

globalThis.lost = () => {
  const all = [...document.body.querySelectorAll("*")].filter(visible);
  const controls = all.filter((each) => each.matches(CONTROLS));
  const pairs = controls.flatMap((one, place) => controls.slice(place + 1).map((other) => [one, other]));
  return [
    ...sideways(),
    ...all.filter(cut).map((each) => `cut: ${named(each)}`),
    ...pairs.filter(([one, other]) => overlap(one, other)).map((pair) => `over: ${pair.map(named).join(" / ")}`),
  ];
};
