// The camera of step 1: not mirrored, the points to say in the picture, one take after another.
(() => {
  "use strict";
  const KINDS = [
    "video/mp4;codecs=avc1,mp4a.40.2",
    "video/webm;codecs=vp9,opus",
    "video/webm;codecs=vp8,opus",
    "video/webm",
  ];
  const LONG = 1920, SHORT = 1080, LINE_MS = 6000;
  let stream = null, recorder = null, act = null;
  let began = 0, ticking = 0, facing = "user", told = "";

  const box = () => document.querySelector("[data-camera]");
  const part = (name) => box()?.querySelector(name);
  function say(key) {
    told = key;
    const says = part(".camera-says");
    if (says) says.textContent = key ? box().dataset[key] : "";
  }
  function show() {
    const camera = box();
    if (!camera) return;
    say(told);
    const on = Boolean(stream), recording = recorder?.state === "recording";
    const set = (name, visible) => { part(name).hidden = !visible; };
    set("[data-camera-open]", !on);
    set("[data-camera-start]", on && !recording);
    set("[data-camera-stop]", recording);
    set("[data-camera-turn]", on && !recording);
    set("[data-camera-close]", on && !recording);
    set(".clock", recording);
    part(".stage").classList.toggle("on", on);
    const picture = part("video");
    if (picture.srcObject !== stream) {
      picture.srcObject = stream;
      picture.muted = true;
      if (stream) picture.play().catch(() => {});
    }
    part(".prompter").textContent = on ? points(recording ? Date.now() - began : 0) : "";
  }
  function points(ms) {
    const written = document.querySelector("[data-points]")?.value ?? "";
    const known = [...document.querySelectorAll("[data-prompt]")].map((each) => each.textContent);
    const lines = [...written.split("\n"), ...known].filter((line) => line.trim());
    const at = Math.min(Math.floor(ms / LINE_MS), Math.max(0, lines.length - 1));
    return lines.slice(at, at + 4).join("\n");
  }
  async function open() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) { say("unsafe"); return; }
    const upright = matchMedia("(orientation: portrait)").matches;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: {
          facingMode: facing,
          width: { ideal: upright ? SHORT : LONG },
          height: { ideal: upright ? LONG : SHORT },
          aspectRatio: { ideal: upright ? 9 / 16 : 16 / 9 },
        },
        audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: true },
      });
      const { width, height } = stream.getVideoTracks()[0].getSettings();
      if (width && height) part(".stage").style.aspectRatio = `${width}/${height}`;
      say("ready");
    } catch (error) {
      say(error.name === "NotAllowedError" ? "denied" : "none");
    }
    show();
  }
  function close() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    if (told === "ready") told = "";
    show();
  }
  function start() {
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each)) ?? "";
    const parts = [];
    const options = kind ? { mimeType: kind, videoBitsPerSecond: 8_000_000 } : {};
    recorder = new MediaRecorder(stream, options);
    recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
    recorder.onstop = () => {
      clearInterval(ticking);
      const type = recorder.mimeType.split(";")[0];
      recorder = null;
      say("saved");
      show();
      const name = `take.${type === "video/mp4" ? "mp4" : "webm"}`;
      window.studio.send([new File(parts, name, { type })], act);
    };
    recorder.start(1000);
    began = Date.now();
    say("recording");
    ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000), clock = part(".clock");
      const padded = String(seconds % 60).padStart(2, "0");
      if (clock) clock.textContent = `${Math.floor(seconds / 60)}:${padded}`;
      const prompter = part(".prompter");
      if (prompter) prompter.textContent = points(Date.now() - began);
    }, 250);
    show();
  }
  function onClick(event, send) {
    act = send;
    const hit = (name) => event.target.closest(`[data-camera-${name}]`);
    if (hit("open")) open();
    else if (hit("start")) start();
    else if (hit("stop")) recorder?.stop();
    else if (hit("close")) close();
    else if (hit("turn")) {
      facing = facing === "user" ? "environment" : "user";
      close();
      open();
    }
  }
  function settle() {
    if (box()) show();
    else if (stream) { if (recorder?.state === "recording") recorder.stop(); close(); }
  }
  window.studio.add({ click: onClick, settle });
  addEventListener("beforeunload", (event) => {
    if (recorder?.state === "recording") event.preventDefault();
  });
})();
