// The still beside the lines: it shows the line at hand as the video will, before there is a video.
(() => {
  "use strict";
  const SLIDING_MS = 80;
  let tag = "", line = 0, wanted = "", shown = "", picture = "", asking = null, later = 0;

  const section = () => document.querySelector("[data-still]");
  const ends = (here, at) => at > Number(here.dataset.lines);

  function name(here) {
    const { lineWord, ending, of } = here.dataset;
    const what = ends(here, line) ? ending : lineWord.replace("{}", line);
    here.querySelector("[data-still-what]").textContent = what;
    here.querySelector("[data-still-picture]").alt = of.replace("{}", what);
    const slide = here.querySelector("[data-still-slide]");
    slide.value = line;
    slide.setAttribute("aria-valuetext", what);
    slide.style.setProperty("--at", `${100 * (line - 1) / Math.max(1, slide.max - 1)}%`);
  }
  function put(here) {
    const image = here.querySelector("[data-still-picture]");
    if (picture && image.src !== picture) image.src = picture;
    image.hidden = !picture;
    here.classList.toggle("drawing", shown !== wanted);
  }
  // The pictures of the styles come after the still itself; a browser keeps those that it has.
  function lend() {
    for (const image of section()?.querySelectorAll("[data-later]") ?? []) {
      image.src = image.dataset.later;
      delete image.dataset.later;
    }
  }
  function complain(here, told) {
    const says = here.querySelector("[data-still-says]");
    says.textContent = told;
    says.hidden = !told;
  }
  async function draw() {
    const here = section();
    if (!here) return;
    const { still, stamp, sample, lines } = here.dataset;
    const slide = here.querySelector("[data-still-slide]");
    if (here.dataset.tag !== tag || !line) {
      line = tag && line ? Math.min(line, Number(slide.max)) : Number(sample);
      tag = here.dataset.tag;
    }
    line = Math.min(line, Number(slide.max));
    wanted = `${still}${line > Number(lines) ? 0 : line}?v=${stamp}`;
    name(here);
    put(here);
    if (wanted === shown) return lend();
    if (asking?.address === wanted) return;
    asking?.abort.abort();
    const mine = asking = { address: wanted, abort: new AbortController() };
    try {
      const answer = await fetch(mine.address, { signal: mine.abort.signal });
      const told = answer.ok ? "" : (await answer.json()).told;
      const blob = answer.ok ? await answer.blob() : null;
      if (asking !== mine) return;
      const before = picture;
      picture = blob ? URL.createObjectURL(blob) : "";
      shown = mine.address;
      if (section()) { put(section()); complain(section(), told ?? section().dataset.failed); }
      lend();
      if (before) setTimeout(() => URL.revokeObjectURL(before), 5000);
    } catch (error) {
      if (error.name !== "AbortError" && asking === mine && section()) {
        complain(section(), section().dataset.failed);
      }
    } finally {
      if (asking === mine) asking = null;
    }
  }
  function goTo(number) {
    if (!section() || !number || number === line) return;
    line = number;
    draw();
  }
  window.studio.add({
    focus(event) {
      const text = event.target.closest?.("[data-line][contenteditable]");
      if (text) goTo(Number(text.dataset.line) + 1);
    },
    input(event) {
      if (!event.target.matches?.("[data-still-slide]")) return;
      clearTimeout(later);
      const number = Number(event.target.value);
      later = setTimeout(() => goTo(number), SLIDING_MS);
    },
    settle: draw,
  });
})();
