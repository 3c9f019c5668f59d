"""Two ratings of one visit side by side, as the page prints them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.competency.documents import Indicator
from kamacademy.pairing.rules import are_apart
from kamacademy.wording import counted


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator: the level of each of the two with its sentence, and the line that the second wrote.

    A level is None for "not observed", and for an indicator that the note does not rate.
    """

    indicator: Indicator
    first: int | None
    second: int | None
    line: str | None

    def sentence(self, level: int | None) -> str:
        """The sentence of a level."""
        return "No level: not seen, or not looked at." if level is None else self.indicator.anchors[level - 1]

    @property
    def are_apart(self) -> bool:
        """Whether the two differ by more than one level."""
        return are_apart(self.first, self.second)

    @property
    def words(self) -> str:
        """How near the two are."""
        if self.first is None or self.second is None:
            return "Not compared"
        steps = abs(self.first - self.second)
        return "The same level" if not steps else f"{counted(steps, 'level')} apart"


def summary(found: Sequence[Compared]) -> str:
    """How alike the two rated, in one sentence."""
    known = [one for one in found if one.first is not None and one.second is not None]
    if not known:
        return "There is nothing to compare: no indicator has a level from both of you."
    same = sum(1 for one in known if one.first == one.second)
    beyond = sum(1 for one in known if one.are_apart)
    both, has = counted(len(known), "indicator"), "has" if same == 1 else "have"
    begins = f"Of {both} that you both rated, {same} {has} the same level"
    if not beyond:
        return f"{begins}, and none lies more than one level apart."
    return f"{begins}, and {beyond} {'lies' if beyond == 1 else 'lie'} more than one level apart."
