// The state of the running application, and the few acts every screen uses: keep an entry, go to a screen, say words.

import { isoDay } from "./days.js";
import { dropEntry, putEntry } from "./store.js";

export const SIGN_IN = "/sign-in?next=/corridor/";
export const app = { pack: null, device: null, entries: new Map(), signal: "unknown", words: "", answered: "", sending: false, isFull: false };
const listeners = new Set();

export function onChange(listener) {
  listeners.add(listener);
}

export function changed() {
  for (const listener of listeners) listener();
}

export function today() {
  return isoDay(new Date());
}

// Keeps an entry on the phone; resolves when it is safe there, or when it is known that it is not.
export async function keepEntry(entry) {
  app.entries.set(entry.key, entry);
  try {
    await putEntry(entry);
    app.isFull = false;
  } catch {
    app.isFull = true;
    changed();
  }
}

export async function forgetEntry(key) {
  app.entries.delete(key);
  await dropEntry(key);
}

export function entriesIn(state) {
  return [...app.entries.values()].filter((one) => one.state === state).sort((one, other) => one.begun_at - other.begun_at);
}

export function unsent() {
  return [...app.entries.values()].filter((one) => one.state === "ready" || one.state === "refused");
}

export function go(place) {
  if (location.hash === `#${place}`) changed();
  else location.hash = place;
}

// Replaces the present place, so that the phone's back button does not lead into what is over.
export function goInstead(place) {
  history.replaceState(null, "", `#${place}`);
  changed();
}

export function say(words) {
  document.getElementById("said").textContent = words;
}

export function activity(code) {
  return app.pack.activities.find((one) => one.code === code) ?? null;
}

export function indicatorName(id) {
  return app.pack.indicators[id]?.name ?? id;
}

// The library gave a competency as its short name.
export function competencyName(id) {
  return app.pack.indicators[id]?.competency ?? "";
}
