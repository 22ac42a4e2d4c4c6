// A computation under way: its progress is fetched again and again, and the page is read anew once it has ended.

const place = document.querySelector("[data-watch]");
const PAUSE = 1000;

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-under-way]")) {
      location.replace(location.href);
      return;
    }
    place.replaceChildren(...page.body.childNodes);
  } catch {
    // the next look may reach the server again
  }
  setTimeout(look, PAUSE);
}

if (place) setTimeout(look, PAUSE);
