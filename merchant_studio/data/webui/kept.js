// What the page keeps in the browser outlives a browser that is killed. A browser writes its
// localStorage to the disk only after five seconds, or a minute when much is typed, and an
// IndexedDB at once; so each change goes into both, and the first tab of a new browser puts back
// into the one what the other has.
(() => {
  "use strict";
  const NAME = "merchant-studio-kept", TAB = "studio-tab", LOOK_MS = 1000, LONGEST_WAIT_MS = 2000;
  let opening = null, alive = null;

  function database() {
    opening ??= new Promise((done, fail) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "name" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    return opening;
  }
  async function stored(mode, work) {
    const change = (await database()).transaction("kept", mode);
    const request = work(change.objectStore("kept"));
    return new Promise((done, fail) => {
      change.oncomplete = () => done(request?.result);
      change.onabort = () => fail(change.error);
    });
  }
  function read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }
  function put(name, text) {
    if (text === null) localStorage.removeItem(name); else localStorage.setItem(name, text);
  }
  // A value, or null: it is kept no longer.
  function write(name, value) {
    const text = value === null ? null : JSON.stringify(value);
    try {
      if (localStorage.getItem(name) === text) return;
      put(name, text);
    } catch { return; } // a browser that keeps nothing for the page
    stored("readwrite", (all) => { all.put({ name, text }); }).catch(() => {});
  }
  function names(start) {
    try { return Object.keys(localStorage).filter((name) => name.startsWith(start)); }
    catch { return []; }
  }

  // Each tab holds a lock of its name, as long as it lives.
  const lockOf = (tab) => `studio-alive-${tab}`;
  async function look() {
    const held = (await navigator.locks?.query())?.held;
    alive = held ? new Set(held.map((lock) => lock.name)) : null;
  }
  // Where the browser does not tell, a tab lives while what it keeps is not older than `ms`.
  const isAlive = (tab, at, ms) => (alive ? alive.has(lockOf(tab)) : Date.now() - at < ms);
  function live(tab) { navigator.locks?.request(lockOf(tab), () => new Promise(() => {})); }

  async function restore() {
    await look();
    if ([...alive ?? []].some((name) => name.startsWith(lockOf("")))) return;
    const rows = await stored("readonly", (all) => all.getAll());
    for (const { name, text } of rows) put(name, text);
    await stored("readwrite", (all) => {
      for (const { name, text } of rows) if (text === null) all.delete(name);
    });
  }
  const restored = restore().catch(() => {});
  const tab = sessionStorage.getItem(TAB) ?? Math.random().toString(36).slice(2);
  sessionStorage.setItem(TAB, tab);
  live(tab);
  setInterval(() => { look().catch(() => {}); }, LOOK_MS);
  window.studio.kept = {
    read, write, names, live, isAlive, tab,
    ready: Promise.race([
      restored, new Promise((done) => { setTimeout(done, LONGEST_WAIT_MS); }),
    ]),
  };
})();
