// Controls without a name, and texts with less contrast than WCAG 2.2 asks for (1.4.3: 4.5).
() => {
  const problems = [];
  const seen = (e) => e.checkVisibility({opacityProperty: false, visibilityProperty: true});
  for (const e of document.querySelectorAll("button, a, input, select, textarea, video, [contenteditable=true]")) {
    if (!seen(e) || !e.closest(".studio")) continue;
    const name = e.getAttribute("aria-label") || e.labels?.[0]?.textContent || (e.matches("button, a") && e.textContent);
    if (!name?.trim()) problems.push(`no name: ${e.outerHTML.slice(0, 120)}`);
  }
  const rgb = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return {r, g, b, a}; };
  const light = ({r, g, b}) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  for (const e of document.querySelectorAll(".studio *")) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!words || !seen(e) || e.closest(":disabled, .seen-by-readers, .stage, option")) continue;
    let behind = e, ground = null;
    while (behind && !ground) {
      const color = rgb(getComputedStyle(behind).backgroundColor);
      if (color.a > 0.9) ground = color;
      behind = behind.parentElement;
    }
    const pair = [light(rgb(getComputedStyle(e).color)), light(ground ?? {r: 255, g: 255, b: 255})];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 4.5) problems.push(`${contrast.toFixed(1)}: ${e.outerHTML.slice(0, 100)}`);
  }
  return problems;
}
