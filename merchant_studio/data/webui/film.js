// Step 1 beside the camera: what is filled in folds up, and a take's two handles cut its ends.
(() => {
  "use strict";
  const SHORTEST_MS = 1000, WIDE = matchMedia("(min-width: 60rem)");
  const folded = new Map();  // by product, as he left it

  function fold() {
    const about = document.querySelector("[data-fold]");
    if (!about) return;
    const product = window.studio.product();
    if (!folded.has(product)) folded.set(product, WIDE.matches || !about.dataset.full);
    about.open = folded.get(product);
    about.ontoggle = () => folded.set(product, about.open);
  }
  const clock = (ms) =>
    `${Math.floor(ms / 60_000)}:${(ms / 1000 % 60).toFixed(1).padStart(4, "0")}`;
  function parts(trim) {
    return {
      player: trim.closest("li").querySelector("video"),
      start: trim.querySelector("[data-trim-start]"),
      end: trim.querySelector("[data-trim-end]"),
      save: trim.querySelector("[data-trim-save]"),
    };
  }
  function show(trim) {
    const { start, end, save } = parts(trim), most = Number(end.max);
    const from = Number(start.value), until = Number(end.value);
    const between = trim.querySelector(".between");
    between.style.insetInlineStart = `${100 * from / most}%`;
    between.style.insetInlineEnd = `${100 - 100 * until / most}%`;
    trim.querySelector(".times").textContent = `${clock(from)} – ${clock(until)}`;
    start.setAttribute("aria-valuetext", clock(from));
    end.setAttribute("aria-valuetext", clock(until));
    save.dataset.start = String(from);
    save.dataset.end = until >= most ? "0" : String(until);
    const { start: usedFrom, end: usedUntil } = trim.dataset;
    save.disabled = save.dataset.start === usedFrom && save.dataset.end === usedUntil;
  }
  function settle() {
    fold();
    for (const trim of document.querySelectorAll("[data-trim]")) {
      const { player, start, end } = parts(trim);
      const fit = () => {
        const most = Math.floor(player.duration * 10) * 100;
        if (!Number.isFinite(most) || most <= SHORTEST_MS) { trim.hidden = true; return; }
        const served = [player.currentSrc, most, trim.dataset.start, trim.dataset.end].join(" ");
        if (trim.served === served) { show(trim); return; }  // he has moved the handles meanwhile
        trim.served = served;
        for (const handle of [start, end]) handle.max = String(most);
        start.value = trim.dataset.start;
        end.value = Number(trim.dataset.end) || most;
        show(trim);
      };
      if (player.readyState) fit(); else player.onloadedmetadata = fit;
    }
  }
  function onInput(event) {
    const trim = event.target.closest?.("[data-trim]");
    if (!trim) return;
    const { player, start, end } = parts(trim), handle = event.target;
    if (handle === start) start.value = Math.min(start.value, end.value - SHORTEST_MS);
    else end.value = Math.max(end.value, Number(start.value) + SHORTEST_MS);
    player.pause();
    player.currentTime = handle.value / 1000;
    show(trim);
  }
  window.studio.add({ settle, input: onInput });
})();
