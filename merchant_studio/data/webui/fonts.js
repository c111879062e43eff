// A lent font that has come stands before the device's own ones. Chromium keeps the boxes that it
// drew while it waited for a font, unless the order of fonts changes.
(() => {
  "use strict";
  function look() {
    const come = [...document.fonts].some(
      (font) => font.family.includes("Studio") && font.status === "loaded");
    document.documentElement.classList.toggle("lent", come);
  }
  document.fonts.addEventListener("loadingdone", look);
  document.fonts.ready.then(look);
})();
