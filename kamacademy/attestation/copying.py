"""Whether the ratings of a coaching note may count as attested, and which of them. Pure."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from kamacademy.attestation.rules import MONTHS_COPIED, MayNotBeCopied, is_settled
from kamacademy.competency.estimation import months_before
from kamacademy.competency.evidence import Purpose

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation, Rating


def copied(observation: "Observation") -> list["Rating"]:
    """The ratings that a copy takes: those with a level and a line of evidence, as an attestation demands."""
    return [one for one in observation.ratings if one.level is not None and one.evidence_line]


def refuse_unfit(observation: "Observation", *, is_rater: bool, today: date, at: datetime) -> None:
    """Raise MayNotBeCopied, with the reason, for a note that cannot count as attested.

    `is_rater`: its coach was certified on the day of the visit and is today.
    """
    if observation.purpose == Purpose.ATTESTATION:
        raise MayNotBeCopied("This is an attestation already.")
    if observation.shared_at is None:
        raise MayNotBeCopied("Only a shared note can be copied.")
    if observation.shared_at.date() < months_before(today, MONTHS_COPIED):
        raise MayNotBeCopied(f"This note is more than {MONTHS_COPIED} months old and no longer counts.")
    if not is_settled(observation.shared_at, at):
        raise MayNotBeCopied("A note can change for 48 hours after sharing. Ask once that time is over.")
    if not is_rater:
        raise MayNotBeCopied("Only a rater who was certified on the day of the visit, and is today, can ask.")
    if not copied(observation):
        raise MayNotBeCopied("No rating here has both a level and a line of evidence, as an attestation needs.")
