// Keeps the form's own files on the phone so that it opens without a network. A page or answer with anyone's data
// is never touched: whatever is not in the list below goes past this worker.

const VERSION = {{ version|tojson }};
const KEPT = {{ files|tojson }};
const CACHE = `corridor-${VERSION}`;
const SHELL = "/corridor/";
const addresses = new Set(KEPT.map((one) => new URL(one, self.location.origin).href));

async function keepFiles() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT.map((one) => new Request(one, { cache: "reload" })));
}

async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith("corridor-") && one !== CACHE).map((one) => caches.delete(one)));
  await self.clients.claim();
}

async function keptOrFetched(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  address.hash = "";
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && address.pathname === SHELL) {
    event.respondWith(keptOrFetched(SHELL, event.request));
  } else if (addresses.has(address.href)) {
    event.respondWith(keptOrFetched(address.href, event.request));
  }
});
