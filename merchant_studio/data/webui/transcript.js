// The sentences of the transcript: a tap opens a field in the place of one. What is typed stays in
// the browser until the server has it, also when the page is drawn anew or loaded again.
(() => {
  "use strict";
  const kept = window.studio.kept, KEPT = "studio-sentence-";
  const DEAD_MS = 12_000, OLD_MS = 14 * 24 * 3600 * 1000;
  let open = null, back = -1, inside = false, hiding = false;

  // What was being typed here before the page was loaded anew, or in a tab that lives no more.
  function restore() {
    for (const name of kept.names(KEPT)) {
      const state = kept.read(name), other = name.slice(KEPT.length), { at, product } = state;
      if (Date.now() - at > OLD_MS) kept.write(name, null);
      if (product !== window.studio.product()) continue;
      if (other !== kept.tab && kept.isAlive(other, at, DEAD_MS)) continue;
      kept.write(name, null);
      if (state.typed !== state.was) keep({ ...state, sent: null });
    }
  }
  function keep(state) {
    open = state;
    kept.write(KEPT + kept.tab, state && { ...state, at: Date.now() });
  }
  const list = () => document.querySelector(".transcript[data-version]");
  const form = () => list()?.querySelector("form.corrector");
  const field = () => form()?.querySelector("textarea");
  const row = (sentence) => list()?.querySelector(`li[data-sentence="${sentence}"]`);

  function show(li, typed) {
    hide();
    const made = document.querySelector("template[data-corrector]").content.cloneNode(true);
    const { sentence, text, from } = li.dataset;
    keep({
      product: window.studio.product(), version: list().dataset.version,
      sentence, was: text, typed: typed ?? text,
    });
    li.append(made);
    li.classList.add("open");
    const area = field();
    area.value = open.typed;
    form().elements.sentence.value = sentence;
    form().querySelector("[data-seek]").dataset.seek = from;
    form().querySelector("[data-merges]").hidden = "last" in li.dataset;
    form().querySelector("[data-restores]").hidden = !("changed" in li.dataset);
    const told = li.querySelector(".told");
    if (told) told.hidden = false;
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    li.scrollIntoView({ block: "nearest" });
  }
  function hide() {
    const shown = form();
    if (!shown) return;
    const li = shown.closest("li"), told = li.querySelector(".told");
    li.classList.remove("open");
    if (told) told.hidden = true;
    hiding = true;  // a field that goes loses the focus, and saves nothing by that
    shown.remove();
    hiding = false;
  }
  function cancel() {
    const li = form()?.closest("li");
    hide();
    keep(null);
    li?.querySelector("[data-corrects]").focus();
  }
  const isChanged = () => field().value.trim() !== open.was.trim();
  function save(act) {
    if (!form() || !isChanged() || open.sent === field().value) return;
    open.sent = field().value;
    act("retype", { sentence: open.sentence, text: field().value });
  }

  function onClick(event) {
    if (event.target.closest(".corrector")) {
      if (event.target.closest("[data-cancels]")) cancel();
      return;
    }
    const li = event.target.closest(".transcript li[data-sentence]");
    const fact = event.target.closest("[data-fact]");
    if (fact) {
      const input = document.querySelector(`.facts tr[data-key="${fact.dataset.fact}"] input:not([hidden])`);
      input?.focus();
      input?.scrollIntoView({ block: "center" });
    } else if (li && event.target.closest("[data-corrects]")) {
      show(li);
    } else if (li && event.target.closest(".words") && getSelection().isCollapsed) {
      show(li);  // else he marks words, to copy them
    }
  }
  function onKey(event, act) {
    if (!event.target.closest?.(".corrector")) return;
    if (event.key === "Escape") { event.preventDefault(); cancel(); }
    if (event.key === "Enter" && event.target === field() && !event.isComposing) {
      event.preventDefault();
      if (!isChanged()) cancel();
      else form().querySelector("[data-act=retype]").click();
    }
  }
  function onInput(event) {
    if (event.target === field()) keep({ ...open, typed: field().value });
  }
  // What was typed is saved when he goes on to something else.
  function onBlur(event, act) {
    if (hiding || event.target !== field() || inside) return;
    if (event.relatedTarget?.closest(".corrector")) return;
    save(act);
  }
  function press(act) {
    if (!form()) return;
    form().elements.at.value = String(field().selectionStart);
    back = open.sentence;
    if (!form().contains(document.activeElement)) save(act);
  }
  // The page was drawn anew: the sentence is as it was typed, or the field comes back.
  function settle() {
    if (!list()) return;
    if (!open) restore();
    if (!open) return;
    const li = row(open.sentence);
    const same = open.product === window.studio.product();
    if (same && li && open.version === list().dataset.version && open.was === li.dataset.text) {
      if (form()?.closest("li") !== li) show(li, open.typed);
      return;
    }
    hide();
    keep(null);
    if (same) row(back)?.querySelector("[data-corrects]").focus({ preventScroll: true });
  }

  document.addEventListener("pointerdown", (event) => {
    inside = Boolean(event.target.closest?.(".corrector"));
  }, true);
  document.addEventListener("keydown", () => { inside = false; }, true);

  window.studio.add({
    click: onClick, keydown: onKey, input: onInput, blur: onBlur, press, settle,
  });
})();
