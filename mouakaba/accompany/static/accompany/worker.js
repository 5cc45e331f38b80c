// Keeps one page on the phone, with its pieces, so that it opens without a line. It answers from the network whenever
// there is one; what it keeps is dropped when the page asks for it.
"use strict";
const NAME = `mouakaba-attendance:${self.registration.scope}`;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const told = event.data || {};
  if (told.keep) { event.waitUntil(keep(told.keep).then(() => event.source && event.source.postMessage({ kept: true }))); }
  if (told.forget) { event.waitUntil(caches.delete(NAME)); }
});
async function keep(addresses) {
  const cache = await caches.open(NAME);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) { await cache.put(address, answer); }
  }));
}
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== self.location.origin) { return; }
  event.respondWith(fetch(event.request).catch(async () => {
    const cache = await caches.open(NAME);
    return (await cache.match(event.request, { ignoreVary: true })) || Response.error();
  }));
});
