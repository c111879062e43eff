// What the page keeps in the browser outlives a browser that is killed. A browser writes its
// localStorage to the disk only after five seconds, or a minute when much is typed, and an
// IndexedDB at once; so each change goes into both, and the first tab of a new browser puts back
// into the one what the other has and is newer: a page that is loaded anew in the moment of a
// change may have it in its localStorage only.
(() => {
  "use strict";
  const NAME = "merchant-studio-kept", TAB = "studio-tab", CHANGED = "studio-changed";
  const LOOK_MS = 1000, LONGEST_WAIT_MS = 2000;
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
    let at = 0;
    try {
      if (localStorage.getItem(name) === text) return;
      const changed = read(CHANGED) ?? {};
      at = Math.max(Date.now(), (changed[name] ?? 0) + 1);
      put(name, text);
      put(CHANGED, JSON.stringify({ ...changed, [name]: at }));
    } catch { return; } // a browser that keeps nothing for the page
    stored("readwrite", (all) => { all.put({ name, text, at }); }).catch(() => {});
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
    const storedAt = Object.fromEntries(rows.map(({ name, at }) => [name, at ?? 1]));
    const changed = read(CHANGED) ?? {};
    for (const { name, text } of rows) {
      if (storedAt[name] <= (changed[name] ?? 0)) continue;
      put(name, text);
      changed[name] = storedAt[name];
    }
    const names = [...new Set([...Object.keys(changed), ...Object.keys(storedAt)])];
    const gone = names.filter((name) => localStorage.getItem(name) === null);
    for (const name of gone) delete changed[name];
    put(CHANGED, JSON.stringify(changed));
    await stored("readwrite", (all) => {
      for (const name of gone) all.delete(name);
      for (const [name, at] of Object.entries(changed)) {
        if (at > (storedAt[name] ?? 0)) all.put({ name, text: localStorage.getItem(name), at });
      }
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
