"""What is calibrated by, as content: cases with reference levels by experts, and the guide for leading an event."""

from collections.abc import Iterable
from statistics import median
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.competency.documents import indicator_ids
from kamacademy.content.documents import Closed, DocumentType, Draft, Drafts, IndicatorId, LevelNumber, Slug, Words
from kamacademy.content.problems import BrokenRule, Problem, Severity
from kamacademy.content.reading import read_yaml
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity
from kamacademy.guide.documents import Activities

CASE, GUIDE = "calibration-case", "facilitator-guide"
FEWEST_EXPERTS = 3
# An expert further from the reference than this has read another case, or the anchor does not hold.
FARTHEST_EXPERT = 1
# A set below these cannot serve an event and two fresh cases a quarter besides.
CASES_WANTED, COMPETENCIES_WANTED = 12, 6
LEVELS = range(1, 6)

Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
CaseTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Video(Closed):
    """A recording that shows the case, kept elsewhere."""

    title: Words
    address: Address
    minutes: Annotated[int, Field(ge=1, le=60)]


class Reference(Closed):
    """The level of one indicator in a case: what experts gave alone, their median, and why it is that level."""

    indicator: IndicatorId
    reference: LevelNumber
    experts: Annotated[tuple[LevelNumber, ...], Field(min_length=FEWEST_EXPERTS)]
    reason: Words

    @model_validator(mode="after")
    def held_by_the_experts(self) -> Self:
        """The reference is the experts' median, and none of them is further away than one level."""
        if median(self.experts) != self.reference:
            raise BrokenRule(f"the experts' median is {median(self.experts):g}, not {self.reference}", "reference")
        for place, level in enumerate(self.experts):
            if abs(level - self.reference) > FARTHEST_EXPERT:
                raise BrokenRule(
                    f"an expert gave {level} where the reference is {self.reference}: talk it over, then mend the case",
                    "experts", place,
                )  # fmt: skip
        return self


class CalibrationCase(Closed):
    """What could be seen and heard at one visit, with the reference levels of some indicators."""

    title: CaseTitle
    activity: Slug
    context: Literal["simple", "usual", "complex"]
    about: Words
    story: Annotated[tuple[Words, ...], Field(min_length=3)]
    video: Video | None = None
    ratings: Annotated[tuple[Reference, ...], Field(min_length=2, max_length=4)]

    @model_validator(mode="after")
    def each_indicator_once(self) -> Self:
        """One reference for an indicator."""
        seen = set[str]()
        for place, one in enumerate(self.ratings):
            if one.indicator in seen:
                raise BrokenRule(f"indicator `{one.indicator}` stands here twice", "ratings", place, "indicator")
            seen.add(one.indicator)
        return self

    @model_validator(mode="after")
    def known_activity(self) -> Self:
        """A kind of activity that the academy knows."""
        if self.activity not in set(Activity):
            raise BrokenRule(f"there is no activity `{self.activity}`", "activity")
        return self

    @property
    def activity_words(self) -> str:
        """The kind of activity in words."""
        return ACTIVITY_WORDS[Activity(self.activity)]

    @property
    def indicators(self) -> tuple[str, ...]:
        """What is rated, in the author's order."""
        return tuple(one.indicator for one in self.ratings)

    @property
    def contents_words(self) -> str:
        """What a case holds, for whoever makes an event: activity, levels from low to high, indicators."""
        levels = sorted(one.reference for one in self.ratings)
        return " · ".join((self.activity_words, f"levels {', '.join(map(str, levels))}", ", ".join(self.indicators)))

    def of(self, indicator: str) -> Reference:
        """The reference of an indicator. Raises StopIteration for one that is not rated here."""
        return next(one for one in self.ratings if one.indicator == indicator)


class AgendaPart(Closed):
    """One part of the meeting."""

    minutes: Annotated[int, Field(ge=1)]
    title: Words
    words: Words


class RatingError(Closed):
    """A habit that pulls ratings away from what was seen: how it sounds, and what to ask then."""

    name: Words
    words: Words


class FacilitatorGuide(Closed):
    """How a calibration event is led."""

    title: Words
    minutes: Annotated[int, Field(ge=15)]
    purpose: Words
    before: Annotated[tuple[Words, ...], Field(min_length=1)]
    agenda: Annotated[tuple[AgendaPart, ...], Field(min_length=1)]
    discussion: Annotated[tuple[Words, ...], Field(min_length=1)]
    errors: Annotated[tuple[RatingError, ...], Field(min_length=1)]
    after: Annotated[tuple[Words, ...], Field(min_length=1)]
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def minutes_add_up(self) -> Self:
        """The parts fill the time, no more and no less."""
        total = sum(one.minutes for one in self.agenda)
        if total != self.minutes:
            raise BrokenRule(f"the parts take {total} minutes together, not {self.minutes}", "minutes")
        return self


def check_cases(drafts: Drafts) -> Iterable[Problem]:
    """Each case rates what exists and what its activity can show; together they serve events and quarters."""
    known = indicator_ids(drafts)
    shown = {
        activity.code: set(activity.indicator_ids)
        for _, found in drafts.contents("activities", Activities)
        for activity in found.activities
    }
    cases = drafts.contents(CASE, CalibrationCase)
    for draft, case in cases:
        for place, one in enumerate(case.ratings):
            at = ("ratings", place, "indicator")
            if one.indicator not in known:
                yield draft.problem(at, f"there is no indicator `{one.indicator}`")
            elif case.activity in shown and one.indicator not in shown[case.activity]:
                words = f"`{one.indicator}` is not among what the activity `{case.activity}` can show; choose another"
                yield draft.problem(at, words)
    if cases:
        yield from check_set(cases)


def check_set(cases: list[tuple[Draft, CalibrationCase]]) -> Iterable[Problem]:
    """Whether there are enough cases, and whether they show every level and enough competencies."""
    first, references = cases[0][0], [one for _, case in cases for one in case.ratings]
    if len(cases) < CASES_WANTED:
        words = f"there are {len(cases)} calibration cases: {CASES_WANTED} or more serve events and quarters"
        yield first.problem((), words, Severity.WARNING)
    competencies = {one.indicator[:3] for one in references}
    if len(competencies) < COMPETENCIES_WANTED:
        words = f"the calibration cases show {len(competencies)} competencies, expected {COMPETENCIES_WANTED} or more"
        yield first.problem((), words, Severity.WARNING)
    for level in LEVELS:
        if all(one.reference != level for one in references):
            yield first.problem((), f"no calibration case shows level {level}", Severity.WARNING)


DOCUMENT_TYPES = (
    DocumentType(
        CASE,
        CalibrationCase,
        r"assessments/calibration/cases/(?P<name>[a-z0-9-]{1,60})\.yaml",
        "{name}",
        read_yaml,
        check_cases,
    ),
    DocumentType(
        GUIDE, FacilitatorGuide, r"assessments/calibration/(?P<name>facilitator-guide)\.yaml", "{name}", read_yaml
    ),
)
