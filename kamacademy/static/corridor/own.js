// The last screen of a learner's own view: a few words, then it is saved on this phone.

import { app, go } from "./app.js";
import { saveNote } from "./action.js";
import { h } from "./dom.js";
import { missing } from "./note.js";
import { bar, complain, form, heading } from "./parts.js";
import { typed } from "./typed.js";

export function ownStep(note, keep) {
  const problem = h("div");
  const save = () => {
    const now = app.entries.get(note.key);
    if (missing(now).length) return complain(problem, "One indicator has no sentence yet: go back and choose one, or “not observed”.");
    return saveNote(now);
  };
  return {
    title: "In your words",
    nodes: form(save,
      h("div", { class: "observe-head" }, h("div", {}, h("p", { class: "eyebrow" }, "Your own view"), heading("In your words")),
        h("p", { class: "soft" }, "What did you notice yourself? It can stay empty.")),
      typed({ id: "own-view-words", label: "My own insight", value: note.words, limit: app.pack.limits.own_words, rows: 4, hint: "No patients, no customers by name.", keep: (words) => keep({ words }) }),
      problem, bar({ words: "Back", act: () => go(`/notes/${note.key}/rate-${note.ratings.length - 1}`) }, "Save on this phone")),
  };
}
