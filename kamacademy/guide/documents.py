"""What a coach is given, as documents: activities, phrases, questions, how often to look, words to look out for."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from kamacademy.competency.documents import RoleCode
from kamacademy.content.documents import Closed, IndicatorId, Slug, Words
from kamacademy.content.problems import BrokenRule
from kamacademy.content.reading import Location
from kamacademy.guide.activity import Activity
from kamacademy.guide.patterns import hides, not_a_plain_word, not_alike
from kamacademy.people.job_roles import JobRole

BankCode = Literal["goal", "reality", "options", "will", "sbi", "strategy", "change"]
GROW: tuple[BankCode, ...] = ("goal", "reality", "options", "will")


def each_once(found: Sequence[tuple[str, Location]], wanted: Sequence[str], what: str, key: str) -> None:
    """Every wanted code once, at its place, and no other. Raises BrokenRule."""
    codes = [code for code, _ in found]
    for number, (code, at) in enumerate(found):
        if code not in wanted:
            raise BrokenRule(f"there is no {what} `{code}`", *at)
        if code in codes[:number]:
            raise BrokenRule(f"{what} `{code}` stands here twice", *at)
    missing = [code for code in wanted if code not in codes]
    if missing:
        raise BrokenRule(f"{what} `{missing[0]}` is missing here", key)


class Shown(Closed):
    """One indicator that an activity can show, with what it may look like there."""

    indicator: IndicatorId
    example: Words


class ActivityGuide(Closed):
    """What one kind of activity can show. A simulation is practice: evidence of its own kind, and never a visit."""

    code: Slug
    is_simulation: bool = False
    asks_proposition: bool = False
    indicators: Annotated[tuple[Shown, ...], Field(min_length=6, max_length=15)]

    @cached_property
    def indicator_ids(self) -> tuple[str, ...]:
        """The indicators it can show, in the author's order."""
        return tuple(one.indicator for one in self.indicators)


class Activities(Closed):
    """Every kind of activity, each once."""

    activities: tuple[ActivityGuide, ...]

    @model_validator(mode="after")
    def each_activity_once(self) -> Self:
        """As many as the academy knows."""
        found = [(one.code, ("activities", number, "code")) for number, one in enumerate(self.activities)]
        each_once(found, [one.value for one in Activity], "activity", "activities")
        return self

    def of(self, code: str) -> ActivityGuide:
        """One activity. Raises StopIteration for a code that is none."""
        return next(one for one in self.activities if one.code == code)


class Phrase(Closed):
    """A whole sentence, situation, behaviour and impact, that stands without a typed word."""

    words: Words
    indicator: IndicatorId | None = None


class Phrases(Closed):
    """Starter phrases, and for each indicator short tags that name an act."""

    strength: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    improve: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    tags: dict[IndicatorId, Annotated[tuple[Words, ...], Field(min_length=3, max_length=5)]]


class Bank(Closed):
    """Questions that belong together."""

    code: BankCode
    title: Words
    use: Words
    questions: Annotated[tuple[Words, ...], Field(min_length=3)]


class Questions(Closed):
    """Every bank of questions, each once."""

    banks: tuple[Bank, ...]

    @model_validator(mode="after")
    def each_bank_once(self) -> Self:
        """The four of GROW, and one each for feedback, account strategy and a change of role."""
        found = [(bank.code, ("banks", number, "code")) for number, bank in enumerate(self.banks)]
        each_once(found, get_args(BankCode), "bank", "banks")
        return self

    def of(self, code: BankCode) -> Bank:
        """One bank."""
        return next(bank for bank in self.banks if bank.code == code)

    @property
    def grow(self) -> tuple[Bank, ...]:
        """Goal, reality, options, will, in this order."""
        return tuple(self.of(code) for code in GROW)


class CadenceRow(Closed):
    """How often people of some job roles are observed and spoken with; None means that no rhythm is set.

    `observed_least` to `observed_most` observations in `observed_months` months, of which `complex_per_quarter` a
    quarter are of complex work; more than `longest_days` days without one are too long. `debrief` says how soon after
    an observation, `plan_talk_weeks` how many weeks lie between talks about the plan, and `plan_review_months` how many
    months between its reviews, the first after `first_plan_review_days` days in the role where that is given.
    """

    name: Words
    job_roles: Annotated[tuple[RoleCode, ...], Field(min_length=1)]
    is_new_in_role: bool = False
    observed_least: Annotated[int, Field(ge=1)]
    observed_most: Annotated[int, Field(ge=1)]
    observed_months: Annotated[int, Field(ge=1)] = 1
    complex_per_quarter: Annotated[int, Field(ge=0)] = 0
    debrief: Words
    plan_talk_weeks: Annotated[int, Field(ge=1)] | None = None
    first_plan_review_days: Annotated[int, Field(ge=1)] | None = None
    plan_review_months: Annotated[int, Field(ge=1)] | None = None
    longest_days: Annotated[int, Field(ge=1)] = 45
    note: Words | None = None

    @model_validator(mode="after")
    def least_before_most(self) -> Self:
        """From few to many."""
        if self.observed_least > self.observed_most:
            raise BrokenRule("`observed_least` is above `observed_most`", "observed_least")
        return self


class CadencePolicy(Closed):
    """Starting values, from professional judgement; a company sets its own."""

    basis: Words
    new_in_role_days: Annotated[int, Field(ge=1)]
    rows: Annotated[tuple[CadenceRow, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_role_once(self) -> Self:
        """Every job role has one row, and at most one more for those new in it."""
        for is_new in (False, True):
            found = [
                (role, ("rows", number, "job_roles", place))
                for number, row in enumerate(self.rows)
                for place, role in enumerate(row.job_roles)
                if row.is_new_in_role is is_new
            ]
            each_once(found, [role for role, _ in found] if is_new else list(JobRole), "job role", "rows")
        return self


class JudgingWords(Closed):
    """Words that judge the person, found whole and in any case, and what to write instead."""

    found: Annotated[tuple[Words, ...], Field(min_length=1)]
    words: Words

    @model_validator(mode="after")
    def plain(self) -> Self:
        """Letters, blanks, hyphens and apostrophes only, longer ones first: so Python and JavaScript find the same."""
        for number, word in enumerate(self.found):
            if reason := not_a_plain_word(word):
                raise BrokenRule(reason, "found", number)
            if hidden_by := [one for one in self.found[:number] if hides(one, word)]:
                raise BrokenRule(f"`{word}` is never found, since `{hidden_by[0]}` stands before it", "found", number)
        return self


class PatientPattern(Closed):
    """A regular expression for what may point to one patient, and what to do about it."""

    pattern: Words
    any_case: bool = False
    words: Words

    @model_validator(mode="after")
    def read_alike(self) -> Self:
        """Python and JavaScript read it alike."""
        if reason := not_alike(self.pattern):
            raise BrokenRule(reason, "pattern")
        return self


class WordHints(Closed):
    """Words to look out for. The same document serves Python and the JavaScript of the corridor.

    Both look at a text in which every run of blanks is one blank and every typographic apostrophe a plain one.
    """

    judging: Annotated[tuple[JudgingWords, ...], Field(min_length=1)]
    patient: Annotated[tuple[PatientPattern, ...], Field(min_length=1)]
