"""The rules of attesting, each with the sentence that says how to go on. Pure."""

from datetime import date, datetime, timedelta

from kamacademy.wording import day

LONGEST_CERTIFIED_DAYS = 731
MONTHS_COPIED = 24
# A coaching note may be changed for so long after sharing; what still changes is not copied.
SETTLED_AFTER = timedelta(hours=48)


class AttestationRule(Exception):
    """A rule of attesting was broken; the message says what to do."""


class NotCertified(AttestationRule):
    """Only a rater who is certified on the day of the visit attests."""

    def __init__(self, on: date) -> None:
        super().__init__(f"You are not certified to attest on {day(on)}. An administrator enters certified raters.")


class AnnouncedTooLate(AttestationRule):
    """The learner knows of an attestation at least a day before."""

    def __init__(self) -> None:
        super().__init__("Announce an attestation at least one day ahead: choose tomorrow or a later day.")


class NothingAnnounced(AttestationRule):
    """An attestation says beforehand what it looks at."""

    def __init__(self) -> None:
        super().__init__("Choose at least one indicator: the learner should know what will be looked at.")


class NotAsAnnounced(AttestationRule):
    """What was not announced, or not for that day, cannot be attested."""


class ChangedSinceRead(AttestationRule):
    """Only what was read is signed."""

    def __init__(self) -> None:
        super().__init__("The notes were changed after you opened this page. Read them once more, then sign.")


class NotForARater(AttestationRule):
    """Certified are active coaches, and never by themselves."""


class DaysOutOfOrder(AttestationRule):
    """A certificate runs from its first day to a later one, for at most two years, and not only in the past."""


class AlreadyCertified(AttestationRule):
    """One certificate at a time."""

    def __init__(self, until: date) -> None:
        super().__init__(
            f"Already certified until {day(until)}. Let the new one begin on the day after, or end the present one."
        )


class NotInForce(AttestationRule):
    """Only what is in force, or will be, can be ended."""

    def __init__(self) -> None:
        super().__init__("This certificate has ended already.")


class MayNotBeCopied(AttestationRule):
    """A note counts as attested only if it could have been an attestation by how it was made."""


class CopyAnswered(AttestationRule):
    """Asked once for a note, and answered once."""

    def __init__(self) -> None:
        super().__init__("This question has been answered already, and the answer stays.")


def is_announced_in_time(announced_on: date, held_on: date) -> bool:
    """Whether at least one day lies between the announcement and the visit."""
    return announced_on < held_on


def is_settled(shared_at: datetime, at: datetime) -> bool:
    """Whether a shared coaching note no longer changes."""
    return at - shared_at > SETTLED_AFTER
