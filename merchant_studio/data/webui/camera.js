// The camera of step 1: a count of three, one take after another, and hints on light and sound.
(() => {
  "use strict";
  const KINDS = [
    "video/mp4;codecs=avc1,mp4a.40.2",
    "video/webm;codecs=vp9,opus",
    "video/webm;codecs=vp8,opus",
    "video/webm",
  ];
  const LONG = 1920, SHORT = 1080, SECOND_MS = 1000, TICK_MS = 100, LOOK_MS = 1000;
  const DARK = 55, BACKLIT = 60, COUNT_KEY = "studio.camera.count";
  let stream = null, recorder = null, lock = null;
  let facing = "user", told = "", left = 0, counting = 0, ticking = 0;
  let spoken = 0, since = 0, seen = 0, looked = 0, light = "";
  const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 32 });

  const box = () => document.querySelector("[data-camera]");
  const part = (name) => box()?.querySelector(name);
  const counts = () => localStorage.getItem(COUNT_KEY) !== "off";
  const isFilming = () => recorder?.state === "recording" || recorder?.state === "paused";
  const elapsed = () => spoken + (recorder?.state === "recording" ? Date.now() - since : 0);
  function say(key) {
    told = key;
    const says = part(".camera-says");
    const text = key ? box().dataset[key] : "";
    if (says && says.textContent !== text) says.textContent = text;
  }
  function show() {
    const camera = box();
    if (!camera) return;
    say(told);
    const on = Boolean(stream), ready = on && !isFilming() && !counting;
    const set = (name, visible) => { part(name).hidden = !visible; };
    set("[data-camera-open]", !on);
    for (const name of ["start", "turn", "close", "count"]) set(`[data-camera-${name}]`, ready);
    set("[data-camera-cancel]", counting > 0);
    set("[data-camera-stop]", isFilming());
    set("[data-camera-pause]", recorder?.state === "recording");
    set("[data-camera-resume]", recorder?.state === "paused");
    for (const tools of camera.querySelectorAll(".under-picture")) tools.hidden = !on;
    set(".clock", isFilming());
    set(".counting", counting > 0);
    set(".guides", ready);
    part("[data-camera-count]").setAttribute("aria-pressed", String(counts()));
    part(".stage").classList.toggle("on", on);
    camera.classList.toggle("on", on);
    camera.classList.toggle("busy", isFilming() || counting > 0);
    const picture = part("video");
    if (picture.srcObject !== stream) {
      picture.srcObject = stream;
      picture.muted = true;
      if (stream) picture.play().catch(() => {});
    }
    const track = stream?.getVideoTracks()[0]?.getSettings() ?? {};
    if (track.width) part(".stage").style.aspectRatio = `${track.width}/${track.height}`;
    // As in a mirror, where he sees himself; the recording is as it is.
    picture.classList.toggle("mirrored", on && (track.facingMode ?? facing) === "user");
    window.studio.prompter.show(on);
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
      window.studio.meter.open(stream);
      window.studio.prompter.begin();
      lock = await navigator.wakeLock?.request("screen").catch(() => null);
      ticking ||= setInterval(tick, TICK_MS);
      say("ready");
    } catch (error) {
      say(error.name === "NotAllowedError" ? "denied" : "none");
    }
    show();
    if (stream) box()?.scrollIntoView({ block: "start" });
  }
  function close() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    window.studio.meter.close();
    clearInterval(ticking);
    ticking = 0;
    lock?.release();
    lock = null;
    if (told === "ready") told = "";
    show();
  }
  function tick() {
    if (!box()) return;
    const { meter, prompter } = window.studio, level = meter.level(), bar = part(".meter");
    bar.setAttribute("aria-valuenow", String(level));
    bar.firstElementChild.style.inlineSize = `${level}%`;
    if (recorder?.state === "recording") prompter.tick(TICK_MS, meter.isSpeaking());
    seen = isFilming() ? elapsed() : seen;
    part(".clock").textContent = clockOf(seen);
    if (seen > Number(box().dataset.minutes) * 60_000) stop();
    if (Date.now() - looked > LOOK_MS) look();
    const wrong = meter.wrong(isFilming()) || (isFilming() ? "" : light);
    const warns = part(".camera-warns"), text = wrong ? box().dataset[wrong] : "";
    if (warns.textContent !== text) warns.textContent = text;
  }
  const clockOf = (ms) =>
    `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  // Too dark on the whole, or dark where his face is and bright around it.
  function look() {
    looked = Date.now();
    const picture = part("video"), brush = canvas.getContext("2d", { willReadFrequently: true });
    if (!picture.videoWidth) return;
    brush.drawImage(picture, 0, 0, 32, 32);
    const { data } = brush.getImageData(0, 0, 32, 32);
    const sums = { inner: 0, outer: 0 }, counted = { inner: 0, outer: 0 };
    for (let i = 0; i < 1024; i += 1) {
      const x = i % 32, y = Math.floor(i / 32);
      const where = x >= 10 && x < 22 && y >= 6 && y < 22 ? "inner" : "outer";
      sums[where] += 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2];
      counted[where] += 1;
    }
    const inner = sums.inner / counted.inner, outer = sums.outer / counted.outer;
    const isDark = (inner + outer) / 2 < DARK, isBacklit = outer - inner > BACKLIT && inner < 100;
    light = isBacklit ? "backlit" : isDark ? "dark" : "";
  }
  function start() {
    part(".clock").textContent = clockOf(0);
    if (!counts()) { record(); return; }
    left = 3;
    const count = () => {
      if (left === 0) { record(); return; }
      part(".counting").textContent = String(left);
      left -= 1;
      counting = setTimeout(count, SECOND_MS);
      show();
    };
    count();
  }
  function cancel() {
    clearTimeout(counting);
    counting = 0;
    show();
  }
  function record() {
    cancel();
    if (!stream) return;
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each)) ?? "";
    const options = kind ? { mimeType: kind, videoBitsPerSecond: 8_000_000 } : {};
    recorder = new MediaRecorder(stream, options);
    const filmed = window.studio.takes.begin(recorder.mimeType || kind);
    recorder.ondataavailable = (event) => {
      if (event.data.size) filmed.add(event.data, elapsed());
    };
    recorder.onstop = () => {
      const ms = Math.max(spoken, seen);  // the system may have ended it
      recorder = null;
      spoken = seen = 0;
      say("filmed");
      show();
      filmed.end(ms);
    };
    spoken = seen = 0;
    since = Date.now();
    recorder.start(SECOND_MS);
    window.studio.prompter.begin();
    say("recording");
    show();
  }
  function rest() {
    spoken = elapsed();
    recorder.pause();
    say("paused");
    show();
  }
  function resume() {
    since = Date.now();
    recorder.resume();
    say("recording");
    show();
  }
  function stop() {
    if (!isFilming()) return;
    spoken = elapsed();
    recorder.stop();
  }
  const DOES = {
    open, start, stop, cancel, resume, close, pause: rest,
    turn() {
      facing = facing === "user" ? "environment" : "user";
      close();
      open();
    },
    count() {
      localStorage.setItem(COUNT_KEY, counts() ? "off" : "on");
      show();
    },
    back: () => window.studio.prompter.step(-1),
    next: () => window.studio.prompter.step(1),
    smaller: () => window.studio.prompter.scale(1 / 1.2),
    larger: () => window.studio.prompter.scale(1.2),
  };
  function onClick(event) {
    const button = event.target.closest(".camera button");
    const name = Object.keys(button?.dataset ?? {}).find((each) => each.startsWith("camera"));
    if (name) DOES[name.slice("camera".length).toLowerCase()]();
    else if (event.target.closest(".counting")) record();
    else if (event.target.closest(".prompter")) {
      const { left: from, width } = part(".prompter").getBoundingClientRect();
      window.studio.prompter.step(event.clientX - from < width / 3 ? -1 : 1);
    }
  }
  function settle() {
    if (box()) show();
    else if (stream) { cancel(); stop(); close(); }
  }
  window.studio.add({ click: onClick, settle });
  addEventListener("beforeunload", (event) => { if (isFilming()) event.preventDefault(); });
})();
