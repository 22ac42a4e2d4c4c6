// The site without a network: registers the service worker, forgets what is one's own after leaving, stops stale writes.

const address = new URL(import.meta.url);
const STATIC = address.pathname.replace(/\/script\/offline\.js$/, "");
const OWN = "own";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`/service-worker.js?static=${encodeURIComponent(STATIC)}`).catch(() => undefined);
}
if ("caches" in globalThis && !("known" in document.body.dataset) && location.pathname !== "/offline" && navigator.onLine) {
  caches.delete(OWN);
}

// A page that the phone had kept is for reading: nothing in it can be sent.
if (document.querySelector("[data-stale]:not([hidden])")) {
  for (const button of document.querySelectorAll("form[method=post] [type=submit]")) button.disabled = true;
}

const list = document.querySelector("[data-kept-list]");
if (list && "caches" in globalThis) showKept(list);

async function showKept(place) {
  const words = JSON.parse(place.dataset.words);
  const kept = (await (await caches.open(OWN)).keys()).map((each) => new URL(each.url).pathname).filter((each) => words[each]);
  for (const path of kept) {
    const link = Object.assign(document.createElement("a"), { href: path, textContent: words[path] });
    const item = document.createElement("li");
    item.append(link);
    place.append(item);
  }
  document.querySelector("[data-kept]").hidden = kept.length === 0;
}
