"""Readiness for a job role: how many competencies are at target, and whether the gate is open. Pure.

Never a percentage. Readiness rests on the attested view alone. The count of the development view stands beside it, for
growth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import FRESH_MONTHS, Estimate, Standing, months_before
from kamacademy.competency.words import lacks_words
from kamacademy.wording import day


@dataclass(frozen=True, slots=True)
class GateState:
    """The competency that closes readiness while it is below target, and what would open it or keep it open."""

    competency: Competency
    is_open: bool
    words: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Counts over the competencies with a target. `gate` is None for a job role without a target there."""

    gate: GateState | None
    at_target: int
    attested: int
    targets: int

    @property
    def words(self) -> str:
        """4 of 13 at target in coaching, 1 attested."""
        attested = "none" if not self.attested else f"{self.attested}"
        return f"{self.at_target} of {self.targets} at target in coaching, {attested} attested"


def readiness(
    framework: Framework,
    competencies: Mapping[str, Competency],
    development: Mapping[str, Estimate],
    attested: Mapping[str, Estimate],
) -> Readiness:
    """How far a person is, from the estimates of both views by code."""
    gate, code = framework.gate, framework.gate.competency
    return Readiness(
        gate=None if attested[code].target is None else gate_state(competencies[gate.competency], attested[code]),
        at_target=at_target(list(development.values())),
        attested=at_target(list(attested.values())),
        targets=sum(one.target is not None for one in attested.values()),
    )


def at_target(estimates: Sequence[Estimate]) -> int:
    """How many are at target."""
    return sum(one.standing is Standing.AT_TARGET for one in estimates)


def gate_state(competency: Competency, attested: Estimate) -> GateState:
    """Whether the gate is open, by the attested view."""
    if attested.standing is not Standing.AT_TARGET or attested.latest is None:
        missing = lacks_words(attested, "attested visit")
        return GateState(competency, False, f"closed until it is at target in the attested view. Missing: {missing}.")
    until = months_before(attested.latest, -FRESH_MONTHS)
    return GateState(
        competency, True, f"open; a newer attestation or accepted work by {day(until)} at the latest keeps it open."
    )
