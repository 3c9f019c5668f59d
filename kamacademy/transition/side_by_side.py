"""One person's levels against the targets of two job roles, the present and another, side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate, Standing
from kamacademy.competency.profile import CompetencyStanding, Profile, level_names
from kamacademy.competency.readiness import Readiness
from kamacademy.people.job_roles import JobRole
from kamacademy.wording import counted, listed


class Direction(StrEnum):
    """How a target changes from one role to the other."""

    RISES = "rises"
    STAYS = "stays"
    FALLS = "falls"
    BEGINS = "begins"
    ENDS = "ends"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TargetStep:
    """One competency's target in both roles, by the name of its level; None where a role has none."""

    competency: Competency
    now: str | None
    then: str | None
    direction: Direction
    is_gate: bool
    is_priority_now: bool
    is_priority_then: bool


@dataclass(frozen=True, slots=True)
class Against:
    """A level against one role's target: in words, and what kind of words they are."""

    words: str
    is_at_target: bool
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One competency of a person in both roles; `standing` is that against the other role."""

    step: TargetStep
    standing: CompetencyStanding
    now: Against
    then: Against


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All competencies of one person in both roles, by cluster, with how far the person is for each role."""

    clusters: tuple[tuple[str, tuple[Row, ...]], ...]
    now: Readiness
    then: Readiness


def target_steps(
    framework: Framework, competencies: Mapping[str, Competency], now: JobRole, then: JobRole
) -> tuple[TargetStep, ...]:
    """Every competency's target in both roles, in the framework's order."""
    before, after = framework.role(now), framework.role(then)
    names = level_names(framework)

    def step(code: str) -> TargetStep:
        first, second = before.targets.get(code), after.targets.get(code)
        return TargetStep(
            competency=competencies[code],
            now=names[first - 1] if first else None,
            then=names[second - 1] if second else None,
            direction=direction(first, second),
            is_gate=code == framework.gate.competency,
            is_priority_now=code in before.priorities,
            is_priority_then=code in after.priorities,
        )

    return tuple(step(code) for code in framework.codes)


def direction(now: int | None, then: int | None) -> Direction:
    """How a target, 1 to 5 or none, changes."""
    if now is None or then is None:
        return {(True, True): Direction.NONE, (True, False): Direction.BEGINS}.get(
            (now is None, then is None), Direction.ENDS
        )
    if now == then:
        return Direction.STAYS
    return Direction.RISES if then > now else Direction.FALLS


def steps_words(steps: Sequence[TargetStep]) -> str:
    """How many targets rise, stay, fall, begin and end; what none does is left out."""
    noun = "target"
    ways = (
        (Direction.RISES, "rises", "rise"),
        (Direction.STAYS, "stays", "stay"),
        (Direction.FALLS, "falls", "fall"),
        (Direction.BEGINS, "begins", "begin"),
        (Direction.ENDS, "ends", "end"),
    )
    found = [(sum(step.direction is way for step in steps), one, many) for way, one, many in ways]
    said = [(number, one if number == 1 else many) for number, one, many in found if number]
    number, verb = said[0]
    rest = [f"{more} {does}" for more, does in said[1:]]
    return f"{listed([f'{counted(number, noun)} {verb}', *rest])}."


def against(estimate: Estimate) -> Against:
    """How a level stands against the target it carries. A gap is said in levels, never in percent."""
    match estimate.standing:
        case Standing.NO_TARGET:
            return Against("No target", is_at_target=False, is_gap=False)
        case Standing.UNKNOWN:
            return Against("Not known yet", is_at_target=False, is_gap=False)
        case Standing.AT_TARGET:
            return Against("At target", is_at_target=True, is_gap=False)
        case Standing.BELOW:
            return Against(f"{counted(estimate.gap or 0, 'level')} to go", is_at_target=False, is_gap=True)
        case _:
            return Against("Reached, not yet secure", is_at_target=False, is_gap=False)


def side_by_side(steps: Sequence[TargetStep], now: Profile, then: Profile) -> SideBySide:
    """Two profiles of one person on one day, from one ledger, against the targets of two roles."""
    by_code = {one.competency.code: one for one in steps}
    present = {one.competency.code: one for cluster in now.clusters for one in cluster.competencies}

    def row(other: CompetencyStanding) -> Row:
        code = other.competency.code
        return Row(by_code[code], other, against(present[code].estimate), against(other.estimate))

    return SideBySide(
        clusters=tuple((one.name, tuple(row(other) for other in one.competencies)) for one in then.clusters),
        now=now.readiness,
        then=then.readiness,
    )
