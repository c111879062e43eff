// The sheet and the shop: each field is kept as it is typed, and the server says beside it what may
// be wrong. What is not kept yet lies in the browser, so that a lost connection loses nothing.
(() => {
  "use strict";
  const PAUSE_MS = 500, AGAIN_MS = 3000, SEARCH_MS = 250, POINT = ["take", "strike"];
  const open = new Set(); // groups that stay open when the step is shown anew
  const flying = new Set(); // what is on its way
  let sending = Promise.resolve(), pausing = 0, searching = 0, again = 0, last = null;

  const kept = window.studio.kept;
  // Of each product of whoever is logged in, for another one may use the same browser; the shop's
  // has no name.
  const place = (product) =>
    `sheet ${document.querySelector(".bar")?.dataset.user ?? ""}|${product}`;
  const unsent = (product) => kept.read(place(product)) ?? {};
  function keep(product, key, entry) {
    const all = unsent(product);
    if (entry) all[key] = entry; else delete all[key];
    kept.write(place(product), Object.keys(all).length ? all : null);
  }
  const fieldOf = (key) => document.querySelector(`[data-sheet="${key}"]:not([type=radio])`);
  const shopOf = (key) => document.querySelector(`[data-shop="${key}"]`);
  const boxOf = (element) => element?.closest("[data-field]");
  async function ask(address, values) {
    const answer = await fetch(address, {
      method: "POST", keepalive: true,
      headers: { "content-type": "application/json" }, body: JSON.stringify(values),
    });
    if (answer.status >= 500 || answer.status === 401) throw new Error(answer.statusText);
    return answer.json();
  }
  // One after another, so that the last one typed is the one that is kept.
  function send(work) {
    sending = sending.then(work).catch(() => {
      document.querySelector("[data-form=sheet]")?.classList.add("lost");
      clearTimeout(again);
      again = setTimeout(flush, AGAIN_MS);
    });
    return sending;
  }
  function flush() {
    clearTimeout(pausing);
    if (window.studio.product()) {
      for (const name of kept.names(place(""))) flushOf(name.slice(place("").length));
    }
    return sending;
  }
  function flushOf(product) {
    for (const [key, entry] of Object.entries(unsent(product))) {
      const now = JSON.stringify([product, key, entry]);
      if (flying.has(now) || (!product && entry.do === "draft")) continue;
      flying.add(now);
      window.studio.gave(key, entry.text);
      send(async () => {
        const asked = ask(product ? `sheet/${product}` : "shop", { ...entry, key });
        const answer = await asked.finally(() => flying.delete(now));
        const left = unsent(product)[key];
        if (left?.text === entry.text && left.do === entry.do) keep(product, key, null);
        if (!product) tell(boxOf(shopOf(key)), answer);
        if (product !== window.studio.product()) return;
        document.querySelector("[data-form=sheet]")?.classList.remove("lost");
        if (entry.do === "fill") { tell(boxOf(fieldOf(key)), answer); show(answer); }
        if (POINT.includes(entry.do)) pointed(entry, answer);
      });
    }
  }
  function typed(key, text, what, product = window.studio.product()) {
    keep(product, key, { do: what, text });
    clearTimeout(pausing);
    if (what === "draft") pausing = setTimeout(flush, PAUSE_MS); else flush();
  }
  function tell(box, answer) {
    if (!box || answer.told === undefined) return;
    box.querySelector(".field-told").textContent = answer.told;
    box.classList.toggle("unusual", Boolean(answer.told));
    box.querySelector(".field-offers").replaceChildren(...(answer.offers ?? []).map((text) => {
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "small", textContent: text });
      button.dataset.offer = text;
      return button;
    }));
  }
  function show(answer) {
    if (answer.points === undefined) return;
    document.querySelector("[data-points-taken]").innerHTML = answer.points;
    document.querySelector("[data-prompts]").innerHTML = answer.prompts;
    document.querySelector("[data-code]").textContent = answer.code;
    const taken = document.querySelectorAll("[data-strike]").length;
    const counts = { ...answer.counts, all: answer.count, points: taken };
    for (const [name, count] of Object.entries(counts)) {
      const badge = document.querySelector(`[data-count="${name}"]`);
      if (badge) { badge.textContent = count; badge.hidden = !count; }
    }
    reopen();
  }
  function reopen() {
    for (const group of document.querySelectorAll("details[data-keep]")) {
      group.open = open.has(group.dataset.keep);
    }
  }

  const point = (what, text) => typed(`${what} ${text}`, text, what);
  function pointed({ do: what }, answer) {
    const box = document.querySelector("[data-field=point]"), search = box?.querySelector("input");
    show(answer);
    if (!box) return;
    tell(box, answer);
    if (what === "take" && !answer.told && search.value) {
      search.value = "";
      search.dispatchEvent(new Event("input", { bubbles: true }));
    } else find(search);
    if (!document.activeElement.matches("input, textarea")) search.focus();
  }
  function find(input) {
    clearTimeout(searching);
    searching = setTimeout(async () => {
      const words = input.value.trim(), list = document.querySelector("[data-points-found]");
      const address = `points/${window.studio.product()}?words=${encodeURIComponent(words)}`;
      const found = words ? await fetch(address).then((r) => r.json()).catch(() => []) : [];
      if (input.value.trim() !== words || !list) return;
      const own = words ? [{ point: words, text: list.dataset.own.replace("%", words) }] : [];
      list.replaceChildren(...[...found, ...own].map(({ point, text }) => {
        const button = Object.assign(document.createElement("button"), {
          type: "button", className: "small", textContent: `+ ${text}` });
        button.dataset.take = point;
        button.dataset.mine = "";  // it stays when the page is shown anew
        return button;
      }));
    }, SEARCH_MS);
  }

  function onInput(event) {
    const field = event.target;
    if (field.dataset?.sheet && field.type !== "radio") {
      typed(field.dataset.sheet, field.value, "draft");
      last = { key: field.dataset.sheet, caret: field.selectionStart, at: Date.now() };
    } else if (field.dataset?.shop) typed(field.dataset.shop, field.value, "draft", "");
    else if (field.matches?.("[data-points-search]")) find(field);
  }
  function onChange(event, act) {
    const field = event.target;
    if (field.dataset?.sheet) typed(field.dataset.sheet, field.value, "fill");
    else if (field.dataset?.shop) typed(field.dataset.shop, field.value, "fill", "");
    else if (field.matches?.("[data-logo]") && field.files.length) {
      const [file] = field.files, ending = file.name.split(".").pop();
      window.studio.send([new File([file], `logo.${ending}`, { type: file.type })], act);
      field.value = "";
    }
  }
  function onClick(event, act) {
    const button = event.target.closest?.("button");
    if (!button) return;
    const { offer, take, strike, shopForget, asks } = button.dataset;
    if (offer !== undefined) {
      const field = boxOf(button).querySelector("input");
      field.value = offer;
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (take !== undefined) point("take", take);
    else if (strike !== undefined && button.closest("[data-form=sheet]")) point("strike", strike);
    else if (shopForget !== undefined && window.confirm(asks)) {
      ask("shop", { do: "forget" }).then(() => act("at"));
    }
  }
  function onKey(event) {
    if (event.key !== "Enter" || !event.target.matches?.("[data-points-search]")) return;
    event.preventDefault();
    if (event.target.value.trim()) point("take", event.target.value.trim());
  }
  function settle() {
    reopen();
    function put(field, text) {
      if (!field || field.value === text) return;
      field.value = text;
      window.studio.showPrices(field);
    }
    for (const [key, { do: what, text }] of Object.entries(unsent(window.studio.product()))) {
      if (!POINT.includes(what)) put(fieldOf(key), text);
    }
    for (const [key, { text }] of Object.entries(unsent(""))) put(shopOf(key), text);
    flush();
    const field = last && Date.now() - last.at < AGAIN_MS && fieldOf(last.key);
    if (field && document.activeElement === document.body) {
      field.focus({ preventScroll: true });
      field.setSelectionRange(last.caret, last.caret);
    }
  }
  addEventListener("toggle", (event) => {
    const name = event.target.dataset?.keep;
    if (name) open[event.target.open ? "add" : "delete"](name);
  }, true);
  // Whoever goes on to something else is not led back to the field.
  addEventListener("pointerdown", () => { last = null; }, true);
  addEventListener("online", flush);
  addEventListener("pagehide", flush);

  window.studio.add({ input: onInput, change: onChange, click: onClick, keydown: onKey, settle,
    unsent: flush });
})();
