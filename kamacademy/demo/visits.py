"""The visits of the story: what was looked at, what was seen, and what the learner answered. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from kamacademy.competency.evidence import Context
from kamacademy.demo.acts import AnswerNote, Observe, Seen
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.company import COACH, DAYS_OF_HISTORY, Colleague
from kamacademy.demo.growth import Growth, Skill
from kamacademy.demo.words import Book
from kamacademy.guide.activity import Activity

# Which competencies can be seen in which kind of activity.
SHOWN_IN = {
    Activity.DISCOVERY: ("C03", "C01", "C09", "C12", "C04", "C06"),
    Activity.EXECUTIVE: ("C09", "C06", "C05", "C01", "C08"),
    Activity.GROUP: ("C06", "C12", "C01", "C05", "C09"),
    Activity.PLAN_REVIEW: ("C07", "C05", "C02", "C13", "C01", "C12"),
    Activity.CO_CREATION: ("C08", "C04", "C12", "C09", "C06"),
    Activity.JOURNEY: ("C04", "C03", "C10", "C09"),
    Activity.TEAM: ("C10", "C13", "C02", "C07", "C05"),
    Activity.NEGOTIATION: ("C08", "C12", "C09", "C06"),
    Activity.COACHING: ("C11", "C13", "C10"),
    Activity.SHARED_TEAM: ("C10", "C13", "C07"),
}
HIGHEST_WRITTEN = 4
SHARE_NOT_OBSERVED = 0.08
SHARE_WITH_OWN_VIEW = 0.85
SPREAD = {Context.SIMPLE: 0.2, Context.USUAL: 0.0, Context.COMPLEX: -0.25}


@dataclass(slots=True)
class Written:
    """What coaches have written so far: how often each line was used, and what each learner has read already."""

    used: Counter[str] = field(default_factory=Counter)
    read: set[tuple[str, str]] = field(default_factory=set)

    def take(self, learner: str, texts: Sequence[str]) -> str:
        """The text that this learner has not read and that was used least; the first of equals."""
        return self.keep(learner, min(texts, key=lambda text: (self.has_read(learner, text), self.used[text])))

    def first_new(self, learner: str, texts: Sequence[str]) -> str:
        """The first text that this learner has not read; the very first if all are known."""
        return self.keep(learner, min(texts, key=lambda text: self.has_read(learner, text)))

    def has_read(self, learner: str, text: str) -> bool:
        """Whether the learner has read the text."""
        return (learner, text) in self.read

    def keep(self, learner: str, text: str) -> str:
        """Remember that the learner reads it."""
        self.used[text] += 1
        self.read.add((learner, text))
        return text


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit before anything is agreed: an act without its agreement, and the number of the visit from 0."""

    number: int
    observe: Observe
    day: date
    is_answered: bool


def visits(learner: Colleague, growth: Growth, *, today: date, seed: int, book: Book, written: Written) -> list[Visit]:
    """Every visit of a learner, the earliest first."""
    random, looked_at = chance(seed, "visits", learner.key), Counter[str]()
    found = []
    for number, days_ago in enumerate(growth.visits):
        day = workday(today - timedelta(days=days_ago))
        activity, indicators = focus(learner, growth, looked_at, random)
        complexity = random.choice((Context.SIMPLE, Context.USUAL, Context.USUAL, Context.USUAL, Context.COMPLEX))
        progress = 1 - days_ago / DAYS_OF_HISTORY
        levels = seen_levels(growth, indicators, progress, SPREAD[complexity], random)
        seen = tuple(
            Seen(one, level, written.take(learner.key, book.indicators[one].lines[level]) if level else None)
            for one, level in levels.items()
        )
        strength, improve = sbi(learner, levels, book, written)
        at = moment(day, random.choice((9, 10, 11, 13, 14, 15, 16)), random.randrange(0, 60, 5))
        observe = Observe(
            at=at, by=learner.coach_at(days_ago), key=f"{learner.key}-{number}", learner=learner.key, activity=activity,
            complexity=complexity, account=random.choice(learner.accounts), seen=seen, strength=strength,
            improve=improve, agreement=None,
        )  # fmt: skip
        is_answered = growth.is_last_answered or days_ago != growth.visits[-1]
        found.append(Visit(number, observe, day, is_answered))
    return found


def focus(learner: Colleague, growth: Growth, looked_at: Counter[str], random: Random) -> tuple[Activity, list[str]]:
    """The activity and the indicators in focus: the competency seen least, and others that fit the activity."""

    def turn(skill: Skill) -> float:
        return looked_at[skill.competency] / skill.weight

    first = min(growth.skills, key=turn)
    fits = [one for one in activities_of(learner) if first.competency in SHOWN_IN[one]]
    activity = random.choice(fits)
    also = sorted((one for one in growth.skills if one.competency in SHOWN_IN[activity]), key=turn)
    number = random.choice(growth.looked_at)
    indicators: list[str] = []
    for skill in (first, *(one for one in also if one is not first)):
        side = "ab"[looked_at[skill.competency] % 2]
        other = "ba"[looked_at[skill.competency] % 2]
        indicators.append(f"{skill.competency}{side}")
        if skill is first and number > 3:
            indicators.append(f"{skill.competency}{other}")
        looked_at[skill.competency] += 1
        if len(indicators) >= number:
            break
    return activity, indicators[:5]


def activities_of(learner: Colleague) -> list[Activity]:
    """Shared team meetings for medical and nursing roles; for the others all else, coaching sessions for coaches."""
    if not learner.is_commercial:
        return [Activity.SHARED_TEAM]
    unfit = {Activity.SHARED_TEAM} if COACH in learner.functions else {Activity.SHARED_TEAM, Activity.COACHING}
    return [one for one in SHOWN_IN if one not in unfit]


def seen_levels(
    growth: Growth, indicators: list[str], progress: float, spread: float, random: Random
) -> dict[str, int | None]:
    """A level for each indicator around the person's skill that day; now and then one was not to be seen."""
    by_competency = {one.competency: one for one in growth.skills}
    levels: dict[str, int | None] = {}
    for number, indicator in enumerate(indicators):
        shown = by_competency[indicator[:3]].at(progress) + spread + random.gauss(0, 0.3)
        hidden = number > 0 and random.random() < SHARE_NOT_OBSERVED
        levels[indicator] = None if hidden else min(max(round(shown), 1), HIGHEST_WRITTEN)
    return levels


def sbi(learner: Colleague, levels: dict[str, int | None], book: Book, written: Written) -> tuple[str, str]:
    """One strength from what was seen highest, one thing to improve from what was seen lowest; new ones first."""
    ordered = sorted((level, one) for one, level in levels.items() if level)
    lows = [book.indicators[one].stretch if level > 2 else book.indicators[one].improve for level, one in ordered]
    improve = written.first_new(learner.key, lows[: max(1, len(lows) // 2)])
    others = [pair for low, pair in zip(lows, ordered, strict=True) if low != improve] or ordered
    highs = [book.indicators[one].strength if level > 2 else book.indicators[one].beginning for level, one in others]
    return written.first_new(learner.key, highs[::-1]), improve


def answers(found: list[Visit], *, seed: int, book: Book, written: Written) -> Iterator[AnswerNote]:
    """The learner's acknowledgement of each note a day or two later, mostly with an own view."""
    for visit in found:
        observe = visit.observe
        if not visit.is_answered:
            continue
        random = chance(seed, "answer", observe.key)
        at = moment(later_workday(visit.day, random.choice((0, 1, 1, 2))), 18, random.randrange(0, 60, 5))
        if random.random() > SHARE_WITH_OWN_VIEW:
            yield AnswerNote(at=at, by=observe.learner, visit=observe.key, levels=None, words=None)
            continue
        levels = tuple((one.indicator, own_level(one.level, random)) for one in observe.seen)
        views = [book.indicators[one.indicator].view for one in observe.seen if one.level]
        new = [view for view in views if not written.has_read(observe.learner, view)]
        words = written.take(observe.learner, new) if new else None
        yield AnswerNote(at=at, by=observe.learner, visit=observe.key, levels=levels, words=words)


def own_level(level: int | None, random: Random) -> int | None:
    """Mostly the coach's level, now and then one higher or lower."""
    return None if level is None else min(max(level + random.choice((-1, 0, 0, 0, 0, 1, 1)), 1), 5)
