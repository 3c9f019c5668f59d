// Step 1: what was seen and how hard it was; step 2: the focus, only where it was not agreed beforehand.

import { activity, app, competencyName, go, goInstead, indicatorName, today } from "./app.js";
import { dayWords, nearDay } from "./days.js";
import { h } from "./dom.js";
import { discard } from "./home.js";
import { withFocus } from "./note.js";
import { bar, choice, complain, form, group, head, more, notice, person, recordKind, sureFirst, tile } from "./parts.js";

const FIRST_TILES = 4;

function personOf(note) {
  return app.pack.people.find((one) => one.id === note.learner) ?? null;
}

function activitiesFor(note) {
  const codes = personOf(note)?.activities ?? app.pack.activities.map((one) => one.code);
  const own = codes.map(activity).filter(Boolean);
  const planned = own.filter((one) => one.code === note.activity);
  return [...planned, ...own.filter((one) => one.code !== note.activity)];
}

function agreementLine(note) {
  const last = personOf(note)?.last_agreement;
  if (!last) return null;
  const due = last.is_done ? "done" : `due ${dayWords(last.due_on)}`;
  return h("p", { class: "small-print" }, "Last time you agreed: ", h("span", { class: "soft" }, `${last.title} (${due})`));
}

function focusLine(note) {
  const names = note.ratings.map((one) => indicatorName(one.indicator)).join(", ");
  return h("div", { class: "review-head" },
    h("p", { class: "small-print" }, "Focus: ", h("span", { class: "soft" }, names || "not chosen yet")),
    names && h("button", { class: "btn btn-plain", type: "button", onclick: () => go(`/notes/${note.key}/focus`) }, "Change"));
}

function kindGroup(note, keep) {
  const all = activitiesFor(note);
  const kind = (one) => tile({
    name: "activity", value: one.code, checked: note.activity === one.code, symbol: one.icon, words: one.name,
    onchange: () => keep({ activity: one.code, visit: one.is_simulation ? null : note.visit }),
  });
  // A planned activity is one tile, so that how hard it was stands on the first screen too.
  const first = note.visit && all[0]?.code === note.activity ? 1 : FIRST_TILES;
  const rest = all.slice(first);
  const isOther = rest.some((one) => one.code === note.activity);
  return group("What did you see?", null, h("div", { class: "tile-choices" }, all.slice(0, first).map(kind)),
    rest.length > 0 && more(`${rest.length} other kinds`, isOther, h("div", { class: "tile-choices" }, rest.map(kind))));
}

function hardGroup(note, keep) {
  const hint = h("p", { class: "small-print", "aria-live": "polite" });
  const explain = (code) => hint.replaceChildren(app.pack.complexities.find((one) => one.code === code)?.words ?? "");
  explain(note.complexity);
  const tiles = app.pack.complexities.map((one) => tile({
    name: "complexity", value: one.code, checked: note.complexity === one.code, words: one.name,
    onchange: () => (keep({ complexity: one.code }), explain(one.code)),
  }));
  return group("How hard was it?", null, h("div", { class: "tile-choices tile-choices-three" }, tiles), hint);
}

function dayAndAccount(note, keep) {
  const day = h("input", { class: "form-control", type: "date", id: "day", value: note.observed_on, max: today(), onchange: (event) => event.target.value && keep({ observed_on: event.target.value }) });
  const alias = h("input", { class: "form-control", type: "text", id: "alias", value: note.account_alias ?? "", maxlength: app.pack.limits.alias, oninput: (event) => keep({ account_alias: event.target.value }) });
  return more("Change the day or the account", false, h("div", { class: "more-fields" },
    h("div", {}, h("label", { class: "form-label", for: "day" }, "Day of the visit"), day),
    h("div", {}, h("label", { class: "form-label", for: "alias" }, "Account alias ", h("span", { class: "optional" }, "(optional)")),
      h("p", { class: "form-hint" }, "Such as North 11. No names of patients or customers."), alias)));
}

function when(note) {
  const visit = personOf(note)?.visits.find((one) => one.id === note.visit);
  const day = nearDay(note.observed_on, today());
  return [[day, visit?.begins].filter(Boolean).join(" "), note.account_alias && `account “${note.account_alias}”`].filter(Boolean).join(" · ");
}

export function visitStep(note, keep) {
  const problem = h("div");
  const next = () => {
    const now = app.entries.get(note.key);
    if (!now.activity) return complain(problem, "Choose what you saw.");
    if (!now.complexity) return complain(problem, "Choose how hard it was; usual is everyday account work.");
    return go(`/notes/${note.key}/${now.ratings.length ? "rate-0" : "focus"}`);
  };
  const simulation = h("div");
  const keepKind = (change) => {
    keep(change);
    simulation.replaceChildren(...simulationNotice(change.activity));
  };
  simulation.replaceChildren(...simulationNotice(note.activity));
  return {
    title: `Observe ${note.first_name}`,
    nodes: [form(next, head(1, `Observe ${note.first_name}`, null, recordKind()),
      h("div", { class: "panel panel-body" }, person(note.initials, note.learner_name, when(note)), agreementLine(note), focusLine(note)),
      kindGroup(note, keepKind), simulation, hardGroup(note, keep), dayAndAccount(note, keep), problem,
      bar({ words: "Later", act: () => goInstead("/") }, "Next")),
    h("div", { class: "observe" }, sureFirst("Discard this note", "It is only on this phone, and cannot be brought back.", "Yes, discard it", () => discard(note.key)))],
  };
}

function simulationNotice(code) {
  if (!activity(code)?.is_simulation) return [];
  return [notice("", "info-circle", h("p", {}, "Kept as a role-play. It is practice, and never counts as a visit."))];
}

export function focusStep(note, keep) {
  const chosen = new Set(note.ratings.map((one) => one.indicator));
  const shown = activity(note.activity)?.indicators ?? [];
  const open = personOf(note)?.open ?? [];
  const first = shown.filter((one) => open.includes(one.id));
  const rest = open.filter((id) => !first.some((one) => one.id === id));
  const problem = h("div");
  const count = () => `Choose up to ${app.pack.limits.focus}; one or two are easiest to watch well.`;
  const option = (id, example) => choice({
    type: "checkbox", name: "indicators", value: id, checked: chosen.has(id), words: indicatorName(id), small: example ?? competencyName(id),
    onchange: (event) => {
      if (event.target.checked && chosen.size >= app.pack.limits.focus) {
        event.target.checked = false;
        return complain(problem, count());
      }
      if (event.target.checked) chosen.add(id);
      else chosen.delete(id);
      problem.replaceChildren();
      return keep(withFocus(app.entries.get(note.key), [...chosen]));
    },
  });
  const next = () => (chosen.size ? go(`/notes/${note.key}/rate-0`) : complain(problem, "Choose at least one indicator."));
  return {
    title: "What was the focus?",
    nodes: form(next, head(2, "What was the focus?", null, h("p", { class: "soft" }, count())),
      first.length > 0 && group("This activity shows", null, h("div", { class: "anchor-choices" }, first.map((one) => option(one.id, one.example)))),
      rest.length > 0 && more(`${rest.length} other indicators`, !first.length, h("div", { class: "anchor-choices" }, rest.map((id) => option(id)))),
      problem, bar({ words: "Back", act: () => go(`/notes/${note.key}/visit`) }, "Next")),
  };
}

