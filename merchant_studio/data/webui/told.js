// What the merchant is told stands at the control that he pressed, is read out, and is seen.
(() => {
  "use strict";
  const CELLS = "li.point, .offers li, .products li, .takes li, .photos li";
  const ROWS = ".actions, .onward, .headline, .add, .drop, .tabs, .camera, fieldset, header, nav";
  let named = null;

  // A hint about words that were typed is taken away by `typed.js`, which knows when.
  function hush() {
    for (const told of document.querySelectorAll("[data-told='']")) told.remove();
    named?.removeAttribute("aria-describedby");
    named?.removeAttribute("aria-invalid");
    named = null;
  }
  // The control as it is now: the page may have made it anew.
  function current(control) {
    if (!control || control.isConnected) return control;
    const { act, key, line, tag } = control.dataset;
    const marks = Object.entries({ act, key, line, tag }).filter(([, value]) => value);
    if (!marks.length) return null;
    const same = marks.map(([name, value]) => `[data-${name}="${CSS.escape(value)}"]`).join("");
    return document.querySelector(same);
  }
  function rowOf(notice, row) {
    const under = document.createElement("tr"), cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    cell.append(notice);
    under.append(cell);
    under.className = "told";
    under.dataset.told = "";
    return under;
  }
  function put(notice, control, isWrong) {
    const at = current(control);
    notice.dataset.told = "";
    notice.id = "told";
    const cell = at?.closest(CELLS), row = at?.closest("tr");
    if (row) row.after(rowOf(notice, row));
    else if (!at) document.querySelector(".studio-notice").append(notice);
    else if (cell) cell.append(notice);
    else (at.closest(ROWS) ?? at.closest("label") ?? at).after(notice);
    at?.setAttribute("aria-describedby", "told");
    if (isWrong && at?.matches("input, textarea, select")) at.setAttribute("aria-invalid", "true");
    named = at;
    // Beside undo and redo, which stay in view, it is seen wherever he stands.
    const show = () => notice.scrollIntoView({ block: "nearest" });
    if (!notice.closest(".history")) { show(); document.fonts.ready.then(show); }
  }
  Object.assign(window.studio, {
    hush,
    tell(html, control) {
      hush();
      const page = Object.assign(document.createElement("template"), { innerHTML: html });
      const notice = page.content.querySelector(".notice");
      if (notice) put(notice, control, notice.classList.contains("wrong"));
    },
    tellText(text, control, isWrong) {
      hush();
      const notice = Object.assign(document.createElement("p"), { textContent: text });
      notice.className = `notice ${isWrong ? "wrong" : "warn"}`;
      notice.setAttribute("role", isWrong ? "alert" : "status");
      put(notice, control, isWrong);
    },
  });
})();
