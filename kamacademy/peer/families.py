"""The five functions of an account organisation, by which feedback counts as coming from across functions."""

from collections.abc import Iterable
from enum import StrEnum

from kamacademy.people.job_roles import JobRole

FEWEST_FAMILIES = 2


class Family(StrEnum):
    """Job roles that work alike."""

    COMMERCIAL = "commercial"
    MEDICAL = "medical"
    NURSING = "nursing"
    MARKETING = "marketing"
    LEADERSHIP = "leadership"


FAMILY_WORDS = {
    Family.COMMERCIAL: "Commercial field",
    Family.MEDICAL: "Medical",
    Family.NURSING: "Nursing",
    Family.MARKETING: "Marketing",
    Family.LEADERSHIP: "Leadership",
}
FAMILY_OF = {
    JobRole.REP: Family.COMMERCIAL,
    JobRole.SK: Family.COMMERCIAL,
    JobRole.BK: Family.COMMERCIAL,
    JobRole.AL: Family.COMMERCIAL,
    JobRole.FM: Family.COMMERCIAL,
    JobRole.MSL: Family.MEDICAL,
    JobRole.NAV: Family.NURSING,
    JobRole.MK: Family.MARKETING,
    JobRole.SL: Family.LEADERSHIP,
}


def are_across(families: Iterable[Family]) -> bool:
    """Whether these come from at least two functions."""
    return len(set(families)) >= FEWEST_FAMILIES
