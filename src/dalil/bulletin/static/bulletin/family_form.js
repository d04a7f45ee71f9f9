"use strict";
// The form of families without a connection. Nothing stays on the telephone unless its owner ticks "keep"; sending and "wipe" remove all of it.
// The words are in the page: this script only shows and hides them.

const KEPT_AS = "dalil-family-form";
const OWN = ["keep", "website"];
const LONGEST_SIDE = 1200;
let picture = ""; // the photograph that was chosen, made small, as a data: address; a form that is shown again keeps it

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
    picture = picture || kept.picture || "";
    if (!form.querySelector("[role=alert]")) fill(form, kept.values);
    tell("kept");
  }
  const chosen = form.querySelector("[data-photograph]");
  for (const each of form.querySelectorAll("[data-again]")) each.hidden = Boolean(picture);
  showPicture();
  chosen.addEventListener("change", async () => {
    picture = chosen.files.length ? await makeSmall(chosen.files[0]) : "";
    showPicture();
    if (keep.checked) write(form, draft);
  });
  form.querySelector("[data-drop]").addEventListener("click", () => {
    chosen.value = picture = "";
    showPicture();
    if (keep.checked) write(form, draft);
    chosen.focus();
  });
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
    picture = "";
    showPicture();
    draft = drawDraft();
    tell("wiped");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const typed = new FormData(form);
    typed.delete("keep");
    if (picture) typed.set("photograph", bytesOf(picture), "photograph.jpg");
    typed.set("draft", draft);
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "omit", redirect: "error" });
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!shown || (!answer.ok && answer.status !== 422 && answer.status !== 429)) return tell("not-taken");
      if (answer.ok) {
        await forget();
        picture = "";
      }
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

  function showPicture() {
    form.querySelector("[data-chosen]").hidden = !picture;
    if (picture) form.querySelector("[data-shown]").src = picture;
    else form.querySelector("[data-shown]").removeAttribute("src");
  }

  function tell(what) {
    for (const each of main.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== what;
    main.querySelector(`[data-say="${what}"]`).scrollIntoView({ block: "nearest" });
  }
}

// Returns "" where this browser cannot decode the file: it is sent as it is then, and the server makes it small.
async function makeSmall(file) {
  try {
    const whole = await createImageBitmap(file, { imageOrientation: "from-image" });
    const by = Math.min(1, LONGEST_SIDE / Math.max(whole.width, whole.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(whole.width * by));
    canvas.height = Math.max(1, Math.round(whole.height * by));
    canvas.getContext("2d").drawImage(whole, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  } catch {
    return "";
  }
}

function bytesOf(address) {
  const letters = atob(address.split(",")[1]);
  return new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
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
  localStorage.setItem(KEPT_AS, JSON.stringify({ draft, values, picture }));
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
