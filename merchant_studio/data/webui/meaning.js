// "Write it yourself": the line in which something is missing, ready to be typed in.
(() => {
  "use strict";
  function onClick(event) {
    const button = event.target.closest?.("[data-write]");
    if (!button) return;
    const line = document.querySelector(`[data-line="${button.dataset.write}"][contenteditable]`);
    if (!line) return;
    line.scrollIntoView({ block: "center" });
    line.focus();
    const range = document.createRange();
    range.selectNodeContents(line);
    range.collapse(false);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  window.studio.add({ click: onClick });
})();
