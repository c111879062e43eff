// What the page does without the server: it collects what was typed, seeks, and copies.
// Each other file is a part with functions for the events of the page; see `add`.
(() => {
  "use strict";
  const parts = [], LEAD = 40, UNSENT_MS = 3000;
  let root = null, shown = "", isArriving = true;

  // Where this tab stands; every press says so. Before the first answer it is what the address says.
  const main = () => document.querySelector(".step[data-product]");
  const product = () => main()?.dataset.product ?? "";
  function place() {
    const { product, step, tongue } = main()?.dataset ?? {};
    const named = new URL(location.href).searchParams, of = (name) => named.get(name) ?? "";
    return {
      product: product ?? of("product"),
      on_step: step ?? of("step"),
      on_language: tongue ?? of("language"),
    };
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
  const sender = (control) => (name, data) => window.studio.press(name, data, control);
  function formOf(element, name) {
    const named = name && document.querySelector(`[data-form="${name}"]`);
    return named || element.closest("[data-form]");
  }

  function onClick(event) {
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
    } else if (name === "hush") {
      window.studio.hush();
    } else if (name) {
      event.preventDefault();
      if (button.dataset.asks && !window.confirm(button.dataset.asks)) return;
      button.setAttribute("aria-busy", "true");
      const { act: _, with: form, asks, ...rest } = button.dataset;
      const from = form ? formOf(button, form) : null;
      for (const part of parts) part.press?.(sender(button));
      window.studio.press(name, { ...rest, ...(from ? valuesOf(from) : {}) }, button, from);
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
  function onChange(event) {
    const form = event.target.closest("[data-changes]");
    if (!form || event.target.matches("[data-upload], [data-mine] *")) return;
    const values = { ...form.dataset, ...valuesOf(form) };
    window.studio.press(form.dataset.changes, values, event.target, form);
  }

  function onKey(event) {
    const isField = event.target.matches?.("input[name]") && event.target.closest("form");
    if (event.key === "Enter" && isField) {
      event.preventDefault();
      const send = event.target.closest("form").querySelector("[data-act]");
      if (send) send.click(); else event.target.blur();
    }
  }

  // The sentence that is being said is marked, and its list scrolls so that it is seen.
  function follow(event) {
    const player = event.target;
    if (!player.matches?.("[data-player]")) return;
    const at = player.currentTime * 1000;
    for (const row of document.querySelectorAll(".transcript li")) {
      const isSaid = at >= Number(row.dataset.from) && at < Number(row.dataset.until);
      if (isSaid && !row.classList.contains("speaking")) {
        const list = row.closest(".transcript");
        list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - LEAD;
      }
      row.classList.toggle("speaking", isSaid);
    }
  }

  // The address names product, step and language; Back and Forward move between the steps.
  function name(step) {
    const address = new URL(location.href), named = address.searchParams;
    named.set("product", step.dataset.product);
    named.set("step", step.dataset.step);
    if (step.dataset.tongue) named.set("language", step.dataset.tongue);
    else named.delete("language");
    const title = document.querySelector(".bar .name")?.textContent.trim();
    document.title = [title, step.querySelector("h1")?.textContent].filter(Boolean).join(" · ");
    if (address.href === location.href) return;
    const now = `${step.dataset.product} ${step.dataset.step}`;
    const hasMoved = shown && shown !== now && !isArriving;
    history[hasMoved ? "pushState" : "replaceState"](null, "", address);
  }
  function arrive() {
    isArriving = true;
    const named = new URL(location.href).searchParams, of = (name) => named.get(name) ?? "";
    const values = { product: of("product"), on_step: of("step"), on_language: of("language") };
    window.studio.press("at", values);
  }
  function settle() {
    const step = main();
    if (!step) return;
    document.documentElement.lang = step.lang;
    name(step);
    const now = `${step.dataset.product} ${step.dataset.step}`;
    if (shown && shown !== now) {
      for (const opener of root.querySelectorAll(".bar [data-opens]")) {
        const list = document.getElementById(opener.dataset.opens);
        if (list) list.hidden = true;
        opener.setAttribute("aria-expanded", "false");
      }
      scrollTo({ top: 0 });
      step.querySelector("h1")?.focus({ preventScroll: true });
    }
    shown = now;
    for (const time of root.querySelectorAll("time[datetime]")) {
      const options = { dateStyle: "medium", timeStyle: "short" };
      time.textContent = new Date(time.dateTime).toLocaleString(step.lang, options);
    }
    for (const part of parts) part.settle?.();
  }

  document.documentElement.classList.toggle("touch", navigator.maxTouchPoints > 0);

  const EVENTS = [
    ...["click", "change", "focus", "blur", "input", "keydown", "paste"],
    ...["dragover", "dragleave", "drop"],
  ];

  window.studio = {
    product,
    place,
    settle,
    // A part: functions by event, called with the event and `act(name, data)`; `press(act)` is
    // called before a button's values are sent, and `settle()` when the page has changed. A press
    // waits for what `unsent()` promises: that all that was typed has arrived; not for ever, for
    // what hangs in the network is kept and sent later.
    // `studio.act(name, data)` is for what no event of the page causes.
    add(part) { parts.push(part); },
    act: (name, data) => window.studio.press(name, data),
    unsent: () => Promise.race([
      Promise.allSettled(parts.map((part) => part.unsent?.())),
      new Promise((done) => { setTimeout(done, UNSENT_MS); }),
    ]),
    arrived() { isArriving = false; },
    attach(element) {
      if (root) return;
      root = element;
      const listen = (name, handle) => element.addEventListener(name, handle, true);
      listen("click", onClick);
      listen("change", onChange);
      listen("keydown", onKey);
      listen("timeupdate", follow);
      for (const name of EVENTS) {
        listen(name, (event) => {
          for (const part of parts) part[name]?.(event, sender(event.target));
        });
      }
      element.addEventListener("submit", (event) => {
        if (!event.target.action.endsWith("/logout")) event.preventDefault();
      });
      addEventListener("popstate", arrive);
      window.studio.start(element);
      window.studio.kept.ready.then(arrive);
    },
  };
})();
