// Sends what waits, one at a time, as often as needed: the key made on the phone keeps the server from doubling it.

import { app, changed, forgetEntry, keepEntry, unsent } from "./app.js";
import { wire } from "./note.js";
import { contact, fetchPack, send } from "./server.js";
import { keep, wipe } from "./store.js";

const WAITS_MS = [5_000, 15_000, 60_000, 300_000];
let token = null;
let attempt = 0;
let timer = 0;

function setSignal(signal) {
  app.signal = signal;
  changed();
}

// Asks who is signed in. Wipes when told so, or when it is someone else and nothing of the former is unsent.
export async function meet() {
  const answer = await contact(app.device);
  if (answer.state === "wipe") return forgetAll(answer.words);
  if (answer.state !== "ok") {
    setSignal(answer.state);
    return false;
  }
  token = answer.csrf;
  if (app.pack && app.pack.person.id !== answer.person.id) return strangerHere(answer.person);
  setSignal("on");
  return true;
}

async function forgetAll(words) {
  await wipe();
  app.pack = null;
  app.device = null;
  app.entries.clear();
  app.words = words ?? "This phone was told to forget what it kept.";
  setSignal("wiped");
  return false;
}

async function strangerHere(person) {
  if (unsent().length || [...app.entries.values()].some((one) => one.state === "draft")) {
    app.stranger = person;
    setSignal("stranger");
    return false;
  }
  await dropOwner();
  setSignal("on");
  return true;
}

export async function dropOwner() {
  await wipe();
  app.pack = null;
  app.device = null;
  app.stranger = null;
  app.entries.clear();
}

export async function refreshPack() {
  const pack = await fetchPack(app.device);
  if (!pack) return;
  app.pack = pack;
  app.device = pack.device;
  await keep("pack", pack);
  await settle(pack);
  changed();
}

// What the academy has shared, discarded or changed meanwhile is not kept here any longer.
async function settle(pack) {
  const drafts = new Map(pack.drafts.filter((one) => one.key).map((one) => [one.key, one]));
  for (const one of [...app.entries.values()]) {
    if (one.state !== "sent" || one.kind !== "observation") continue;
    const there = drafts.get(one.key);
    if (!there || there.edition !== one.base) await forgetEntry(one.key);
  }
}

async function taken(sent, answer) {
  const now = app.entries.get(sent.key);
  if (!now) return;
  const base = { base: answer.edition ?? now.base, answer };
  if (now.edition !== sent.edition || now.state === "draft") return keepEntry({ ...now, ...base });
  if (answer.state === "conflict") return keepEntry({ ...now, ...base, state: "conflict" });
  if (now.kind === "own-view" || answer.is_shared) return forgetEntry(now.key);
  // What could not be shared yet stays a draft there, and can be shared again from here.
  return keepEntry({ ...now, ...base, state: "sent", share: false });
}

// Sends one entry; true when the next may go.
async function sendOne(entry) {
  let answer = await send(wire(entry), token, app.device);
  if (answer.state === "stale" && (await meet())) answer = await send(wire(entry), token, app.device);
  if (answer.state === "refused") {
    await keepEntry({ ...(app.entries.get(entry.key) ?? entry), state: "refused", problems: answer.problems });
    return true;
  }
  if (["stored", "already", "conflict"].includes(answer.state)) {
    await taken(entry, answer);
    app.answered = answer.words ?? "";
    return true;
  }
  if (answer.state === "other-person") await meet();
  else setSignal(answer.state === "stale" ? "no-signal" : answer.state);
  return false;
}

function tryLater() {
  clearTimeout(timer);
  if (!unsent().some((one) => one.state === "ready")) return;
  timer = setTimeout(() => sendAll(), WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]);
  attempt += 1;
}

async function sendWaiting() {
  if (!(await meet())) return;
  for (const entry of unsent().filter((one) => one.state === "ready")) {
    if (!(await sendOne(entry))) return;
    changed();
  }
  attempt = 0;
  await refreshPack();
}

// Sends everything that is ready. Two tabs, or two taps, wait for each other.
export async function sendAll() {
  if (app.sending) return;
  app.sending = true;
  changed();
  try {
    if (navigator.locks) await navigator.locks.request("corridor-outbox", sendWaiting);
    else await sendWaiting();
  } finally {
    app.sending = false;
    changed();
    tryLater();
  }
}
