"""Hours a month that stopping released, as people say themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stopped:
    """One commitment to stop: hours a month planned, and what each answer said of them, oldest first."""

    planned: float | None
    said: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Released:
    """What commitments to stop add up to, by the latest answer to each. `hours` is None where no answer gave any.

    `counted` gave hours, `unsaid` were answered without; `planned` is what was planned for those counted.
    """

    hours: float | None
    counted: int
    unsaid: int
    planned: float | None


def released(stops: Iterable[Stopped]) -> Released:
    """The sum over some commitments. What nobody has said is not taken for zero."""
    answered = [one for one in stops if one.said]
    told = [(one.planned, one.said[-1]) for one in answered if one.said[-1] is not None]
    hours = [said for _, said in told if said is not None]
    planned = [one for one, _ in told if one is not None]
    return Released(
        hours=sum(hours) if hours else None,
        counted=len(told),
        unsaid=len(answered) - len(told),
        planned=sum(planned) if planned else None,
    )
