"""The visits of the story: what was looked at, what was seen, and what the learner answered. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from kamacademy.coaching.proposition import Fit
from kamacademy.competency.evidence import Context
from kamacademy.content.library import Library
from kamacademy.demo.acts import Act, AnswerNote, Observe, Seen
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.company import COACH, DAYS_OF_HISTORY, Colleague
from kamacademy.demo.growth import Growth, Skill
from kamacademy.demo.together import GiveOwnView, GivePulse, ShareLate
from kamacademy.demo.words import Book
from kamacademy.guide.activity import Activity
from kamacademy.guide.documents import Activities
from kamacademy.guide.queries import activities_in

# A role-play is told of apart; digital talks are rarely joined by a coach.
NOT_DRAWN = frozenset({Activity.ROLE_PLAY, Activity.DIGITAL})
HIGHEST_WRITTEN = 4
SHARE_NOT_OBSERVED = 0.08
SHARE_WITH_OWN_VIEW, SHARE_GIVEN_BEFORE = 0.85, 0.35
SHARE_WITH_PULSE = 0.85
FITS = (Fit.YES, Fit.YES, Fit.YES, Fit.NO, Fit.NOT_SEEN, None)
# In levels: how far what is shown moves from day to day, and how much less is shown on a bad day.
DAY_TO_DAY, SETBACK = 0.45, 2.5
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

    def seen(self, learner: str, indicator: str, level: int, book: Book) -> Seen:
        """A level with the line for it."""
        return Seen(indicator, level, self.take(learner, book.indicators[indicator].lines[level]))

    def keep(self, learner: str, text: str) -> str:
        """Remember that the learner reads it."""
        self.used[text] += 1
        self.read.add((learner, text))
        return text


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit before anything is agreed: an act without its agreement, and the number of the visit from 0.

    The learner can read the note from `shared_on` on.
    """

    number: int
    observe: Observe
    day: date
    shared_on: date
    is_answered: bool


def visits(
    learner: Colleague, growth: Growth, *, today: date, seed: int, book: Book, written: Written, library: Library
) -> list[Visit]:
    """Every visit of a learner, the earliest first."""
    guide = activities_in(library)
    random, looked_at = chance(seed, "visits", learner.key), Counter[str]()
    found = []
    for number, days_ago in enumerate(growth.visits):
        day = workday(today - timedelta(days=days_ago))
        activity, indicators = focus(learner, growth, guide, looked_at, random, is_session=number in growth.sessions)
        complexity = random.choice((Context.SIMPLE, Context.USUAL, Context.USUAL, Context.USUAL, Context.COMPLEX))
        progress = 1 - days_ago / DAYS_OF_HISTORY
        levels = seen_levels(growth, indicators, progress, SPREAD[complexity], random, number)
        seen = tuple(
            written.seen(learner.key, one, level, book) if level else Seen(one, None, None)
            for one, level in levels.items()
        )
        strength, improve = sbi(learner, levels, book, written)
        at = moment(day, random.choice((9, 10, 11, 13, 14, 15, 16)), random.randrange(0, 60, 5))
        observe = Observe(
            at=at, by=learner.coach_at(days_ago), key=f"{learner.key}-{number}", learner=learner.key, activity=activity,
            complexity=complexity, account=random.choice(learner.accounts), seen=seen, strength=strength,
            improve=improve, agreement=None, fit=fit(guide, activity, chance(seed, "fit", learner.key, number)),
        )  # fmt: skip
        is_answered = growth.is_last_answered or days_ago != growth.visits[-1]
        observe, late = as_written(observe, book), book.talk.late.get(observe.key, 0)
        found.append(Visit(number, observe, day, later_workday(day, late), is_answered))
    return found


def as_written(observe: Observe, book: Book) -> Observe:
    """The note as this coach wrote it: once it waited before it was shared, once a line says little."""
    line = book.talk.thin.get(observe.key)
    first = next((one for one in observe.seen if one.level), None)
    seen = tuple(replace(one, line=line) if line and one is first else one for one in observe.seen)
    return replace(observe, seen=seen, is_late=observe.key in book.talk.late)


def fit(guide: Activities, activity: Activity, random: Random) -> Fit | None:
    """Whether the proposition fitted, where the activity asks for it; not every coach answers."""
    return random.choice(FITS) if guide.of(activity).asks_proposition else None


def focus(
    learner: Colleague, growth: Growth, guide: Activities, looked_at: Counter[str], random: Random, *, is_session: bool
) -> tuple[Activity, list[str]]:
    """The activity and the indicators in focus: what was seen least, in the kind of activity that was joined least.

    Of a coaching session, what it shows of what was seen least.
    """

    def turn(skill: Skill) -> float:
        return looked_at[skill.competency] / skill.weight

    def shown(skill: Skill, activity: Activity) -> list[str]:
        own = [one for one in guide.of(activity).indicator_ids if one.startswith(skill.competency)]
        side = "ab"[looked_at[skill.competency] % 2]
        return sorted(own, key=lambda one: not one.endswith(side))

    open_to = [Activity.COACHING] if is_session else activities_of(learner)
    first = min((one for one in growth.skills if any(shown(one, kind) for kind in open_to)), key=turn)
    fits = [one for one in open_to if shown(first, one)]
    activity = min(fits, key=lambda one: (looked_at[one.value], random.random()))
    looked_at[activity.value] += 1
    also = sorted((one for one in growth.skills if one is not first and shown(one, activity)), key=turn)
    number = random.choice(growth.looked_at)
    indicators: list[str] = []
    for skill in (first, *also):
        indicators += shown(skill, activity)[: 2 if skill is first and number > 3 else 1]
        looked_at[skill.competency] += 1
        if len(indicators) >= number:
            break
    return activity, indicators[:5]


def activities_of(learner: Colleague) -> list[Activity]:
    """Shared team meetings for medical and nursing roles; for the others all else, coaching sessions for coaches."""
    if not learner.is_commercial:
        return [Activity.SHARED_TEAM]
    unfit = {Activity.SHARED_TEAM} if COACH in learner.functions else {Activity.SHARED_TEAM, Activity.COACHING}
    return [one for one in Activity if one not in unfit | NOT_DRAWN]


def seen_levels(
    growth: Growth, indicators: list[str], progress: float, spread: float, random: Random, visit: int
) -> dict[str, int | None]:
    """A level for each indicator around the person's skill that day; now and then one was not to be seen."""
    by_competency = {one.competency: one for one in growth.skills}
    levels: dict[str, int | None] = {}
    for number, indicator in enumerate(indicators):
        skill = by_competency[indicator[:3]]
        shown = skill.at(progress) + spread + random.gauss(0, DAY_TO_DAY)
        if (visit, skill.competency) in growth.setbacks:
            shown -= SETBACK
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


def answers(found: list[Visit], *, seed: int, book: Book, written: Written) -> Iterator[Act]:
    """What the learner made of each note a day or two later: mostly an own view, some given beforehand; a pulse."""
    for visit in found:
        observe = visit.observe
        if observe.is_late:
            yield ShareLate(at=moment(visit.shared_on, 11, 40), by=observe.by, note=observe.key)
        if not visit.is_answered:
            continue
        random = chance(seed, "answer", observe.key)
        at = moment(later_workday(visit.shared_on, random.choice((0, 1, 1, 2))), 18, random.randrange(0, 55, 5))
        view = own_view(observe, random, book, written) if random.random() < SHARE_WITH_OWN_VIEW else None
        if view is not None and observe.planned is not None and random.random() < SHARE_GIVEN_BEFORE:
            before = observe.at - timedelta(minutes=12)
            yield GiveOwnView(at=before, by=observe.learner, visit=observe.planned, levels=view[0], words=view[1])
            view = None
        levels, words = view if view is not None else (None, None)
        yield AnswerNote(at=at, by=observe.learner, visit=observe.key, levels=levels, words=words)
        if random.random() < SHARE_WITH_PULSE:
            yield GivePulse(
                at=at + timedelta(minutes=2), by=observe.learner, note=observe.key,
                was_specific=random.choice((3, 4, 4, 5)), can_use=random.choice((3, 3, 4, 4, 5)),
            )  # fmt: skip


Levels = tuple[tuple[str, int | None], ...]


def own_view(observe: Observe, random: Random, book: Book, written: Written) -> tuple[Levels, str | None]:
    """The learner's own levels, and words where there are new ones."""
    levels = tuple((one.indicator, own_level(one.level, random)) for one in observe.seen)
    views = [book.indicators[one.indicator].view for one in observe.seen if one.level]
    new = [view for view in views if not written.has_read(observe.learner, view)]
    return levels, written.take(observe.learner, new) if new else None


def own_level(level: int | None, random: Random) -> int | None:
    """Mostly the coach's level, now and then one higher or lower."""
    return None if level is None else min(max(level + random.choice((-1, 0, 0, 0, 0, 1, 1)), 1), 5)
