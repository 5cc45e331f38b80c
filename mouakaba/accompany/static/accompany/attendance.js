// Attendance on a phone that may be offline. Each scan is stored in this browser, with this phone's own time, before
// anything else; it leaves the store when the server said that it has it. Without this script names are ticked and sent.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-attendance]");
  if (!form) { return; }
  const prefix = `mouakaba:scan:${form.dataset.attendance}:`;
  const PORTION = 500, AGAIN = 20000;
  const memory = {};
  const quietly = (act) => { try { return act(); } catch { return undefined; } };
  const state = form.querySelector("[data-state]");
  const waitingShown = form.querySelector("[data-waiting]");
  const readShown = form.querySelector("[data-read]");
  const typed = form.querySelector("[name=badge]");
  const people = [...form.querySelectorAll("[data-key]")];
  const byBadge = {};
  people.forEach((one) => { if (one.dataset.badge) { byBadge[one.dataset.badge] = one; } byBadge[one.dataset.key] = one; });

  const all = () => {
    const found = { ...memory };
    (quietly(() => Object.keys(localStorage)) || []).filter((key) => key.startsWith(prefix)).forEach((key) => {
      const scan = quietly(() => JSON.parse(localStorage.getItem(key)));
      if (scan && scan.id) { found[scan.id] = scan; }
    });
    return Object.values(found);
  };
  const put = (scan) => {
    memory[scan.id] = scan; // the browser's store may be full or forbidden: then this open page must do
    if (quietly(() => { localStorage.setItem(prefix + scan.id, JSON.stringify(scan)); return true; })) { delete memory[scan.id]; }
  };
  const drop = (id) => { delete memory[id]; quietly(() => localStorage.removeItem(prefix + id)); };
  const identity = () => (crypto.randomUUID ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (+c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> +c / 4).toString(16)));

  const say = (name, tone) => {
    state.textContent = state.dataset[name] || "";
    state.className = `notice ${tone}`;
  };
  const mark = (badge) => {
    const one = byBadge[badge];
    if (one) { one.querySelector("input").checked = true; }
    return one;
  };
  const count = () => { waitingShown.textContent = String(all().length); };

  const take = (text) => {
    const badge = text.startsWith("R:") ? text : text.replace(/\s+/g, "").toUpperCase();
    if (!badge) { return; }
    put({ id: identity(), badge, at: new Date().toISOString() });
    const one = mark(badge);
    readShown.textContent = one ? one.dataset.name : `${badge} · ${form.dataset.unknown}`;
    count();
    send();
  };

  let busy = false, stopped = false;
  const send = async () => {
    const scans = all().slice(0, PORTION);
    if (busy || !scans.length) { return; }
    busy = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({ sent_at: new Date().toISOString(), scans }),
        redirect: "manual",
      });
      const told = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : null;
      if (!answer.ok || !told || !told.kept) { stopped = answer.status !== 0 && answer.status < 500; say("login", "bad"); return; }
      told.kept.forEach(drop);
      stopped = false;
      say("sent", "good");
    } catch {
      say("offline", "care");
    } finally {
      busy = false;
      count();
    }
    if (all().length && !stopped) { send(); }
  };

  form.addEventListener("change", (event) => {
    const line = event.target.closest("[data-key]");
    if (!line) { return; }
    if (event.target.checked) { take(line.dataset.key); } else { event.target.checked = true; } // what was read is not unread
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    if (typed.value.trim()) { take(typed.value); typed.value = ""; } else { send(); }
    typed.focus();
  });
  addEventListener("online", send);
  addEventListener("offline", () => say("offline", "care"));
  setInterval(send, AGAIN);

  all().forEach((scan) => mark(scan.badge));
  count();
  if (navigator.onLine) { send(); } else { say("offline", "care"); }

  // The camera reads QR codes where the browser can; elsewhere the code is typed, or the name ticked.
  const camera = form.querySelector("[data-camera]");
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const video = form.querySelector("video");
    let last = "", lastAt = 0;
    camera.hidden = false;
    camera.addEventListener("click", async () => {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      try { video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); } catch { say("nocamera", "care"); return; }
      video.hidden = false;
      await video.play();
      setInterval(async () => {
        const found = (await detector.detect(video).catch(() => []))[0];
        if (!found || (found.rawValue === last && Date.now() - lastAt < 3000)) { return; }
        last = found.rawValue; lastAt = Date.now();
        take(last);
      }, 250);
    });
  }

  // The page itself stays on the phone, so that it opens again without a line.
  const kept = document.querySelector("[data-kept]");
  const forget = document.querySelector("[data-forget]");
  if ("serviceWorker" in navigator) {
    const pieces = () => [location.pathname, ...new Set(performance.getEntriesByType("resource").map((one) => one.name)
      .filter((name) => name.startsWith(`${location.origin}/static/`)))];
    navigator.serviceWorker.addEventListener("message", (event) => { if (event.data.kept && kept) { kept.hidden = false; } });
    navigator.serviceWorker.register(form.dataset.worker).then(() => navigator.serviceWorker.ready).then((registration) => {
      if (navigator.onLine) { registration.active.postMessage({ keep: pieces() }); } else if (kept) { kept.hidden = false; }
      forget.hidden = false;
      forget.addEventListener("click", async () => {
        if (all().length) { say("waiting", "care"); return; }
        registration.active.postMessage({ forget: true });
        await registration.unregister();
        kept.hidden = true; forget.hidden = true;
        say("forgotten", "good");
      });
    }).catch(() => {});
  }
});
