// Conveniences of the desk's forms. Every box also works without them.
"use strict";
(() => {
  const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي").toLowerCase();

  // A box above a long list that leaves only what holds the words.
  const filter = (list, label, rows, words) => {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "desk-filter";
    box.dir = "auto";
    box.placeholder = label;
    box.setAttribute("aria-label", label);
    box.addEventListener("input", () => {
      const wanted = folded(box.value).split(/\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !wanted.every((word) => words(row).includes(word));
    });
    // Enter ticks the single one that is left, or takes its tick away.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const left = rows.filter((row) => !row.hidden);
      if (box.value.trim() && left.length === 1) left[0].querySelector("input").click();
    });
    list.before(box);
  };

  // Suggestions while one types, from the desk itself; a semicolon begins the next name.
  const suggest = (box, at) => {
    const list = document.createElement("datalist");
    list.id = `${box.id}-suggestions-${at}`;
    box.after(list);
    box.setAttribute("list", list.id);
    let waiting;
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const names = box.value.split(/[;؛]/);
        const last = names.pop().trim();
        if (last.length < 2) return;
        const answer = await fetch(`${document.body.dataset.deskSuggest || "/desk/record/suggest/"}${box.dataset.suggest}/?q=${encodeURIComponent(last)}`);
        if (!answer.ok) return;
        const before = names.map((name) => `${name.trim()}; `).join("");
        list.replaceChildren(...(await answer.json()).lines.map((line) => new Option("", before + line)));
      }, 150);
    });
  };

  // What the words of a date are understood as, said below them by the desk itself; a day that is picked is written into the words.
  const understand = (box) => {
    const part = (name) => box.form.elements[`${box.name}-${name}`];
    const line = box.closest(".desk-input").querySelector(".desk-understood");
    const picker = part("day");
    let waiting, asked = 0;
    const ask = async () => {
      const mine = ++asked;
      if (!box.value.trim()) { line.textContent = part("understood").value = ""; return; }
      const answer = await fetch(`${document.body.dataset.deskUnderstand || "/desk/record/understand/"}date/?q=${encodeURIComponent(box.value)}`);
      if (!answer.ok || mine !== asked) return;
      const read = await answer.json();
      line.textContent = read.said;
      part("understood").value = read.reading;
    };
    box.addEventListener("input", () => {
      picker.value = "";
      clearTimeout(waiting);
      waiting = setTimeout(ask, 300);
    });
    picker.addEventListener("change", () => { if (picker.value) { box.value = picker.value; ask(); } });
  };

  // What a number is understood as, said below it by the desk itself; the first submit refuses what cannot be understood.
  const understandCount = (box) => {
    const line = box.closest(".desk-input").querySelector(".desk-understood");
    const value = (name) => box.form.elements[name] ? box.form.elements[name].value : "";
    const quantity = () => box.dataset.count === "count" ? value("c-what") : box.dataset.count;
    let waiting, asked = 0;
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const mine = ++asked;
        if (!box.value.trim()) { line.textContent = ""; return; }
        const query = new URLSearchParams({ q: box.value, of: quantity(), unit: value(`${box.name}-unit`), part: ["status", "sex", "age"].some((of) => value(`${box.name}-${of}`)) ? "1" : "" });
        const answer = await fetch(`${document.body.dataset.deskUnderstand || "/desk/record/understand/"}count/?${query}`);
        if (answer.ok && mine === asked) line.textContent = (await answer.json()).said;
      }, 300);
    });
  };

  // A search box above a select with many options: typing leaves only the options that have such a name, and chooses none of them.
  // Enter chooses where a single one is left, and puts it to those that are chosen already where several may be.
  const searchable = (select) => {
    const options = [...select.options].slice(1);
    const words = new Map(options.map((option) => [option, folded(`${option.text} ${option.dataset.words || ""}`)]));
    const box = document.createElement("input");
    box.type = "search";
    box.className = "desk-filter";
    box.dir = "auto";
    const label = document.querySelector(`label[for="${select.id}"]`);
    box.setAttribute("aria-label", `${label ? label.textContent.trim() : ""} — ${document.documentElement.lang.startsWith("ar") ? "بحث" : "search"}`);
    box.placeholder = "⌕";
    box.addEventListener("input", () => {
      const wanted = folded(box.value).split(/\s+/).filter(Boolean);
      for (const option of options) option.hidden = !wanted.every((word) => words.get(option).includes(word));
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const left = options.filter((option) => !option.hidden);
      if (box.value.trim() && left.length === 1) left[0].selected = true;
    });
    select.before(box);
  };

  // How far a file is that is being read: asked again until something else stands on its page.
  const follow = (line) => {
    setTimeout(async () => {
      const answer = await fetch(location.href).catch(() => null);
      if (!answer) { follow(line); return; }
      const there = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-desk-progress]");
      if (!there) { location.reload(); return; }
      line.replaceChildren(...there.children);
      follow(line);
    }, 1500);
  };

  // Judging by keys, where nobody is typing: S and D judge, U leaves open, P asks a second person; J and K go through the pairs of a list.
  // On an Arabic keyboard the key that says S writes س: then the place of the key counts.
  const letterOf = (event) => /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase();
  const judge = (form) => document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const by = { s: "[value=same]", d: "[value=different]", u: "[data-skip]", p: "[data-second]" }[letterOf(event)];
    const button = by && form.querySelector(by);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  const walk = (list) => document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[letterOf(event)];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const links = [...list.querySelectorAll("tbody a.button")];
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = links[at < 0 && step < 0 ? links.length - 1 : at + step];
    if (next) { event.preventDefault(); next.focus(); }
  });

  // Control and Enter, wherever one types: enter the report, and begin the next one.
  const another = (button) => button.form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    button.click();
  });

  // What is typed of a report is kept at the desk while one types, and nothing of it in the browser: a session that ends or a phone that
  // sleeps loses at most the last seconds. Chosen files are not kept.
  const keep = (form) => {
    const line = form.querySelector("[data-kept]");
    let waiting, sending = false, changed = false, leaving = false;
    const send = async (keepalive) => {
      clearTimeout(waiting);
      if (sending || leaving || !changed) return;
      sending = true;
      changed = false;
      const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      const answer = await fetch(form.dataset.keep, { method: "POST", body: typed, headers: { Accept: "application/json" }, keepalive }).catch(() => null);
      const isAnswer = answer && (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const kept = isAnswer ? await answer.json() : null;
      sending = false;
      if (kept && answer.ok) line.removeAttribute("role"); else line.setAttribute("role", "alert");
      line.textContent = kept ? kept.said : line.dataset.lost;
      if (kept && answer.ok) form.elements.unfinished.value = kept.key;
      if (changed) waiting = setTimeout(() => send(false), 3000);
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(waiting);
      waiting = setTimeout(() => send(false), 3000);
    });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });
    form.addEventListener("submit", () => { leaving = true; });
    addEventListener("pageshow", () => { leaving = false; });
  };

  // Wagtail saves a page by itself while one writes. Until it has the answer to the first time it knows no address of the page, and what
  // is published meanwhile would be a second page of that address, which is refused. So a button waits for the answer, and once it was
  // pressed nothing is saved by itself any more.
  const takeTurns = (form) => {
    let saving = false, leaving = false, waiting = null;
    const answered = () => {
      saving = false;
      if (!waiting) return;
      const pressed = document.createElement("input"); // the button itself may be another by now
      pressed.type = "hidden";
      pressed.name = waiting.name;
      pressed.value = waiting.value;
      waiting = null;
      form.append(pressed);
      form.requestSubmit();
    };
    form.addEventListener("w-autosave:save", (event) => {
      if (leaving || waiting) event.preventDefault(); else saving = true;
    });
    form.addEventListener("w-autosave:success", answered);
    form.addEventListener("w-autosave:error", answered);
    form.addEventListener("submit", (event) => {
      if (!saving) { leaving = true; return; }
      event.preventDefault();
      event.stopPropagation();
      waiting = { name: event.submitter?.name || "action", value: event.submitter?.value || "" };
    }, { capture: true });
    addEventListener("pageshow", () => { leaving = false; });
  };

  const start = () => {
    document.querySelectorAll("form[data-controller~=w-autosave]").forEach(takeTurns);
    document.querySelectorAll(".desk").forEach((desk) => desk.classList.add("desk-js"));
    const kind = document.querySelector(".desk-ask #id_kind");
    if (kind) kind.addEventListener("change", () => kind.form.requestSubmit(kind.form.querySelector("[name=switch]")));
    document.querySelectorAll("[data-desk-progress]").forEach(follow);
    document.querySelectorAll("[data-judging]").forEach(judge);
    document.querySelectorAll("[data-walk]").forEach(walk);
    document.querySelectorAll("form[data-keep]").forEach(keep);
    document.querySelectorAll("[data-again]").forEach(another);
    document.querySelectorAll("input[data-suggest]").forEach(suggest);
    document.querySelectorAll("input[data-date]").forEach(understand);
    document.querySelectorAll("input[data-count]").forEach(understandCount);
    document.querySelectorAll(".desk select[data-search]").forEach(searchable);
    document.querySelectorAll(".desk-ticks__list").forEach((list) => {
      const rows = [...list.children];
      filter(list, list.dataset.filter, rows, (row) => folded(row.textContent));
    });
    const wrong = document.querySelector(".desk-form .w-field--error input, .desk-form .w-field--error select, .desk-form .w-field--error textarea");
    if (wrong) wrong.focus();
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
