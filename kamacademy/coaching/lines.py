"""An observation's ratings beside the framework's sentences, as the form and the note print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamacademy.coaching.agreement import Agreed
from kamacademy.coaching.progress import Rated
from kamacademy.competency.documents import Competency
from kamacademy.content.library import Library
from kamacademy.guide.documents import WordHints
from kamacademy.guide.hints import Hint, judging_words, patient_words
from kamacademy.guide.order import shuffled

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation, Rating


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in focus: the coach's level with its sentence, the line of evidence, the learner's own level."""

    indicator: str
    name: str
    competency: str
    anchors: tuple[str, ...]
    do_not_credit: tuple[str, ...]
    is_rated: bool
    level: int | None
    evidence_line: str | None
    is_self_rated: bool
    self_level: int | None

    @property
    def sentence(self) -> str | None:
        """The sentence of the level given."""
        return self.anchors[self.level - 1] if self.level else None

    @property
    def self_words(self) -> str:
        """The learner's own level against the coach's, in words."""
        if self.self_level is None:
            return "Own view: not observed"
        if self.level is None:
            return f"Own view: level {self.self_level}"
        difference = self.self_level - self.level
        against = "the same" if not difference else "higher" if difference > 0 else "lower"
        return f"Own view: level {self.self_level}, {against}"


def line(rating: "Rating", release: Library) -> Line:
    """One rating with its sentences."""
    competency = release.one(Competency, "competency", rating.indicator[:3].lower())
    indicator = competency.indicator(rating.indicator)
    return Line(
        indicator=rating.indicator,
        name=indicator.name,
        competency=competency.short_name,
        anchors=indicator.anchors,
        do_not_credit=competency.do_not_credit,
        is_rated=rating.is_rated,
        level=rating.level,
        evidence_line=rating.evidence_line,
        is_self_rated=rating.is_self_rated,
        self_level=rating.self_level,
    )


def lines(observation: "Observation", release: Library) -> list[Line]:
    """Every rating in order."""
    return [line(rating, release) for rating in observation.ratings]


def asked_order(observation: "Observation") -> list[str]:
    """The indicators in focus in the order the form asks them: random, and the same for the same observation."""
    return shuffled([one.indicator for one in observation.ratings], observation.id)


def rated(observation: "Observation") -> Sequence[Rated]:
    """The ratings as the rules of progress see them, in the order the form asks them."""
    by_indicator = {one.indicator: one for one in observation.ratings}
    return [
        Rated(one, by_indicator[one].is_rated, by_indicator[one].level, bool(by_indicator[one].evidence_line))
        for one in asked_order(observation)
    ]


def agreed_in(observation: "Observation") -> Agreed | None:
    """The action agreed so far, or None."""
    if observation.agreed_action is None:
        return None
    assert observation.agreed_indicator is not None
    assert observation.agreed_due_on is not None
    return Agreed(
        observation.agreed_action,
        observation.agreed_indicator,
        observation.agreed_due_on,
        observation.agreed_library_id,
    )


def hints_on(observation: "Observation", hints: WordHints) -> list[Hint]:
    """What in the coach's words judges the person or may point to one patient, each once."""
    lines_written = [one.evidence_line for one in observation.ratings]
    texts = [*lines_written, observation.strength, observation.improve, observation.agreed_action]
    found = [hint for text in texts if text for hint in (*judging_words(text, hints), *patient_words(text, hints))]
    alias = patient_words(observation.account_alias, hints) if observation.account_alias else ()
    return list({hint.found.lower(): hint for hint in (*found, *alias)}.values())
