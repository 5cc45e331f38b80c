// Records a voice note in the page. Without this script, or without a microphone, the file field stays as it is.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  if (!window.MediaRecorder || !navigator.mediaDevices) { return; }
  document.querySelectorAll("input[data-voice]").forEach((input) => {
    const words = input.dataset, most = Number(words.voice);
    const box = document.createElement("div"), button = document.createElement("button");
    const told = document.createElement("p"), player = document.createElement("audio");
    let recorder = null, ticking = null;
    box.className = "recorder";
    button.type = "button";
    button.textContent = words.record;
    told.setAttribute("role", "status");
    player.controls = true;
    player.hidden = true;
    player.setAttribute("aria-label", words.heard);
    box.append(button, told, player);
    input.before(box);

    const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const finished = (parts, type) => {
      const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
      const chosen = new DataTransfer();
      chosen.items.add(new File(parts, `voice.${ending}`, { type }));
      input.files = chosen.files;
      player.src = URL.createObjectURL(chosen.files[0]);
      player.hidden = false;
      told.textContent = words.heard;
      button.textContent = words.again;
      box.classList.remove("on");
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const start = async () => {
      let stream;
      try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
      catch { told.textContent = words.refused; return; }
      const parts = [], began = Date.now();
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        clearInterval(ticking);
        stream.getTracks().forEach((track) => track.stop());
        finished(parts, recorder.mimeType);
      });
      recorder.start();
      box.classList.add("on");
      button.textContent = words.stop;
      told.textContent = clock(0);
      ticking = setInterval(() => {
        const seconds = Math.floor((Date.now() - began) / 1000);
        told.textContent = clock(seconds);
        if (seconds >= most - 1) { recorder.stop(); }
      }, 1000);
    };
    button.addEventListener("click", () => {
      if (recorder && recorder.state === "recording") { recorder.stop(); } else { start(); }
    });
    // What is still being recorded is not lost by pressing send: it is stopped first.
    input.form.addEventListener("submit", (event) => {
      if (!recorder || recorder.state !== "recording") { return; }
      event.preventDefault();
      event.stopPropagation();
      input.addEventListener("change", () => input.form.requestSubmit(), { once: true });
      recorder.stop();
    }, true);
  });
});
