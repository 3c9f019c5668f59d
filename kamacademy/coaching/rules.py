"""The rules of an observation, each with the sentence that says how to go on."""

from collections.abc import Sequence

from kamacademy.wording import listed


class CoachingRule(Exception):
    """A rule of the observation was broken; the message says what to do."""


class NotADraft(CoachingRule):
    """A shared or discarded observation does not change any more."""

    def __init__(self) -> None:
        super().__init__("This note has been shared and no longer changes.")


class ChangedElsewhere(CoachingRule):
    """A phone has changed the draft since the page was opened."""

    def __init__(self) -> None:
        super().__init__("A phone has changed this draft since you opened the page.")


class ObservedInTheFuture(CoachingRule):
    """A visit is observed on the day it takes place."""

    def __init__(self) -> None:
        super().__init__("The visit must have taken place: choose today or an earlier day.")


class FocusOutOfBounds(CoachingRule):
    """One to five indicators."""

    def __init__(self) -> None:
        super().__init__("Choose one to five indicators; one or two are easiest to watch well.")


class ActivityNotOpen(CoachingRule):
    """A commercial coach sees medical and nursing roles in shared team meetings only, and those are theirs alone."""

    def __init__(self) -> None:
        super().__init__(
            "A commercial coach observes medical and nursing roles in shared team meetings only, and other roles never "
            "as one. Choose another activity."
        )


class IndicatorNotOpen(CoachingRule):
    """A commercial coach rates medical and nursing roles in shared team work only."""


class NotAnnounced(CoachingRule):
    """An attestation looks at what was announced and at nothing else."""

    def __init__(self) -> None:
        super().__init__("An attestation rates the indicators that were announced, all of them and no others.")


class NotRatedYet(CoachingRule):
    """Every indicator in focus needs a level or "not observed" before sharing."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"Choose a sentence or “not observed” for {listed(names)}.")


class EvidenceMissing(CoachingRule):
    """An attestation says for every level what was seen."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"An attestation needs a line of evidence for every level: write what was seen for {listed(names)}."
        )


class NotSigned(CoachingRule):
    """An attestation is shared by signing it."""

    def __init__(self) -> None:
        super().__init__("An attestation is shared by signing it.")


class DueDayOutOfReach(CoachingRule):
    """An agreed action is due after today and within 90 days."""

    def __init__(self) -> None:
        super().__init__("Choose a day after today and at most 90 days ahead, so that it stays a promise.")


class NotSharedYet(CoachingRule):
    """Only a shared note can be answered."""

    def __init__(self) -> None:
        super().__init__("This note has not been shared yet.")


class AlreadyAnswered(CoachingRule):
    """One's own view is given once."""

    def __init__(self) -> None:
        super().__init__("Your view is already saved. It stays as you gave it that day.")
