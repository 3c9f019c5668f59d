"""Every kind of letter that the academy writes: what it is called, who gets it, and whether a reader may say no."""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.access import Function

EVERYBODY = frozenset(Function)
LEARNERS = frozenset({Function.LEARNER})
COACHES = frozenset({Function.COACH})
BOTH = LEARNERS | COACHES


class Topic(StrEnum):
    """What kinds are gathered under where a reader chooses, in that order."""

    PRACTICE = "Learning"
    PLAN = "Development plan"
    VISITS = "Visits"
    NOTES = "Coaching notes"
    ATTESTATIONS = "Attestations"
    PEERS = "Peer feedback"
    RATING = "Rating alike"
    TEAM = "Team and academy"
    ACCOUNT = "Account"


class UnknownKind(Exception):
    """A letter of a kind that is not in the table: nobody could say no to it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter. `title` ends the sentence “A letter when …”, or names what comes regularly.

    `must` says why it cannot be switched off; None where it can. `waits` is False for what is of use at once or never:
    it does not wait for the end of quiet hours. A digest comes on a day of the week that its reader chooses.
    """

    code: str
    title: str
    topic: Topic
    readers: frozenset[Function] = EVERYBODY
    must: str | None = None
    waits: bool = True
    is_digest: bool = False

    @property
    def may_stop(self) -> bool:
        """Whether a reader may switch it off."""
        return self.must is None


TABLE = (
    Kind("practice", "Questions from lessons come back today", Topic.PRACTICE, LEARNERS),
    Kind("commitment.asked", "It is time to say what became of a commitment", Topic.PRACTICE, LEARNERS),
    Kind("plan.reminder", "An action of your plan is due in a week, and on its day", Topic.PLAN, LEARNERS),
    Kind("plan.review_due", "The review of a plan is due in a week, and on its day", Topic.PLAN, BOTH),
    Kind("visit-planned", "Somebody plans a visit with you", Topic.VISITS, BOTH),
    Kind("visit-changed", "A visit with you has changed", Topic.VISITS, BOTH),
    Kind("visit-cancelled", "A visit with you is cancelled", Topic.VISITS, BOTH),
    Kind("note-shared", "Your coach shares a note with you", Topic.NOTES, LEARNERS),
    Kind("note-changed", "Your coach changes a note", Topic.NOTES, LEARNERS),
    Kind("note-answered", "A learner answers your note", Topic.NOTES, COACHES),
    Kind("note-disputed", "A learner sees your note differently", Topic.NOTES, COACHES),
    Kind("note-replied", "Somebody replies in the conversation about a note", Topic.NOTES, BOTH),
    Kind(
        "attestation-announced", "A visit will be an attestation", Topic.ATTESTATIONS, LEARNERS,
        must="Nobody is attested who was not told beforehand.",
    ),
    Kind(
        "attestation-signed", "An attestation of yours is signed", Topic.ATTESTATIONS, LEARNERS,
        must="It enters your attested record, and you can answer it.",
    ),
    Kind("attestation-copy-asked", "Your coach asks to let a note count as attested", Topic.ATTESTATIONS, LEARNERS),
    Kind("peer-asked", "A colleague asks for your feedback", Topic.PEERS),
    Kind("peer-reminder", "A colleague still waits for your feedback", Topic.PEERS),
    Kind("peer-choose", "You choose half of the colleagues asked about a learner", Topic.PEERS, COACHES),
    Kind("peer-closed", "A round of feedback about you has closed", Topic.PEERS, BOTH),
    Kind("pair-drawn", "A visit of yours is drawn for a second observer", Topic.RATING, COACHES),
    Kind("pair-chosen", "You are asked along as second observer", Topic.RATING, COACHES),
    Kind("pair-comes", "A second observer comes along on your visit", Topic.RATING, LEARNERS),
    Kind("pair-declined", "A learner prefers to have no second observer", Topic.RATING, COACHES),
    Kind("pair-withdrawn", "A second observer cannot come", Topic.RATING, COACHES),
    Kind("pair-moved", "A visit on which you come along has changed", Topic.RATING, COACHES),
    Kind("pair-off", "You need not come along after all", Topic.RATING, COACHES),
    Kind("pair-reminder", "Your rating as second observer is waited for", Topic.RATING, COACHES),
    Kind("pair-both-in", "Both ratings of a visit are in", Topic.RATING, COACHES),
    Kind("calibration-invited", "You are invited to rate cases", Topic.RATING, COACHES),
    Kind("calibration-quarter", "Your two cases of the quarter wait", Topic.RATING, COACHES),
    Kind("calibration-reminder", "Your two cases still wait", Topic.RATING, COACHES),
    Kind("calibration-closed", "Your report on rated cases is there", Topic.RATING, COACHES),
    Kind("team.digest", "What needs attention in your team, once a week", Topic.TEAM, COACHES, is_digest=True),
    Kind("panel", "Your judgement on a paper is asked", Topic.TEAM),
    Kind(
        "transition.announced", "A change of job role is planned, moved or cancelled", Topic.TEAM,
        must="It changes what is expected of the person, from a day on.",
    ),
    Kind(
        "password-reset", "You asked for a new password", Topic.ACCOUNT, waits=False,
        must="You ask for it yourself, and cannot sign in without it.",
    ),
)  # fmt: skip

KINDS = {one.code: one for one in TABLE}


def kind_of(code: str) -> Kind:
    """The kind with a code. Raises UnknownKind."""
    found = KINDS.get(code)
    if found is None:
        raise UnknownKind(code)
    return found


def for_reader(functions: frozenset[Function]) -> dict[Topic, list[Kind]]:
    """The kinds that a reader with these functions may get, by topic and in the table's order; no topic is empty."""
    kept = [one for one in TABLE if one.readers & functions]
    return {topic: found for topic in Topic if (found := [one for one in kept if one.topic is topic])}


def may_choose(functions: frozenset[Function]) -> list[Kind]:
    """Of these kinds, those that the reader may switch off."""
    return [one for kinds in for_reader(functions).values() for one in kinds if one.may_stop]
