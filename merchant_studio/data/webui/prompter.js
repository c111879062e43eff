// The points to say, over the picture. They move while he speaks, at his pace, and wait when he is
// silent. A pause near the end of a line is its end; from such lines his pace is measured.
(() => {
  "use strict";
  const BEATS_A_SECOND = 3, SLOWEST = 0.4, FASTEST = 9, PAUSE_MS = 600, NEAR = 0.35;
  const BROAD = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u;
  const SMALLEST = 0.8, LARGEST = 2.4, SIZE_KEY = "studio.prompter.size";
  let at = 0, spoken = 0, silent = 0, pace = BEATS_A_SECOND, measured = 0;
  let before = null;  // the line that was just left by the clock: {beats, spoken}

  const box = () => document.querySelector(".prompter");
  function lines() {
    const shown = [...document.querySelectorAll("[data-points], [data-prompt]")];
    return shown.flatMap((each) => (each.matches("textarea") ? each.value : each.textContent).split("\n"))
      .map((line) => line.trim()).filter(Boolean);
  }
  // A Chinese character is a beat; a letter of an alphabet is a third of one.
  function beats(line) {
    const letters = [...line].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
    const broad = letters.filter((letter) => BROAD.test(letter));
    return Math.max(3, broad.length + (letters.length - broad.length) / 3);
  }
  const share = (line) => spoken * pace / 1000 / beats(line);
  function learn(line, ms) {
    if (ms < 500) return;
    measured += 1;
    const found = Math.min(FASTEST, Math.max(SLOWEST, beats(line) * 1000 / ms));
    pace += (found - pace) / Math.min(measured, 4);
  }
  function move(to) {
    at = Math.max(0, Math.min(to, Math.max(0, lines().length - 1)));
    spoken = silent = 0;
    show();
  }
  // `ms` have passed, in which he spoke or did not.
  function tick(ms, isSpeaking) {
    const all = lines(), line = all[at];
    if (!line) return;
    if (!isSpeaking) {
      silent += ms;
      if (silent >= PAUSE_MS && silent - ms < PAUSE_MS) pause(all, line);
      return;
    }
    silent = 0;
    spoken += ms;
    if (share(line) >= 1 && at < all.length - 1) {
      before = { line, spoken };
      move(at + 1);
    }
    show();
  }
  function pause(all, line) {
    if (share(line) > 1 - NEAR && at < all.length - 1) {
      learn(line, spoken);
      before = null;
      move(at + 1);
    } else if (before && share(line) < NEAR) {  // he only now ended the line before
      learn(before.line, before.spoken + spoken);
      before = null;
      spoken = 0;
      show();
    }
  }
  function step(by) {
    const line = lines()[at];
    if (by > 0 && line) learn(line, spoken);
    before = null;
    move(at + by);
  }
  function begin() {
    pace = BEATS_A_SECOND;
    measured = 0;
    before = null;
    move(0);
  }
  const size = () => Number(localStorage.getItem(SIZE_KEY)) || 1.15;
  function scale(by) {
    localStorage.setItem(SIZE_KEY, Math.min(LARGEST, Math.max(SMALLEST, size() * by)).toFixed(2));
    show();
  }
  function show(isOn = !box()?.hidden) {
    const prompter = box();
    if (!prompter) return;
    prompter.hidden = !isOn;
    prompter.style.fontSize = `${size()}rem`;
    const all = lines(), roll = prompter.firstElementChild;
    if (roll.dataset.lines !== all.join("\n")) {
      roll.dataset.lines = all.join("\n");
      roll.replaceChildren(...all.map((text) => {
        const row = Object.assign(document.createElement("p"), { textContent: text });
        row.dataset.mine = "";  // the server knows nothing of it
        return row;
      }));
    }
    at = Math.min(at, Math.max(0, all.length - 1));
    const now = roll.children[at];
    for (const row of roll.children) row.classList.toggle("now", row === now);
    if (!now) return;
    // A line of several rows goes up row by row.
    const height = parseFloat(getComputedStyle(now).lineHeight) || 1;
    const rows = Math.max(1, Math.round(now.offsetHeight / height));
    const row = Math.min(rows - 1, Math.floor(Math.min(1, share(all[at])) * rows));
    roll.style.transform = `translateY(${-(now.offsetTop + row * height)}px)`;
    prompter.dataset.at = String(at);
    prompter.dataset.share = Math.min(1, share(all[at])).toFixed(2);
    prompter.dataset.pace = pace.toFixed(2);
  }
  window.studio.prompter = { begin, tick, step, scale, show };
})();
