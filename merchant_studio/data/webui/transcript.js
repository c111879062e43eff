// The sentences of the transcript: a tap opens a field in the place of one. What is typed stays in
// the tab until the server has it, also when the page is drawn anew or loaded again.
(() => {
  "use strict";
  const KEPT = "studio-sentence";
  let open = restored(), back = -1, inside = false, hiding = false;

  function restored() {
    try {
      const state = JSON.parse(sessionStorage.getItem(KEPT));
      return state && state.typed !== state.was ? { ...state, sent: null } : null;
    } catch { return null; }
  }
  function keep(state) {
    open = state;
    if (state) sessionStorage.setItem(KEPT, JSON.stringify(state));
    else sessionStorage.removeItem(KEPT);
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
      const input = document.querySelector(`.facts tr[data-key="${fact.dataset.fact}"] input`);
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
    if (!open || !list()) return;
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
