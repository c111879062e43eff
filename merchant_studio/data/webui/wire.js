// Presses go to the server one after another. What cannot be sent is kept, also through a reload,
// and sent again, in order, when the server answers again.
(() => {
  "use strict";
  const studio = window.studio, kept = studio.kept, KEPT = "studio-presses-";
  const RETRY_MS = 1500, PATIENCE_MS = 20000, LOOK_MS = 800, IDLE_MS = 3000, DEAD_MS = 5000;
  const BROKEN = [500, 400, 403, 404, 413, 422];
  const tab = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((each) => each.toString(16).padStart(2, "0")).join("");
  kept.live(tab);
  const waiting = [];
  const shown = {}; // the HTML of each region, as it was last shown
  let root = null, count = 0, isAsking = false, isLost = false, quiet = 0, stale = false, user = null;
  let has = ""; // what the server said of that: it leaves out what this tab has already

  function press(name, data = {}, control = null, form = null) {
    const values = { act: name, ...studio.place(), ...data, tab, number: String(++count) };
    waiting.push({ values, control, form });
    for (const [key, text] of Object.entries(data)) studio.gave(key, text);
    keep();
    if (isLost) tellOffline();
    next();
  }
  async function next() {
    if (isAsking || !waiting.length) return;
    isAsking = true;
    await studio.unsent();
    const one = waiting[0], slow = setTimeout(() => mark("is-asking", true), 150);
    const answer = await ask(one.values);
    clearTimeout(slow);
    mark("is-asking", false);
    isAsking = false;
    quiet = Date.now();
    if (!answer) { setTimeout(next, RETRY_MS); return; }
    waiting.shift();
    keep();
    found();
    answered(one, answer);
    next();
  }
  // The answer as regions of HTML; null: the server was not reached.
  async function ask(values) {
    const request = { method: "POST", body: JSON.stringify({ ...values, has, list: isOpen() ? "1" : "" }) };
    request.headers = { "content-type": "application/json" };
    request.signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await fetch("press", request);
      if (response.status === 401) {
        if (values.act !== "look" || !studio.isTyping()) location.assign("login");
        return null;
      }
      if (response.ok) return await response.json();
      if (BROKEN.includes(response.status)) return { broken: true };
    } catch { /* the network, or the server, is away */ }
    lost();
    return null;
  }
  // The list of products is sent while it is open, and may be old while it is not.
  const isOpen = () => document.getElementById("products")?.hidden === false;
  const region = (name) => root.querySelector(`.studio-${name}`);
  const texts = () => root.querySelector(".bar")?.dataset ?? {};
  function answered({ values, control, form, isAdopted }, answer) {
    const isPress = values.act !== "look" && values.act !== "at";
    const here = studio.place().product;
    if (here && values.product !== here && values.act !== "at") return; // of another page, sent late
    if (isAdopted) { stale = true; quiet = 0; return; } // its tab stood elsewhere
    const context = { control, form, values, isPress: values.act !== "look", others: [] };
    context.wrong = Boolean(answer.broken || answer.notice?.includes("notice wrong"));
    // What was changed since then is on its way; the page must not show the state of before.
    const isLast = !waiting.length;
    if (!isLast) follow(values, answer.body ?? shown.body ?? "");
    let isRefused = false;
    for (const name of isLast ? ["bar", "products", "head", "body", "live"] : []) {
      // What the server does not send is as it was shown; what was typed there may have been sent.
      const isSame = answer[name] === undefined && answer.has !== undefined;
      const html = isSame ? shown[name] : answer[name];
      if (html === undefined || (isSame && name === "products")) continue;
      if (studio.morph(region(name), html, context)) shown[name] = html;
      else isRefused = true;
    }
    if (isLast && answer.has !== undefined) { stale = isRefused; has = isRefused ? "" : answer.has; }
    if (answer.broken) stale = true;
    if (!waiting.some((one) => one.control === control)) control?.removeAttribute("aria-busy");
    if (isLast) for (const one of root.querySelectorAll("[aria-busy=true]")) {
      one.removeAttribute("aria-busy");
    }
    const isFirst = user === null;
    user ??= texts().user ?? "";
    if (isFirst) adopt();
    studio.settle();
    if (values.act === "at") studio.arrived();
    if (answer.broken) studio.tellText(texts().broken, control, true);
    else if (isPress || answer.notice) studio.tell(answer.notice ?? "", control);
    for (const other of context.others) studio.tellText(texts().elsewhere, other, false);
    if (isRefused) studio.tellText(texts().elsewhere, document.activeElement, false);
  }

  // A press that leads to another step takes those along that wait behind it: their answers are
  // shown, not its own, and would lead back.
  function follow(values, body) {
    const step = /data-step="(\d)"/.exec(body)?.[1];
    if (!step || step === values.on_step) return;
    for (const { values: later } of waiting) {
      if (later.product === values.product && later.on_step === values.on_step) later.on_step = step;
    }
  }

  // While somebody is at work, or in another tab, the page asks what there is now.
  async function look() {
    if (isAsking || waiting.length || !studio.product()) return;
    adopt();
    const live = root.querySelector(".studio-live [data-version]");
    const pause = live?.dataset.busy ? LOOK_MS / 2 : IDLE_MS;
    if (Date.now() - quiet < pause || (document.hidden && !live?.dataset.busy)) return;
    isAsking = true;
    const isTold = stale && studio.isTyping();
    const seen = stale && !isTold ? "" : live?.dataset.version ?? "";
    const values = { act: "look", ...studio.place(), seen };
    const answer = await ask(values);
    isAsking = false;
    quiet = Date.now();
    if (!answer) return;
    found();
    if (!waiting.length && !answer.broken) { stale = isTold; answered({ values }, answer); }
    next();
  }

  function mark(name, is) { document.documentElement.classList.toggle(name, is); }
  function lost() { isLost = true; mark("is-offline", true); tellOffline(); }
  function found() {
    if (!isLost) return;
    isLost = false;
    mark("is-offline", false);
    root.querySelector(".offline").replaceChildren();
  }
  function tellOffline() {
    const count = waiting.filter((one) => one.values.act !== "at").length;
    const text = count ? texts().unsent?.replace("%", count) : texts().offline;
    const banner = root.querySelector(".offline");
    if (text && banner.textContent !== text) banner.textContent = text;
  }

  // Presses that were not sent outlive the page: the next one of the same user sends them. Were
  // they sent after all, the server knows their numbers.
  function keep() {
    const presses = waiting.map((one) => one.values).filter((one) => one.act !== "at");
    const isKept = presses.length && user !== null;
    kept.write(KEPT + tab, isKept ? { user, at: Date.now(), presses } : null);
  }
  function adopt() {
    for (const name of kept.names(KEPT)) {
      const left = kept.read(name), other = name.slice(KEPT.length);
      if (other === tab || left?.user !== user || kept.isAlive(other, left.at, DEAD_MS)) continue;
      kept.write(name, null);
      waiting.push(...left.presses.map((values) => ({ values, isAdopted: true })));
    }
    if (waiting.length) { keep(); next(); }
  }

  Object.assign(studio, {
    press,
    act: (name, data) => press(name, data),
    refresh() { stale = true; quiet = 0; look(); },
    start(element) {
      root = element;
      root.append(Object.assign(document.createElement("div"), { className: "offline" }));
      root.querySelector(".offline").setAttribute("role", "status");
      setInterval(() => { if (isLost) keep(); look(); }, LOOK_MS);
      addEventListener("offline", lost);
      addEventListener("online", () => next());
      document.addEventListener("visibilitychange", () => { quiet = 0; });
      root.addEventListener("focusout", () => { if (stale) quiet = 0; });
    },
  });
})();
