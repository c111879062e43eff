// Files go to the server one after another, with a bar.
(() => {
  "use strict";
  async function send(files, act) {
    for (const file of files) {
      const bar = document.querySelector(".sending"), says = bar?.querySelector("p");
      if (bar) { bar.hidden = false; says.textContent = says.dataset.text.replace("%", file.name); }
      const answer = await post(file, bar?.querySelector("progress"));
      if (bar) bar.hidden = true;
      act("received", { wrong: answer.wrong ?? "", broken: answer.broken ?? false });
    }
  }
  function post(file, progress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", `files/${window.studio.product()}?name=${encodeURIComponent(file.name)}`);
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
  function onDrag(event, act) {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") send(event.dataTransfer.files, act);
  }

  function onChange(event, act) {
    if (!event.target.matches("[data-upload]")) return;
    send([...event.target.files], act);
    event.target.value = "";
  }

  window.studio.send = send;
  window.studio.add({ change: onChange, dragover: onDrag, dragleave: onDrag, drop: onDrag });
})();
