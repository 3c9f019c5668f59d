// Step 4: one strength and one thing to improve, each from a starter phrase; and one optional tap on the proposition.

import { activity, app, go } from "./app.js";
import { h } from "./dom.js";
import { byLevel, fittingPhrases } from "./note.js";
import { bar, choice, form, group, head, more, tile } from "./parts.js";
import { typed } from "./typed.js";

const SHOWN = 2;
const FITS = [["yes", "Yes"], ["no", "No"], ["not-seen", "Not seen"]];

function phraseGroup(note, keep, { name, legend, phrases, hint }) {
  const fitting = fittingPhrases(phrases, byLevel(note, name === "strength"));
  const words = typed({
    id: name, label: `${legend}, in your words`, isLabelHidden: true, value: note[name], limit: app.pack.limits.words, hint,
    keep: (text) => (keep({ [name]: text }), mark(text)),
  });
  const option = (one) => choice({
    name: `${name}-phrase`, value: one.words, checked: note[name] === one.words, words: one.words,
    onchange: () => (keep({ [name]: one.words }), words.set(one.words)),
  });
  const options = fitting.map(option);
  const mark = (text) => options.forEach((label, number) => (label.querySelector("input").checked = fitting[number].words === text));
  const rest = fitting.length - SHOWN;
  return group(legend, null, h("div", { class: "anchor-choices" }, options.slice(0, SHOWN)),
    rest > 0 && more(`${rest} more`, fitting.slice(SHOWN).some((one) => one.words === note[name]), h("div", { class: "anchor-choices" }, options.slice(SHOWN))),
    words);
}

function fitGroup(note, keep) {
  if (!activity(note.activity)?.asks_proposition) return null;
  const tiles = FITS.map(([value, words]) => tile({
    name: "fit", value, words, checked: note.proposition_fit === value, onchange: () => keep({ proposition_fit: value }),
  }));
  return group("Did the proposition match the goal the customer stated?", "One tap if you like; it is never required.",
    h("div", { class: "tile-choices tile-choices-three" }, tiles));
}

export function saidStep(note, keep) {
  const last = `/notes/${note.key}/rate-${note.ratings.length - 1}`;
  const { phrases } = app.pack;
  return {
    title: "In your words",
    nodes: form(() => go(`/notes/${note.key}/action`),
      head(4, "In your words", null, h("p", { class: "soft" }, "Say what happened and what it did; leave the person out of it.")),
      phraseGroup(note, keep, { name: "strength", legend: "One strength", phrases: phrases.strength, hint: "Tap a sentence, or say it your way: In the meeting, you … and that made …" }),
      phraseGroup(note, keep, { name: "improve", legend: "One thing to improve", phrases: phrases.improve, hint: "When …, you could … so that …" }),
      fitGroup(note, keep), bar({ words: "Back", act: () => go(last) }, "Next")),
  };
}
