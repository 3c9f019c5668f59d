"""The assumptions by which an effect is reckoned in money: which there are, and each as it is stated. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.subjects import kind_of

CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling"}


class Part(StrEnum):
    """What is assumed. The first four multiply the effect, the last four add up to the cost."""

    UNIT = "unit"
    SHARE = "share"
    MONTHS = "months"
    REACHED = "reached"
    DEVELOPMENT = "development"
    DELIVERY = "delivery"
    TIME = "time"
    MATERIALS = "materials"


FACTORS = (Part.UNIT, Part.REACHED, Part.MONTHS, Part.SHARE)
COSTS = (Part.DEVELOPMENT, Part.DELIVERY, Part.TIME, Part.MATERIALS)
NAMES = {
    Part.UNIT: "What one unit of the KPI is worth",
    Part.REACHED: "People reached",
    Part.MONTHS: "Months it lasts",
    Part.SHARE: "Share of the effect credited",
    Part.DEVELOPMENT: "Development",
    Part.DELIVERY: "Delivery",
    Part.TIME: "People’s time",
    Part.MATERIALS: "Materials",
}
MONEY = (Part.UNIT, *COSTS)
# What the form says of each; {per} is a person or a team, {unit} that of the KPI.
HINTS = {
    Part.UNIT: (
        "In money, for one {per} and one month, for one {unit} of gain. From what the company or its customers save or "
        "avoid; never from what one person prescribed, ordered or sold."
    ),
    Part.REACHED: (
        "For how many the gain holds. Leave medical and nursing roles out where one unit is worth something commercial."
    ),
    Part.MONTHS: "How long the gain lasts. The months of the study were measured; what comes after them is assumed.",
    Part.SHARE: (
        "In percent. The comparison with teams that had not begun takes other causes out already: less than 100 is a "
        "further caution, and as a rule an opinion."
    ),
    Part.DEVELOPMENT: "Content, tools and reviews, or the part of them that falls on this roll-out.",
    Part.DELIVERY: "Trainers, coaches, rooms, travel, licences.",
    Part.TIME: "Hours of learners and coaches at what an hour costs the company.",
    Part.MATERIALS: "Print, devices, and whatever else was bought.",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """One assumption: low, central and high, in words why, from where, and whether it is only somebody's opinion.

    The share credited is in percent, 0 to 100.
    """

    part: Part
    low: float
    central: float
    high: float
    words: str
    source: str
    is_opinion: bool

    def kept(self) -> dict[str, Any]:
        """As it is stored. Any: JSON."""
        return asdict(self)


def stated_from(kept: Sequence[Mapping[str, Any]]) -> list[Stated]:
    """The assumptions from what is stored."""
    return [Stated(**{**one, "part": Part(one["part"])}) for one in kept]


def name_of(part: Part, kpi: Kpi | None) -> str:
    """What is assumed, in words: of teams where the KPI is one of teams."""
    if part is Part.REACHED and kpi is not None and kind_of(kpi) == "team":
        return "Teams reached"
    return NAMES[part]
