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
    """One indicator that can be chosen."""

    id: str
    name: str
    competency: str
    why: str | None = None

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
    """What the page offers: suggestions first, then everything else by cluster. `limit` says why some are missing."""

    suggested: tuple[FocusOption, ...]
    others: tuple[FocusGroup, ...]
    limit: str | None


def focus_offer(
    framework: Framework,
    competencies: Mapping[str, Competency],
    *,
    learner: JobRole,
    coach: JobRole,
    in_plan: Collection[str],
) -> FocusOffer:
    """Suggested are the indicators of open plan actions, then those of the job role's priorities."""
    may_rate = open_competencies(framework, learner, coach)
    priorities = [code for code in framework.role(learner).priorities if code in may_rate]
    planned = [one for one in in_plan if one[:3] in may_rate]
    ids = [*planned, *(one.id for code in priorities for one in competencies[code].indicators)]
    suggested = {one: option(competencies, one, why(one, planned)) for one in ids}
    others = tuple(
        FocusGroup(
            cluster.name,
            tuple(
                option(competencies, one.id, None)
                for code in cluster.competencies
                if code in may_rate
                for one in competencies[code].indicators
                if one.id not in suggested
            ),
        )
        for cluster in framework.clusters
    )
    is_limited = len(may_rate) < len(framework.codes)
    return FocusOffer(
        tuple(suggested.values()),
        tuple(group for group in others if group.options),
        limit_words(framework, competencies, learner) if is_limited else None,
    )


def option(competencies: Mapping[str, Competency], indicator_id: str, reason: str | None) -> FocusOption:
    """An indicator as a choice."""
    competency = competencies[indicator_id[:3]]
    return FocusOption(indicator_id, competency.indicator(indicator_id).name, competency.short_name, reason)


def why(indicator_id: str, planned: Sequence[str]) -> str:
    """The reason for a suggestion."""
    return IN_PLAN if indicator_id in planned else PRIORITY
