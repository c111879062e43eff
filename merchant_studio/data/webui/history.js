// Ctrl+Z and Ctrl+Shift+Z press the buttons; within a text the browser takes back what was typed.
(() => {
  "use strict";
  const TEXT = "input:not([type=checkbox]):not([type=radio]), textarea, [contenteditable=true]";
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
    if (event.target.closest?.(TEXT)) return;
    const act = key === "y" || event.shiftKey ? "redo" : "undo";
    event.preventDefault();
    document.querySelector(`.history [data-act=${act}]:not(:disabled)`)?.click();
  });
})();
