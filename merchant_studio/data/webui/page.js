// What the page does without the server: it collects what was typed, seeks, copies, sends files.
(() => {
  "use strict";
  const PATIENCE_MS = 15000, LOOK_MS = 800;
  const regions = new Map();
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
    waiting.shift()();
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
      saveText(document.activeElement, trigger);
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

  // A line of a script: its facts are chips that stay.
  function textOf(line) {
    let text = "";
    for (const node of line.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.textContent.replace(/[<>]/g, "");
      else if (node.dataset?.tag) text += `<${node.dataset.tag}>`;
      else text += textOf(node);
    }
    return text;
  }
  const tagsOf = (text) => (text.match(/<\w+>/g) ?? []).sort().join();
  function onFocus(event) {
    const line = event.target.closest?.("[data-line][contenteditable]");
    if (line) { line.before = line.innerHTML; line.kept = line.innerHTML; line.was = textOf(line); }
  }
  function onInput(event) {
    const line = event.target.closest?.("[data-line][contenteditable]");
    if (!line) return;
    if (tagsOf(textOf(line)) !== tagsOf(line.was ?? textOf(line))) {
      line.innerHTML = line.kept;
      const range = document.createRange();
      range.selectNodeContents(line);
      range.collapse(false);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      line.nextElementSibling.textContent = line.dataset.keep;
    } else {
      line.kept = line.innerHTML;
      line.nextElementSibling.textContent = "";
    }
  }
  function onKey(event, trigger) {
    const line = event.target.closest?.("[data-line][contenteditable]");
    if (line && event.key === "Enter") { event.preventDefault(); line.blur(); }
    if (line && event.key === "Escape") {
      line.innerHTML = line.before;
      line.was = textOf(line);
      line.blur();
    }
    const isField = event.target.matches?.("input[name]") && event.target.closest("form");
    if (event.key === "Enter" && isField) {
      event.preventDefault();
      const send = event.target.closest("form").querySelector("[data-act]");
      if (send) send.click(); else event.target.blur();
    }
  }
  function onPaste(event) {
    if (!event.target.closest?.("[data-line][contenteditable]")) return;
    event.preventDefault();
    const pasted = event.clipboardData.getData("text/plain").replace(/\s+/g, " ");
    document.execCommand("insertText", false, pasted);
  }
  function saveText(element, trigger) {
    const line = element?.closest?.("[data-line][contenteditable]");
    if (!line || line.was === undefined) return;
    const text = textOf(line);
    if (text !== line.was) {
      line.was = text;
      act(trigger, "edit", { line: line.dataset.line, text });
    }
  }

  // Files go to the server one after another, with a bar.
  async function send(files, trigger) {
    for (const file of files) {
      const bar = document.querySelector(".sending"), says = bar?.querySelector("p");
      if (bar) { bar.hidden = false; says.textContent = says.dataset.text.replace("%", file.name); }
      const answer = await post(file, bar?.querySelector("progress"));
      if (bar) bar.hidden = true;
      act(trigger, "received", { wrong: answer.wrong ?? "", broken: answer.broken ?? false });
    }
  }
  function post(file, progress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", `files/${product()}?name=${encodeURIComponent(file.name)}`);
      request.upload.onprogress = (event) => {
        if (progress && event.total) progress.value = 100 * event.loaded / event.total;
      };
      request.onload = () => {
        try { done(JSON.parse(request.responseText)); } catch { done({ broken: true }); }
      };
      request.onerror = () => done({ broken: true });
      request.send(file);
    });
  }
  function onDrag(event, trigger) {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") send(event.dataTransfer.files, trigger);
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
    window.studioCamera?.settle();
  }

  document.documentElement.classList.toggle("touch", navigator.maxTouchPoints > 0);

  window.studio = {
    attach(element, trigger, watch) {
      if (regions.has(element)) return;
      regions.set(element, trigger);
      const listen = (name, handle) =>
        element.addEventListener(name, (event) => handle(event, trigger), true);
      listen("click", onClick);
      listen("change", (event) => {
        if (event.target.matches("[data-upload]")) {
          send([...event.target.files], trigger);
          event.target.value = "";
        }
        else onChange(event, trigger);
      });
      listen("focus", onFocus);
      listen("blur", (event) => saveText(event.target, trigger));
      listen("input", onInput);
      listen("keydown", onKey);
      listen("paste", onPaste);
      listen("timeupdate", follow);
      for (const name of ["dragover", "dragleave", "drop"]) listen(name, onDrag);
      element.addEventListener("submit", (event) => {
        if (!event.target.action.endsWith("/logout")) event.preventDefault();
      });
      watch("value", () => { settle(); if (element.closest(".studio-live")) answered(); });
      settle();
      if (element.closest(".studio-live")) setInterval(() => look(trigger), LOOK_MS);
      if (element.closest(".studio-body")) {
        window.studioCamera?.attach(element, (file) => send([file], trigger));
      }
    },
  };
})();
