// What this phone keeps, the sealed copy as a last resort, and emptying it; also the screens before there is anything.

import { SIGN_IN, app, changed, go, goInstead, today, unsent } from "./app.js";
import { dayWords } from "./days.js";
import { h, icon } from "./dom.js";
import { ready, wire } from "./note.js";
import { dropOwner, meet, refreshPack } from "./outbox.js";
import { heading, notice, sureFirst } from "./parts.js";
import { download, sealed } from "./seal.js";

function toSeal() {
  return [...app.entries.values()].filter((one) => one.state !== "sent" && one.state !== "conflict")
    .map((one) => wire(one.state === "draft" ? ready(one, Date.now()) : one));
}

async function keepSealedCopy() {
  const text = await sealed(app.pack.export_key, app.pack.person.id, toSeal(), new Date().toISOString());
  download(text, `kam-academy-sealed-${today()}.json`);
  app.words = "The sealed copy is in your downloads. Only the academy can open it, and only for you.";
  changed();
}

function page(title, eyebrow, ...children) {
  return {
    title,
    nodes: h("div", { class: "observe" }, h("div", { class: "observe-head" }, h("div", {}, eyebrow && h("p", { class: "eyebrow" }, eyebrow), heading(title))), children),
  };
}

function panel(title, ...children) {
  return h("section", { class: "panel panel-body" }, h("h2", { class: "h3" }, title), children);
}

function counted(count, one, many) {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function sealPanel(count) {
  return panel("A sealed copy", h("p", { class: "soft" }, count
    ? `${counted(count, "note", "notes")} not sent yet. If no signal comes, keep a sealed copy: a file that only the academy can open, and only for you. Later, choose it at “Open a file from a phone” there.`
    : "There is nothing unsent, so nothing to seal."),
  count > 0 && h("button", { class: "btn btn-quiet", type: "button", onclick: keepSealedCopy }, icon("lock"), "Keep a sealed copy"));
}

async function emptyPhone() {
  await dropOwner();
  app.words = "This phone is empty. With a signal, it fills again while you are signed in.";
  app.signal = "wiped";
  goInstead("/");
}

export function phone() {
  const count = toSeal().length;
  const { pack } = app;
  return page("This phone", pack.person.name,
    app.words && h("div", { role: "status" }, notice("good", "check2", h("p", {}, app.words))),
    panel("Kept here", h("p", { class: "soft" }, `People and visits of the next 14 days, the sentences of the framework and the actions, as of ${dayWords(pack.today)}. Notes stay until you have shared them.`),
      h("p", { class: "soft" }, "The screen is covered when you leave the form or after two minutes. That keeps glances away; it is no lock.")),
    sealPanel(count),
    panel("On the home screen", h("p", { class: "soft" }, "Add this page to your home screen from the browser’s menu. It then opens without a signal, and some phones keep what is stored longer.")),
    panel("The academy", h("p", { class: "soft" }, "Plans, profiles and shared notes are there; it needs a signal."),
      h("div", { class: "button-row" }, h("a", { class: "btn btn-quiet", href: "/" }, "Open the academy"), h("a", { class: "btn btn-quiet", href: "/corridor/open-export" }, "Open a file from a phone"))),
    sureFirst("Empty this phone", unsent().length ? `${counted(unsent().length, "note", "notes")} not sent yet would be lost with it.` : "Everything kept here is removed. Nothing at the academy changes.", "Yes, empty it", emptyPhone),
    h("div", { class: "action-bar" }, h("div", { class: "action-bar-inner action-bar-one" }, h("button", { class: "btn btn-primary btn-lg", type: "button", onclick: () => go("/") }, "Back to today"))));
}

async function handOver() {
  await dropOwner();
  app.signal = "on";
  await refreshPack();
  goInstead("/");
}

// Someone else has signed in on this phone while notes of the former person were not sent.
export function stranger() {
  const count = toSeal().length;
  const owner = app.pack.person;
  return page("Someone else signed in", null,
    notice("caution", "exclamation-circle", h("p", {}, `This phone keeps ${counted(count, "note", "notes")} of ${owner.name} that the academy does not have yet. They are not shown to ${app.stranger.name}.`)),
    app.words && h("div", { role: "status" }, notice("good", "check2", h("p", {}, app.words))),
    sealPanel(count),
    h("p", { class: "soft" }, `To send as ${owner.name}, sign out at the academy and sign in as ${owner.first_name} again. Signing out empties the phone, so keep a sealed copy first.`),
    sureFirst(`Go on as ${app.stranger.name}`, `What ${owner.name} left here is removed from this phone. Without a sealed copy it is lost.`, "Yes, remove it and go on", handOver));
}

const DOORS = {
  "no-signal": ["No signal yet", "Open this page once with a signal and signed in: people, sentences and actions are then kept on the phone."],
  "no-store": ["Nothing can be kept here", "This browser does not let the form keep anything, as in a private window. Open it in an ordinary one; with a signal, the form at the academy works too."],
  wiped: ["This phone is empty", null],
};

async function tryAgain() {
  if (await meet()) await refreshPack();
  changed();
}

// Before there is anything to show.
export function door() {
  const [title, words] = DOORS[app.signal] ?? ["The form for the corridor", "Sign in once with a signal. After that the form works anywhere."];
  const link = app.signal === "no-store" ? ["/coaching/new", "Open the form at the academy"] : [SIGN_IN, "Sign in"];
  return page(title, null, h("p", { class: "soft" }, words ?? app.words), h("div", { class: "button-row" }, app.signal === "no-signal"
    ? h("button", { class: "btn btn-primary btn-lg", type: "button", onclick: tryAgain }, "Try again")
    : h("a", { class: "btn btn-primary btn-lg", href: link[0] }, link[1])));
}
