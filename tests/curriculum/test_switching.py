"""Somebody changes market and back: what stands, what is kept, what is due, and which check counts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kamacademy.competency.queries import estimates_of
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum import operations, queries
from kamacademy.curriculum.progress import Status
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.curriculum.steps import next_step
from kamacademy.db import db
from kamacademy.development.action_library import entries_by_competency
from kamacademy.people import operations as people
from kamacademy.people import queries as everybody
from kamacademy.people.market import Market
from kamacademy.people.models import Person
from kamacademy.proposal.queries import find_thought, module_for, modules_to_take
from kamacademy.records.models import AuditEvent
from kamacademy.reports.operations import issue_certificate
from kamacademy.reports.queries import certificates_of, is_whole, transcript_of
from kamacademy.reports.rules import NotComplete
from kamacademy.retrieval.queries import stack_of
from tests.curriculum.study import HOUR, M01, M03, PROGRAMME, paths_of, read_all_lessons
from tests.curriculum.uk import M04, UK, UK_TITLE, US_TITLE, pass_module, publish
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def learner(world: World, drafts: Drafts) -> Person:
    """A learner of an academy with a module for the United Kingdom, who is through the first module."""
    publish(world, drafts)
    made = world.learner("Ada Example")
    pass_module(made, M01)
    return made


def path(learner: Person, today: date = TODAY) -> ProgrammePath:
    return next(one for one in paths_of(learner, today) if one.slug == PROGRAMME)


def slugs(learner: Person) -> tuple[list[str], list[str]]:
    found = path(learner)
    return [one.slug for one in found.modules], [one.slug for one in found.elsewhere]


def to(learner: Person, market: Market | None) -> None:
    people.choose_market(learner, market, by=learner, at=NOW)


def test_the_team_says_the_market_and_the_own_choice_goes_before_it(learner: Person) -> None:
    assert slugs(learner) == ([M01, M03, M04], [])
    learner.team = people.team_named("North")
    people.set_team_market(learner.team, Market.UK, by=None, at=NOW)
    assert slugs(learner) == ([M01, UK, M04], [])
    to(learner, Market.US)
    assert slugs(learner) == ([M01, M03, M04], [])
    to(learner, None)
    assert slugs(learner) == ([M01, UK, M04], [])


def test_what_requires_a_module_is_met_by_what_stands_in_its_place(learner: Person) -> None:
    pass_module(learner, M03)
    to(learner, Market.UK)
    found = path(learner)
    assert [one.status for one in found.modules] == [Status.DONE, Status.READY, Status.LOCKED]
    assert found.modules[2].waits_for == (UK_TITLE,)
    pass_module(learner, UK)
    assert path(learner).modules[2].status is Status.READY
    to(learner, Market.US)
    assert path(learner).modules[2].status is Status.READY


def test_what_is_half_way_can_be_finished_and_asks_for_nothing(learner: Person) -> None:
    begun = read_all_lessons(learner, M03)
    to(learner, Market.UK)
    assert slugs(learner) == ([M01, UK, M04], [M03])
    found = path(learner)
    assert (found.elsewhere[0].status, found.elsewhere[0].waits_for) == (Status.BEGUN, ())
    assert (found.modules_done, len(found.modules), found.is_done) == (1, 3, False)
    step = next_step([found], NOW)
    assert step is not None
    assert step.title == UK_TITLE
    assert operations.begin_module(learner, M03, programme=PROGRAMME, at=NOW) is begun
    pass_module(learner, M03)
    found = path(learner)
    assert found.elsewhere[0].completed_on == TODAY
    assert found.modules_done == 1
    to(learner, Market.US)
    assert slugs(learner) == ([M01, M03, M04], [])
    assert path(learner).modules_done == 2


def test_only_what_the_switch_brings_is_due_later(learner: Person) -> None:
    before, long_after = path(learner), TODAY + 60 * DAY
    assert before.due_on is not None
    assert (before.due_on < TODAY, before.is_overdue, before.later_on) == (True, True, None)
    to(learner, Market.UK)
    later = TODAY + 90 * DAY
    found = path(learner)
    # Module four, which is the same everywhere, is late as before.
    assert (found.due_on, found.is_overdue, found.later_on) == (before.due_on, True, later)
    people.choose_market(learner, Market.US, by=learner, at=NOW)
    pass_module(learner, M03)
    pass_module(learner, M04)
    assert path(learner).is_overdue is False
    to(learner, Market.UK)
    found = path(learner, long_after)
    assert (found.due_on, found.is_overdue, found.later_on) == (later, False, later)
    assert path(learner, later + DAY).is_overdue
    to(learner, Market.US)
    assert (path(learner).is_done, path(learner).later_on) == (True, None)


def test_a_certificate_stays_and_the_transcript_tells_of_both_markets(learner: Person) -> None:
    pass_module(learner, M03)
    pass_module(learner, M04)
    issued = issue_certificate(learner, path(learner), number=7, at=NOW)
    to(learner, Market.UK)
    assert not is_whole(path(learner))
    found = transcript_of(learner, TODAY)
    assert {one.module for one in found.modules} >= {US_TITLE}
    assert (found.papers, found.offered) == ((), {})
    pass_module(learner, UK)
    found = transcript_of(learner, TODAY)
    markets = {one.module: one.market for one in found.modules}
    assert (markets[US_TITLE], markets[UK_TITLE]) == ("United States", "United Kingdom")
    assert found.papers == ()
    assert certificates_of(learner, TODAY) == [(issued, True)]


def test_a_certificate_waits_for_the_modules_of_the_market(learner: Person) -> None:
    pass_module(learner, M03)
    pass_module(learner, M04)
    to(learner, Market.UK)
    assert transcript_of(learner, TODAY).offered == {}
    with pytest.raises(NotComplete):
        issue_certificate(learner, path(learner), number=7, at=NOW)
    pass_module(learner, UK)
    assert list(transcript_of(learner, TODAY).offered) == [PROGRAMME]
    issued = issue_certificate(learner, path(learner), number=7, at=NOW)
    # The check of the United Kingdom counts for a year, and the certificate rests on it.
    assert (issued.modules, issued.valid_until) == (3, TODAY + 365 * DAY)


def test_the_check_of_the_market_makes_a_level_secure(world: World, learner: Person) -> None:
    def secure(one: Person) -> bool | None:
        return estimates_of([one], TODAY, library())[one.id]["C01"].check_passed

    other = world.learner()
    pass_module(other, M01)
    pass_module(learner, M03)
    assert (secure(learner), secure(other)) == (True, False)
    to(learner, Market.UK)
    assert secure(learner) is False
    pass_module(learner, UK)
    assert secure(learner) is True
    both = estimates_of([learner, other], TODAY, library())
    assert [both[one.id]["C01"].check_passed for one in (learner, other)] == [True, False]
    to(learner, Market.US)
    assert secure(learner) is True


def test_a_yearly_check_of_a_market_is_due_again_there_alone(learner: Person) -> None:
    to(learner, Market.UK)
    pass_module(learner, UK)
    a_year_on = TODAY + 366 * DAY
    assert path(learner, a_year_on).modules[1].status is Status.DUE_AGAIN
    assert estimates_of([learner], a_year_on, library())[learner.id]["C01"].check_passed is False
    to(learner, Market.US)
    step = next_step([path(learner, a_year_on)], NOW + 366 * DAY)
    assert step is not None
    assert step.title == US_TITLE
    operations.begin_check(queries.find_attempt(learner.id, UK), seed=3, at=NOW + 366 * DAY)


def test_questions_of_another_market_rest(learner: Person) -> None:
    pass_module(learner, M03)
    to(learner, Market.UK)
    pass_module(learner, UK)
    on = TODAY + 8 * DAY
    modules = {one.place.module for one in stack_of(learner, on).left}
    assert M03 not in modules
    assert stack_of(learner, on).total > 0
    to(learner, Market.US)
    rest = stack_of(learner, on)
    assert UK not in {one.place.module for one in rest.left}


def test_proposals_offer_the_modules_of_the_market(learner: Person) -> None:
    release = library()
    named = next(one for some in entries_by_competency(release).values() for one in some if M03 in one.action.modules)
    assert M03 in modules_to_take(learner, release)["C01"]
    assert UK not in modules_to_take(learner, release)["C01"]
    assert module_for(learner, named, release) == M03
    to(learner, Market.UK)
    assert UK in modules_to_take(learner, release)["C01"]
    assert M03 not in modules_to_take(learner, release)["C01"]
    assert module_for(learner, named, release) == UK
    thought = find_thought(learner, "lesson", f"{UK}/who-plans-care", release)
    assert thought is not None
    assert thought.fits(named)


def test_facts_and_terms_of_another_market_say_so(learner: Person) -> None:
    to(learner, Market.UK)
    attempt = read_all_lessons(learner, UK)
    shown = queries.lesson_page_of(attempt, "who-plans-care", again=None, today=TODAY)
    facts = [block.fact for block in shown.blocks if block.fact]
    assert [(one.fact.market, one.elsewhere) for one in facts] == [("UK", ""), ("US", "United States")]
    to(learner, Market.US)
    shown = queries.lesson_page_of(attempt, "who-plans-care", again=None, today=TODAY)
    assert [block.fact.elsewhere for block in shown.blocks if block.fact] == ["United Kingdom", ""]


def test_a_change_is_on_record_in_codes(world: World, learner: Person) -> None:
    to(learner, Market.UK)
    to(learner, Market.UK)
    team = people.team_named("South")
    people.set_team_market(team, Market.UK, by=None, at=NOW)
    people.set_team_market(team, Market.UK, by=None, at=NOW)
    to(learner, None)
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.act.contains("market")).order_by(AuditEvent.id))
    assert [(one.act, one.subject_type, one.codes) for one in rows] == [
        ("person.market-chosen", "person", {"market": "UK"}),
        ("team.market-set", "team", {"market": "UK"}),
        ("person.market-chosen", "person", {"market": "team"}),
    ]


def test_the_day_of_a_change_is_kept_only_where_another_market_holds(world: World) -> None:
    team = people.team_named("North")
    follower, chooser, outsider = (world.person(team=name) for name in ("North", "North", "South"))
    to(chooser, Market.US)
    assert [one.market_since for one in (follower, chooser, outsider)] == [None, None, None]
    people.set_team_market(team, Market.UK, by=None, at=NOW)
    assert [one.market_since for one in (follower, chooser, outsider)] == [TODAY, None, None]
    assert [one.market for one in (follower, chooser, outsider)] == [Market.UK, Market.US, Market.US]
    people.change_person(
        outsider, name="Bo", job_role=outsider.job_role, functions=outsider.functions, team=team, market=Market.US,
        by=chooser, at=NOW + HOUR,
    )  # fmt: skip
    assert (outsider.market, outsider.market_since) == (Market.US, None)
    assert {one.id for one in everybody.following_market(team)} == {follower.id}
