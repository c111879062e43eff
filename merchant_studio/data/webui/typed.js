// What is typed and not yet sent is kept in the browser, by product and field. After a reload it
// stands in its field again, with a hint; it is forgotten when the server has it.
(() => {
  "use strict";
  const KEPT = "studio-typed", MOST = 200;
  const ALIVE_MS = 4000, DEAD_MS = 3 * ALIVE_MS, OLD_MS = 14 * 24 * 3600 * 1000;
  const FIELDS = "input[name]:not([type=checkbox]):not([type=radio]):not([type=file])" +
    ":not([type=hidden]), textarea[name], [contenteditable=true][data-line]";
  const boxes = new WeakMap();

  // Another tab's words are its own, as long as it lives.
  const { tab, read, write, isAlive } = window.studio.kept;
  const kept = () => read(KEPT) ?? {};
  function keep(change) {
    const all = kept();
    change(all);
    const rows = Object.entries(all).filter(([, one]) => Date.now() - one.at < OLD_MS);
    rows.sort(([, one], [, other]) => other.at - one.at);
    write(KEPT, Object.fromEntries(rows.slice(0, MOST)));
  }
  const forget = (id) => keep((all) => { delete all[id]; });
  const isOurs = (one) => one.tab === tab || !isAlive(one.tab, one.at, DEAD_MS);

  function idOf(field) {
    const form = field.closest("[data-form]")?.dataset ?? {};
    const marks = [form.form, form.key, field.name, field.dataset.line];
    if (field.dataset.line) marks.push(field.lang);
    return [window.studio.product(), ...marks].map((mark) => mark ?? "").join("|");
  }
  const fields = () => [...document.querySelectorAll(".step[data-product]")].flatMap(
    (step) => [...step.querySelectorAll(FIELDS)].filter((field) => !field.closest(".corrector")));
  const isLine = (field) => field.isContentEditable;
  const same = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  function textOf(field) {
    if (!isLine(field)) return field.value;
    return [...field.childNodes].map((node) =>
      node.nodeType === Node.TEXT_NODE ? node.textContent.replace(/[<>]/g, "")
        : node.dataset?.tag ? `<${node.dataset.tag}>` : textOf(node)).join("");
  }
  // What the server says that stands in the field.
  const served = (field) => (isLine(field) ? field.dataset.text ?? "" : field.defaultValue);

  // Put words back; a line keeps its chips. False: its facts are others now.
  function put(field, text) {
    if (!isLine(field)) {
      field.value = text;
      window.studio.showPrices(field);
      return true;
    }
    const chips = new Map([...field.querySelectorAll("[data-tag]")].map((c) => [c.dataset.tag, c]));
    const parts = text.split(/<(\w+)>/), tags = parts.filter((_, i) => i % 2);
    if (tags.length !== chips.size || tags.some((tag) => !chips.has(tag))) return false;
    field.replaceChildren(...parts.map((part, i) => (i % 2 ? chips.get(part) : part)));
    return true;
  }
  function hint(field, id, one, isBack) {
    const words = document.getElementById("typed-words").dataset;
    const below = isLine(field) ? field.nextElementSibling : field.closest("label");
    const box = Object.assign(document.createElement("p"), { className: "typed-hint" });
    box.dataset.told = "typed";
    box.setAttribute("role", "status");
    const told = isBack ? words.back : `${words.was} ${one.text.replace(/<(\w+)>/g, "…")}`;
    box.append(Object.assign(document.createElement("span"), { textContent: told }));
    function button(text, does) {
      const made = Object.assign(document.createElement("button"),
        { type: "button", className: "quiet", textContent: text });
      made.setAttribute("aria-label", `${text}: ${field.getAttribute("aria-label") ??
        field.labels?.[0]?.innerText ?? field.name}`);
      made.addEventListener("click", (event) => { event.stopPropagation(); does(); });
      box.append(made);
    }
    if (isBack && (isLine(field) || field.closest("[data-changes]"))) {
      button(words.save, () => { send(field); clear(field); });
    }
    button(words.drop, () => {
      forget(id);
      if (isBack) put(field, served(field));
      delete field.unsaved;
      clear(field);
    });
    (below ?? field).insertAdjacentElement("afterend", box);
    boxes.set(field, box);
  }
  function clear(field) {
    boxes.get(field)?.remove();
    boxes.delete(field);
  }
  function send(field) {
    if (isLine(field)) { field.focus(); field.blur(); }
    else field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function onInput(event) {
    const field = event.target.closest?.(FIELDS);
    if (!field || field.closest(".corrector")) return;
    const text = textOf(field), was = served(field);
    if (same(text) === same(was)) forget(idOf(field));
    else keep((all) => { all[idOf(field)] = { text, was, tab, at: Date.now() }; });
  }
  const mark = (field) => keep((all) => {
    const one = all[idOf(field)];
    if (one) one.sent = true;
  });
  function onSent(event) {
    const field = event.target.closest?.(FIELDS);
    if (field && (isLine(field) || (event.type === "change" && field.closest("[data-changes]")))) {
      mark(field);
      clear(field);
    }
  }
  function onClick(event) {
    const button = event.target.closest?.("[data-act][data-with]");
    if (!button) return;
    const form = document.querySelector(`[data-form="${button.dataset.with}"]`);
    for (const field of form?.querySelectorAll(FIELDS) ?? []) { mark(field); clear(field); }
  }

  // Right after a load, what was sent may never have arrived; later it has, once it is gone here.
  let isArriving = true;
  function settle() {
    const all = kept(), here = fields();
    for (const field of here) {
      const id = idOf(field), one = all[id];
      if (!one || !isOurs(one)) { clear(field); continue; }
      if (document.activeElement === field) continue;
      const now = served(field), isThere = same(now) === same(one.text);
      const isGone = same(textOf(field)) !== same(one.text);
      const isTaken = one.sent && (same(now) !== same(one.was) || (isGone && !isArriving));
      if (isThere || isTaken) { forget(id); clear(field); continue; }
      if (!isGone) continue;
      const isBack = put(field, one.text);
      if (isBack && isLine(field)) field.unsaved = now;
      if (boxes.get(field)?.isConnected) continue; // it was told before the page was shown anew
      keep((every) => { if (every[id]) Object.assign(every[id], { tab, sent: false }); });
      hint(field, id, one, isBack);
    }
    if (here.length) isArriving = false;
  }
  setInterval(() => {
    const shown = new Set(fields().map(idOf));
    const own = Object.entries(kept()).filter(([id, one]) => one.tab === tab && shown.has(id));
    if (own.length) keep((all) => { for (const [id] of own) all[id].at = Date.now(); });
    settle();
  }, ALIVE_MS);
  window.studio.add({ input: onInput, change: onSent, blur: onSent, click: onClick, settle });
})();
