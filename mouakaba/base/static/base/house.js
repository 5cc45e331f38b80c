// Small comforts; every page works without them.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  // A form that was sent is not sent twice by an impatient finger.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent === "yes") { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post")) { form.dataset.sent = "yes"; }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  // The first field in error gets the focus.
  const wrong = document.querySelector("[aria-invalid='true']");
  if (wrong) { wrong.focus(); }
});
