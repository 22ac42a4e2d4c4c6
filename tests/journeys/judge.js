// Judges a page with axe-core; of rows that are built alike, two speak for the contrast of all: that rule takes longest.

// What the styles read of an element; of all else they know only whether it is there.
const STATES = ["current", "disabled", "invalid", "selected"].map((each) => `aria-${each}`);
const TOLD = new Set(["class", "type", "lang", "data-tone", ...STATES]);

function shape(row) {
  const marks = (each) => [...each.attributes].map(({ name, value }) => (TOLD.has(name) ? `${name}=${value}` : name));
  return [row, ...row.querySelectorAll("*")].map((each) => [each.tagName, ...marks(each)].join(" ")).join();
}

function alike(list) {
  const seen = new Map();
  return [...list.children].filter((row) => {
    const built = shape(row);
    seen.set(built, (seen.get(built) ?? 0) + 1);
    return seen.get(built) > 2;
  });
}

globalThis.judged = async () => {
  const spoken = [...document.querySelectorAll("tbody, ul, ol")].flatMap(alike);
  for (const row of spoken) row.dataset.alike = "";
  axe.configure({ rules: [{ id: "color-contrast", selector: "*:not([data-alike] *)" }] });
  const { violations } = await axe.run({ resultTypes: ["violations"] }); // what is right need not be told
  for (const row of spoken) delete row.dataset.alike;
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
};
