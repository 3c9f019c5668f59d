"""Rounds of peer feedback, and a draft that two devices of one coach tell differently. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from kamacademy.demo.acts import Act, Seen
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.company import BY_KEY, CEDARMERE
from kamacademy.demo.together import AnswerPeers, AskPeers, ChoosePeers, SendFromPhone
from kamacademy.demo.words import Book
from kamacademy.guide.activity import Activity


def rounds(today: date, seed: int, book: Book) -> Iterator[Act]:
    """Every round as it went: one is over, one waits for answers today, and one for the coach to choose."""
    for number, words in enumerate(book.rounds):
        day, key = workday(today - timedelta(days=words.days_ago)), f"round-{number}"
        drawn = chance(seed, key).randrange(2**31)
        yield AskPeers(
            at=moment(day, 12, 15), by=words.learner, round=key, size=words.size, picks=words.picks,
            weeks=words.weeks, seed=drawn,
        )  # fmt: skip
        if words.chosen:
            coach = BY_KEY[words.learner].coach_at(words.days_ago)
            yield ChoosePeers(at=moment(later_workday(day, 1), 12, 25), by=coach, round=key, picks=words.chosen)
        for place, (who, given) in enumerate(words.answers.items()):
            choices = tuple((item, choice, given.examples.get(item)) for item, choice in given.choices.items())
            at = moment(later_workday(day, given.after_days), 17, 40 + place)
            yield AnswerPeers(at=at, by=who, round=key, choices=choices)


def told_twice(today: date, seed: int, book: Book) -> Iterator[SendFromPhone]:
    """Ingrid's draft about Owen: sent from the phone in the car park, and told anew on a tablet in the evening."""
    day, words = workday(today - timedelta(days=1)), book.talk.phone
    entry = str(UUID(int=chance(seed, "phone").getrandbits(128), version=4))
    open_still = Seen("C12b", None, None)
    yield SendFromPhone(
        at=moment(day, 15, 35), by="ingrid", entry=entry, device="phone", learner="owen", activity=Activity.DISCOVERY,
        account=CEDARMERE, seen=(Seen("C03a", 3, words["phone_line"]), open_still), strength=words["strength"],
        improve=None,
    )  # fmt: skip
    yield SendFromPhone(
        at=moment(day, 19, 15), by="ingrid", entry=entry, device="tablet", learner="owen",
        activity=Activity.DISCOVERY, account=CEDARMERE, seen=(Seen("C03a", 2, words["tablet_line"]), open_still),
        strength=words["strength"], improve=words["tablet_improve"],
    )  # fmt: skip
