// Starts the form: reads what the phone keeps, shows it at once, and only then looks for the academy.

import { actionStep } from "./action.js";
import { SIGN_IN, app, changed, goInstead, keepEntry, onChange, say, unsent } from "./app.js";
import { startCover } from "./cover.js";
import { h, icon } from "./dom.js";
import { home } from "./home.js";
import { meet, refreshPack, sendAll } from "./outbox.js";
import { ownStep } from "./own.js";
import { door, phone, stranger } from "./phone.js";
import { rateStep } from "./rate.js";
import { saidStep } from "./said.js";
import { gone, savedStep } from "./saved.js";
import { entries, kept } from "./store.js";
import { focusStep, visitStep } from "./visit.js";

const main = document.getElementById("main");
const strip = document.getElementById("strip");
const STEPS = { visit: visitStep, focus: focusStep, words: saidStep, action: actionStep, last: ownStep, saved: savedStep };
let shown = "";

function noteScreen(key, step) {
  const note = app.entries.get(key);
  if (!note) return gone();
  const keep = (change) => {
    const now = { ...app.entries.get(key), ...change, state: "draft", step };
    keepEntry(now);
  };
  if (step.startsWith("rate-")) {
    const place = Number(step.slice(5));
    return note.ratings[place] ? rateStep(note, keep, place) : visitStep(note, keep);
  }
  return (STEPS[step] ?? visitStep)(note, keep);
}

function screen() {
  if (app.signal === "stranger") return stranger();
  if (!app.pack) return door();
  const [, kind, key, step] = location.hash.slice(1).split("/");
  if (kind === "notes") return noteScreen(key, step ?? "visit");
  return kind === "phone" ? phone() : home();
}

// The screens that follow what happens by themselves; the others would lose the place of the hand.
function isLive() {
  return !/^#\/notes\/[^/]+\/(?!saved)/.test(location.hash) || app.signal === "stranger" || !app.pack;
}

function drawStrip() {
  const count = unsent().length;
  const words = app.isFull ? "This phone could not keep the last change: free some space." : { "no-signal": "No signal. Kept on this phone.", "sign-in": "Sign in again to send." }[app.signal];
  const isUseful = app.pack && Boolean(words || count);
  strip.hidden = !isUseful;
  if (!isUseful) return strip.replaceChildren();
  const line = app.signal === "sign-in" ? h("a", { href: SIGN_IN }, words) : h("span", {}, words ?? (app.sending ? "Sending…" : "Kept on this phone."));
  return strip.replaceChildren(icon(app.signal === "no-signal" ? "wifi-off" : "hourglass-split"), line,
    ...(count ? [h("a", { class: "unsent-link", href: "#/" }, h("span", { class: "unsent-badge" }, `unsent: ${count}`))] : []));
}

function draw() {
  drawStrip();
  const place = `${location.hash} ${app.signal === "stranger"} ${Boolean(app.pack)}`;
  if (place === shown && !isLive()) return;
  const { title, nodes } = screen();
  const isNew = place !== shown;
  shown = place;
  main.replaceChildren(...[nodes].flat());
  document.title = `${title} · KAM Academy`;
  if (isNew) arrive(title);
}

function arrive(title) {
  window.scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
  say(title);
}

async function readKept() {
  const pack = await kept("pack");
  app.entries.clear();
  for (const one of await entries()) app.entries.set(one.key, one);
  app.pack = pack ?? null;
  app.device = pack?.device ?? null;
}

async function lookForAcademy() {
  if (unsent().some((one) => one.state === "ready")) return sendAll();
  if (await meet()) await refreshPack();
  return changed();
}

// Another tab may have changed what the phone keeps.
async function comeBack() {
  if (isLive()) await readKept();
  return lookForAcademy();
}

async function keepForOffline() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/corridor/worker.js", { updateViaCache: "none" });
  // A newer form takes over on the first screen only, so that nothing changes under a half-filled one.
  if (registration.waiting && navigator.serviceWorker.controller && !location.hash.startsWith("#/notes/")) {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage("take-over");
  }
}

async function start() {
  startCover();
  onChange(draw);
  window.addEventListener("hashchange", draw);
  try {
    await readKept();
  } catch {
    app.signal = "no-store";
    return draw();
  }
  if (location.hash.startsWith("#/notes/") && !app.entries.size) goInstead("/");
  if (app.pack) draw();
  document.documentElement.dataset.ready = "yes";
  window.addEventListener("online", lookForAcademy);
  window.addEventListener("offline", () => ((app.signal = "no-signal"), changed()));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());
  await lookForAcademy();
  await keepForOffline();
}

start();
