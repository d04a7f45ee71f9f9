"use strict";
// Shows the form of families without a connection. It stands before this one page alone; it keeps the page and its styles, never what is typed.
// KEPT (the addresses that are kept, the page first) is written above by the server. `family_form.js` starts this script and removes it.

const STORE = "dalil-family-form";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !KEPT.includes(pathname)) return;
  event.respondWith(
    fetch(event.request).catch(() => caches.match(pathname, { ignoreSearch: true, ignoreVary: true }).then((kept) => kept || Response.error()))
  );
});
