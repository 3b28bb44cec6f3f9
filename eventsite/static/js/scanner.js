/** Read tickets with the camera and send each code through the same form that takes a number or a name. */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { CONNECTION_LOST, nonce, send } from "./live.js";

const PAUSE_MS = 120; // between two looks at the picture
const SAME_AGAIN_MS = 5000; // a code that stays before the camera is not sent again
const SIGNALS = {
  ok: { tones: [1320], tone: "short", vibration: [80] },
  already: { tones: [660, 660], tone: "short", vibration: [80, 80, 80] },
  choose: { tones: [880], tone: "short", vibration: [80] },
  no: { tones: [220], tone: "long", vibration: [400] },
};

const box = document.querySelector("[data-scanner]");
const form = document.querySelector("[data-scan-form]");
const part = (name) => box.querySelector(`[data-scanner-${name}]`);

let sound;
let running = false;
let last = { code: "", at: 0 };

function signal(kind) {
  const { tones, tone, vibration } = SIGNALS[kind] ?? SIGNALS.no;
  navigator.vibrate?.(vibration);
  if (!part("sound").checked) return;
  const length = tone === "long" ? 0.6 : 0.12;
  tones.forEach((frequency, index) => {
    const starts = sound.currentTime + index * 2 * length;
    const oscillator = new OscillatorNode(sound, { frequency });
    oscillator.connect(sound.destination);
    oscillator.start(starts);
    oscillator.stop(starts + length);
  });
}

async function look(video, canvas) {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0);
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  const [found] = await readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
  return found?.text ?? "";
}

async function take(code) {
  if (code === last.code && performance.now() - last.at < SAME_AGAIN_MS) {
    last.at = performance.now();
    return;
  }
  const name = code === last.code && last.unanswered ? last.unanswered : nonce();
  last = { code, at: performance.now() };
  try {
    await send(form, { who: code.slice(0, 100), nonce: name });
    signal(document.querySelector("[data-answer]")?.dataset.answer);
    document.querySelector("[data-live='answer']").scrollIntoView({ block: "nearest" });
    part("message").textContent = "";
  } catch {
    last.unanswered = name;
    part("message").textContent = CONNECTION_LOST;
  }
  last.at = performance.now();
}

async function scan(video) {
  const canvas = document.createElement("canvas");
  while (running) {
    const code = video.videoWidth ? await look(video, canvas) : "";
    if (code) await take(code);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function start() {
  const video = part("picture");
  sound ??= new AudioContext();
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
  } catch {
    part("message").textContent = "カメラを使えません。番号かお名前で受付してください";
    return;
  }
  prepareZXingModule({ overrides: { locateFile: () => box.dataset.wasm } });
  await video.play();
  running = true;
  show(true);
  part("message").textContent = "参加票のQRをカメラに写してください";
  await scan(video);
}

function stop() {
  running = false;
  part("picture").srcObject?.getTracks().forEach((track) => track.stop());
  show(false);
}

function show(on) {
  part("picture").hidden = !on;
  part("start").hidden = on;
  part("stop").hidden = !on;
}

if (box && navigator.mediaDevices) {
  box.hidden = false;
  part("start").addEventListener("click", start);
  part("stop").addEventListener("click", stop);
}
