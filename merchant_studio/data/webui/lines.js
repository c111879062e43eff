// The lines of a script: their text is typed over, their facts are chips that stay.
(() => {
  "use strict";
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
    if (!line) return;
    line.before = line.kept = line.innerHTML;
    line.was = line.unsaved ?? textOf(line);
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
  function onKey(event, act) {
    const line = event.target.closest?.("[data-line][contenteditable]");
    if (line && event.key === "Enter") { event.preventDefault(); line.blur(); }
    if (line && event.key === "Escape") {
      line.innerHTML = line.before;
      line.was = textOf(line);
      line.blur();
    }
  }
  function onPaste(event) {
    if (!event.target.closest?.("[data-line][contenteditable]")) return;
    event.preventDefault();
    const pasted = event.clipboardData.getData("text/plain").replace(/\s+/g, " ");
    document.execCommand("insertText", false, pasted);
  }
  function saveText(element, act) {
    const line = element?.closest?.("[data-line][contenteditable]");
    if (!line || line.was === undefined) return;
    const text = textOf(line);
    if (text !== line.was) {
      line.was = text;
      delete line.unsaved;
      act("edit", { line: line.dataset.line, text });
    }
  }

  window.studio.add({
    focus: onFocus,
    input: onInput,
    keydown: onKey,
    paste: onPaste,
    blur: (event, act) => saveText(event.target, act),
    press: (act) => saveText(document.activeElement, act),
  });
})();
