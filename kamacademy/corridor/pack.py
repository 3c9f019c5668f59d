"""What a phone is given, as plain data: the content of a release, the people in care, own views to give, drafts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamacademy.access import Function
from kamacademy.coaching.agreement import DAYS_OFFERED
from kamacademy.coaching.entry import LONGEST_ALIAS, LONGEST_LINE, LONGEST_OWN_WORDS, LONGEST_TITLE, LONGEST_WORDS
from kamacademy.coaching.focus import MOST_IN_FOCUS
from kamacademy.competency.documents import Competency, Framework
from kamacademy.development.documents import LibraryAction
from kamacademy.guide.activity import (
    ACTIVITY_ICONS,
    ACTIVITY_WORDS,
    COMPLEXITY_WORDS,
    Activity,
    activities_for,
    visit_title,
)
from kamacademy.guide.documents import Activities, Phrase, Phrases, WordHints
from kamacademy.guide.rights import open_competencies
from kamacademy.people.job_roles import NAMES, JobRole

if TYPE_CHECKING:
    from kamacademy.visit.models import PlannedVisit

FORMAT = 1
LIMITS = {
    "line": LONGEST_LINE,
    "words": LONGEST_WORDS,
    "title": LONGEST_TITLE,
    "alias": LONGEST_ALIAS,
    "focus": MOST_IN_FOCUS,
    "own_words": LONGEST_OWN_WORDS,
}

Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Content:
    """What the form shows of a release, whoever carries it."""

    release_id: int
    framework: Framework
    competencies: Mapping[str, Competency]
    activities: Activities
    phrases: Phrases
    hints: WordHints
    actions: Sequence[LibraryAction]


@dataclass(frozen=True, slots=True)
class InCare:
    """One person whom the carrier coaches today."""

    id: int
    name: str
    initials: str
    job_role: JobRole
    functions: frozenset[Function]


@dataclass(frozen=True, slots=True)
class LastAgreement:
    """What coach and learner agreed last."""

    title: str
    due_on: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class ViewToGive:
    """A planned visit of today, or a note not answered yet, on which a learner gives an own view."""

    visit_id: int | None
    observation_id: int | None
    coach_id: int
    coach_name: str
    activity: str
    complexity: str | None
    on: date
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that the academy holds. `key` is the phone's own, None for one begun on a page."""

    key: str | None
    observation_id: int
    edition: int
    learner_id: int
    observed_on: date
    activity: str
    complexity: str


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split()[0]


def content_part(content: Content) -> Data:
    """The release: kinds of visit, indicators with their sentences, actions, phrases, words to look out for."""
    return {
        "release": content.release_id,
        "limits": LIMITS,
        "activities": [activity_part(content.activities, one) for one in Activity],
        "complexities": [
            {"code": one.value, "name": name, "words": words} for one, (name, words) in COMPLEXITY_WORDS.items()
        ],
        "indicators": {
            indicator: part
            for competency in content.competencies.values()
            for indicator, part in indicator_parts(competency, content.phrases)
        },
        "actions": [{"id": one.id, "title": one.title, "indicator": one.indicator} for one in content.actions],
        "days": list(DAYS_OFFERED),
        "phrases": {
            "strength": [phrase_part(one) for one in content.phrases.strength],
            "improve": [phrase_part(one) for one in content.phrases.improve],
        },
        "hints": content.hints.model_dump(mode="json"),
    }


def activity_part(activities: Activities, activity: Activity) -> Data:
    """One kind of visit with what it can show."""
    guide = activities.of(activity.value)
    return {
        "code": activity.value,
        "name": ACTIVITY_WORDS[activity],
        "icon": ACTIVITY_ICONS[activity],
        "is_simulation": guide.is_simulation,
        "asks_proposition": guide.asks_proposition,
        "indicators": [{"id": one.indicator, "example": one.example} for one in guide.indicators],
    }


def indicator_parts(competency: Competency, phrases: Phrases) -> Iterable[tuple[str, Data]]:
    """The indicators of a competency with sentences and tags, by id."""
    for indicator in competency.indicators:
        yield (
            indicator.id,
            {
                "name": indicator.name,
                "competency": competency.short_name,
                "anchors": list(indicator.anchors),
                "do_not_credit": list(competency.do_not_credit),
                "tags": list(phrases.tags.get(indicator.id, ())),
            },
        )


def phrase_part(phrase: Phrase) -> Data:
    """A starter phrase."""
    return {"words": phrase.words, "indicator": phrase.indicator}


def person_part(
    person: InCare,
    coach: JobRole,
    content: Content,
    *,
    focus: Sequence[str],
    last: LastAgreement | None,
    visits: Sequence["PlannedVisit"],
) -> Data:
    """One person in care: what may be rated, what the plan is about, what was agreed, what is planned."""
    may_rate = open_competencies(content.framework, person.job_role, coach)
    fitting = activities_for(learner=person.job_role, rater=coach, is_coach=Function.COACH in person.functions)
    return {
        "id": person.id,
        "name": person.name,
        "first_name": first_name(person.name),
        "initials": person.initials,
        "role": NAMES[person.job_role],
        "activities": [one.code for one in fitting],
        "open": [one.id for code in may_rate for one in content.competencies[code].indicators],
        "focus": [one for one in dict.fromkeys(focus) if one[:3] in may_rate],
        "last_agreement": last and {"title": last.title, "due_on": iso(last.due_on), "is_done": last.is_done},
        "visits": [visit_part(one) for one in visits],
    }


def visit_part(visit: "PlannedVisit") -> Data:
    """A planned visit."""
    return {
        "id": visit.id,
        "planned_on": visit.planned_on.isoformat(),
        "begins": visit.begins,
        "activity": visit.activity,
        "focus": list(visit.focus),
        "account_alias": visit.account_alias,
        "purpose": visit.purpose,
    }


def view_part(view: ViewToGive) -> Data:
    """A visit or a note that waits for the learner's own view."""
    words = ACTIVITY_WORDS[Activity(view.activity)]
    return {
        "visit": view.visit_id,
        "observation": view.observation_id,
        "coach": {"id": view.coach_id, "name": view.coach_name},
        "title": visit_title(view.activity, view.complexity) if view.complexity else words,
        "on": view.on.isoformat(),
        "indicators": list(view.indicators),
    }


def draft_part(draft: OpenDraft) -> Data:
    """A draft that the academy holds."""
    return {
        "key": draft.key,
        "observation": draft.observation_id,
        "edition": draft.edition,
        "learner": draft.learner_id,
        "observed_on": draft.observed_on.isoformat(),
        "title": visit_title(draft.activity, draft.complexity),
    }


def iso(day: date | None) -> str | None:
    """A day as 2026-11-22."""
    return day.isoformat() if day else None
