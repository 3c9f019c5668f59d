"""Who may come along as second observer. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from kamacademy.competency.documents import Framework
from kamacademy.guide.activity import Activity, is_open
from kamacademy.guide.rights import may_rate
from kamacademy.people.job_roles import JobRole


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active coach, as a list to choose from shows them."""

    id: int
    name: str
    job_role: JobRole
    team: str | None


def fits(
    framework: Framework, *, learner: JobRole, second: JobRole, activity: Activity, focus: Collection[str]
) -> bool:
    """Whether a job role may look at the activity and rate every indicator in focus.

    A commercial coach comes along with medical and nursing roles in shared team meetings only, for shared team work.
    """
    return is_open(activity, learner=learner, rater=second) and all(
        may_rate(framework, rater=second, learner=learner, indicator=one) for one in focus
    )


def choice_words(one: Colleague, role_name: str) -> str:
    """Kim Berg, field manager, team East."""
    return f"{one.name}, {role_name[:1].lower()}{role_name[1:]}" + (f", {one.team}" if one.team else "")
