"""Who practises what they learned: on the days when questions come back, or a little later. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.demo.acts import Act, FinishLesson, Practise
from kamacademy.demo.chance import chance, later_workday, moment
from kamacademy.retrieval.plan import PLAN_DAYS


@dataclass(frozen=True, slots=True)
class Habit:
    """The share of questions got right, 0 to 1, and since how many days nothing was practised."""

    share_right: float
    quiet_days: int = 1


HABITS = {
    "mira": Habit(0.86, quiet_days=6),
    "jonas": Habit(0.64),
    "priya": Habit(0.93),
    "leila": Habit(0.88),
    "chiara": Habit(0.84),
    "mateo": Habit(0.75),
    "aisha": Habit(0.8, quiet_days=40),
    "daniel": Habit(0.82, quiet_days=3),
    "fatima": Habit(0.9, quiet_days=4),
    "amara": Habit(0.83),
    "henrik": Habit(0.68, quiet_days=14),
}


def practice_acts(learner: str, studied: Iterable[Act], *, today: date, seed: int) -> Iterator[Practise]:
    """One stack on each day that somebody practises; a second lesson that comes back that day shares it."""
    habit = HABITS.get(learner)
    if habit is None:
        return
    finished = [act.at.date() for act in studied if isinstance(act, FinishLesson)]
    random = chance(seed, "practice", learner)
    days = {later_workday(day, after + random.choice((0, 0, 1, 2))) for day in finished for after in PLAN_DAYS}
    for day in sorted(days):
        if day <= today - timedelta(days=habit.quiet_days):
            at = moment(day, 7, random.randrange(10, 50))
            yield Practise(at=at, by=learner, share_right=habit.share_right, seed=random.randrange(10**6))
