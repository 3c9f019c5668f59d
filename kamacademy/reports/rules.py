"""What may be ordered and issued, and how long an order keeps. Pure."""

from datetime import timedelta
from enum import StrEnum

KEPT_FOR = timedelta(hours=24)
ABANDONED_AFTER = timedelta(minutes=30)
MOST_WAITING = 3


class What(StrEnum):
    """What of a team may be printed."""

    PLANS = "plans"
    PROFILES = "profiles"
    REVIEW = "review"


class Form(StrEnum):
    """One file for the printer, or one for each person."""

    PDF = "pdf"
    ZIP = "zip"


WHAT_WORDS = {
    What.PLANS: "Development plans",
    What.PROFILES: "Competency profiles",
    What.REVIEW: "Team review",
}


class RuleBroken(Exception):
    """Something that may not be done; its words say why and what to do."""


class NotComplete(RuleBroken):
    """A certificate was asked for before the programme was complete."""

    def __init__(self) -> None:
        super().__init__("The programme is not complete: every module, and no check that has run out.")


class TooManyOrders(RuleBroken):
    """Somebody has several orders waiting already."""

    def __init__(self) -> None:
        super().__init__("Several orders of yours are waiting already. Fetch those first.")


class NobodyInCare(RuleBroken):
    """There is nobody to print anything about."""

    def __init__(self) -> None:
        super().__init__("Nobody is in your care today, so there is nothing to print.")
