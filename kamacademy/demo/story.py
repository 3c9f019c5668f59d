"""The story in order of time: a pilot, then nine months in which all are learning, coached and measured. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from kamacademy.competency.evidence import Context
from kamacademy.content.library import Library
from kamacademy.demo.accompanying import accompany
from kamacademy.demo.acts import Act, Agreement, AskForFigures, Join, Observe, Publish, TakeIntoCare
from kamacademy.demo.attesting import attest
from kamacademy.demo.calibrating import calibrate
from kamacademy.demo.chance import moment, workday
from kamacademy.demo.changing import role_acts
from kamacademy.demo.colleagues import rounds, told_twice
from kamacademy.demo.company import BY_KEY, COLLEAGUES, PILOT_DAYS, PRAIRIE
from kamacademy.demo.growth import GROWTH
from kamacademy.demo.planning import ahead, lapsed, role_play, with_plans
from kamacademy.demo.plans import plan_acts
from kamacademy.demo.pledging import pledge_acts
from kamacademy.demo.practising import practice_acts
from kamacademy.demo.readings import reading_acts
from kamacademy.demo.studies import M01, STUDIES
from kamacademy.demo.studying import study_acts
from kamacademy.demo.talking import talk_about
from kamacademy.demo.unit_story import unit_acts
from kamacademy.demo.visits import Written, answers, visits
from kamacademy.demo.words import Book
from kamacademy.demo.working import work_acts
from kamacademy.guide.activity import Activity


def beginning(today: date) -> list[Act]:
    """The people who are there from the start, who coaches whom then, and the first release."""
    day = today - timedelta(days=PILOT_DAYS)
    there = [one for one in COLLEAGUES if one.joined_days_ago == PILOT_DAYS]
    acts: list[Act] = [
        Join(at=moment(day, 7, number), by="grace", who=one, role_since=today - timedelta(days=one.role_days_ago))
        for number, one in enumerate(there)
    ]
    acts += [
        TakeIntoCare(at=moment(day, 8, number), by="grace", learner=one.key, coach=one.care[0].coach)
        for number, one in enumerate(there)
        if one.care
    ]
    acts.append(
        Publish(
            at=moment(day, 9),
            by="nadia",
            words="Framework, eleven modules with checks, scenarios and exercises, KPIs and plan actions",
        )
    )
    return acts


def later(today: date, seed: int, book: Book, library: Library) -> list[Act]:
    """Everything after the beginning that happened before today, in order of time."""
    acts = [*changes(today), *role_acts(today), *work_acts(today, M01, book, library)]
    acts.append(AskForFigures(at=moment(today - timedelta(days=1), 21, 30), by="nadia"))
    acts += [*lapsed(today, book), *ahead(today)]
    acts += [*rounds(today, seed, book), *told_twice(today, seed, book)]
    written, notes = Written(), dict[str, Observe]()
    for learner in COLLEAGUES:
        studies = STUDIES.get(learner.key, ())
        studied = list(study_acts(learner.key, studies, today=today, seed=seed, book=book, library=library))
        acts += [*studied, *practice_acts(learner.key, studied, today=today, seed=seed)]
        acts += pledge_acts(learner.key, book.pledges, studied)
        own: list[Act] = []
        growth = GROWTH.get(learner.key)
        if growth is not None:
            found = visits(learner, growth, today=today, seed=seed, book=book, written=written, library=library)
            found, plans = with_plans(learner, found, today=today, seed=seed)
            notes |= {one.observe.key: one.observe for one in found}
            own += plans
            own += plan_acts(learner, found, today=today, seed=seed, book=book, library=library)
            own += answers(found, seed=seed, book=book, written=written)
        acts += own
        acts += reading_acts(learner, own, today=today, seed=seed, book=book, library=library)
    acts += [draft(today, book, written), *role_play(today, book, written)]
    acts += talk_about(notes, today=today, book=book, written=written)
    acts += attest(notes, today=today, book=book, written=written)
    acts += unit_acts(today, seed, book, library)
    acts += [*calibrate(today, seed), *accompany(acts, notes, book=book, written=written)]
    return sorted((act for act in acts if act.at.date() < today), key=lambda act: act.at)


def changes(today: date) -> Iterator[Act]:
    """People who came after the pilot or later still, and coaches who changed."""
    for one in COLLEAGUES:
        if one.joined_days_ago != PILOT_DAYS:
            day = today - timedelta(days=one.joined_days_ago)
            since = today - timedelta(days=one.role_days_ago)
            yield Join(at=moment(day, 7), by="grace", who=one, role_since=since)
            if one.care:
                yield TakeIntoCare(at=moment(day, 7, 5), by="grace", learner=one.key, coach=one.care[0].coach)
        for care in one.care[1:]:
            at = moment(today - timedelta(days=care.days_ago), 7, 30)
            yield TakeIntoCare(at=at, by="grace", learner=one.key, coach=care.coach)


def draft(today: date, book: Book, written: Written) -> Observe:
    """A note that Daniel has begun and not yet shared; its strength holds a word that judges."""
    day = workday(today - timedelta(days=1))
    return Observe(
        at=moment(day, 15, 10), by="daniel", key="draft", learner=BY_KEY["jonas"].key, activity=Activity.DISCOVERY,
        complexity=Context.USUAL, account=PRAIRIE, is_shared=False,
        agreement=Agreement(book.indicators["C01b"].action, "C01b", today + timedelta(days=30), None),
        strength=book.talk.draft["strength"], improve=None,
        seen=(written.seen("jonas", "C03a", 3, book), written.seen("jonas", "C01b", 2, book)),
    )  # fmt: skip
