// After saving: where the note is now, what it says, and sharing it after the talk.

import { app, go, goInstead, indicatorName, today } from "./app.js";
import { saveNote } from "./action.js";
import { dayWords, momentWords } from "./days.js";
import { h, icon } from "./dom.js";
import { discard, subject } from "./home.js";
import { alert, activityName, heading, levelChip, notice, recordKind, sureFirst } from "./parts.js";

function whereItIs(note) {
  const waits = app.signal === "sign-in" ? "It is sent once you have signed in again." : "It is sent when there is signal.";
  if (note.state === "ready") return notice("good", "phone", h("p", {}, h("b", {}, "Saved on this phone. "), app.sending ? "Sending…" : waits));
  if (note.state === "refused") {
    return alert("problem", "exclamation-circle", h("p", {}, h("b", {}, "The academy asks for a change. "), "Nothing is lost: the note is still on this phone."),
      h("ul", { class: "plain-list" }, note.problems.map((words) => h("li", {}, words))));
  }
  if (note.state === "conflict") {
    return alert("caution", "exclamation-circle", h("p", {}, h("b", {}, "Changed in two places. "), "Both versions are kept at the academy. ",
      h("a", { href: note.answer.address }, "Compare them")));
  }
  return notice("good", "check2", h("p", {}, h("b", {}, "At the academy as your draft. "),
    note.answer?.words || `${note.first_name} does not see it yet.`));
}

function rating(one) {
  const known = app.pack.indicators[one.indicator];
  const sentence = one.level === null ? "Not observed: no chance to see it." : known?.anchors[one.level - 1];
  return h("div", { class: "rating-row" }, levelChip(one.level), h("div", {},
    h("p", { class: "rating-name" }, indicatorName(one.indicator)), h("p", { class: "soft" }, sentence),
    one.evidence_line && h("p", { class: "evidence-quote" }, one.evidence_line)));
}

function part(title, step, note, ...children) {
  return h("section", { class: "panel panel-body" }, h("div", { class: "review-head" }, h("h2", { class: "h3" }, title),
    note.state !== "conflict" && h("button", { class: "btn btn-plain", type: "button", onclick: () => go(`/notes/${note.key}/${step}`) }, "Change", h("span", { class: "visually-hidden" }, ` ${title.toLowerCase()}`))),
  children);
}

function observationParts(note) {
  const { action } = note;
  const complexity = app.pack.complexities.find((one) => one.code === note.complexity)?.name.toLowerCase();
  return [
    part(note.learner_name, "visit", note, h("p", {}, `${activityName(note.activity)}, ${complexity}`),
      h("p", { class: "small-print" }, dayWords(note.observed_on), note.account_alias && ` · account “${note.account_alias}”`)),
    part(note.ratings.length === 1 ? "1 indicator" : `${note.ratings.length} indicators`, "rate-0", note, note.ratings.map(rating)),
    part("In your words", "words", note,
      h("div", {}, h("p", { class: "small-print" }, "One strength"), h("p", {}, note.strength || "Nothing written yet.")),
      h("div", {}, h("p", { class: "small-print" }, "One thing to improve"), h("p", {}, note.improve || "Nothing written yet."))),
    part("One thing to try", "action", note, action?.choice && action.choice !== "nothing"
      ? [h("p", {}, action.title), h("p", { class: "small-print" }, `By ${dayWords(action.due_on)}`)]
      : h("p", { class: "soft" }, "Nothing new this time.")),
  ];
}

function ownViewParts(note) {
  return [part("Your own view", "rate-0", note, note.ratings.map(rating)), note.words && part("Your words", "last", note, h("p", {}, note.words))];
}

function shareBar(note) {
  const first = note.kind === "observation" && note.state !== "conflict" && !note.share;
  const done = h("button", { class: `btn ${first ? "btn-quiet" : "btn-primary btn-lg"}`, type: "button", onclick: () => goInstead("/") }, first ? "Not yet" : "Done");
  const share = h("button", { class: "btn btn-primary btn-lg", type: "button", onclick: () => saveNote(app.entries.get(note.key), { share: true }) }, `Share with ${note.first_name}`);
  return h("div", { class: "action-bar" }, h("div", { class: `action-bar-inner${first ? "" : " action-bar-one"}` }, done, first && share));
}

function sharingWords(note) {
  if (note.kind !== "observation" || note.state === "conflict") return null;
  const words = note.share
    ? `It is shared with ${note.first_name} as soon as it reaches the academy.`
    : `Talk first, then share: ${note.first_name} reads it once it is shared and sent.`;
  return h("p", { class: "small-print" }, words);
}

const TITLES = { ready: "Saved", refused: "One more look", conflict: "Two versions", sent: "Saved" };

export function savedStep(note) {
  const title = TITLES[note.state] ?? "Saved";
  const isOwn = note.kind === "own-view";
  const discarded = note.state === "conflict" || note.state === "sent"
    ? "It leaves this phone only; what the academy has stays there." : "It was not sent, and cannot be brought back.";
  return {
    title,
    nodes: [h("div", { class: "observe" },
      h("div", { class: "observe-head" }, h("div", {}, h("p", { class: "eyebrow" }, `${subject(note)} · ${momentWords(note.saved_at ?? note.begun_at, today())}`), heading(title)), !isOwn && recordKind()),
      whereItIs(note), isOwn ? ownViewParts(note) : observationParts(note), sharingWords(note),
      sureFirst("Take it off this phone", discarded, "Yes, take it off", () => discard(note.key)),
      shareBar(note))],
  };
}

// The note has left the phone, shared or taken over: a calm last word.
export function gone() {
  return {
    title: "Sent",
    nodes: h("div", { class: "observe" }, h("div", { class: "observe-head" }, heading("Sent")),
      notice("good", "check2", h("p", {}, app.answered || "The academy has it; this phone no longer keeps it.")),
      h("div", { class: "action-bar" }, h("div", { class: "action-bar-inner action-bar-one" },
        h("button", { class: "btn btn-primary btn-lg", type: "button", onclick: () => goInstead("/") }, icon("check2"), "Done")))),
  };
}
