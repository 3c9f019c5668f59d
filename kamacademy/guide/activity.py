"""What a coach says about a visit: the kind of activity, how hard it was, and the words that name both."""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.competency.evidence import Context


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


def activities_for(*, is_coach: bool, is_commercial: bool) -> list[ActivityChoice]:
    """The activities that fit: coaching sessions for coaches, shared meetings for medical and nursing roles."""
    unfit = set()
    if not is_coach:
        unfit.add(Activity.COACHING)
    if is_commercial:
        unfit.add(Activity.SHARED_TEAM)
    fit = [one for one in Activity if one not in unfit]
    if not is_commercial:
        fit.sort(key=lambda one: one is not Activity.SHARED_TEAM)
    return [ActivityChoice(one.value, ACTIVITY_WORDS[one], ACTIVITY_ICONS[one]) for one in fit]


def visit_title(activity: str, complexity: str) -> str:
    """Customer discovery meeting, usual."""
    return f"{ACTIVITY_WORDS[Activity(activity)]}, {complexity}"
