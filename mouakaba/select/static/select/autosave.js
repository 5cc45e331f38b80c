// Saves each answer as it is written. What the server has not confirmed stays in this browser's store, so that a
// dropped line, an ended session or a closed tab lose nothing. Without this script the form saves page by page.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) { return; }
  const step = document.querySelector(".steps [aria-current]");
  if (step) { step.parentElement.parentElement.scrollLeft += step.getBoundingClientRect().left + step.offsetWidth / 2 - innerWidth / 2; }
  const url = form.dataset.autosave;
  const prefix = `mouakaba:${form.dataset.application}:`;
  const state = document.querySelector("[data-save-state]");
  const known = Object.fromEntries(form.dataset.revisions.trim().split(/\s+/).filter(Boolean).map((pair) => {
    const cut = pair.lastIndexOf(":");
    return [pair.slice(0, cut), Number(pair.slice(cut + 1))];
  }));
  const PAUSE = 900, LONGEST = 60000;
  const timers = {};
  const waiting = new Set();
  let busy = false, failures = 0, retry = 0, stopped = false, closed = false;

  // Each tab keeps its own entries, so that two tabs never erase each other's; the next page of this application
  // adopts what a closed tab left. The browser's store may be full or forbidden: then memory alone must do.
  const tab = Math.random().toString(36).slice(2);
  const memory = {};
  const quietly = (act) => { try { return act(); } catch { return undefined; } };
  const store = {
    put(code, entry) { memory[code] = entry; quietly(() => localStorage.setItem(`${prefix}${code}:${tab}`, JSON.stringify(entry))); },
    get(code) { return memory[code]; },
    drop(code) { delete memory[code]; quietly(() => localStorage.removeItem(`${prefix}${code}:${tab}`)); },
    adopt() {
      const keys = quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) || [];
      keys.forEach((key) => {
        const code = key.slice(prefix.length, key.lastIndexOf(":"));
        const entry = quietly(() => JSON.parse(localStorage.getItem(key)));
        if (memory[code]) { return; } // a second one waits for the page after this
        quietly(() => localStorage.removeItem(key));
        if (entry && Array.isArray(entry.values)) { this.put(code, entry); }
      });
      return Object.keys(memory);
    },
  };

  const fieldOf = (code) => form.querySelector(`[data-question="${CSS.escape(code)}"]`);
  const controls = (field) => [...field.querySelectorAll(`[name="q_${CSS.escape(field.dataset.question)}"]`)].filter((one) => one.type !== "file");
  const read = (field) => controls(field).filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => one.value);
  const drawn = (field) => controls(field).filter((one) => !["radio", "checkbox"].includes(one.type) || one.defaultChecked)
    .map((one) => (one.tagName === "SELECT" ? ([...one.options].find((option) => option.defaultSelected) || { value: "" }).value : (one.defaultValue ?? one.value)));
  const write = (field, values) => controls(field).forEach((one) => {
    if (["radio", "checkbox"].includes(one.type)) { one.checked = values.includes(one.value); } else { one.value = values[0] || ""; }
  });
  const equal = (a, b) => a.filter(Boolean).join("\u0000") === b.filter(Boolean).join("\u0000");
  const base = (code) => known[code] || 0;
  const setBase = (code, revision) => {
    known[code] = revision;
    const field = fieldOf(code);
    if (field) { field.dataset.revision = revision; field.querySelector(`[name="q_${CSS.escape(code)}-base"]`).value = revision; }
  };

  const say = (text, tone) => {
    state.textContent = text;
    state.className = `save-state ${tone || ""}`;
  };
  const askLogin = () => {
    say(`${state.dataset.session} `, "notice care");
    const link = document.createElement("a");
    link.href = state.dataset.login;
    link.textContent = state.dataset.signIn;
    state.append(link);
  };

  const changed = (field, soon) => {
    const code = field.dataset.question, pending = store.get(code);
    // Until it is saved, an answer keeps the revision it was written over: that is how a conflict is seen.
    store.put(code, { values: read(field), base: pending && !pending.sent ? pending.base : base(code) });
    if (field.querySelector("[data-conflict]")) { return; }
    waiting.add(code);
    clearTimeout(timers[code]);
    timers[code] = setTimeout(work, soon ? 0 : PAUSE);
  };

  const later = () => {
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(work, Math.min(LONGEST, 1000 * 2 ** failures) * (0.75 + Math.random() / 2));
  };

  async function work() {
    if (busy || stopped) { return; }
    const code = [...waiting][0];
    if (!code) { return; }
    busy = true;
    let outcome = "again";
    try { outcome = await send(code); } catch { outcome = "line"; }
    busy = false;
    if (outcome === "line") { say(state.dataset.offline, "notice care"); later(); return; }
    if (outcome === "login") { askLogin(); stopped = true; return; }
    if (outcome === "stop") { stopped = closed = true; return; }
    failures = 0;
    if (waiting.size) { work(); }
  }

  async function post(code, extra) {
    const entry = store.get(code);
    const body = new URLSearchParams({ question: code, base: entry.base, ...extra });
    entry.values.forEach((value) => body.append("value", value));
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    const ask = () => fetch(url, { method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token.value, Accept: "application/json" } });
    let answer = await ask();
    if (answer.status === 403) { // a login in another tab changed the token
      const fresh = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (fresh.status === 401) { return fresh; }
      token.value = (await fresh.json()).token;
      answer = await ask();
    }
    return answer;
  }

  async function send(code, extra = {}) {
    const entry = store.get(code);
    if (!entry) { waiting.delete(code); return "done"; }
    say(state.dataset.saving);
    const answer = await post(code, extra);
    if (answer.status === 401) { return "login"; }
    // A captive portal answers 200 with a page of its own: only our own answer counts as saved.
    const ours = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!ours) { return answer.status === 404 ? "stop" : "line"; }
    const result = await answer.json();
    if (answer.status === 410) { say(result.closed, "notice bad"); return "stop"; }
    if (result.question !== code || ![200, 404, 409].includes(answer.status)) { return "line"; }
    waiting.delete(code);
    if (answer.status === 404) { return "done"; } // no longer asked: the text stays on this device
    if (answer.status === 409) { conflict(code, result); return "done"; }
    settle(code, entry, result);
    return "done";
  }

  function settle(code, entry, result) {
    setBase(code, result.revision);
    const now = store.get(code);
    if (now && !equal(now.values, entry.values)) { // written on while the answer travelled
      store.put(code, { values: now.values, base: result.revision });
      waiting.add(code);
    } else {
      store.drop(code);
    }
    say(result.saved, "saved");
    const field = fieldOf(code);
    if (field) { problems(field, result.problems); }
    form.querySelectorAll("[data-question]").forEach((one) => { one.hidden = !result.shown.includes(one.dataset.question); });
  }

  function problems(field, found) {
    const name = `q_${field.dataset.question}`;
    for (const [level, kind, style] of [["error", "error", "error"], ["warning", "care", "notice care"]]) {
      let box = field.querySelector(`#${CSS.escape(`${name}-${kind}`)}`);
      const texts = found.filter((problem) => problem.level === level).map((problem) => problem.text);
      if (!texts.length) { if (box) { box.remove(); } continue; }
      if (!box) { box = document.createElement("div"); box.id = `${name}-${kind}`; box.className = style; field.append(box); }
      box.replaceChildren(...texts.map((text) => { const line = document.createElement("p"); line.textContent = text; return line; }));
      controls(field).forEach((one) => { if (!(one.getAttribute("aria-describedby") || "").includes(box.id)) { one.setAttribute("aria-describedby", `${one.getAttribute("aria-describedby") || ""} ${box.id}`.trim()); } });
    }
  }

  function conflict(code, result) {
    const field = fieldOf(code);
    if (!field) { return; }
    const old = field.querySelector("[data-conflict]");
    if (old) { old.remove(); }
    const box = document.querySelector("#conflict-box").content.firstElementChild.cloneNode(true);
    const other = result.words.length ? result.words : ["—"];
    box.querySelector("[data-other]").replaceChildren(...other.map((text) => { const line = document.createElement("p"); line.textContent = text; return line; }));
    box.addEventListener("click", (event) => {
      const keep = event.target.dataset.keep;
      if (!keep) { return; }
      setBase(code, result.revision);
      box.remove();
      if (keep === "other") { store.drop(code); write(field, shownAs(field, result.value)); state.textContent = ""; return; }
      store.put(code, { values: read(field), base: result.revision });
      send(code, { keep: "mine" }).then((outcome) => { if (outcome !== "done") { waiting.add(code); work(); } }, () => { waiting.add(code); later(); });
    });
    field.append(box);
    say("");
    box.scrollIntoView({ block: "nearest" });
  }

  // Dates are kept as year-month-day and written day/month/year.
  const shownAs = (field, values) => values.map((value) => {
    const day = field.querySelector("input[inputmode=numeric]") && /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
    return day ? `${day[3]}/${day[2]}/${day[1]}` : value;
  });

  // What an earlier page left unsent is put back and sent; what it already sent by itself is let go.
  let restored = false;
  store.adopt().forEach((code) => {
    const entry = store.get(code), field = fieldOf(code);
    if ((entry.sent && base(code) > entry.base) || (field && equal(drawn(field), entry.values))) { store.drop(code); return; }
    store.put(code, { values: entry.values, base: entry.base });
    if (field) { write(field, entry.values); restored = true; }
    waiting.add(code);
  });
  if (restored) { say(state.dataset.restored, "notice care"); }
  if (form.dataset.unsaved) { form.querySelectorAll("[data-question]:not([hidden])").forEach((field) => { if (controls(field).length) { changed(field, true); } }); }
  work();

  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-question]");
    if (field && event.target.type !== "file" && event.target.name === `q_${field.dataset.question}`) { changed(field, false); }
    count(event.target);
  });
  form.addEventListener("change", (event) => {
    const field = event.target.closest("[data-question]");
    if (field && event.target.type !== "file" && event.target.name === `q_${field.dataset.question}`) { changed(field, true); }
  });
  form.addEventListener("keydown", (event) => { // Enter in a search looks for the name, it does not leave the page
    if (event.key === "Enter" && event.target.name && event.target.name.endsWith("-find")) { event.preventDefault(); }
  });
  form.addEventListener("submit", (event) => {
    stopped = true;
    if (busy && !form.dataset.waited) { // an answer on its way must land first, or the page would conflict with it
      event.preventDefault();
      event.stopPropagation();
      const until = Date.now() + 4000;
      const again = () => {
        if (busy && Date.now() < until) { setTimeout(again, 50); return; }
        form.dataset.waited = "yes";
        form.requestSubmit(event.submitter);
      };
      again();
      return;
    }
    Object.keys(memory).forEach((code) => { if (fieldOf(code)) { store.put(code, { ...memory[code], sent: true }); } });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });
  window.addEventListener("online", () => { failures = 0; work(); });
  window.addEventListener("focus", () => { if (!form.dataset.waited) { stopped = closed; work(); } }); // perhaps logged in meanwhile
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") { work(); } });

  function count(area) {
    const most = Number(area.dataset.max), line = area.parentElement && area.parentElement.querySelector("[data-count]");
    if (!most || !line) { return; }
    const length = [...area.value.trim().normalize("NFC")].length;
    line.hidden = length < most * 0.8;
    line.textContent = `${length} / ${most}`;
    line.dir = "ltr";
  }
  form.querySelectorAll("textarea[data-max]").forEach(count);
});
