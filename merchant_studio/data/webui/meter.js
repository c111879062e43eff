// How loud it is: a level from 0 to 100, whether somebody speaks, and what is wrong with the sound.
(() => {
  "use strict";
  const TICK_MS = 50, HOLD_MS = 350, HEARD_MS = 3000;
  const SILENT_DB = -65, QUIET_DB = -38, LOUD_DB = -0.5, ABOVE_FLOOR_DB = 9, FLOOR_RISE_DB = 0.1;
  let context = null, analyser = null, timer = 0, samples = null;
  let level = -90, floor = -60, spoke = 0, peaks = [];

  const decibels = (amplitude) => 20 * Math.log10(Math.max(amplitude, 1e-5));
  function tick() {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0, peak = 0;
    for (const sample of samples) {
      sum += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    level = decibels(Math.sqrt(sum / samples.length));
    // The noise of the room: as low as it gets, rising slowly when the room gets louder.
    floor = Math.min(level, floor + FLOOR_RISE_DB);
    floor = Math.max(floor, -60);
    const now = Date.now();
    if (level > floor + ABOVE_FLOOR_DB) spoke = now;
    peaks.push({ at: now, peak: decibels(peak) });
    while (now - peaks[0].at > HEARD_MS) peaks.shift();
  }
  function open(stream) {
    close();
    if (!stream.getAudioTracks().length) return;
    context = new AudioContext();
    analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    samples = new Float32Array(analyser.fftSize);
    context.createMediaStreamSource(stream).connect(analyser);
    context.resume().catch(() => {});
    timer = setInterval(tick, TICK_MS);
  }
  function close() {
    clearInterval(timer);
    context?.close();
    context = analyser = null;
    level = -90;
    peaks = [];
  }
  // "silent", "quiet", "loud" or "": judged by the loudest of the last seconds.
  function wrong(isRecording) {
    if (!peaks.length || peaks.at(-1).at - peaks[0].at < HEARD_MS * 0.9) return "";
    const loudest = Math.max(...peaks.map((each) => each.peak));
    if (loudest < SILENT_DB) return "silent";
    if (peaks.filter((each) => each.peak > LOUD_DB).length > 2) return "loud";
    return isRecording && loudest < QUIET_DB ? "quiet" : "";
  }
  window.studio.meter = {
    open, close, wrong,
    level: () => Math.round(Math.min(100, Math.max(0, (level + 60) * 100 / 60))),
    isSpeaking: () => Boolean(analyser) && Date.now() - spoke < HOLD_MS,
  };
})();
