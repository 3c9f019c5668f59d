"""Whether the proposition matched the goal that the customer stated: one optional tap on customer conversations."""

from enum import StrEnum


class Fit(StrEnum):
    """What the coach saw; no answer at all is as good."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not-seen"


FIT_WORDS = {Fit.YES: "Yes", Fit.NO: "No", Fit.NOT_SEEN: "Not seen"}
