// Step 5: one thing to try and by when; then the note is saved on this phone.

import { app, go, indicatorName, keepEntry, today } from "./app.js";
import { later, shortDay } from "./days.js";
import { h } from "./dom.js";
import { cautions, highWithoutEvidence, missing, offeredActions, ready } from "./note.js";
import { sendAll } from "./outbox.js";
import { alert, bar, choice, complain, form, group, head, more, notice, tile } from "./parts.js";
import { typed } from "./typed.js";

const SHOWN = 3;
const LONGEST_DAYS = 90;
const BUZZ_MS = 40;

// The next planned visit if it is near enough, then the days that the academy offers.
function daysFor(note) {
  const visits = app.pack.people.find((one) => one.id === note.learner)?.visits ?? [];
  const next = visits.map((one) => one.planned_on).filter((day) => day > today()).sort()[0];
  const days = app.pack.days.map((count) => ({ day: later(today(), count), words: `in ${count} days` }));
  return next ? [{ day: next, words: "next visit" }, ...days.slice(0, 2)] : days;
}

function actionGroup(note, set) {
  const offered = offeredActions(app.pack, note);
  const own = typed({
    id: "own-words", label: "What you agreed", value: note.action?.choice === "own" ? note.action.title : "", limit: app.pack.limits.title,
    keep: (title) => set({ title }),
  });
  const option = (one) => choice({
    name: "action", value: one.id, checked: note.action?.library_id === one.id, words: one.title, small: indicatorName(one.indicator),
    onchange: () => set({ choice: "library", title: one.title, indicator: one.indicator, library_id: one.id }),
  });
  const about = note.ratings.map((one) => tile({
    name: "about", value: one.indicator, words: indicatorName(one.indicator), checked: note.action?.choice === "own" && note.action.indicator === one.indicator,
    onchange: () => set({ indicator: one.indicator }),
  }));
  const rest = offered.slice(SHOWN);
  return group(`Next time, ${note.first_name} will`, null,
    h("div", { class: "anchor-choices" }, offered.slice(0, SHOWN).map(option)),
    rest.length > 0 && more(`${rest.length} more`, rest.some((one) => one.id === note.action?.library_id), h("div", { class: "anchor-choices" }, rest.map(option))),
    h("div", { class: "anchor-choices" },
      choice({ name: "action", value: "own", checked: note.action?.choice === "own", words: "Our own words", onchange: () => set({ choice: "own", title: own.querySelector("textarea").value, indicator: note.ratings[0].indicator, library_id: null }) }),
      h("div", { class: "own-words panel panel-body" }, own, note.ratings.length > 1 && group("It is about", null, h("div", { class: "tile-choices" }, about))),
      choice({ name: "action", value: "nothing", checked: note.action?.choice === "nothing", words: "Nothing new this time", onchange: () => set({ choice: "nothing" }) })));
}

function dayGroup(note, set) {
  const offered = daysFor(note);
  const chosen = note.action?.due_on;
  const isOther = Boolean(chosen) && !offered.some((one) => one.day === chosen);
  const tiles = offered.map((one) => tile({
    name: "by", value: one.day, words: shortDay(one.day), small: one.words, checked: chosen === one.day, onchange: () => set({ due_on: one.day }),
  }));
  const other = h("input", { class: "form-control", type: "date", id: "due", min: later(today(), 1), max: later(today(), LONGEST_DAYS), value: isOther ? chosen : "", onchange: (event) => set({ due_on: event.target.value }) });
  return group("By", null, h("div", { class: "tile-choices tile-choices-three" }, tiles),
    more("Another day", isOther, h("div", { class: "more-fields" }, h("div", {}, h("label", { class: "form-label", for: "due" }, "Day, at most 90 days ahead"), other))));
}

function problemIn(note) {
  const [open] = missing(note);
  if (open?.startsWith("rate-")) return `${indicatorName(note.ratings[Number(open.slice(5))].indicator)} has no sentence yet: go back and choose one, or “not observed”.`;
  if (open) return "The visit is not complete yet: go back and choose what you saw, how hard it was and the focus.";
  const { action } = note;
  if (!action?.choice) return "Choose one thing to try, or “Nothing new this time”.";
  if (action.choice === "nothing") return null;
  if (!action.title.trim()) return "Write what you agreed, or choose one of the sentences.";
  if (!action.due_on || action.due_on <= today() || action.due_on > later(today(), LONGEST_DAYS)) return "Choose a day after today and at most 90 days ahead.";
  return null;
}

function questions(note, found) {
  const names = highWithoutEvidence(note).map((one) => indicatorName(one.indicator).toLowerCase()).join(", ");
  return alert("caution", "question-circle",
    found.includes("high") && h("p", {}, `Above level 3 without a line of evidence: ${names}. What did ${note.first_name} say or do?`),
    found.includes("same") && h("p", {}, "Every indicator has the same rating. Sure that each was looked at for itself?"),
    h("p", {}, "Asked once: go back to add to it, or save as it is."));
}

// Saves a note on the phone, tells the hand, and tries to send. What was asked once is not asked again.
export async function saveNote(note, change = {}) {
  await keepEntry({ ...ready({ ...note, ...change }, Date.now()), step: "saved" });
  navigator.vibrate?.(BUZZ_MS);
  go(`/notes/${note.key}/saved`);
  sendAll();
}

export function actionStep(note, keep) {
  const problem = h("div");
  const set = (change) => {
    const now = app.entries.get(note.key);
    keep({ action: { due_on: daysFor(note)[0].day, ...(now.action ?? {}), ...change } });
    problem.replaceChildren();
    if (change.choice && !page.querySelector("[name=by]:checked")) page.querySelector("[name=by]").checked = true;
  };
  const save = () => {
    const now = app.entries.get(note.key);
    const words = problemIn(now);
    const toAsk = cautions(now).filter((one) => !now.asked.includes(one));
    if (words) return complain(problem, words);
    if (!toAsk.length) return saveNote(now);
    keep({ asked: [...now.asked, ...toAsk] });
    problem.replaceChildren(questions(now, toAsk));
    page.querySelector("[type=submit]").textContent = "Save as it is";
    return problem.scrollIntoView({ block: "center" });
  };
  const page = form(save,
    head(5, "One thing to try", null, h("p", { class: "soft" }, "Agree it together before you part.")),
    actionGroup(note, set), dayGroup(note, set), problem,
    notice("", "phone", h("p", {}, `Saved on this phone first, sent when there is signal. ${note.first_name} sees it after you press share.`)),
    h("p", { class: "small-print" }, "A compliance concern does not belong here: use your company’s own route."),
    bar({ words: "Back", act: () => go(`/notes/${note.key}/words`) }, "Save on this phone"));
  return { title: "One thing to try", nodes: page };
}
