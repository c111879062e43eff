// Several prices as a table over one field: `100件: 18.5元; 500件: 17元` is two rows. What is typed
// into the table is the field's text at once, so it is kept, sent, checked and undone as any other.
(() => {
  "use strict";
  // As `read/sheet/deals.py` parts a text: not at the comma of 1,000.
  const PARTS = /\s*(?:[;；、\n]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d)))\s*/, SIDES = /\s*[:：=]\s*/;
  const SIGNS = /[;；、,，:：=\s]+/g, OTHER_COMMAS = /[,，](?!\d{3}(?!\d))/g;
  const AMOUNT = /^(\d[\d.,]*(?:\s*[-–~～]\s*\d[\d.,]*)?)\s*(.*)$/, NUMBER = /^\d[\d.,\s–~～-]*$/;
  const LEAST = 2;
  const boxes = new WeakMap(); // the table of a field; `touched`: it has more than was sent

  const isLadder = (box) => box.dataset.kind === "ladder";
  const rowsOf = (box) => [...box.querySelectorAll("[data-row]")];
  const cellsOf = (row) => [...row.querySelectorAll("input")];
  const isUsed = (box) => box.contains(document.activeElement);
  // The kind of table that a field may have; one for any fact has that of the kind chosen for it.
  function kindOf(field) {
    const chosen = field.closest("[data-form]").querySelector("select[name=kind]");
    return field.dataset.prices || chosen?.selectedOptions[0]?.dataset.prices || "";
  }

  // The text of a table. A unit stands behind a bare number; whoever types his own has it.
  function textOf(box) {
    const [unit, currency] = ["unit", "currency"].map(
      (name) => box.querySelector(`[data-${name}]`)?.value ?? "");
    const beside = (text, word) => {
      const amount = text.replace(OTHER_COMMAS, ".").replace(/[;；、:：=]/g, " ").trim();
      return NUMBER.test(amount) ? amount + (/^[!-~]/.test(word) ? " " : "") + word : amount;
    };
    const rows = rowsOf(box).map((row) => cellsOf(row).map((cell) => cell.value.trim()))
      .filter(([left, right]) => left || right)
      .map(([left, right]) => [
        isLadder(box) ? beside(left, unit) : left.replace(SIGNS, " ").trim(),
        beside(right, currency),
      ]);
    if (rows.length === 1 && isLadder(box) && !rows[0][0]) return rows[0][1]; // the only price
    return rows.map(([left, right]) => `${left}: ${right}`.trim()).join("; ");
  }
  function partsOf(text, box) {
    const parts = text.split(PARTS).filter(Boolean).map((part) => part.split(SIDES));
    if (parts.length === 1 && parts[0].length === 1 && !isLadder(box)) return []; // `5 colors`
    return parts.map(([left, ...right]) =>
      right.length ? [left, right.join(" ")] : isLadder(box) ? ["", left] : [left, ""]);
  }
  const hasRows = (text) => text.split(/[;；]/).every((row) => SIDES.test(row));
  function choose(select, word) {
    if (!word) return;
    if (![...select.options].some((option) => option.value === word)) select.add(new Option(word));
    select.value = word;
  }
  function fill(box, text) {
    box.text = text;
    const parts = partsOf(text, box), told = [0, 1].map((side) => {
      if (!side && !isLadder(box)) return { word: "" };
      const split = parts.map((part) => AMOUNT.exec(part[side])?.slice(1) ?? [part[side], ""]);
      return { split, word: split.find(([, word]) => word)?.[1] ?? "" };
    });
    for (const row of rowsOf(box)) row.remove();
    parts.forEach((part, n) => addRow(box, part.map((cell, side) => {
      const [amount, word] = told[side].split?.[n] ?? [];
      return amount !== undefined && (!word || word === told[side].word) ? amount : cell;
    })));
    while (rowsOf(box).length < LEAST) addRow(box);
    if (isLadder(box)) choose(box.querySelector("[data-unit]"), told[0].word);
    choose(box.querySelector("[data-currency]"), told[1].word);
  }
  function addRow(box, texts = ["", ""]) {
    const made = box.querySelector(".price-table template").content.cloneNode(true);
    const row = made.firstElementChild;
    cellsOf(row).forEach((cell, side) => { cell.defaultValue = texts[side]; });
    box.querySelector(".actions").before(row);
    number(box);
    return row;
  }
  function number(box) {
    rowsOf(box).forEach((row, n) => {
      for (const each of row.children) each.ariaLabel = `${each.dataset.label} ${n + 1}`;
    });
  }

  function made(field, kind) {
    const box = document.getElementById(`prices-${kind}`).content.cloneNode(true).firstElementChild;
    Object.assign(box, { field, text: "" });
    box.dataset.kind = kind;
    box.setAttribute("aria-label", field.getAttribute("aria-label") ??
      field.labels[0].firstChild.textContent.trim());
    (field.closest("label") ?? field).after(box);
    boxes.set(field, box);
    return box;
  }
  function open(box, is) {
    const table = box.querySelector(".price-table");
    if (is && !table) {
      box.append(box.querySelector("template").content.cloneNode(true));
      box.text = null;
    } else if (!is) table?.remove();
    box.querySelector("[data-several]").hidden = box.field.hidden = is;
  }

  // The table shows what stands in its field, but where it is used: then the field has what is
  // newer in the table. Rows open it; a field that was emptied, or has one price again, closes it.
  function show(field) {
    if (!field.matches?.("[data-prices]")) return;
    const kind = kindOf(field), old = boxes.get(field);
    const isOther = old && (old.dataset.kind !== kind || !old.isConnected);
    if (isOther) { field.hidden = false; old.remove(); boxes.delete(field); }
    if (!kind) return;
    const box = boxes.get(field) ?? made(field, kind);
    if (isUsed(box)) {
      if (box.touched) field.value = box.text;
      return;
    }
    const served = field.value === field.defaultValue ? field.dataset.rows : "";
    const text = served || field.value, isRows = Boolean(served) || hasRows(text);
    if (!isRows && text !== box.text) open(box, false);
    if (isRows && !box.isPlain && document.activeElement !== field) open(box, true);
    if (box.field.hidden && text !== box.text) fill(box, text);
  }
  const showAll = () => document.querySelectorAll("[data-prices]:not(option)").forEach(show);

  function tell(box, name) { box.field.dispatchEvent(new Event(name, { bubbles: true })); }
  function changed(box) {
    box.field.value = box.text = textOf(box);
    box.touched = true;
    tell(box, "input");
  }
  function send(box) {
    if (!box.touched) return;
    box.touched = false;
    tell(box, "change");
  }
  // A row that is half filled in is not sent while he is at the table.
  function sendWhole(box) {
    const isWhole = ([left, right]) => Boolean(left.value.trim()) === Boolean(right.value.trim());
    if (rowsOf(box).every((row) => isWhole(cellsOf(row)))) send(box);
  }
  const boxOf = (element) => element.closest?.(".prices");

  function onInput(event) {
    const box = boxOf(event.target);
    if (box) changed(box);
  }
  function onChange(event) {
    const box = boxOf(event.target);
    if (box) sendWhole(box);
    else if (event.target.name === "kind") showAll();
    else show(event.target);
  }
  function onBlur(event) {
    const box = boxOf(event.target);
    if (box && !box.contains(event.relatedTarget)) send(box);
  }
  function onClick(event) {
    const box = boxOf(event.target), button = event.target.closest?.("button");
    if (!box || !button) return;
    const { several, more, less, plain } = button.dataset;
    if (several !== undefined || plain !== undefined) {
      box.isPlain = plain !== undefined;
      open(box, !box.isPlain);
      if (box.isPlain) box.field.focus();
      else { fill(box, box.field.value); emptyCell(box).focus(); }
    } else if (more !== undefined) cellsOf(addRow(box))[0].focus();
    else if (less !== undefined) {
      button.closest("[data-row]").remove();
      while (rowsOf(box).length < LEAST) addRow(box);
      number(box);
      box.querySelector("[data-more]").focus();
      changed(box);
      sendWhole(box);
    }
  }
  function emptyCell(box) {
    const cells = rowsOf(box).flatMap(cellsOf);
    return cells.find((cell) => !cell.value) ?? cells[0];
  }
  function onKey(event) {
    const box = event.target.matches?.("input") && boxOf(event.target);
    if (!box || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const cells = rowsOf(box).flatMap(cellsOf), next = cells[cells.indexOf(event.target) + 1];
    (next ?? cellsOf(addRow(box))[0]).focus();
  }

  window.studio.showPrices = show;
  window.studio.add({ input: onInput, change: onChange, blur: onBlur, click: onClick,
    keydown: onKey, settle: showAll });
})();
