"""Carrying out calibration, second ratings and runs of the rater model, through the operations that the pages use."""

from functools import cache
from random import Random

from kamacademy.calibration import operations as calibration
from kamacademy.calibration import queries as calibrations
from kamacademy.calibration.documents import CalibrationCase
from kamacademy.calibration.drawing import drawn, times_given
from kamacademy.calibration.given import Given as GivenCase
from kamacademy.calibration.models import CalibrationSeat
from kamacademy.calibration.quarter import quarter_of
from kamacademy.competency import operations as competency
from kamacademy.content.queries import library
from kamacademy.demo import rating
from kamacademy.demo.chance import chance
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.words import Texts, book
from kamacademy.monitor import operations as monitor
from kamacademy.pairing import operations as pairing
from kamacademy.pairing.given import Given

# Not every level is given a reason.
SHARE_WITH_REASON = 0.3


@perform.register
def hold_event(act: rating.HoldEvent, stage: Stage) -> None:
    """An event on cases that the page would offer: those that the coaches know least."""
    coaches = [stage.people[one] for one in act.coaches]
    known = calibrations.last_given(one.id for one in coaches)
    given = times_given(known.values(), act.at.date())
    cases = drawn(calibrations.cases_in(library()), act.size, act.seed, given)
    stage.events[act.event] = calibration.make_event(
        act.title, opens_on=act.opens_on, closes_on=act.closes_on, cases=cases, coaches=coaches,
        by=stage.people[act.by], seed=act.seed, at=act.at,
    )  # fmt: skip


@perform.register
def rate_cases(act: rating.RateCases, stage: Stage) -> None:
    """Cases in the coach's own order."""
    seat, random = seat_of(act, stage), chance(act.seed, "levels")
    cases = calibrations.cases_of(seat.event)
    for slug in seat.cases[: act.cases]:
        given = [given_to(cases[slug], one, act, random) for one in cases[slug].indicators]
        calibration.rate(seat, slug, given, at=act.at)
    if act.cases is None:
        calibration.finish(seat, at=act.at)


def seat_of(act: rating.RateCases, stage: Stage) -> CalibrationSeat:
    """The coach's place at an event, or in the present quarter."""
    event = stage.events[act.event] if act.event else calibrations.quarter_beginning(quarter_of(act.at.date()).first)
    assert event is not None, act
    seat = calibrations.seat_at(event.id, stage.people[act.by].id)
    assert seat is not None, act
    return seat


def given_to(case: CalibrationCase, indicator: str, act: rating.RateCases, random: Random) -> GivenCase:
    """A level in the coach's manner, now and then with a reason."""
    level, has_reason = act.manner.level(case.of(indicator).reference, random), random.random() < SHARE_WITH_REASON
    return GivenCase(indicator, level, random.choice(reasons(level)) if has_reason else None)


@cache
def reasons(level: int | None) -> Texts:
    """What coaches write beside a level; 0 stands for "cannot tell"."""
    return book().talk.reasons[level or 0]


@perform.register
def close_event(act: rating.CloseEvent, stage: Stage) -> None:
    """An event closed."""
    calibration.close(stage.events[act.event], by=stage.people[act.by], at=act.at)


@perform.register
def certify(act: rating.CertifyByCases, stage: Stage) -> None:
    """A certificate by the rule, which refuses whoever does not meet it."""
    calibration.certify(stage.people[act.who], by=stage.people[act.by], at=act.at)


@perform.register
def turn_quarter(act: rating.TurnQuarter, stage: Stage) -> None:
    """What the calendar does."""
    calibration.end_quarters(at=act.at)
    calibration.give_quarter(seed=act.seed, at=act.at)


@perform.register
def draw_pair(act: rating.DrawPair, stage: Stage) -> None:
    """A visit drawn."""
    stage.pairs[act.visit] = pairing.draw(stage.planned[act.visit], at=act.at)


@perform.register
def choose_second(act: rating.ChooseSecond, stage: Stage) -> None:
    """A colleague asked along."""
    pairing.choose(stage.pairs[act.visit], stage.people[act.second].id, at=act.at)


@perform.register
def rate_as_second(act: rating.RateAsSecond, stage: Stage) -> None:
    """The second rating."""
    given = [Given(one.indicator, one.level, one.line) for one in act.seen]
    pairing.rate(stage.pairs[act.visit], given, at=act.at)


@perform.register
def say_of_pair(act: rating.SayOfPair, stage: Stage) -> None:
    """One line about a difference."""
    pairing.talk(stage.pairs[act.visit], stage.people[act.by], act.words, is_talked=False, at=act.at)


@perform.register
def fit_raters(act: rating.FitRaters, stage: Stage) -> None:
    """A run, as the nightly one, in the story's own transaction."""
    found = monitor.work_out(monitor.gather(act.at.date()))
    monitor.keep(found, by_id=None, at=act.at)
    competency.rebuild(act.at.date())
    monitor.tidy_up()
