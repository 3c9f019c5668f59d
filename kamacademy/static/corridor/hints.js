// Gentle hints on words: what judges a person, and what could point at a patient. Checked on the phone, sent nowhere.

function levelled(text) {
  return text.split(/\s+/).join(" ").replaceAll("’", "'").trim();
}

function first(text, rules) {
  for (const { pattern, isAnyCase, words } of rules) {
    const found = new RegExp(pattern, isAnyCase ? "i" : "").exec(levelled(text ?? ""));
    if (found) return { found: found[0], words };
  }
  return null;
}

// The first words that judge the person, with the advice; or null.
export function judging(text, hints) {
  const rules = hints.judging.map((group) => ({ pattern: `\\b(?:${group.found.join("|")})\\b`, isAnyCase: true, words: group.words }));
  return first(text, rules);
}

// The first words that may point at one patient, with the advice; or null.
export function patientData(text, hints) {
  return first(text, hints.patient.map((one) => ({ pattern: one.pattern, isAnyCase: one.any_case, words: one.words })));
}
