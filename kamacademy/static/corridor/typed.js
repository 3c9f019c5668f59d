// A text field that keeps itself at every letter, and says gently what may not belong in it.

import { app } from "./app.js";
import { h } from "./dom.js";
import { judging, patientData } from "./hints.js";
import { notice } from "./parts.js";

const PAUSE_MS = 600;

function hintsIn(text) {
  const { hints } = app.pack;
  const patient = patientData(text, hints);
  const judges = judging(text, hints);
  const line = (one) => h("p", {}, h("b", {}, `“${one.found}”: `), one.words);
  return [patient && notice("caution", "exclamation-circle", line(patient)), judges && notice("", "lightbulb", line(judges))].filter(Boolean);
}

// `keep` is called with the words at every change. The element has `.set(words)` for a tap that writes into it.
export function typed({ id, label, hint, value, limit, rows = 3, isLabelHidden = false, keep }) {
  const said = h("div", { class: "typed-hints", "aria-live": "polite" }, hintsIn(value));
  const area = h("textarea", {
    class: "form-control", id, rows, maxlength: limit, "aria-describedby": hint ? `${id}-hint` : null, value,
    autocapitalize: "sentences", spellcheck: "true",
  });
  let pause = 0;
  const look = () => said.replaceChildren(...hintsIn(area.value));
  area.addEventListener("input", () => {
    keep(area.value);
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS);
  });
  const field = h("div", { class: "typed" },
    h("label", { class: isLabelHidden ? "visually-hidden" : "form-label", for: id }, label), area,
    hint && h("p", { class: "small-print", id: `${id}-hint` }, hint), said);
  field.set = (words) => {
    area.value = words;
    look();
  };
  return field;
}
