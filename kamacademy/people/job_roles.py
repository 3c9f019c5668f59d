"""The nine job roles of an account organisation; their competency targets are content."""

from enum import StrEnum


class JobRole(StrEnum):
    """What a person does in the company. Functions say what they do in the academy."""

    REP = "REP"
    SK = "SK"
    BK = "BK"
    AL = "AL"
    FM = "FM"
    MSL = "MSL"
    NAV = "NAV"
    MK = "MK"
    SL = "SL"


NAMES = {
    JobRole.REP: "Sales representative",
    JobRole.SK: "Small-k account manager",
    JobRole.BK: "Big-K account manager",
    JobRole.AL: "Account lead",
    JobRole.FM: "Field manager",
    JobRole.MSL: "Medical science liaison",
    JobRole.NAV: "Nurse navigator or clinical educator",
    JobRole.MK: "Marketer",
    JobRole.SL: "Senior leader",
}

NON_COMMERCIAL = frozenset({JobRole.MSL, JobRole.NAV})
