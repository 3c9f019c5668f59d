"""What came of the visits: agreed actions, how they went, and library actions put into the plans. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from kamacademy.content.library import Library
from kamacademy.demo.acts import Act, Agreement, Observe
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.company import Colleague
from kamacademy.demo.plan_acts import AgreePlan, CheckIn, Complete, DraftPlan, Drop, FillIn, Propose, Redate
from kamacademy.demo.steps import Usual, agreements, step_acts
from kamacademy.demo.talks import DRAFTED_DAYS_AGO, FATES, TALKS, Fate, Talk
from kamacademy.demo.visits import Visit
from kamacademy.demo.words import Book, LibraryWords
from kamacademy.development.action_library import find_entry
from kamacademy.development.plan import MOST_OPEN
from kamacademy.guide.activity import Activity

SHARE_FROM_LIBRARY = 0.4
SHARE_WITH_CHECK_IN = 0.75
DAYS_GIVEN = (30, 30, 42, 60)


NEXT_CHANCE = {
    Activity.DISCOVERY: "next meeting with the clinic lead",
    Activity.EXECUTIVE: "next meeting with the finance lead",
    Activity.GROUP: "next meeting of the committee",
    Activity.PLAN_REVIEW: "next plan review",
    Activity.CO_CREATION: "next working session on the joint idea",
    Activity.JOURNEY: "second journey workshop",
    Activity.TEAM: "next account team meeting",
    Activity.NEGOTIATION: "next talk about terms",
    Activity.COACHING: "next three visits with the team",
    Activity.SHARED_TEAM: "next shared team meeting",
}


@dataclass(slots=True)
class Workload:
    """When each action of a person is open, so that three are never exceeded; and the indicators worked on."""

    spans: list[tuple[date, date]] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    def takes(self, start: date, end: date) -> bool:
        """Whether there is a place for an action over these days; if so it is taken."""
        days = [start, *(first for first, _ in self.spans if start <= first <= end)]
        if any(sum(first <= day <= last for first, last in self.spans) >= MOST_OPEN for day in days):
            return False
        self.spans.append((start, end))
        return True


@dataclass(frozen=True, slots=True)
class Course:
    """An action on its way: what names it, from when to when, how it ends, and the words for it."""

    learner: Colleague
    name: str
    begun: date
    due: date
    fate: Fate
    coach_words: str
    learner_words: str
    done: str

    @property
    def last_day(self) -> date:
        """The last day on which it is open."""
        if self.fate is Fate.OPEN:
            return date.max
        return self.due + timedelta(days=30) if self.fate is Fate.REDATED else self.due


def plan_acts(
    learner: Colleague, found: list[Visit], *, today: date, seed: int, book: Book, library: Library
) -> Iterator[Act]:
    """Every visit with its agreement, and everything done about the actions, in no order.

    The plans of some are told step by step; those of the others follow from their talks and visits.
    """
    if learner.key in book.plans and learner.key not in TALKS:
        yield from told_acts(learner, found, book, today)
        return
    yield from step_acts(learner, book.plans.get(learner.key, ()), {}, today)
    load, random = Workload(), chance(seed, "plan", learner.key)
    talks = [(today - timedelta(days=talk.days_ago), talk) for talk in TALKS.get(learner.key, ())]
    for day, talk in talks:
        yield from talk_acts(learner, day, talk, load, random, book, library, today)
    for visit in found:
        course, observe = agreed(learner, visit, load, random, book, library)
        yield observe
        if course is not None:
            if visit.is_answered:
                yield filled_in(learner, course.begun, observe, book)
            yield from course_acts(course, random, book, today)
    if learner.key in DRAFTED_DAYS_AGO:
        day = workday(today - timedelta(days=DRAFTED_DAYS_AGO[learner.key]))
        yield DraftPlan(at=moment(day, 17, 5), by=learner.key, learner=learner.key)
        yield AgreePlan(at=moment(day, 17, 20), by=learner.key, learner=learner.key)


def told_acts(learner: Colleague, found: list[Visit], book: Book, today: date) -> Iterator[Act]:
    """A plan as its steps tell it, with the actions that were agreed on visits."""
    steps = book.plans[learner.key]
    usual = {name: Usual(one.coach, one.learner, one.done) for name, one in book.library.items()}
    titles = {name: one.action for name, one in book.indicators.items()}
    for visit in agreements(found, steps, titles, today):
        agreement = visit.observe.agreement
        yield visit.observe
        if agreement is not None:
            words = book.indicators[agreement.indicator]
            usual[visit.observe.key] = Usual(words.coach, words.learner, words.done)
            yield filled_in(learner, visit.shared_on, visit.observe, book)
    yield from step_acts(learner, steps, usual, today)


def agreed(
    learner: Colleague, visit: Visit, load: Workload, random: Random, book: Book, library: Library
) -> tuple[Course | None, Observe]:
    """The action agreed after a visit, about what was seen lowest; none if three are open or nothing new is left."""
    observe = visit.observe
    rated = sorted((one for one in observe.seen if one.level), key=lambda one: one.level or 0)
    due = workday(visit.day + timedelta(days=random.choice(DAYS_GIVEN)))
    due = max(due, visit.day + timedelta(days=30))
    fate = FATES.get((learner.key, visit.number), Fate.DONE)
    wants_library = random.random() < SHARE_FROM_LIBRARY
    for one in rated:
        if one.indicator in load.given:
            continue
        library_id = fitting(one.indicator, book, library) if wants_library else None
        words = book.library[library_id] if library_id else book.indicators[one.indicator]
        course = Course(
            learner, observe.key, visit.shared_on, due, fate, words.coach, words.learner, words.done
        )  # fmt: skip
        if not load.takes(course.begun, course.last_day):
            break
        load.given.add(one.indicator)
        entry = find_entry(library, library_id)
        title = entry.action.title if entry else book.indicators[one.indicator].action
        return course, replace(observe, agreement=Agreement(title, one.indicator, due, library_id))
    return None, observe


def filled_in(learner: Colleague, begun: date, observe: Observe, book: Book) -> FillIn:
    """Where the learner will try it, said the day after; for an action in own words also what will show it."""
    assert observe.agreement is not None
    at = moment(later_workday(begun, 1), 12, 20)
    key, library_id = learner.key, observe.agreement.library_id
    if library_id is not None:
        where = book.library[library_id].where.format(account=observe.account)
        return FillIn(at=at, by=key, learner=key, action=observe.key, where=where, evidence=None, kpi=None)
    words = book.indicators[observe.agreement.indicator]
    where = f"{observe.account}, {NEXT_CHANCE[observe.activity]}"
    return FillIn(
        at=at, by=key, learner=key, action=observe.key, where=where, evidence=words.evidence, kpi=words.kpi
    )  # fmt: skip


def fitting(indicator: str, book: Book, library: Library) -> str | None:
    """The first library action for the indicator that has words."""
    for library_id in book.library:
        entry = find_entry(library, library_id)
        if entry and entry.action.indicator == indicator:
            return library_id
    return None


def talk_acts(
    learner: Colleague,
    day: date,
    talk: Talk,
    load: Workload,
    random: Random,
    book: Book,
    library: Library,
    today: date,
) -> Iterator[Act]:
    """A library action put forward by the learner, agreed by both, and how it went."""
    entry = find_entry(library, talk.library_id)
    assert entry is not None, talk.library_id
    begun, coach = workday(day), learner.coach_at(talk.days_ago)
    due = begun + timedelta(days=entry.action.days)
    words: LibraryWords = book.library[talk.library_id]
    course = Course(
        learner, talk.library_id, begun, due, talk.fate, words.coach, words.learner, words.done
    )  # fmt: skip
    if not load.takes(begun, course.last_day):
        return
    load.given.add(entry.action.indicator)
    where = words.where.format(account=learner.accounts[0])
    yield Propose(
        at=moment(begun, 8, 10), by=learner.key, learner=learner.key, library_id=talk.library_id, where=where,
        due_on=due,
    )  # fmt: skip
    yield AgreePlan(at=moment(begun, 8, 20), by=learner.key, learner=learner.key)
    yield AgreePlan(at=moment(begun, 17, random.randrange(0, 30)), by=coach, learner=learner.key)
    yield from course_acts(course, random, book, today)


def course_acts(course: Course, random: Random, book: Book, today: date) -> Iterator[Act]:
    """Check-ins on the way, another date if it comes to that, and the end."""
    span, key = (course.due - course.begun).days, course.learner.key
    asked_on = workday(course.begun + timedelta(days=max(4, span // 4)))
    asked, answered = moment(asked_on, 12, random.randrange(0, 60)), moment(asked_on, 18, random.randrange(0, 60))
    if random.random() < SHARE_WITH_CHECK_IN or course.due >= today:
        coach = course.learner.coach_at((today - asked_on).days)
        yield CheckIn(at=asked, by=coach, learner=key, action=course.name, words=course.coach_words)
        yield CheckIn(at=answered, by=key, learner=key, action=course.name, words=course.learner_words)
    over = workday(course.due - timedelta(days=random.randrange(2, 8)))
    if course.fate is Fate.DROPPED:
        reason = random.choice(book.other.dropped)
        yield Drop(at=moment(over, 16, 40), by=key, learner=key, action=course.name, reason=reason)
    if course.fate is Fate.REDATED:
        later = course.due + timedelta(days=28)
        reason = random.choice(book.other.redated)
        yield Redate(at=moment(over, 17, 10), by=key, learner=key, action=course.name, due_on=later, reason=reason)
        over = workday(later - timedelta(days=4))
    if course.fate in (Fate.DONE, Fate.REDATED):
        yield Complete(at=moment(over, 17, 30), by=key, learner=key, action=course.name, evidence=course.done)
