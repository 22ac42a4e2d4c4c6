// A passing word of success; it goes after a while, but stays while it is pointed at or holds the focus.

const STAYS = 6000; // milliseconds

export function toast(sentence) {
  const note = document.createElement("div");
  note.className = "xf-toast";
  note.setAttribute("role", "status");
  note.append(Object.assign(document.createElement("span"), { textContent: sentence }));
  document.body.append(note);
  leaveLater(note);
}

function leaveLater(note) {
  setTimeout(() => (note.matches(":hover, :focus-within") ? leaveLater(note) : note.remove()), STAYS);
}

for (const note of document.querySelectorAll("[data-toast]")) leaveLater(note);
