// Takes and files on their way to the server. What is filmed is kept in the browser (IndexedDB),
// second by second, until the server has all of it; it is sent again however often that breaks.
(() => {
  "use strict";
  const PART = 500_000, PATIENCE_MS = 60_000, LONGEST_WAIT_MS = 30_000, TYPING_MS = 2000;
  const WAKES = ["online", "studio-again"];
  const takes = new Map();  // by token: {token, product, owner, name, type, ms, size, state, ...}
  const blobs = new Map();  // by token: what this page holds, a chosen file or what is being filmed
  let opening = null, typed = 0, field = null;

  function database() {
    opening ??= new Promise((done, fail) => {
      const request = indexedDB.open("merchant-studio", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("takes", { keyPath: "token" });
        request.result.createObjectStore("parts", { keyPath: ["token", "number"] });
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    return opening;
  }
  async function stored(mode, work) {
    const change = (await database()).transaction(["takes", "parts"], mode);
    const request = work(change.objectStore("takes"), change.objectStore("parts"));
    return new Promise((done, fail) => {
      change.oncomplete = () => done(request?.result);
      change.onabort = () => fail(change.error);
    });
  }
  const partsOf = (token) => IDBKeyRange.bound([token, 0], [token, Infinity]);
  const plain = ({ token, product, owner, name, type, ms, size, state, began }) =>
    ({ token, product, owner, name, type, ms, size, state, began });
  // Only one tab films or sends a take; another one waits until it has ended.
  const alone = (token, work) =>
    navigator.locks ? navigator.locks.request(`take-${token}`, work) : work();

  function made(values) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const token = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const owner = place()?.dataset.owner ?? "", product = window.studio.product();
    const take = { token, owner, product, ms: 0, size: 0, began: Date.now(), ...values };
    takes.set(token, take);
    return take;
  }

  // --- filming: `begin` gives a take; `add` keeps a second of it, `end` sends it

  function begin(type) {
    const suffix = type.startsWith("video/mp4") ? "mp4" : "webm";
    const take = made({
      name: `${place()?.dataset.name ?? "take"}.${suffix}`,
      type: type.split(";")[0],
      state: "filming",
      isKept: true,
      isFilmed: true,
    });
    let free = null, number = 0, writing = Promise.resolve();
    navigator.storage?.persist?.();
    const held = [];
    blobs.set(take.token, held);
    alone(take.token, () => new Promise((done) => { free = done; }));
    const write = (work) => {
      writing = writing.then(work).catch(() => { take.isKept = false; draw(); });
      return writing;
    };
    return {
      add(blob, ms) {
        held.push(blob);
        const at = number++;
        Object.assign(take, { ms, size: take.size + blob.size });
        write(async () => {
          const bytes = await blob.arrayBuffer();
          await stored("readwrite", (all, parts) => {
            all.put(plain(take));
            parts.put({ token: take.token, number: at, bytes });
          });
        });
      },
      async end(ms) {
        Object.assign(take, { ms, state: "waiting" });
        await write(() => stored("readwrite", (all) => all.put(plain(take))));
        if (take.isKept) blobs.delete(take.token);
        await draw();
        document.querySelector(`[data-take="${take.token}"]`)?.scrollIntoView({ block: "nearest" });
        free?.();
        send(take);
      },
    };
  }

  // --- sending

  async function whole(take) {
    const held = blobs.get(take.token);
    if (held) return held instanceof Blob ? held : new Blob(held, { type: take.type });
    const parts = await stored("readonly", (_, all) => all.getAll(partsOf(take.token)));
    return new Blob(parts.map((part) => part.bytes), { type: take.type });
  }
  async function isThere(token) {
    if (blobs.has(token)) return true;
    return Boolean(await stored("readonly", (all) => all.get(token)));
  }
  function rest(ms) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        for (const name of WAKES) removeEventListener(name, end);
        done();
      };
      const timer = setTimeout(end, ms);
      for (const name of WAKES) addEventListener(name, end);
    });
  }
  async function ask(take, blob) {
    const address = `files/${take.product}/${take.token}`;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    let answer;
    if (take.has === undefined) answer = await fetch(address, { signal });
    else {
      const { name, owner, has: at } = take;
      const values = new URLSearchParams({ name, owner, at, size: blob.size });
      const body = blob.slice(at, at + PART);
      answer = await fetch(`${address}?${values}`, { method: "PUT", body, signal });
    }
    if (answer.status === 401) throw new Error("login");
    if (![200, 403, 413, 422].includes(answer.status)) throw new Error("later");
    return answer.json();
  }
  function send(take) {
    Object.assign(take, { state: "waiting", told: "", has: undefined });
    draw();
    return alone(take.token, async () => {
      if (!(await isThere(take.token))) { gone(take); return; }
      const blob = await whole(take);
      take.size = blob.size;
      for (let failed = 0; takes.has(take.token);) {
        try {
          const { kept, size, has, wrong, told } = await ask(take, blob);
          if (kept && size === blob.size) { await forget(take); gone(take); return; }
          if (wrong) { Object.assign(take, { state: "refused", told }); draw(); return; }
          if (has === undefined) { takes.delete(take.token); draw(); return; }  // another user's
          Object.assign(take, { has, reached: has, state: "sending" });
          failed = 0;
        } catch (error) {
          const state = error.message === "login" ? "login" : "waiting";
          Object.assign(take, { has: undefined, state });
          draw();
          await rest(Math.min(1000 * 2 ** failed++, LONGEST_WAIT_MS));
        }
        draw();
      }
    });
  }
  async function forget(take) {
    blobs.delete(take.token);
    await stored("readwrite", (all, parts) => {
      all.delete(take.token);
      parts.delete(partsOf(take.token));
    }).catch(() => {});
  }
  function gone(take) {
    takes.delete(take.token);
    if (take.address) URL.revokeObjectURL(take.address);
    draw();
    if (place() && take.product === window.studio.product()) refresh();
  }
  // The page is shown anew, but not under the hands of somebody who films or types.
  function refresh() {
    const at = document.activeElement;
    const isText = at?.matches?.(".step input, .step textarea");
    if (document.querySelector(".camera.busy") || Date.now() - typed < TYPING_MS) {
      setTimeout(refresh, TYPING_MS / 4);
      return;
    }
    if (isText && at.value !== at.defaultValue) {
      at.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (isText) field = { name: at.name, value: at.value, caret: at.selectionStart };
    window.studio.act?.("received");
  }
  // Another tab films it; if that dies, its take is looked at again.
  async function isFilmedElsewhere(take) {
    const held = (await navigator.locks?.query())?.held ?? [];
    const isHeld = held.some((lock) => lock.name === `take-${take.token}`);
    if (isHeld) alone(take.token, () => {}).then(restore);
    return isHeld;
  }
  async function restore() {
    for (const take of await stored("readonly", (all) => all.getAll()).catch(() => [])) {
      if (takes.has(take.token)) continue;
      take.isFilmed = true;
      if (take.state !== "filming") { takes.set(take.token, take); send(take); continue; }
      if (await isFilmedElsewhere(take)) continue;
      takes.set(take.token, { ...take, state: "unfinished" });
    }
    draw();
  }

  // --- what is shown of them

  const place = () => document.querySelector("[data-local]");
  const clock = (ms) =>
    `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  function make(name, values = {}, ...inside) {
    const made = Object.assign(document.createElement(name), values);
    made.append(...inside);
    return made;
  }
  function said(take, words) {
    if (take.state === "refused") return take.told;
    if (take.state === "unfinished") return words.unfinished.replace("%", clock(take.ms));
    if (take.state === "login") return words.login;
    if (take.state === "filming") return words.filming;
    const share = take.size ? Math.floor(100 * (take.reached ?? 0) / take.size) : 0;
    const form = take.state === "sending" ? words.sending : words.waiting;
    const text = form.replace("%", `${share}`);
    return take.isFilmed && take.isKept === false ? `${text} ${words.unkept}` : text;
  }
  function buttons(take, words) {
    const kept = [];
    const add = (does, className = "") => {
      const one = make("button", { type: "button", className, textContent: words[does] });
      one.dataset.takeDoes = does;
      kept.push(one);
    };
    if (take.state === "unfinished") add("keep", "main");
    if (take.state === "waiting" || take.state === "refused" && take.isFilmed) add("again");
    if (take.address) {
      const when = new Date(take.began).toISOString().slice(0, 16).replace(/\D/g, "-");
      kept.push(make("a", {
        className: "button", href: take.address, textContent: words.save,
        download: `${words.name}-${when}`
          + take.name.slice(take.name.lastIndexOf(".")),
      }));
    }
    add("drop", "quiet danger");
    return kept;
  }
  function item(take, words) {
    const row = make("li");
    row.dataset.take = take.token;
    if (take.isFilmed) {
      const player = make("video", {
        controls: true, playsInline: true, preload: "metadata", src: take.address,
      });
      player.setAttribute("aria-label", words.preview);
      row.append(player);
    }
    const title = take.isFilmed ? `${words.fresh} ${clock(take.ms)}` : take.name;
    const bar = make("progress", { max: 100 });
    bar.setAttribute("aria-label", title);
    row.append(
      make("p", {}, make("strong", { textContent: title })),
      make("p", { className: "says" }), bar, make("div", { className: "actions" }));
    return row;
  }
  async function draw() {
    const box = place();
    if (!box) return;
    const words = box.dataset, product = window.studio.product();
    const mine = [...takes.values()].filter((take) => take.owner === words.owner);
    const here = mine.filter((take) => take.product === product && take.state !== "filming");
    for (const take of here) {
      if (take.isFilmed) take.address ??= URL.createObjectURL(await whole(take));
    }
    const list = box.querySelector("ul");
    for (const row of [...list.children]) {
      if (!here.some((take) => take.token === row.dataset.take)) row.remove();
    }
    let refused = null;
    for (const take of here) {
      let row = list.querySelector(`[data-take="${take.token}"]`);
      if (!row) { row = item(take, words); list.append(row); }
      const says = row.querySelector(".says"), text = said(take, words);
      const isWrong = take.state === "refused";
      if (says.textContent !== text) says.textContent = text;
      says.setAttribute("role", isWrong ? "alert" : "status");
      says.classList.toggle("wrong", isWrong);
      const bar = row.querySelector("progress");
      bar.hidden = isWrong || take.state === "unfinished";
      bar.value = take.size ? 100 * (take.reached ?? 0) / take.size : 0;
      if (row.dataset.state !== take.state) {
        row.dataset.state = take.state;
        row.querySelector(".actions").replaceChildren(...buttons(take, words));
        if (isWrong) refused = row;
      }
    }
    const others = new Map();
    for (const take of mine.filter((each) => each.product !== product)) {
      others.set(take.product, (others.get(take.product) ?? 0) + 1);
    }
    box.querySelector(".elsewhere").replaceChildren(...[...others].map(([id, count]) =>
      make("a", { href: `?product=${id}`, textContent: words.elsewhere.replace("%", count) })));
    const isAllWrong = here.length && here.every((take) => take.state === "refused");
    box.querySelector("h2").textContent = isAllWrong ? words.refused : words.title;
    box.hidden = !here.length && !others.size;
    refused?.scrollIntoView({ block: "center" });  // he may have pressed far away from here
  }

  // --- what the merchant does

  function sendFiles(files) {
    for (const file of files) {
      const take = made({ name: file.name, type: file.type, size: file.size, state: "waiting" });
      blobs.set(take.token, file);
      queue = queue.then(() => send(take));
    }
    draw();
  }
  let queue = Promise.resolve();
  function onDrag(event) {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") sendFiles(event.dataTransfer.files);
  }
  function onChange(event) {
    if (!event.target.matches("[data-upload]")) return;
    sendFiles([...event.target.files]);
    event.target.value = "";
  }
  function onClick(event) {
    const button = event.target.closest("[data-take-does]");
    const take = takes.get(button?.closest("[data-take]")?.dataset.take);
    if (!take) return;
    if (button.dataset.takeDoes === "drop") {
      if (take.isFilmed && !window.confirm(place().dataset.really)) return;
      forget(take);
      takes.delete(take.token);
      draw();
    } else if (take.state === "waiting") dispatchEvent(new Event("studio-again"));
    else send(take);
  }
  function settle() {
    draw();
    if (!field) return;
    const again = document.querySelector(`.step [name="${CSS.escape(field.name)}"]`);
    if (again && document.activeElement === document.body && again.value === field.value) {
      again.focus({ preventScroll: true });
      if (["text", "textarea"].includes(again.type)) {
        again.setSelectionRange(field.caret, field.caret);
      }
    }
    field = null;
  }
  window.studio.takes = { begin };
  window.studio.add({
    click: onClick, change: onChange, dragover: onDrag, dragleave: onDrag, drop: onDrag, settle,
    input: () => { typed = Date.now(); },
  });
  addEventListener("beforeunload", (event) => {
    const open = [...takes.values()].some((take) =>
      (!take.isKept && blobs.has(take.token)) && take.state !== "refused");
    if (open) event.preventDefault();
  });
  restore();
})();
