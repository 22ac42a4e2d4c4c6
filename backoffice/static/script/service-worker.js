// Keeps the shell and one's own last-seen lists for the time without a network. It never answers for anything that writes.

const STATIC = new URL(location.href).searchParams.get("static");
const SHELL = `shell ${STATIC}`;
const OWN = "own";
const OFFLINE = "/offline";
const LISTS = ["/my/", "/my/conversions/", "/my/recognition/", "/my/performance/", "/my/messages", "/my/questions"];
const LEAVING = ["/logout/", "/login/"];
const LONGEST = 7 * 24 * 60 * 60 * 1000; // milliseconds that a list of one's own is kept
const KEPT_AT = "x-kept-at";
const ADDRESSED = /(?:href|src)="([^"#]+)[^"]*"/g;

addEventListener("install", (event) => event.waitUntil(keepShell().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(dropOld().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  if (LEAVING.includes(address.pathname)) event.waitUntil(caches.delete(OWN));
  if (event.request.method !== "GET") return;
  if (address.pathname.startsWith(`${STATIC}/`)) event.respondWith(fromShell(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, address));
});

async function keepShell() {
  const cache = await caches.open(SHELL);
  const answer = await fetch(OFFLINE, { cache: "no-store" });
  const words = await answer.clone().text();
  const parts = new Set([...words.matchAll(ADDRESSED)].map((found) => found[1]).filter((each) => each.startsWith(`${STATIC}/`)));
  await cache.put(OFFLINE, answer);
  await cache.addAll([...parts]);
}

async function dropOld() {
  for (const name of await caches.keys()) if (name !== SHELL && name !== OWN) await caches.delete(name);
}

async function fromShell(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function page(request, address) {
  try {
    const answer = await fetch(request);
    const own = LISTS.includes(address.pathname) && !address.search;
    if (own && answer.ok && !answer.redirected) await keepOwn(address.pathname, answer.clone());
    if (new URL(answer.url || request.url).pathname.startsWith("/login")) await caches.delete(OWN);
    return answer;
  } catch {
    return (await lastSeen(address.pathname)) ?? (await (await caches.open(SHELL)).match(OFFLINE)) ?? Response.error();
  }
}

async function keepOwn(path, answer) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const kept = new Response(await answer.text(), { status: answer.status, headers });
  await (await caches.open(OWN)).put(path, kept);
}

// The page carries a hidden note with the moment it was made; a copy shows it.
async function lastSeen(path) {
  const kept = await (await caches.open(OWN)).match(path);
  if (!kept || Date.now() - Number(kept.headers.get(KEPT_AT)) > LONGEST) return undefined;
  const words = (await kept.text()).replace("<div data-stale hidden", "<div data-stale");
  return new Response(words, { status: 200, headers: kept.headers });
}
