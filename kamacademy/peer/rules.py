"""The rules of a round of peer feedback, each with the sentence that says how to go on."""

from collections.abc import Mapping
from enum import StrEnum

from kamacademy.wording import counted

FEWEST_ASKED, MOST_ASKED = 3, 6
# So long a coach may choose; then the rest is drawn by lot.
DAYS_TO_CHOOSE = 3
WEEKS_OFFERED = (1, 2, 3)
# So many days before the due day, whoever has not answered is reminded once.
REMIND_DAYS = 2


class Chooser(StrEnum):
    """Who chose a colleague to be asked."""

    LEARNER = "learner"
    COACH = "coach"
    LOT = "lot"


class State(StrEnum):
    """Where a round stands; worked out of its moments, never stored."""

    CHOOSING = "choosing"
    ASKING = "asking"
    CLOSED = "closed"


def own_share(size: int) -> int:
    """How many of those asked the learner picks: half, rounded up."""
    return (size + 1) // 2


class PeerRule(Exception):
    """A rule of peer feedback was broken; the message says what to do."""


class RoundOpenAlready(PeerRule):
    """One round at a time."""

    def __init__(self) -> None:
        super().__init__("A round is open already. Wait until it has closed, then ask again.")


class NoFormYet(PeerRule):
    """The content in force was published before there was a form for colleagues."""

    def __init__(self) -> None:
        super().__init__("The form for colleagues is not published yet. The learning team publishes it.")


class WrongNumber(PeerRule):
    """Half is picked, no more and no fewer, and each person once."""

    def __init__(self, wanted: int) -> None:
        super().__init__(f"Pick {counted(wanted, 'different colleague')}; somebody else chooses the rest.")


class NotAColleague(PeerRule):
    """Not oneself, not the present coach, nobody whose account is closed, nobody who is asked already."""

    def __init__(self) -> None:
        super().__init__("Pick from the list: colleagues with an open account, neither oneself nor the present coach.")


class TooFewColleagues(PeerRule):
    """There are not so many who could be asked, or they are all of one function."""

    def __init__(self) -> None:
        super().__init__("There are too few colleagues of two functions in the academy to ask. Ask fewer, or later.")


class OneFunctionOnly(PeerRule):
    """Feedback across functions needs two of them."""

    def __init__(self) -> None:
        super().__init__("All those asked are of one function. Choose at least one colleague of another.")


class ChosenAlready(PeerRule):
    """The rest has been chosen meanwhile, by the coach or by lot."""

    def __init__(self) -> None:
        super().__init__("Everyone has been chosen already, and the colleagues have been asked.")


class NoLongerAsked(PeerRule):
    """Given, declined, or over."""

    def __init__(self) -> None:
        super().__init__("This no longer waits for you: it is answered, declined, or the round has closed.")


class AnswerIncomplete(PeerRule):
    """Every statement needs a choice, and the ends of the scale an example."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Something is missing.")
        self.problems = problems
