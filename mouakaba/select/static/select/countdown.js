// Refreshes the words of "time left", which the server has already written. Uses the server's clock, not the phone's.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const language = document.documentElement.lang;
  const unit = (name, count) => new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
  const words = (minutes) => {
    const sizes = [["day", Math.floor(minutes / 1440)], ["hour", Math.floor(minutes / 60) % 24], ["minute", minutes % 60]];
    const shown = (sizes[0][1] ? sizes.slice(0, 2) : sizes.slice(1)).filter(([, count]) => count > 0);
    return new Intl.ListFormat(language, { type: "conjunction" }).format(shown.map(([name, count]) => unit(name, count)));
  };
  document.querySelectorAll("[data-countdown]").forEach((element) => {
    const ahead = Date.parse(element.dataset.now) - Date.now();
    const closes = Date.parse(element.dateTime);
    const refresh = () => {
      const minutes = Math.floor((closes - Date.now() - ahead) / 60000);
      if (minutes < -1) { location.reload(); return; } // closed meanwhile: the server has the words for it
      if (minutes >= 1) { element.textContent = words(minutes); }
    };
    setInterval(refresh, 30000);
  });
});
