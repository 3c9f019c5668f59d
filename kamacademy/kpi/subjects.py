"""Whom or what a reading is about: a person, a team or a programme, never two of them. Pure."""

from dataclasses import dataclass

from kamacademy.kpi.documents import KIND_OF, Kpi
from kamacademy.people.job_roles import JobRole


@dataclass(frozen=True, slots=True)
class Subject:
    """Exactly one is given: a person's key, a team's key, or a programme by its slug."""

    learner_id: int | None = None
    team_id: int | None = None
    programme: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one is given."""
        if sum(one is not None for one in (self.learner_id, self.team_id, self.programme)) != 1:
            raise ValueError("a reading is about a person, a team or a programme, and only one of them")

    @property
    def kind(self) -> str:
        """Person, team or programme."""
        if self.learner_id is not None:
            return "person"
        return "team" if self.team_id is not None else "programme"

    @property
    def key(self) -> int | str:
        """The person's or the team's key, or the programme's slug."""
        return next(one for one in (self.learner_id, self.team_id, self.programme) if one is not None)


def kind_of(kpi: Kpi) -> str:
    """What the readings of a KPI are about: person, team or programme."""
    return KIND_OF[kpi.scope]


@dataclass(frozen=True, slots=True)
class Group:
    """A team or a programme with readings of its own, as pages and rules of access see it.

    `member_ids` are its active people and `coach_ids` those who coach any of them; a programme has neither.
    """

    subject: Subject
    name: str
    job_roles: frozenset[JobRole] = frozenset()
    member_ids: frozenset[int] = frozenset()
    coach_ids: frozenset[int] = frozenset()
