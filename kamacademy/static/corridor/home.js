// The first screen: who is next and on what, what waits to be sent, and notes to go on with.

import { SIGN_IN, app, entriesIn, forgetEntry, go, goInstead, indicatorName, keepEntry, today, unsent } from "./app.js";
import { HOUR_MS, daysBetween, dayWords, momentWords, nearDay, shortDay, weekday } from "./days.js";
import { h, icon } from "./dom.js";
import { newNote, newOwnView } from "./note.js";
import { sendAll } from "./outbox.js";
import { activityName, heading, notice } from "./parts.js";
import { askToPersist } from "./store.js";

const WARN_AFTER_MS = 48 * HOUR_MS;
const ATTESTATION = "attestation";

async function begin(entry, step) {
  await keepEntry(entry);
  askToPersist();
  go(`/notes/${entry.key}/${step}`);
}

function whoTile(initials, name, small, act, symbol = "chevron-right") {
  return h("li", {}, h("button", { class: "who-tile", type: "button", onclick: act },
    h("span", { class: "avatar", "aria-hidden": "true" }, initials),
    h("span", {}, h("strong", {}, name), small.filter(Boolean).map((words) => h("small", {}, words))), icon(symbol)));
}

function section(title, ...children) {
  return children.flat().length ? h("section", { class: "home-part" }, h("h2", {}, title), children) : null;
}

function tiles(items) {
  return items.length ? h("ul", { class: "who-list" }, items) : [];
}

function focusWords(indicators) {
  return indicators.length ? `Focus: ${indicators.map(indicatorName).join(", ").toLowerCase()}` : null;
}

function agreedWords(one) {
  const last = one.last_agreement;
  return last && `Last agreed: ${last.title}${last.is_done ? " (done)" : ""}`;
}

function visitLine(visit) {
  return [visit.begins, activityName(visit.activity), visit.account_alias && `“${visit.account_alias}”`].filter(Boolean).join(" · ");
}

function visitTile(person, visit) {
  if (visit.purpose === ATTESTATION) {
    const small = h("small", {}, "Attestation: opens at the academy, needs a signal");
    return h("li", {}, h("a", { class: "who-tile who-tile-attestation", href: `/visits/${visit.id}` },
      h("span", { class: "avatar", "aria-hidden": "true" }, person.initials), h("span", {}, h("strong", {}, person.name), small), icon("patch-check")));
  }
  const small = [visitLine(visit), focusWords(visit.focus.length ? visit.focus : person.focus), agreedWords(person)];
  return whoTile(person.initials, person.name, small, () => begin(newNote(app.pack, person, visit, today()), "visit"));
}

function todaysVisits() {
  return app.pack.people.flatMap((person) => person.visits.filter((one) => one.planned_on === today()).map((one) => ({ person, visit: one })))
    .sort((one, other) => (one.visit.begins ?? "99").localeCompare(other.visit.begins ?? "99"));
}

function stillToSee(visits) {
  const begun = new Set([...app.entries.values()].map((one) => one.visit).filter(Boolean));
  return visits.filter(({ visit }) => !begun.has(visit.id));
}

function comingUp() {
  const ahead = app.pack.people.flatMap((person) => person.visits.filter((one) => one.planned_on > today()).map((one) => ({ person, visit: one })));
  ahead.sort((one, other) => one.visit.planned_on.localeCompare(other.visit.planned_on));
  return ahead.map(({ person, visit }) => h("li", { class: "ahead-row" },
    h("span", { class: "figures" }, nearDay(visit.planned_on, today())), h("span", {}, person.name, h("small", {}, visitLine(visit)))));
}

function others() {
  const busy = new Set(todaysVisits().map(({ person }) => person.id));
  return app.pack.people.filter((one) => !busy.has(one.id)).map((one) =>
    whoTile(one.initials, one.name, [one.role], () => begin(newNote(app.pack, one, null, today()), "visit")));
}

export function subject(entry) {
  return entry.kind === "own-view" ? entry.title : `${entry.learner_name}`;
}

function draftTiles() {
  return entriesIn("draft").map((one) => whoTile(one.initials ?? "–", subject(one),
    [one.kind === "own-view" ? "Your own view, not finished" : "Not finished", `Begun ${momentWords(one.begun_at, today())}`],
    () => go(`/notes/${one.key}/${one.step ?? "visit"}`), "pencil-square"));
}

function unsentTiles() {
  return unsent().map((one) => whoTile(one.initials ?? "–", subject(one),
    [one.state === "refused" ? "The academy asks for a change" : `Saved ${momentWords(one.saved_at, today())}`],
    () => go(`/notes/${one.key}/saved`), one.state === "refused" ? "exclamation-circle" : "hourglass-split"));
}

function sentTiles() {
  return [...entriesIn("sent"), ...entriesIn("conflict")].map((one) => whoTile(one.initials ?? "–", subject(one),
    [one.state === "conflict" ? "Changed in two places: both are kept" : "At the academy as your draft; share it after the talk"],
    () => go(`/notes/${one.key}/saved`), one.state === "conflict" ? "exclamation-circle" : "check2"));
}

function learnerName(id) {
  return app.pack.people.find((one) => one.id === id)?.name;
}

function draftsElsewhere() {
  const here = new Set(app.entries.keys());
  return app.pack.drafts.filter((one) => !here.has(one.key)).map((one) => h("li", {},
    h("a", { class: "who-tile", href: `/observations/${one.observation}/draft` }, h("span", { class: "avatar", "aria-hidden": "true" }, icon("pencil-square")),
      h("span", {}, h("strong", {}, learnerName(one.learner) ?? one.title), h("small", {}, `${one.title}, ${shortDay(one.observed_on)}; needs a signal`)), icon("arrow-up-right"))));
}

function viewTiles() {
  const given = new Set([...app.entries.values()].filter((one) => one.kind === "own-view").map((one) => `${one.visit}-${one.observation}`));
  return app.pack.views.filter((one) => one.on <= today() && !given.has(`${one.visit}-${one.observation}`)).map((one) =>
    whoTile(app.pack.person.initials ?? "You", one.title, [`With ${one.coach.name}, ${nearDay(one.on, today()).toLowerCase()}`, "About a minute"],
      () => begin(newOwnView(app.pack, one), "rate-0"), "eye"));
}

function lateNotice() {
  const late = unsent().filter((one) => Date.now() - one.saved_at > WARN_AFTER_MS);
  if (!late.length) return null;
  const words = late.length === 1 ? "One note has waited for more than two days." : `${late.length} notes have waited for more than two days.`;
  return notice("caution", "exclamation-circle", h("p", {}, words, " Find a signal and send, or keep a sealed copy."),
    h("button", { class: "btn btn-plain", type: "button", onclick: () => go("/phone") }, "Keep a sealed copy"));
}

function ageNotice() {
  const days = daysBetween(app.pack.today, today());
  if (days < 3) return null;
  return notice("", "clock-history", h("p", {}, `People and visits are as of ${dayWords(app.pack.today)}. They are brought up to date at the next signal.`));
}

function nothing() {
  return h("div", { class: "empty-state" }, icon("people"), h("h2", {}, "Nobody to observe yet"),
    h("p", { class: "soft" }, "People in your care and visits of the next 14 days appear here, and your own view of a visit on its day."));
}

export function home() {
  const visits = stillToSee(todaysVisits());
  const parts = [
    lateNotice(), ageNotice(),
    section("Waiting to be sent", tiles(unsentTiles())),
    section("Go on with", tiles(draftTiles())),
    section("Today’s visits", tiles(visits.map(({ person, visit }) => visitTile(person, visit)))),
    section("Your own view", tiles(viewTiles())),
    section("After the talk", tiles(sentTiles())),
    section(todaysVisits().length ? "Someone else" : "Whom did you observe?", tiles(others())),
    section("Coming up", comingUp().length ? h("ul", { class: "panel ahead-list" }, comingUp()) : []),
    section("At the academy", tiles(draftsElsewhere())),
  ].filter(Boolean);
  return {
    title: "Today",
    nodes: h("div", { class: "observe home" },
      h("div", { class: "observe-head" }, h("div", {}, h("p", { class: "eyebrow" }, `${weekday(today())} ${dayWords(today())}`), heading("Today"))),
      parts.length ? parts : nothing(),
      unsent().length > 0 && sendBar()),
  };
}

function sendBar() {
  if (app.signal === "sign-in") return barOf(h("a", { class: "btn btn-primary btn-lg", href: SIGN_IN }, `Sign in to send (${unsent().length})`));
  const words = app.sending ? "Sending…" : `Send now (${unsent().length})`;
  return barOf(h("button", { class: "btn btn-primary btn-lg", type: "button", disabled: app.sending, onclick: sendAll }, words));
}

function barOf(button) {
  return h("div", { class: "action-bar" }, h("div", { class: "action-bar-inner action-bar-one" }, button));
}

export async function discard(key) {
  await forgetEntry(key);
  goInstead("/");
}
