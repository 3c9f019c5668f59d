"""Where the thought of an action came up, and which of the library's actions fit it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.development.action_library import Entry
from kamacademy.development.details import Source


@dataclass(frozen=True, slots=True)
class Thought:
    """A lesson, a check or a result that made somebody want to try something.

    `words` name it in a sentence; `competencies` are those it is about, the nearest first; `modules` are
    the lesson's and those that stand in its place in other markets. `is_told` says that the coach learns from it what
    only the learner knew.
    """

    source: Source
    words: str
    competencies: tuple[str, ...]
    indicator: str | None = None
    modules: frozenset[str] = frozenset()
    kpi: str | None = None
    is_told: bool = False

    def fits(self, entry: Entry) -> bool:
        """Whether a library action fits: it should move the result, or else builds what this is about."""
        if self.kpi is not None:
            return entry.action.kpi == self.kpi
        return entry.competency in self.competencies or not self.modules.isdisjoint(entry.action.modules)


def in_order(competencies: Sequence[str]) -> tuple[str, ...]:
    """Each competency once, the one named most often first, then by code."""
    return tuple(sorted(set(competencies), key=lambda one: (-competencies.count(one), one)))
