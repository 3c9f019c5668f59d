"""What people do about rating itself: calibrate on cases, come along as second observer, and run the model. Pure."""

from dataclasses import dataclass
from datetime import date
from random import Random

from kamacademy.demo.acts import Act, Seen

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody rates: `shift` levels above the reference on average, `spread` around that, both in levels.

    `unknown` is the share of indicators, 0 to 1, of which they say "cannot tell".
    """

    shift: float
    spread: float
    unknown: float = 0.0

    def level(self, reference: int, random: Random) -> int | None:
        """A level for something that experts put at `reference`, or None for "cannot tell"."""
        meant, is_unknown = reference + self.shift + random.gauss(0, self.spread), random.random() < self.unknown
        return None if is_unknown else min(max(round(meant), LOWEST), HIGHEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEvent(Act):
    """A calibration event is made, and coaches are invited. `event` names it; `seed` draws so many cases."""

    event: str
    title: str
    opens_on: date
    closes_on: date
    size: int
    coaches: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCases(Act):
    """A coach rates so many cases of an event, or all of them and finishes. `event` None is the present quarter."""

    event: str | None
    manner: Manner
    seed: int
    cases: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEvent(Act):
    """An event is over, and everybody may compare."""

    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyByCases(Act):
    """A coach who meets the rule may attest for a year."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnQuarter(Act):
    """The calendar gives certified coaches two cases, and ends the quarter before."""

    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPair(Act):
    """A planned visit is drawn for two observers; the pair goes by the name of the visit."""

    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSecond(Act):
    """The coach asks a colleague along."""

    visit: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateAsSecond(Act):
    """The second observer says what they saw."""

    visit: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SayOfPair(Act):
    """One of the two writes what they saw differently; they have not talked about it yet."""

    visit: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRaters(Act):
    """The nightly run of the rater model, after which all estimates are made anew."""
