// My products and My shop lie over the page. Escape, the cross, a tap beside it and the other one's
// button close what is open.
(() => {
  "use strict";
  const openers = () => [...document.querySelectorAll(".bar [data-opens]")];
  const panelOf = (opener) => document.getElementById(opener.dataset.opens);
  const opened = () => openers().filter((opener) => panelOf(opener)?.hidden === false);
  function close(opener) {
    panelOf(opener).hidden = true;
    opener.setAttribute("aria-expanded", "false");
  }
  function leave() {
    const [opener] = opened();
    if (!opener) return false;
    close(opener);
    opener.focus();
    return true;
  }
  window.studio.add({
    click({ target }) {
      if (target.closest("[data-closes]")) { leave(); return; }
      const pressed = target.closest("[data-opens]");
      for (const opener of opened()) {
        if (opener !== pressed && !panelOf(opener).contains(target)) close(opener);
      }
      if (pressed?.dataset.opens === "products") window.studio.refresh();
      // Only now a recording without a photo shows its first picture.
      const films = pressed && panelOf(pressed)?.hidden === false
        ? panelOf(pressed).querySelectorAll("video") : [];
      for (const film of films) film.preload = "metadata";
    },
    // The list is the same for every tab; which product is shown, each knows itself.
    settle() {
      for (const row of document.querySelectorAll(".products .row")) {
        if (row.dataset.id === window.studio.product()) row.setAttribute("aria-current", "true");
        else row.removeAttribute("aria-current");
      }
    },
    keydown(event) {
      if (event.key === "Escape" && !event.isComposing && leave()) event.preventDefault();
    },
  });
})();
