"""What exactly is signed under an attestation, and what signing it means. Pure."""

from typing import TYPE_CHECKING

from kamacademy.records.signature import JSON

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation, Rating
    from kamacademy.visit.models import PlannedVisit

MEANING = (
    "I saw this visit myself, as a certified rater, on the day for which it was announced. Each level rests on what "
    "was said or done that day. I know that it counts for a decision, and that nothing here can be changed once signed."
)


def content_of(observation: "Observation", announced: "PlannedVisit") -> JSON:
    """Everything that is signed: who, the announcement, the visit, ratings with their lines, words, the agreement.

    What comes later, such as the learner's own view, is no part of it.
    """
    due_on = observation.agreed_due_on
    return {
        "learner": observation.learner_id,
        "rater": observation.coach_id,
        "announced": {
            "visit": announced.id,
            "at": announced.made_at.isoformat(),
            "for": announced.planned_on.isoformat(),
            "focus": list(announced.focus),
        },
        "release": observation.release_id,
        "observed_on": observation.observed_on.isoformat(),
        "activity": observation.activity,
        "complexity": observation.complexity,
        "account_alias": observation.account_alias,
        "ratings": [rating_content(one) for one in observation.ratings],
        "strength": observation.strength,
        "improve": observation.improve,
        "proposition_fit": observation.proposition_fit,
        "agreed": {
            "action": observation.agreed_action,
            "indicator": observation.agreed_indicator,
            "library": observation.agreed_library_id,
            "due_on": due_on.isoformat() if due_on else None,
        },
    }


def rating_content(rating: "Rating") -> JSON:
    """One rating as it is signed, without the learner's own level."""
    return {"indicator": rating.indicator, "level": rating.level, "evidence": rating.evidence_line}
