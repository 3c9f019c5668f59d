"""The colours of charts on paper, as attributes: what prints knows no style sheet inside a drawing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamacademy.competency.certainty import Certainty

ACCENT, CAUTION, INK, QUIET, TRACK = "#0b5c63", "#7d5200", "#1b2220", "#87827a", "#e9e6e1"
# The accent at 34 % and at 16 % on white, as the pages mix them.
FIRM, FAINT = "#adc9cb", "#d8e5e6"

Attributes = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Ink:
    """A chart's size in px (96 to the inch) and the attributes of its parts; range and dot by how sure they are."""

    width: int
    height: int
    track: Attributes
    range: Mapping[str, Attributes]
    estimate: Mapping[str, Attributes]
    target: Attributes
    flag: Attributes
    series: Attributes
    last: Attributes
    aim: Attributes
    limit: Attributes
    outside: Attributes


def ink(width: int, height: int) -> Ink:
    """The palette for a chart of a size."""
    return Ink(
        width=width,
        height=height,
        track={"fill": TRACK},
        range={
            Certainty.SURE: {"fill": FIRM},
            Certainty.LEANING: {"fill": FAINT},
            Certainty.GUESS: {"fill": "none", "stroke": QUIET, "stroke-dasharray": "3 3"},
        },
        estimate={
            Certainty.SURE: {"fill": ACCENT, "stroke": "#fff", "stroke-width": 2},
            Certainty.LEANING: {"fill": "#fff", "stroke": ACCENT, "stroke-width": 3},
            Certainty.GUESS: {"fill": ACCENT, "stroke": "#fff", "stroke-width": 2},
        },
        target={"stroke": INK, "stroke-width": 2},
        flag={"fill": INK},
        series={"fill": "none", "stroke": ACCENT, "stroke-width": 2, "vector-effect": "non-scaling-stroke"},
        last={"fill": ACCENT},
        aim={"stroke": CAUTION, "stroke-dasharray": "5 3"},
        limit={"fill": "none", "stroke": QUIET, "stroke-dasharray": "1.5 3", "vector-effect": "non-scaling-stroke"},
        outside={"fill": "none", "stroke": ACCENT, "stroke-width": 2},
    )


LEVEL_INK, SPARK_INK = ink(255, 32), ink(150, 36)
