"use strict";
// The form of families without a connection. Nothing stays on the telephone unless its owner ticks "keep"; sending and "wipe" remove all of it.
// The words are in the page: this script only shows and hides them.

const KEPT_AS = "dalil-family-form";
const OWN = ["keep", "website"];

function start(main) {
  const form = main.querySelector("[data-family-form]");
  if (!form) return;
  const keep = form.querySelector("[data-keep]");
  const button = form.querySelector("[data-send]");
  let draft = read()?.draft || drawDraft();

  for (const each of main.querySelectorAll("[data-with-script]")) each.hidden = false;
  if (!("serviceWorker" in navigator)) main.querySelector("[data-keeping]").hidden = true;

  const kept = read();
  if (kept) {
    keep.checked = true;
    if (!form.querySelector("[role=alert]")) fill(form, kept.values);
    tell("kept");
  }
  form.addEventListener("input", () => keep.checked && write(form, draft));
  keep.addEventListener("change", async () => {
    if (!keep.checked) return forget().then(() => tell("wiped"));
    write(form, draft);
    tell("kept");
    try {
      await navigator.serviceWorker.register(form.dataset.worker, { scope: new URL(form.action).pathname });
      await navigator.serviceWorker.ready;
      main.querySelector("[data-ready]").hidden = false;
    } catch {
      tell("no-worker");
    }
  });
  main.querySelector("[data-wipe]").addEventListener("click", async () => {
    await forget();
    for (const each of form.querySelectorAll("input, textarea, select")) {
      if (each.type === "checkbox") each.checked = false;
      else each.value = "";
    }
    draft = drawDraft();
    tell("wiped");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const typed = new FormData(form);
    typed.delete("keep");
    typed.set("draft", draft);
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "omit", redirect: "error" });
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!shown || (!answer.ok && answer.status !== 422 && answer.status !== 429)) return tell("not-taken");
      if (answer.ok) await forget();
      main.replaceChildren(...shown.childNodes);
      start(main);
      main.focus();
      window.scrollTo(0, 0);
    } catch {
      tell(keep.checked ? "offline-kept" : "offline");
    } finally {
      button.disabled = false;
    }
  });

  function tell(what) {
    for (const each of main.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== what;
    main.querySelector(`[data-say="${what}"]`).scrollIntoView({ block: "nearest" });
  }
}

function drawDraft() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS));
  } catch {
    return null;
  }
}

function write(form, draft) {
  const values = [...new FormData(form)].filter(([name, value]) => !OWN.includes(name) && typeof value === "string");
  localStorage.setItem(KEPT_AS, JSON.stringify({ draft, values }));
}

function fill(form, values) {
  for (const [name, value] of values) {
    const input = form.elements.namedItem(name);
    if (!input) continue;
    if (input.type === "checkbox") input.checked = true;
    else input.value = value;
  }
}

async function forget() {
  localStorage.removeItem(KEPT_AS);
  if ("caches" in window) await caches.delete(KEPT_AS);
  if ("serviceWorker" in navigator) {
    for (const each of await navigator.serviceWorker.getRegistrations()) {
      if (each.scope.endsWith("/disappeared/ask/")) await each.unregister();
    }
  }
}

start(document.querySelector("main"));
