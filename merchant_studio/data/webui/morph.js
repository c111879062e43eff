// The page is changed to new HTML without being thrown away: what is typed, played, opened and
// focused stays. Of each node is known what the server last said; only what differs is changed.
(() => {
  "use strict";
  const NAMES = [
    ...["act", "form", "key", "line", "file", "id", "tag", "point", "language", "segment"],
    ...["product", "step", "seek", "opens", "copies"],
  ];
  const served = new WeakMap();
  const sent = new Set(); // what this page itself gave the server, such as "name=保温杯"

  const isField = (node) => node.matches?.("input, textarea, select");
  const isLine = (node) => node.matches?.("[contenteditable=true]");
  function keyOf(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const marks = [node.id, isField(node) ? `${node.name} ${node.type === "radio" ||
      node.type === "checkbox" ? node.value : ""}`.trim() : ""];
    marks.push(...NAMES.map((name) => node.dataset[name] ?? ""));
    return marks.some(Boolean) ? [node.localName, ...marks].join("|") : "";
  }
  const isAlike = (one, other) =>
    one.nodeType === other.nodeType && one.nodeName === other.nodeName && !keyOf(one);
  const attributesOf = (node) =>
    new Map([...node.attributes].map(({ name, value }) => [name, value]));
  function remember(node) {
    served.set(node, node.attributes ? attributesOf(node) : node.data);
    for (const child of node.childNodes) remember(child);
    return node;
  }

  // Whether a field has something in it that the server does not know.
  function isDirty(field) {
    if (isLine(field)) return field.was !== undefined && field.innerHTML !== field.before;
    if (field.localName === "select") {
      const options = [...field.options];
      if (!options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
      return options.some((option) => option.selected !== option.defaultSelected);
    }
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    return field.type !== "file" && field.value !== field.defaultValue;
  }
  // `answered`: the control and the form whose values were sent, and whether they were refused.
  function isKept(field, { control, form, values, wrong }) {
    if (!isDirty(field)) return false;
    const isSent = form?.contains(field) || control === field;
    if (isSent && wrong) return true;
    const hasFocus = document.activeElement === field;
    if (isLine(field)) return hasFocus;
    if (hasFocus && values?.[field.name] !== field.value) return true;
    return !isSent && !field.closest("[data-changes]");
  }

  function attributes(node, wanted) {
    const before = served.get(node) ?? attributesOf(node), now = attributesOf(wanted);
    for (const [name, value] of now) {
      if (before.get(name) !== value) node.setAttribute(name, value);
    }
    for (const name of before.keys()) if (!now.has(name)) node.removeAttribute(name);
    served.set(node, now);
  }
  function field(node, wanted, answered) {
    const isStaying = isKept(node, answered);
    const typed = node.value, wasDefault = node.defaultValue;
    attributes(node, wanted);
    if (node.localName === "textarea") node.defaultValue = wanted.defaultValue;
    if (node.localName === "select") children(node, wanted, answered);
    if (isStaying) {
      if (node.value !== typed) node.value = typed;
      const isOurs = sent.has(`${node.name}=${node.defaultValue.trim()}`);
      if (wasDefault !== node.defaultValue && !answered.form && !isOurs) answered.others?.push(node);
    } else if (node.localName === "select") {
      const chosen = [...node.options].find((option) => option.defaultSelected);
      node.value = (chosen ?? node.options[0])?.value ?? "";
    } else if (node.type === "checkbox" || node.type === "radio") {
      node.checked = node.defaultChecked;
    } else if (node.type !== "file" && node.value !== node.defaultValue) {
      node.value = node.defaultValue;
    }
  }
  function line(node, wanted, answered) {
    attributes(node, wanted);
    if (isKept(node, answered) || node.innerHTML === wanted.innerHTML) return;
    node.replaceChildren(...wanted.childNodes);
    if (document.activeElement !== node) delete node.was;
    else node.before = node.kept = node.innerHTML;
  }
  function node(old, wanted, answered) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if ((served.get(old) ?? old.data) !== wanted.data) old.data = wanted.data;
      served.set(old, wanted.data);
    } else if (isField(old)) field(old, wanted, answered);
    else if (isLine(old) && isLine(wanted)) line(old, wanted, answered);
    else {
      attributes(old, wanted);
      if (old.localName !== "time") children(old, wanted, answered);
      else if (served.get(old) && old.dateTime) old.textContent = wanted.textContent;
    }
  }
  function children(old, wanted, answered) {
    // What a part of the page has put there itself: a message, the field of a sentence.
    const isOurs = (child) => child.dataset?.told !== undefined || child.dataset?.mine !== undefined;
    const byKey = new Map();
    for (const child of old.children) {
      const key = keyOf(child);
      if (key && !isOurs(child) && !byKey.has(key)) byKey.set(key, child);
    }
    const coming = new Set([...wanted.children].map(keyOf));
    let at = old.firstChild;
    const isGone = (child) => isOurs(child) || (keyOf(child) && !coming.has(keyOf(child)));
    function pass() {
      while (at && isGone(at)) {
        const gone = at;
        at = at.nextSibling;
        if (!isOurs(gone)) gone.remove();
      }
    }
    for (const next of [...wanted.childNodes]) {
      pass();
      const key = keyOf(next);
      const found = key ? byKey.get(key) : at && isAlike(at, next) ? at : null;
      byKey.delete(key);
      if (!found || found.nodeName !== next.nodeName) {
        old.insertBefore(remember(next), at);
        continue;
      }
      if (found === at) at = at.nextSibling;
      else old.insertBefore(found, at);
      node(found, next, answered);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      if (!isOurs(gone)) gone.remove();
    }
  }

  // Whether the field that is typed into would be lost by the new HTML.
  function wouldLose(region, page) {
    const typed = document.activeElement;
    if (!region.contains(typed) || !(isField(typed) || isLine(typed)) || !isDirty(typed)) return false;
    const steps = [];
    for (let one = typed; one && one !== region; one = one.parentElement) {
      if (keyOf(one)) steps.push(keyOf(one));
    }
    let among = [page];
    for (const key of steps.reverse()) {
      among = among.flatMap((one) => [...one.querySelectorAll("*")])
        .filter((one) => keyOf(one) === key);
    }
    return !among.length;
  }

  // Show new HTML in a region; false: somebody types into what it no longer has.
  window.studio.morph = (region, html, answered) => {
    const page = Object.assign(document.createElement("template"), { innerHTML: html }).content;
    const hasFocus = document.activeElement;
    if (!answered.isPress && wouldLose(region, page)) return false;
    children(region, page, answered);
    if (hasFocus?.isConnected && document.activeElement !== hasFocus && region.contains(hasFocus)) {
      hasFocus.focus({ preventScroll: true });
    }
    return true;
  };
  window.studio.gave = (name, text) => { sent.add(`${name}=${text}`.trim()); };
  window.studio.isTyping = () => {
    const typed = document.activeElement;
    return Boolean(typed && (isField(typed) || isLine(typed)) && isDirty(typed));
  };
})();
