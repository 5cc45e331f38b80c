// The sheet of marks saves each press at once; what the server has not confirmed stays on this device, so that a
// dropped line, an ended session or a closed tab lose nothing. The clocks of a pitch tick. Pages work without this.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-marks]");
  if (form) { sheet(form); }
  document.querySelectorAll("[data-unsent]").forEach((badge) => {
    try { badge.hidden = !localStorage.getItem(`mouakaba:marks:${badge.dataset.unsent}`); } catch { /* no store: nothing waits */ }
  });
  tick();
  setInterval(tick, 1000);
});

function tick() {
  // The page may be fresh from the server or swapped in by htmx: a clock keeps the shift between the server's and ours.
  document.querySelectorAll("[data-clock]").forEach((clock) => {
    const here = Date.now() / 1000;
    clock.dataset.shift ||= String(Number(clock.dataset.now) - here);
    const left = Number(clock.dataset.started) + 60 * Number(clock.dataset.minutes) - (here + Number(clock.dataset.shift));
    const whole = Math.abs(Math.ceil(left)), over = left <= -1;
    clock.textContent = `${over ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    clock.classList.toggle("over", over);
  });
}

function sheet(form) {
  const LONGEST = 60000, PAUSE = 700, COMMENT = "_comment";
  const key = `mouakaba:marks:${form.dataset.marks}`;
  const url = form.action, base = form.elements.base;
  const state = form.querySelector("[data-state]"), total = form.querySelector("[data-total]");
  const words = state.dataset;
  const fields = Object.fromEntries([...form.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
  const waiting = {}; // field: {mark, reason}, not confirmed by the server
  let busy = false, stopped = false, failures = 0, retry = 0, timer = 0;

  // The device's store may be full or forbidden: then memory alone must do.
  const quietly = (act) => { try { return act(); } catch { return undefined; } };
  const remember = () => quietly(() => (Object.keys(waiting).length
    ? localStorage.setItem(key, JSON.stringify({ base: base.value, waiting })) : localStorage.removeItem(key)));

  const area = (code) => fields[code].querySelector("textarea");
  const read = (code) => (code === COMMENT ? { reason: area(code).value }
    : { mark: (fields[code].querySelector("input[type=radio]:checked") || { value: "" }).value, reason: area(code).value });
  const write = (code, value) => {
    area(code).value = value.reason || "";
    fields[code].querySelectorAll("input[type=radio]").forEach((one) => { one.checked = one.value === String(value.mark ?? ""); });
    need(code);
  };
  const same = (one, other) => one && other && one.mark === other.mark && one.reason === other.reason;
  const say = (text, tone) => { state.textContent = text; state.className = `small ${tone || ""}`; };

  // A mark that needs a reason says so at the press, not at the end.
  function need(code) {
    const help = fields[code].querySelector("[id^='rule-']");
    if (!help) { return; }
    const { mark, reason } = read(code);
    help.classList.toggle("needed", fields[code].dataset.requiredAt.split(",").includes(mark) && !reason.trim());
  }

  function changed(code, soon) {
    waiting[code] = read(code);
    remember();
    need(code);
    if (fields[code].querySelector("[data-clash]")) { return; }
    clearTimeout(timer);
    timer = setTimeout(work, soon ? 0 : PAUSE);
  }

  async function work() {
    const codes = Object.keys(waiting).filter((code) => !fields[code].querySelector("[data-clash]"));
    if (busy || stopped || !codes.length) { return; }
    busy = true;
    say(words.saving);
    const sent = Object.fromEntries(codes.map((code) => [code, waiting[code]]));
    let outcome = "line";
    try { outcome = await take(sent, await post(sent)); } catch { outcome = "line"; }
    busy = false;
    if (outcome === "line") {
      say(words.offline, "needed");
      failures += 1;
      clearTimeout(retry);
      retry = setTimeout(work, Math.min(LONGEST, 1000 * 2 ** failures) * (0.75 + Math.random() / 2));
      return;
    }
    failures = 0;
    if (outcome === "next") { work(); }
  }

  async function post(sent) {
    const body = new URLSearchParams({ base: base.value });
    Object.entries(sent).forEach(([code, value]) => {
      if (code === COMMENT) { body.append("comment", value.reason); return; }
      body.append(`mark-${code}`, value.mark);
      body.append(`reason-${code}`, value.reason);
    });
    const token = form.elements.csrfmiddlewaretoken;
    const ask = (extra) => fetch(url, { redirect: "manual", credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": token.value }, ...extra });
    let answer = await ask({ method: "POST", body });
    if (answer.status === 403) { // a login in another tab changed the token
      const fresh = await ask({});
      if (fresh.status === 401) { return fresh; }
      token.value = (await fresh.json()).token;
      answer = await ask({ method: "POST", body });
    }
    return answer;
  }

  async function take(sent, answer) {
    if (answer.status === 401) { stop(words.login, words.loginUrl); return "stop"; }
    if (answer.status === 404) { forget(sent); stop(words.gone); return "stop"; }
    // A captive portal answers 200 with a page of its own: only our own answer counts as saved.
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) { return "line"; }
    const result = await answer.json();
    if (answer.status === 409) { stop(result.closed.join(" ")); return "stop"; }
    if (answer.status === 422) { refused(sent, result.errors); return "done"; }
    if (answer.status !== 200) { return "line"; }
    base.value = result.revision;
    forget(sent, result.clashes);
    Object.entries(result.clashes).forEach(([code, other]) => clash(code, other));
    Object.keys(sent).forEach((code) => fault(code, ""));
    total.textContent = result.total || "—";
    say(Object.keys(result.clashes).length ? "" : words.saved);
    return Object.keys(waiting).length ? "next" : "done";
  }

  function forget(sent, kept = {}) {
    Object.entries(sent).forEach(([code, value]) => {
      if (!(code in kept) && same(waiting[code], value)) { delete waiting[code]; }
    });
    remember();
  }

  function stop(text, link) {
    stopped = true;
    say(`${text} `, "needed");
    if (!link) { return; }
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = words.loginAct;
    state.append(anchor);
  }

  // Refused in words: it stays in the field and on the device until the person changes it.
  function refused(sent, errors) {
    Object.keys(sent).forEach((code) => fault(code, errors[code] || ""));
    say("");
  }

  function fault(code, text) {
    let box = fields[code].querySelector("p.error");
    if (!text) { if (box) { box.remove(); } fields[code].classList.remove("wrong"); return; }
    if (!box) { box = document.createElement("p"); box.className = "error"; box.setAttribute("role", "alert"); fields[code].append(box); }
    box.textContent = text;
  }

  function clash(code, other) {
    const box = form.querySelector("#clash").content.firstElementChild.cloneNode(true);
    box.querySelector("[data-mark]").textContent = other.mark ?? "";
    box.querySelector("[data-reason]").textContent = other.reason || "";
    box.addEventListener("click", (event) => {
      const keep = event.target.dataset.keep;
      if (!keep) { return; }
      box.remove();
      if (keep === "there") { write(code, other); delete waiting[code]; remember(); say(words.saved); return; }
      changed(code, true);
    });
    fields[code].prepend(box);
    box.scrollIntoView({ block: "nearest" });
  }

  Object.keys(fields).forEach((code) => {
    fields[code].addEventListener("change", () => changed(code, true));
    fields[code].addEventListener("input", (event) => { if (event.target.tagName === "TEXTAREA") { changed(code, false); } });
    need(code);
  });
  // A whole form on its way carries everything that waits: the next page lets it go once the server has it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy && !form.dataset.waited) { // an answer on its way must land first, or the form would conflict with itself
      event.preventDefault();
      event.stopPropagation();
      const until = Date.now() + 4000;
      const again = () => {
        if (busy && Date.now() < until) { setTimeout(again, 50); return; }
        stopped = true;
        form.dataset.waited = "yes";
        form.requestSubmit(event.submitter);
      };
      again();
      return;
    }
    if (Object.keys(waiting).length) { quietly(() => localStorage.setItem(key, JSON.stringify({ base: base.value, waiting, sent: true }))); }
  });
  window.addEventListener("online", () => { failures = 0; work(); });
  // A page swapped away by the browser's own "back" may hold an old revision: ask the server again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });

  // What an earlier page left unsent is put back and sent, over the revision it had been written on.
  const left = quietly(() => JSON.parse(localStorage.getItem(key)));
  const arrived = left && left.sent && Number(base.value) > Number(left.base);
  if (arrived) { remember(); }
  const known = Object.entries((left && !arrived && left.waiting) || {}).filter(([code]) => fields[code]);
  if (known.length) {
    known.forEach(([code, value]) => { write(code, value); waiting[code] = read(code); });
    base.value = Math.min(Number(base.value), Number(left.base));
    say(words.restored, "needed");
    work();
  }
}
