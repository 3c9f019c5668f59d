"""Which indicators a visit may look at, and which to suggest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamacademy.competency.documents import Competency, Framework
from kamacademy.guide.rights import limit_words, open_competencies
from kamacademy.people.job_roles import JobRole

MOST_IN_FOCUS = 5
IN_PLAN, PRIORITY = "in the plan", "priority"


@dataclass(frozen=True, slots=True)
class FocusOption:
    """One indicator that can be chosen. `example` is what it may look like in this kind of visit."""

    id: str
    name: str
    competency: str
    why: str | None = None
    example: str | None = None

    @property
    def is_planned(self) -> bool:
        """Whether an open action of the plan is about it."""
        return self.why == IN_PLAN


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """Indicators under one title."""

    title: str
    options: tuple[FocusOption, ...]


@dataclass(frozen=True, slots=True)
class FocusOffer:
    """What the page offers: what this activity shows, then everything else. `limit` says why some are missing."""

    shown: tuple[FocusOption, ...]
    others: tuple[FocusGroup, ...]
    limit: str | None

    @property
    def planned(self) -> list[str]:
        """What the activity shows of the plan: the focus that suggests itself."""
        return [one.id for one in self.shown if one.is_planned][:MOST_IN_FOCUS]


def focus_offer(
    framework: Framework,
    competencies: Mapping[str, Competency],
    *,
    learner: JobRole,
    coach: JobRole,
    in_plan: Sequence[str],
    examples: Mapping[str, str],
) -> FocusOffer:
    """Offered first is what the activity shows: of open plan actions, of the job role's priorities, then the rest.

    `examples` are the activity's indicators in its own order, each with its example.
    """
    may_rate = open_competencies(framework, learner, coach)
    priorities = framework.role(learner).priorities
    in_order = sorted(examples, key=lambda one: (one not in in_plan, one[:3] not in priorities))
    shown = tuple(
        option(competencies, one, why(one, in_plan, priorities), examples[one])
        for one in in_order
        if one[:3] in may_rate
    )
    others = tuple(
        FocusGroup(
            cluster.name,
            tuple(
                option(competencies, one.id, why(one.id, in_plan, ()))
                for code in cluster.competencies
                if code in may_rate
                for one in competencies[code].indicators
                if one.id not in examples
            ),
        )
        for cluster in framework.clusters
    )
    is_limited = len(may_rate) < len(framework.codes)
    return FocusOffer(
        shown,
        tuple(group for group in others if group.options),
        limit_words(framework, competencies, learner, coach) if is_limited else None,
    )


def option(
    competencies: Mapping[str, Competency], indicator_id: str, reason: str | None, example: str | None = None
) -> FocusOption:
    """An indicator as a choice."""
    competency = competencies[indicator_id[:3]]
    name = competency.indicator(indicator_id).name
    return FocusOption(indicator_id, name, competency.short_name, reason, example)


def why(indicator_id: str, in_plan: Collection[str], priorities: Collection[str]) -> str | None:
    """The reason for a suggestion, if there is one."""
    if indicator_id in in_plan:
        return IN_PLAN
    return PRIORITY if indicator_id[:3] in priorities else None
