// The page of an import under way: figures follow the work, and the page comes anew once it is over.

const PAUSE = 1500; // milliseconds

async function follow() {
  const shown = document.getElementById("progress");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("progress");
    if (!fresh?.dataset.progress) return location.reload();
    shown.querySelector("dl").replaceWith(fresh.querySelector("dl"));
    shown.querySelector("progress").replaceWith(fresh.querySelector("progress"));
  } catch {
    // the next look may do better
  }
  setTimeout(follow, PAUSE);
}

setTimeout(follow, PAUSE);
