"""What a rater can do about what a run found: kind, concrete, and never more than fits into a week. Pure."""

from dataclasses import dataclass

from kamacademy.monitor.figures import (
    Measured,
    Severity,
    has_drifted,
    has_halo,
    is_muted,
    is_noisy,
    uses_one_level,
)

CASES, VISITS = "calibration.mine", "overview.visits"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, and the page on which it is done, if there is one."""

    words: str
    endpoint: str | None = None
    link: str = ""


REFRESHER = Advice(
    "Take a refresher: rate two cases alone, then read the reference and its reason where yours differs.",
    CASES,
    "To the cases",
)
SECOND = Advice(
    "Ask a colleague along as a second observer on one of the next visits, rate apart, and compare what you saw.",
    VISITS,
    "To the visits",
)
EVIDENCE_FIRST = Advice(
    "Write down what was said or done before you choose a level, then read the sentence above and the one below it."
)
ONE_BY_ONE = Advice(
    "Take one indicator at a time and ask what you would have noted had you seen nothing else of the visit."
)
WHOLE_SCALE = Advice(
    "Read the sentences of levels 1 and 5 again: they describe what people do, and are no praise and no reproach."
)
KEEP_ON = Advice("Nothing asks for a change. Two cases each quarter keep it so.", CASES, "To the cases")


def advice(one: Measured, severity: Severity | None) -> list[Advice]:
    """What to do, at most four things; one where all is well."""
    found = []
    if (severity is not None and severity.asks_for_a_refresher) or has_drifted(one):
        found += [REFRESHER, SECOND]
    if is_noisy(one):
        found += [EVIDENCE_FIRST, SECOND]
    if has_halo(one):
        found.append(ONE_BY_ONE)
    if is_muted(one) or uses_one_level(one.signs.levels):
        found.append(WHOLE_SCALE)
    if severity is None:
        found.append(SECOND)
    return list(dict.fromkeys(found))[:4] or [KEEP_ON]
