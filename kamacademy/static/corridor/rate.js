// Step 3: one indicator. Evidence first, by a tap or dictated, then the sentence closest to it.

import { app, go, goInstead } from "./app.js";
import { h } from "./dom.js";
import { holds, toggled } from "./note.js";
import { bar, choice, complain, form, group, head, heading, levelChip, more, tile } from "./parts.js";
import { typed } from "./typed.js";

function changeRating(entry, place, change) {
  return { ratings: entry.ratings.map((one, number) => (number === place ? { ...one, ...change } : one)) };
}

function tagGroup(note, place, known, keepRating) {
  const limit = app.pack.limits.line;
  const line = () => app.entries.get(note.key).ratings[place].evidence_line;
  const words = typed({
    id: "line", label: "What was said or done, in your words", isLabelHidden: true, value: note.ratings[place].evidence_line, limit,
    hint: "Tap what fits, dictate, or type 8 to 15 words. No patients, no customers by name.",
    keep: (text) => (keepRating({ evidence_line: text }), tick(text)),
  });
  const inputs = known.tags.map((tag) => tile({
    type: "checkbox", name: "tag", value: tag, checked: holds(line(), tag), words: tag,
    onchange: () => {
      const text = toggled(line(), tag, limit);
      keepRating({ evidence_line: text });
      words.set(text);
      tick(text);
    },
  }));
  const tick = (text) => inputs.forEach((label, number) => (label.querySelector("input").checked = holds(text, known.tags[number])));
  return group(`What did ${note.first_name} say or do?`, null, h("div", { class: "tag-choices" }, inputs), words);
}

function anchors(note, place, known, keepRating) {
  const rating = note.ratings[place];
  const isChosen = (level) => rating.is_rated && rating.level === level;
  const option = (level, words) => choice({
    name: "level", value: level ?? "none", checked: isChosen(level), before: levelChip(level), words,
    onchange: () => keepRating({ is_rated: true, level }),
  });
  return h("div", { class: "anchor-choices" }, option(null, "Not observed: no chance to see it"),
    known.anchors.map((words, number) => option(number + 1, words)));
}

function doNotCredit(known) {
  if (!known.do_not_credit?.length) return null;
  return more("What does not count", false, h("ul", { class: "plain-list" }, known.do_not_credit.map((words) => h("li", {}, words))));
}

function where(note, place) {
  const isLast = place + 1 === note.ratings.length;
  const steps = { observation: "words", "own-view": "last" };
  const before = note.kind === "observation" ? `/notes/${note.key}/visit` : "/";
  return {
    isLast,
    next: `/notes/${note.key}/${isLast ? steps[note.kind] : `rate-${place + 1}`}`,
    back: place ? `/notes/${note.key}/rate-${place - 1}` : before,
  };
}

export function rateStep(note, keep, place) {
  const rating = note.ratings[place];
  const known = app.pack.indicators[rating.indicator];
  const problem = h("div");
  const keepRating = (change) => {
    keep(changeRating(app.entries.get(note.key), place, change));
    if ("is_rated" in change) problem.replaceChildren();
  };
  const { isLast, next, back } = where(note, place);
  const onward = () => {
    if (app.entries.get(note.key).ratings[place].is_rated) return go(next);
    return complain(problem, "Choose a sentence or “not observed”.");
  };
  const isOwn = note.kind === "own-view";
  const closest = group(isOwn ? "Which sentence is closest to how you saw it?" : "Which sentence is closest?",
    isOwn ? null : "Today, not the reputation. If two fit, take the lower.", problem, anchors(note, place, known, keepRating), !isOwn && doNotCredit(known));
  return {
    title: known.name,
    nodes: form(onward, isOwn ? ownHead(note, place, known) : head(3, known.name, `focus ${place + 1} of ${note.ratings.length}`, h("p", { class: "soft" }, known.competency)),
      !isOwn && tagGroup(note, place, known, keepRating), closest,
      bar({ words: "Back", act: () => (back === "/" ? goInstead(back) : go(back)) }, isLast ? "Next" : isOwn ? "Next one" : "Next focus")),
  };
}

function ownHead(note, place, known) {
  return h("div", { class: "observe-head" },
    h("div", {}, h("p", { class: "eyebrow" }, `Your own view · ${place + 1} of ${note.ratings.length}`), heading(known.name)),
    h("p", { class: "soft" }, known.competency),
    place === 0 && h("p", { class: "small-print" }, `${note.coach_name} does not see this before sharing the note, and it never counts as a rating.`));
}
