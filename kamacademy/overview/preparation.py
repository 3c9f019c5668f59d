"""The sheet by which coach and learner prepare a visit. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import VISITS_NEEDED, Estimate
from kamacademy.competency.profile import level_names
from kamacademy.competency.words import standing_words
from kamacademy.guide.documents import ActivityGuide, Bank
from kamacademy.overview.agreement import Agreement
from kamacademy.overview.moved import Moved
from kamacademy.wording import counted, inside

HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an indicator with its sentence."""

    level: int
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FocusLine:
    """One indicator to look at: where the learner stands, what that looks like, and what the next level looks like.

    `present` is None below three visits; then `following` is the target's level, or the middle one without a target.
    """

    indicator: str
    name: str
    competency: str
    example: str | None
    standing: str
    present: Step | None
    following: Step | None


@dataclass(frozen=True, slots=True)
class Written:
    """What has been written of a visit: the key of the shared note, that of the coach's draft, and the own view."""

    note_id: int | None
    draft_id: int | None
    is_viewed: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the sheet but the visit itself."""

    agreement: Agreement | None
    agreement_about: str | None
    focus: Sequence[FocusLine]
    moved: Moved | None
    grow: Sequence[Bank]
    feedback: Bank
    strategy: Bank


def focus_lines(
    focus: Sequence[str],
    guide: ActivityGuide,
    framework: Framework,
    competencies: Mapping[str, Competency],
    estimates: Mapping[str, Estimate],
) -> tuple[FocusLine, ...]:
    """The indicators of a visit, in the order agreed."""
    examples = {shown.indicator: shown.example for shown in guide.indicators}
    return tuple(
        focus_line(one, examples.get(one), framework, competencies[one[:3]], estimates[one[:3]]) for one in focus
    )


def focus_line(
    indicator_id: str, example: str | None, framework: Framework, competency: Competency, estimate: Estimate
) -> FocusLine:
    """One indicator with the sentences of the present and the next level."""
    indicator = competency.indicator(indicator_id)

    def step(level: int) -> Step:
        return Step(level, framework.level_name(level), indicator.anchors[level - 1])

    level = estimate.level
    if level is None:
        wanted = estimate.target or (HIGHEST + 1) // 2
        standing = f"No level yet: {estimate.visits} of {counted(VISITS_NEEDED, 'visit')}"
        return FocusLine(indicator_id, indicator.name, competency.short_name, example, standing, None, step(wanted))
    target = "" if estimate.target is None else f"; target {framework.level_name(estimate.target)}"
    return FocusLine(
        indicator_id,
        indicator.name,
        competency.short_name,
        example,
        f"{competency.short_name}: {inside(standing_words(estimate, level_names(framework)))}{target}",
        step(level),
        step(level + 1) if level < HIGHEST else None,
    )
