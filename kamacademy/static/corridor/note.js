// One observation or own view on this phone: how it begins, what is missing, and what of it is sent. Pure.

import { zonedMoment } from "./days.js";

export const HIGHEST_WITHOUT_EVIDENCE = 3;
export const SAME_FROM = 3;

function shuffled(values) {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = crypto.getRandomValues(new Uint32Array(1))[0] % (last + 1);
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}

export function emptyRating(indicator) {
  return { indicator, is_rated: false, level: null, evidence_line: "" };
}

function entry(kind, pack, fields) {
  return {
    key: crypto.randomUUID(), kind, person: pack.person.id, state: "draft", edition: 0, base: 0, asked: [], problems: [],
    answer: null, begun_at: Date.now(), saved_at: null, ...fields,
  };
}

// A new note on a person in care; the visit, if there is one, brings activity, focus and alias.
export function newNote(pack, person, visit, today) {
  const limit = pack.limits.focus;
  const wished = visit?.focus?.length ? visit.focus : person.focus.slice(0, 2);
  const focus = wished.filter((indicator) => person.open.includes(indicator)).slice(0, limit);
  return entry("observation", pack, {
    learner: person.id, learner_name: person.name, first_name: person.first_name, initials: person.initials,
    release: pack.release, visit: visit?.id ?? null, activity: visit?.activity ?? null, complexity: null,
    observed_on: today, account_alias: visit?.account_alias ?? "", proposition_fit: null,
    ratings: shuffled(focus).map(emptyRating), strength: "", improve: "", action: null, share: false,
  });
}

export function newOwnView(pack, view) {
  return entry("own-view", pack, {
    visit: view.visit, observation: view.observation, coach: view.coach.id, coach_name: view.coach.name,
    title: view.title, viewed_on: view.on, words: "",
    ratings: shuffled(view.indicators).map(emptyRating),
  });
}

// Sets the focus, keeping what was already rated; newcomers come in random order.
export function withFocus(note, indicators) {
  const kept = note.ratings.filter((one) => indicators.includes(one.indicator));
  const known = kept.map((one) => one.indicator);
  const fresh = indicators.filter((indicator) => !known.includes(indicator));
  return { ...note, ratings: [...kept, ...shuffled(fresh).map(emptyRating)] };
}

// The parts that still need an answer before the note can be saved, each as the step where it is given.
export function missing(note) {
  if (note.kind === "own-view") return note.ratings.some((one) => !one.is_rated) ? ["rate"] : [];
  const open = [];
  if (!note.activity || !note.complexity) open.push("visit");
  if (!note.ratings.length) open.push("focus");
  const unrated = note.ratings.findIndex((one) => !one.is_rated);
  if (unrated >= 0) open.push(`rate-${unrated}`);
  return open;
}

// What is asked once before saving; a question, never a wall.
export function cautions(note) {
  const found = [];
  const isHigh = (one) => one.level !== null && one.level > HIGHEST_WITHOUT_EVIDENCE && !one.evidence_line.trim();
  if (note.ratings.some(isHigh)) found.push("high");
  const levels = note.ratings.map((one) => one.level);
  if (levels.length >= SAME_FROM && new Set(levels).size === 1 && levels[0] !== null) found.push("same");
  return found;
}

export function highWithoutEvidence(note) {
  return note.ratings.filter((one) => one.level > HIGHEST_WITHOUT_EVIDENCE && !one.evidence_line.trim());
}

const orNull = (words) => words?.trim() || null;

function agreed(action) {
  if (!action || action.choice === "nothing") return null;
  const { title, indicator, due_on, library_id } = action;
  return { title: title.trim(), indicator, due_on, library_id: library_id ?? null };
}

function observationWire(note) {
  return {
    learner: note.learner, release: note.release, visit: note.visit, activity: note.activity,
    complexity: note.complexity, observed_on: note.observed_on, account_alias: orNull(note.account_alias),
    proposition_fit: note.proposition_fit,
    ratings: note.ratings.map(({ indicator, level, evidence_line }) => ({
      indicator, level, evidence_line: orNull(evidence_line),
    })),
    strength: orNull(note.strength), improve: orNull(note.improve), agreed: agreed(note.action), share: note.share,
  };
}

function ownViewWire(note) {
  return {
    visit: note.visit, observation: note.observation, coach: note.coach, viewed_on: note.viewed_on,
    ratings: note.ratings.map(({ indicator, level }) => ({ indicator, level })), words: orNull(note.words),
  };
}

// What goes over the wire; the same for every attempt of one edition, so that the server knows it again.
export function wire(note) {
  const own = note.kind === "own-view" ? ownViewWire(note) : observationWire(note);
  return {
    kind: note.kind, key: note.key, edition: note.edition, base: note.base,
    device_at: note.device_at, ...own,
  };
}

// Finished on this phone: a new edition that waits to be sent.
export function ready(note, at) {
  return { ...note, state: "ready", edition: note.edition + 1, saved_at: at, device_at: zonedMoment(at), problems: [] };
}

// With a full stop, unless it ends already; as the academy's own form joins tags.
function ended(sentence) {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

// Words of a tag put into the line, or taken out of it again.
export function toggled(line, tag, limit) {
  const sentence = ended(tag);
  if (line.includes(sentence)) return line.replace(sentence, "").replace(/ {2,}/g, " ").trim();
  const longer = `${line.trim()} ${sentence}`.trim();
  return longer.length <= limit ? longer : line;
}

export function holds(line, tag) {
  return line.includes(ended(tag));
}

// The starter phrases that fit the indicators seen, the fitting ones first.
export function fittingPhrases(phrases, indicators) {
  const own = indicators.flatMap((indicator) => phrases.filter((one) => one.indicator === indicator));
  const general = phrases.filter((one) => one.indicator === null || one.indicator === undefined);
  return [...own, ...general];
}

// Indicators seen, from the highest level down or from the lowest up; not observed ones last.
export function byLevel(note, isHighestFirst) {
  const seen = note.ratings.filter((one) => one.level !== null);
  const sign = isHighestFirst ? -1 : 1;
  const sorted = [...seen].sort((one, other) => sign * (one.level - other.level));
  return [...sorted, ...note.ratings.filter((one) => one.level === null)].map((one) => one.indicator);
}

// Library actions for the focus, the lowest rated indicator's first.
export function offeredActions(pack, note) {
  return byLevel(note, false).flatMap((indicator) => pack.actions.filter((one) => one.indicator === indicator));
}
