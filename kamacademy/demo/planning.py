"""Visits planned beforehand: those that were made, those that fell through, and those that lie ahead. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kamacademy.competency.evidence import Context
from kamacademy.demo.acts import Act, AnswerNote, Observe
from kamacademy.demo.chance import chance, moment, workday, workday_ahead
from kamacademy.demo.company import BY_KEY, CEDARMERE, Colleague
from kamacademy.demo.together import CancelVisit, GivePulse, PlanVisit
from kamacademy.demo.visits import Visit, Written
from kamacademy.demo.words import Book
from kamacademy.guide.activity import Activity

SHARE_PLANNED, SHARE_BY_LEARNER = 0.85, 0.3
MOST_AGREED = 2
# Visits that were rated by two, by the name of the note, with the second observer; these were always planned.
ALIKE = {"leila-3": "yusuf", "ruben-3": "astrid", "aisha-6": "daniel"}
APART = {"priya-7": "ingrid"}
ROLE_PLAY_DAYS_AGO = 22


@dataclass(frozen=True, slots=True)
class Ahead:
    """A visit so many workdays ahead, planned so many days ago; its focus follows from the plan."""

    learner: str
    workdays: int
    begins: str
    activity: Activity
    days_ago: int
    by: str


AHEAD = (
    Ahead("mira", 0, "09:30", Activity.DISCOVERY, 5, "daniel"),
    Ahead("jonas", 2, "13:00", Activity.TEAM, 6, "daniel"),
    Ahead("leila", 4, "10:00", Activity.SHARED_TEAM, 4, "leila"),
    Ahead("aisha", 1, "11:00", Activity.NEGOTIATION, 7, "ingrid"),
    Ahead("owen", 5, "14:30", Activity.DISCOVERY, 3, "ingrid"),
    Ahead("daniel", 3, "15:00", Activity.COACHING, 8, "samuel"),
    Ahead("lukas", 2, "10:30", Activity.PLAN_REVIEW, 6, "helena"),
    Ahead("noah", 6, "09:00", Activity.DISCOVERY, 4, "helena"),
    Ahead("amara", 4, "14:00", Activity.EXECUTIVE, 5, "marcus"),
    Ahead("viktor", 3, "11:30", Activity.EXECUTIVE, 9, "farid"),
    Ahead("ines", 7, "13:30", Activity.SHARED_TEAM, 3, "farid"),
    Ahead("sana", 5, "15:30", Activity.CO_CREATION, 2, "camille"),
    Ahead("marcus", 4, "10:00", Activity.COACHING, 7, "margaret"),
)


def with_plans(learner: Colleague, found: list[Visit], *, today: date, seed: int) -> tuple[list[Visit], list[Act]]:
    """The visits, most of them now made of a planned one, and the acts of planning those."""
    made, plans = list[Visit](), list[Act]()
    for visit in found:
        act = planned(learner, visit, today=today, seed=seed)
        if act is not None:
            plans.append(act)
            visit = replace(visit, observe=replace(visit.observe, planned=act.key))  # the same visit
        made.append(visit)
    return made, plans


def planned(learner: Colleague, visit: Visit, *, today: date, seed: int) -> PlanVisit | None:
    """How a visit was planned some days beforehand by its coach or learner; None if it was not."""
    observe = visit.observe
    random = chance(seed, "planned", observe.key)
    day = workday(visit.day - timedelta(days=random.randrange(3, 13)))
    ago = (today - day).days
    is_left_out = random.random() > SHARE_PLANNED and observe.key not in ALIKE | APART
    if is_left_out or learner.care[0].days_ago <= ago or learner.coach_at(ago) != observe.by:
        return None
    by = learner.key if random.random() < SHARE_BY_LEARNER else observe.by
    return PlanVisit(
        at=moment(day, random.choice((8, 12, 17)), random.randrange(0, 60, 5)), by=by, key=f"{observe.key}-planned",
        learner=learner.key, coach=observe.by, planned_on=visit.day,
        begins=f"{observe.at.hour - 1:02}:{random.choice((0, 30)):02}", activity=observe.activity,
        account=observe.account, focus=tuple(one.indicator for one in observe.seen[:MOST_AGREED]),
    )  # fmt: skip


def lapsed(today: date, book: Book) -> Iterator[Act]:
    """Visits that were planned and then called off, or not held."""
    for number, words in enumerate(book.talk.lapsed):
        learner, day = BY_KEY[words.learner], workday(today - timedelta(days=words.days_ago))
        key, first = f"{words.learner}-lapsed-{number}", workday(day - timedelta(days=9))
        yield PlanVisit(
            at=moment(first, 12, 5 * number), by=words.by, key=key, learner=learner.key,
            coach=learner.coach_at(words.days_ago), planned_on=day, begins="10:30", activity=words.activity,
            account=learner.accounts[0], focus=None,
        )  # fmt: skip
        if words.reason:
            at = moment(workday(day - timedelta(days=1)), 16, 20 + number)
            yield CancelVisit(at=at, by=words.by, visit=key, reason=words.reason)


def ahead(today: date) -> Iterator[PlanVisit]:
    """Visits of the next two weeks."""
    for number, one in enumerate(AHEAD):
        learner = BY_KEY[one.learner]
        yield PlanVisit(
            at=moment(workday(today - timedelta(days=one.days_ago)), 17, 3 * number), by=one.by,
            key=f"{one.learner}-ahead", learner=learner.key, coach=learner.coach_at(0),
            planned_on=workday_ahead(today, one.workdays), begins=one.begins, activity=one.activity,
            account=learner.accounts[0], focus=None,
        )  # fmt: skip


def role_play(today: date, book: Book, written: Written) -> Iterator[Act]:
    """A role-play of Owen's with Ingrid, before he asks the question at an account: practice, and not a visit."""
    day, words = workday(today - timedelta(days=ROLE_PLAY_DAYS_AGO)), book.indicators["C03a"]
    yield Observe(
        at=moment(day, 16, 10), by="ingrid", key="owen-role-play", learner="owen", activity=Activity.ROLE_PLAY,
        complexity=Context.SIMPLE, account=CEDARMERE, seen=(written.seen("owen", "C03a", 2, book),),
        strength=words.beginning, improve=words.improve, agreement=None,
    )  # fmt: skip
    seen = moment(day, 18, 40)
    yield AnswerNote(at=seen, by="owen", visit="owen-role-play", levels=(("C03a", 2),), words=None)
    yield GivePulse(at=seen.replace(minute=43), by="owen", note="owen-role-play", was_specific=5, can_use=5)
