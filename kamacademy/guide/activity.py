"""What a coach says about a visit: the kind of activity, how hard it was, and the words that name both."""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.competency.evidence import Context
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole


class Activity(StrEnum):
    """What was observed; account work is more than calls. A role-play is practice and never a visit."""

    DISCOVERY = "discovery-meeting"
    EXECUTIVE = "executive-meeting"
    GROUP = "group-presentation"
    PLAN_REVIEW = "plan-review"
    CO_CREATION = "co-creation"
    JOURNEY = "journey-workshop"
    TEAM = "account-team-meeting"
    NEGOTIATION = "negotiation"
    DIGITAL = "digital-interaction"
    COACHING = "coaching-session"
    SHARED_TEAM = "shared-team-meeting"
    ROLE_PLAY = "role-play"


ACTIVITY_WORDS = {
    Activity.DISCOVERY: "Customer discovery meeting",
    Activity.EXECUTIVE: "Executive meeting",
    Activity.GROUP: "Committee or group presentation",
    Activity.PLAN_REVIEW: "Plan review",
    Activity.CO_CREATION: "Co-creation session",
    Activity.JOURNEY: "Journey workshop",
    Activity.TEAM: "Account team meeting",
    Activity.NEGOTIATION: "Negotiation",
    Activity.DIGITAL: "Digital interaction",
    Activity.COACHING: "Coaching session",
    Activity.SHARED_TEAM: "Shared team meeting",
    Activity.ROLE_PLAY: "Role-play",
}
ACTIVITY_ICONS = {
    Activity.DISCOVERY: "chat-left-text",
    Activity.EXECUTIVE: "building",
    Activity.GROUP: "people",
    Activity.PLAN_REVIEW: "journal-check",
    Activity.CO_CREATION: "lightbulb",
    Activity.JOURNEY: "signpost",
    Activity.TEAM: "person-workspace",
    Activity.NEGOTIATION: "arrow-repeat",
    Activity.DIGITAL: "laptop",
    Activity.COACHING: "chat-left-heart",
    Activity.SHARED_TEAM: "diagram-3",
    Activity.ROLE_PLAY: "mortarboard",
}
COMPLEXITY_WORDS = {
    Context.SIMPLE: ("Simple", "One person, a known topic, nothing at stake today"),
    Context.USUAL: ("Usual", "Everyday account work, done alone"),
    Context.COMPLEX: ("Complex", "Many stakeholders, conflicting interests or high stakes"),
}


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """One activity as a tile."""

    code: str
    words: str
    icon: str


def is_open(activity: Activity, *, learner: JobRole, rater: JobRole) -> bool:
    """Whether a rater of one job role may look at an activity of a learner of another.

    A commercial rater sees medical and nursing roles in shared team meetings only; of commercial roles there are none.
    """
    if learner not in NON_COMMERCIAL:
        return activity is not Activity.SHARED_TEAM
    return rater in NON_COMMERCIAL or activity is Activity.SHARED_TEAM


def activities_for(*, learner: JobRole, rater: JobRole, is_coach: bool) -> list[ActivityChoice]:
    """The activities of a learner that a rater may look at; coaching sessions of those who coach."""
    fit = [
        one
        for one in Activity
        if is_open(one, learner=learner, rater=rater) and (is_coach or one is not Activity.COACHING)
    ]
    fit.sort(key=lambda one: one is not Activity.SHARED_TEAM)
    return [ActivityChoice(one.value, ACTIVITY_WORDS[one], ACTIVITY_ICONS[one]) for one in fit]


def visit_title(activity: str, complexity: str) -> str:
    """Customer discovery meeting, usual."""
    return f"{ACTIVITY_WORDS[Activity(activity)]}, {complexity}"
