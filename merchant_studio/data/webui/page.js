// What the page does without the server: it collects what was typed, seeks, and copies.
// Each other file is a part with functions for the events of the page; see `add`.
(() => {
  "use strict";
  const PATIENCE_MS = 15000, LOOK_MS = 800;
  const regions = new Map(), parts = [];
  let quiet = 0;

  function product() {
    return document.querySelector(".step[data-product]")?.dataset.product ?? "";
  }
  function valuesOf(form) {
    const values = {};
    for (const field of form.querySelectorAll("input[name], select[name], textarea[name]")) {
      if (field.type === "checkbox") (values[field.name] ??= []).push(
        ...(field.checked ? [field.value] : []));
      else if (field.type !== "radio") values[field.name] = field.value;
      else if (field.checked) values[field.name] = field.value;
    }
    return values;
  }
  // One press after another: each waits for the answer to the one before, which tells its number.
  const waiting = [];
  let sent = 0, asked = 0, patience = 0;
  function act(trigger, name, data = {}) {
    if (name === "look" && (asked || waiting.length)) return;
    waiting.push(() => trigger(
      "act", { act: name, product: product(), number: String(asked), ...data }));
    next();
  }
  function next() {
    if (asked || !waiting.length) return;
    quiet = Date.now();
    asked = ++sent;
    patience = setTimeout(() => { asked = 0; next(); }, PATIENCE_MS);
    const press = waiting.shift();
    Promise.allSettled(parts.map((part) => part.unsent?.())).then(press);
  }
  function answered() {
    const answer = document.querySelector(".studio-live [data-number]");
    if (!asked || answer?.dataset.number !== String(asked)) return;
    clearTimeout(patience);
    asked = 0;
    for (const button of document.querySelectorAll("[aria-busy=true]")) {
      button.removeAttribute("aria-busy");
    }
    next();
  }
  const sender = (trigger) => (name, data) => act(trigger, name, data);
  function formOf(element, name) {
    const named = name && document.querySelector(`[data-form="${name}"]`);
    return named || element.closest("[data-form]");
  }

  function onClick(event, trigger) {
    const button = event.target.closest("button");
    if (!button || button.disabled) return;
    const { act: name, opens, seek, copies } = button.dataset;
    if (opens) {
      const target = document.getElementById(opens);
      target.hidden = !target.hidden;
      button.setAttribute("aria-expanded", String(!target.hidden));
    } else if (seek !== undefined) {
      const player = document.querySelector("[data-player]");
      if (player) { player.currentTime = Number(seek) / 1000; player.play().catch(() => {}); }
    } else if (copies) {
      copy(document.getElementById(copies).innerText, button);
    } else if (name) {
      event.preventDefault();
      if (button.dataset.asks && !window.confirm(button.dataset.asks)) return;
      button.setAttribute("aria-busy", "true");
      const { act: _, with: form, asks, ...rest } = button.dataset;
      const from = form ? formOf(button, form) : null;
      for (const part of parts) part.press?.(sender(trigger));
      act(trigger, name, { ...rest, ...(from ? valuesOf(from) : {}) });
    }
  }
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1800);
  }
  function onChange(event, trigger) {
    const form = event.target.closest("[data-changes]");
    if (!form || event.target.matches("[data-upload]")) return;
    act(trigger, form.dataset.changes, { ...form.dataset, ...valuesOf(form) });
  }

  function onKey(event) {
    const isField = event.target.matches?.("input[name]") && event.target.closest("form");
    if (event.key === "Enter" && isField) {
      event.preventDefault();
      const send = event.target.closest("form").querySelector("[data-act]");
      if (send) send.click(); else event.target.blur();
    }
  }

  // While somebody is at work the page asks how far it is.
  function look(trigger) {
    const live = document.querySelector(".studio-live [data-version]");
    if (live?.dataset.busy && Date.now() - quiet > LOOK_MS / 2) {
      act(trigger, "look", { seen: live.dataset.version });
    }
  }
  function follow(event) {
    const player = event.target;
    if (!player.matches?.("[data-player]")) return;
    const at = player.currentTime * 1000;
    for (const row of document.querySelectorAll(".transcript li")) {
      const isSaid = at >= Number(row.dataset.from) && at < Number(row.dataset.until);
      row.classList.toggle("speaking", isSaid);
    }
  }
  let shown = "";
  function settle() {
    const main = document.querySelector(".step[data-product]");
    if (!main) return;
    const kept = main.dataset.product;
    document.documentElement.lang = main.lang;
    const address = new URL(location.href);
    if (address.searchParams.get("product") !== kept) {
      address.searchParams.set("product", kept);
      history.replaceState(null, "", address);
    }
    const now = `${kept} ${main.dataset.step}`;
    if (shown && shown !== now) {
      const list = document.getElementById("products");
      if (list) list.hidden = true;
      scrollTo({ top: 0 });
      main.querySelector("h1")?.focus({ preventScroll: true });
    }
    shown = now;
    for (const part of parts) part.settle?.();
  }

  document.documentElement.classList.toggle("touch", navigator.maxTouchPoints > 0);

  const EVENTS = [
    ...["click", "change", "focus", "blur", "input", "keydown", "paste"],
    ...["dragover", "dragleave", "drop"],
  ];

  window.studio = {
    product,
    // A part: functions by event, called with the event and `act(name, data)`; `press(act)` is
    // called before a button's values are sent, and `settle()` when the page has changed. A press
    // waits for what `unsent()` promises: that all that was typed has arrived.
    add(part) { parts.push(part); },
    attach(element, trigger, watch) {
      if (regions.has(element)) return;
      regions.set(element, trigger);
      const listen = (name, handle) =>
        element.addEventListener(name, (event) => handle(event, trigger), true);
      listen("click", onClick);
      listen("change", onChange);
      listen("keydown", onKey);
      listen("timeupdate", follow);
      for (const name of EVENTS) {
        listen(name, (event) => {
          for (const part of parts) part[name]?.(event, sender(trigger));
        });
      }
      element.addEventListener("submit", (event) => {
        if (!event.target.action.endsWith("/logout")) event.preventDefault();
      });
      watch("value", () => { settle(); if (element.closest(".studio-live")) answered(); });
      settle();
      if (element.closest(".studio-live")) setInterval(() => look(trigger), LOOK_MS);
    },
  };
})();
