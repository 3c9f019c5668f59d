"""What may be asked: of which module or programme, by which measure, and what is worth while. Pure."""

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.markets import anywhere_in
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import UNIT_WORDS
from kamacademy.kpi.subjects import kind_of
from kamacademy.outcome.transfer import band
from kamacademy.rollout.rules import MODULE, PROGRAMME, title_of

MOST_WORTH = 1_000_000


class StudyRule(Exception):
    """A rule of studies was broken; `field` is the part of the form it is about, if one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


def modules_of(subject: str, release: Library) -> list[str]:
    """The modules that a subject is: the one, or all of the programme in any market."""
    kind, _, slug = subject.partition(":")
    return [slug] if kind == MODULE else anywhere_in(release.one(Programme, PROGRAMME, slug))


def kpis_of(subject: str, release: Library) -> list[str]:
    """The measures that a module or the modules of a programme mean to move, each once and in order."""
    modules = release.all(Module, MODULE)
    return list(dict.fromkeys(modules[slug].kpi for slug in modules_of(subject, release)))


def what_words(subject: str, release: Library) -> str:
    """The subject inside a sentence: the module M07, the programme “Account management mindset”."""
    kind, _, slug = subject.partition(":")
    if kind == MODULE and release.has(MODULE, slug):
        return f"the module {release.one(Module, MODULE, slug).code}"
    return f"the {kind} “{title_of(subject, release)}”"


def unit_words(kpi: Kpi) -> str:
    """The unit of a difference, in the plural."""
    if kpi.is_share or kpi.unit == "rate":
        return "percentage points"
    word = UNIT_WORDS.get(kpi.unit)
    return f"{word}s" if word else "counts"


def usual_worth(kpi: Kpi) -> float:
    """What a form offers as worth while: a band of the transfer test."""
    return round(band(kpi), 3)


def check_kpi(kpi: Kpi) -> None:
    """Raise StudyRule where teams have no figures of their own to be compared by."""
    if kind_of(kpi) == "programme":
        raise StudyRule(
            f"{kpi.code} is measured for a whole programme, so no teams can be compared by it. Choose a measure of "
            "people or teams.",
            "kpi",
        )


def check_worth(worth_while: float) -> None:
    """Raise StudyRule unless an effect is above nothing."""
    if not 0 < worth_while <= MOST_WORTH:
        raise StudyRule("Give the smallest effect that would be worth while: a number above 0.", "worth_while")


def came_after(kpi: str, planned_for: str | None) -> tuple[bool, bool]:
    """Sorts studies by how they were asked: the measure that a roll-out was planned for, any by a roll-out, others.

    `planned_for` is the measure of the roll-out, None without one.
    """
    return kpi != planned_for, planned_for is None
