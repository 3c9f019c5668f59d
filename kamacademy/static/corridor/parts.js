// Pieces that several screens show, drawn as the academy's own form draws them.

import { activity } from "./app.js";
import { h, hidden, icon } from "./dom.js";

export const STEPS = 5;

export function head(step, title, extra, ...more) {
  const dots = Array.from({ length: STEPS }, (_, place) => h("li", { class: place < step ? "is-done" : null }));
  return h("div", { class: "observe-head" },
    h("ol", { class: "step-dots", "aria-label": `Step ${step} of ${STEPS}` }, dots),
    h("div", {}, h("p", { class: "eyebrow figures" }, `Step ${step} of ${STEPS}${extra ? ` · ${extra}` : ""}`), heading(title)),
    more);
}

export function heading(title) {
  return h("h1", { tabindex: "-1" }, title);
}

export function recordKind() {
  return h("p", { class: "record-kind" }, icon("chat-left-heart"),
    h("span", {}, h("b", {}, "Coaching record."), " For growth; not used for pay."));
}

export function notice(kind, symbol, ...children) {
  return h("div", { class: `notice${kind ? ` notice-${kind}` : ""}` }, icon(symbol), h("div", {}, children));
}

export function alert(kind, symbol, ...children) {
  return h("div", { role: "alert" }, notice(kind, symbol, ...children));
}

// The two buttons under the thumb: the way back, and the one thing to do now.
export function bar(back, forward) {
  return h("div", { class: "action-bar" }, h("div", { class: "action-bar-inner" },
    h("button", { class: "btn btn-quiet", type: "button", onclick: back.act }, back.words),
    h("button", { class: "btn btn-primary btn-lg", type: "submit" }, forward)));
}

export function form(onsubmit, ...children) {
  const submit = (event) => {
    event.preventDefault();
    onsubmit(event.target);
  };
  return h("form", { class: "observe", novalidate: true, onsubmit: submit, autocomplete: "off" }, children);
}

export function group(legend, hint, ...children) {
  return h("fieldset", { class: "field-group" }, h("legend", {}, legend), hint && h("p", { class: "small-print" }, hint), children);
}

function tick() {
  return h("span", { class: "tick" }, icon("check-circle-fill"));
}

export function choice({ type = "radio", name, value, checked, onchange, before, words, small }) {
  const text = h("span", { class: "tile-words" }, h("span", {}, words), small && h("small", {}, small));
  return h("label", { class: "anchor-choice" }, h("input", { type, name, value, checked, onchange }), before, text, tick());
}

export function tile({ type = "radio", name, value, checked, onchange, symbol, words, small }) {
  return h("label", { class: "tile" }, h("input", { type, name, value, checked, onchange }),
    symbol && icon(symbol), h("span", {}, words, small && h("small", {}, small)));
}

export function levelChip(level) {
  if (level === null) return h("span", { class: "not-seen-chip" }, hidden("Not observed"), h("span", { "aria-hidden": "true" }, "–"));
  return h("span", { class: `level-chip level-${level}` }, hidden("Level "), String(level));
}

export function more(words, isOpen, ...children) {
  return h("details", { class: "more-tiles", open: isOpen }, h("summary", { class: "more-link" }, words), children);
}

function fieldError(words) {
  return h("p", { class: "form-error", role: "alert" }, icon("exclamation-circle"), h("span", {}, words));
}

// Says beside the place what is missing, and brings it into view.
export function complain(place, words) {
  place.replaceChildren(fieldError(words));
  place.scrollIntoView({ block: "center" });
}

export function person(initials, name, small) {
  return h("div", { class: "person-line" }, h("span", { class: "avatar", "aria-hidden": "true" }, initials),
    h("div", {}, h("p", {}, h("strong", {}, name)), small && h("p", { class: "small-print" }, small)));
}

export function activityName(code) {
  return activity(code)?.name ?? "Visit";
}

// Something that cannot be undone asks once, in place.
export function sureFirst(words, explanation, yes, act) {
  return h("details", { class: "discard" }, h("summary", { class: "more-link" }, words),
    h("p", { class: "soft" }, explanation),
    h("button", { class: "btn btn-quiet", type: "button", onclick: act }, icon("archive"), yes));
}
