"""A round from asking to closing: who may be asked, what closes it, and what enters the ledger."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import estimates_of
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.peer import operations, queries
from kamacademy.peer.jobs import move_on
from kamacademy.peer.models import PeerMark, PeerRound
from kamacademy.peer.rules import (
    ChosenAlready,
    NoFormYet,
    NoLongerAsked,
    NotAColleague,
    OneFunctionOnly,
    RoundOpenAlready,
    State,
    TooFewColleagues,
    WrongNumber,
)
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.records.models import AuditEvent
from tests.peer.rounds import Company, answer, asking, company, given, opened, place
from tests.world import NOW, TODAY, World


@pytest.fixture
def who(world: World) -> Company:
    """A learner, a coach and four colleagues."""
    return company(world)


def ledger(round_: PeerRound) -> list[Evidence]:
    """What a round has entered."""
    return list(
        db.session.scalars(
            select(Evidence)
            .where(Evidence.source_type == "peer-feedback", Evidence.source_id == round_.id)
            .order_by(Evidence.id)
        )
    )


def state_of(round_: PeerRound) -> State:
    """Where a round stands now."""
    return round_.state


def letters(kind: str) -> dict[int, Letter]:
    """The letters of one kind by person."""
    return {one.to_person_id: one for one in db.session.scalars(select(Letter).where(Letter.kind == kind))}


def run_job(days: int) -> None:
    """What the job does so many days later. It runs in a transaction of its own, so all so far is kept first."""
    db.session.commit()
    move_on.__wrapped__(NOW + timedelta(days=days))  # type: ignore[attr-defined]  # the job without its transaction
    db.session.commit()
    db.session.expire_all()


def test_the_coach_is_told_to_choose_and_nobody_is_asked_before(who: Company) -> None:
    round_ = opened(who)
    assert state_of(round_) is State.CHOOSING
    assert (round_.choose_by, round_.due_on) == (TODAY + timedelta(days=3), TODAY + timedelta(days=14))
    assert set(letters("peer-choose")) == {who.coach.id}
    assert f"/peer-feedback/{round_.id}/choose" in (letters("peer-choose")[who.coach.id].body or "")
    assert letters("peer-asked") == {}
    assert queries.waiting_for(who.kim) == []


def test_all_are_asked_at_once_when_the_coach_has_chosen(who: Company) -> None:
    round_ = asking(who)
    assert state_of(round_) is State.ASKING
    assert [(one.person_id, one.chosen_by) for one in round_.asked] == [
        (who.kim.id, "learner"), (who.mads.id, "learner"), (who.nora.id, "coach"), (who.otto.id, "coach"),
    ]  # fmt: skip
    assert len({one.asked_at for one in round_.asked}) == 1
    assert set(letters("peer-asked")) == {who.kim.id, who.mads.id, who.nora.id, who.otto.id}
    assert [one.round_id for one in queries.waiting_for(who.otto)] == [round_.id]
    with pytest.raises(ChosenAlready):
        operations.choose_rest(round_, [who.nora.id, who.otto.id], by=who.coach, at=NOW)
    with pytest.raises(ChosenAlready):
        operations.draw_rest(round_, at=NOW)


def test_without_a_coach_the_lot_draws_at_once(world: World, who: Company) -> None:
    alone = world.learner("Ada Without")
    round_ = operations.open_round(alone, size=4, picks=[who.kim.id, who.nora.id], weeks=1, seed=3, at=NOW)
    assert state_of(round_) is State.ASKING
    assert [one.chosen_by for one in round_.asked] == ["learner", "learner", "lot", "lot"]
    families = {one.family for one in queries.peer_round(round_.id).asked}
    assert len(families) >= 2, "two commercial colleagues were picked, so the lot finds another function"
    assert alone.id not in {one.person_id for one in round_.asked}


def test_who_can_be_asked_is_neither_oneself_nor_the_coach_nor_gone_nor_only_an_administrator(
    world: World, who: Company
) -> None:
    administrator = world.administrator()
    gone = world.learner("Gil Gone")
    people.deactivate(gone, by=None, at=NOW)
    pool = {one.id for one in queries.colleagues_of(who.learner, TODAY)}
    assert {who.kim.id, who.mads.id, who.nora.id, who.otto.id} <= pool
    assert not pool & {who.learner.id, who.coach.id, administrator.id, gone.id}
    for wrong in (who.learner.id, who.coach.id, gone.id, administrator.id, 2**31 - 1):
        with pytest.raises(NotAColleague):
            operations.open_round(who.learner, size=4, picks=[who.kim.id, wrong], weeks=2, seed=1, at=NOW)


@pytest.mark.parametrize(("size", "count"), [(3, 1), (3, 3), (5, 2), (6, 4)])
def test_half_is_picked_and_each_person_once(who: Company, size: int, count: int) -> None:
    some = [who.kim.id, who.mads.id, who.nora.id, who.otto.id]
    with pytest.raises(WrongNumber):
        operations.open_round(who.learner, size=size, picks=some[:count], weeks=2, seed=1, at=NOW)
    with pytest.raises(WrongNumber):
        operations.open_round(who.learner, size=4, picks=[who.kim.id] * 2, weeks=2, seed=1, at=NOW)


def test_more_than_there_are_cannot_be_asked(who: Company) -> None:
    everyone = len(queries.colleagues_of(who.learner, TODAY))
    assert everyone < 6, "the world has grown; ask for more than it holds"
    with pytest.raises(TooFewColleagues):
        opened(who, size=6)


def test_before_the_form_is_published_nobody_is_asked(world: World, who: Company, drafts: Drafts) -> None:
    world.publish(Drafts(one for one in drafts if one.kind != "peer-feedback"), "Without the form", at=NOW)
    current_app.extensions["libraries"].clear()
    with pytest.raises(NoFormYet):
        opened(who)


def test_one_round_at_a_time_by_rule_and_by_the_database(who: Company) -> None:
    round_ = opened(who)
    with pytest.raises(RoundOpenAlready):
        opened(who)
    copy = PeerRound(
        learner=who.learner, release_id=round_.release_id, size=3, seed=1, opened_at=NOW, choose_by=TODAY,
        due_on=TODAY + timedelta(days=7),
    )  # fmt: skip
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(copy)
    for person in (who.kim, who.mads):
        assert place(round_, person).waits
    operations.draw_rest(round_, at=NOW)
    operations.close(round_, at=NOW)
    assert opened(who).id != round_.id


def test_the_coachs_half_brings_a_second_function_where_the_learner_picked_one(world: World, who: Company) -> None:
    round_ = operations.open_round(who.learner, size=4, picks=[who.kim.id, who.nora.id], weeks=2, seed=1, at=NOW)
    rita = world.learner("Rita Commercial", job_role=JobRole.REP)
    with pytest.raises(OneFunctionOnly):
        operations.choose_rest(round_, [rita.id, world.learner().id], by=who.coach, at=NOW)
    with pytest.raises(NotAColleague):
        operations.choose_rest(round_, [who.kim.id, who.otto.id], by=who.coach, at=NOW)
    with pytest.raises(WrongNumber):
        operations.choose_rest(round_, [who.otto.id], by=who.coach, at=NOW)
    assert state_of(round_) is State.CHOOSING
    operations.choose_rest(round_, [rita.id, who.otto.id], by=who.coach, at=NOW)
    assert state_of(round_) is State.ASKING


def test_the_last_answer_closes_and_enters_one_row_for_each_colleague_and_indicator(who: Company) -> None:
    round_ = asking(who)
    for person in (who.kim, who.mads, who.nora):
        answer(round_, person)
        assert state_of(round_) is State.ASKING
        assert ledger(round_) == [], "nothing enters before the round closes"
    answer(round_, who.otto, 5, at=NOW + timedelta(days=2), example="The tender meeting")
    assert state_of(round_) is State.CLOSED
    rows = ledger(round_)
    assert len(rows) == 4 * 3
    assert {(one.kind, one.purpose, one.visit, one.learner_id) for one in rows} == {
        ("peer", "development", f"peer-{round_.id}", who.learner.id)
    }
    assert {one.happened_on for one in rows} == {TODAY + timedelta(days=2)}
    assert {(one.rater_id, one.indicator, one.level) for one in rows} == {
        *((one.id, code, 3) for one in (who.kim, who.mads, who.nora) for code in ("C07b", "C10a", "C10b")),
        *((who.otto.id, code, 4) for code in ("C07b", "C10a", "C10b")),
    }
    assert {one.rater_role for one in rows} == {"SK", "MSL", "BK", "MK"}
    assert not any(one.note for one in rows), "examples stay out of the ledger"
    assert set(letters("peer-closed")) == {who.learner.id}


def test_a_round_is_one_visit_of_the_rule_and_lifts_no_level_alone(who: Company) -> None:
    round_ = asking(who)
    for person in (who.kim, who.mads, who.nora, who.otto):
        answer(round_, person)
    found = estimates_of([who.learner], TODAY, library())[who.learner.id]["C10"]
    assert (found.visits, found.raters, found.level) == (1, 4, None)


def test_two_answers_or_one_function_close_without_a_row(who: Company) -> None:
    round_ = asking(who)
    answer(round_, who.kim)
    answer(round_, who.mads)
    for person in (who.nora, who.otto):
        operations.decline(place(round_, person), at=NOW)
    assert state_of(round_) is State.CLOSED
    assert ledger(round_) == []
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "peer-round.closed")).one()
    assert event.codes == {"answered": 2, "enough": False}


def test_three_of_one_function_close_without_a_row(world: World, who: Company) -> None:
    round_ = operations.open_round(who.learner, size=4, picks=[who.kim.id, who.nora.id], weeks=2, seed=1, at=NOW)
    rita = world.learner("Rita Commercial", job_role=JobRole.REP)
    operations.choose_rest(round_, [rita.id, who.otto.id], by=who.coach, at=NOW)
    for person in (who.kim, who.nora, rita):
        answer(round_, person)
    operations.decline(place(round_, who.otto), at=NOW)
    assert state_of(round_) is State.CLOSED
    assert ledger(round_) == []


def test_what_one_has_answered_or_declined_stays(who: Company) -> None:
    round_ = asking(who)
    answer(round_, who.kim)
    operations.decline(place(round_, who.mads), at=NOW)
    for person in (who.kim, who.mads):
        with pytest.raises(NoLongerAsked):
            answer(round_, person, 2)
        with pytest.raises(NoLongerAsked):
            operations.decline(place(round_, person), at=NOW)
    operations.close(round_, at=NOW)
    with pytest.raises(NoLongerAsked):
        answer(round_, who.otto)


def test_nobody_answers_before_they_are_asked(who: Company) -> None:
    round_ = opened(who)
    with pytest.raises(NoLongerAsked):
        answer(round_, who.kim)


def test_the_function_that_counts_is_that_of_the_day_of_answering(who: Company) -> None:
    round_ = asking(who)
    for person in (who.kim, who.nora, who.otto):
        answer(round_, person)
    who.otto.job_role_code = JobRole.SK.value
    assert len({one.family for one in round_.answered}) == 2


def test_the_database_wants_an_example_at_both_ends(who: Company) -> None:
    round_ = asking(who)
    for choice in (1, 5):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(PeerMark(asked_id=round_.asked[0].id, item="role-limits", choice=choice))
    operations.answer(place(round_, who.kim), given(5), at=NOW)


def test_the_audit_holds_no_choice_and_no_example(who: Company) -> None:
    round_ = asking(who)
    answer(round_, who.kim, 5, example="Secretly late")
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_type == "peer-round")).all()
    assert [one.act for one in events] == ["peer-round.opened", "peer-round.chosen", "peer-round.answered"]
    assert all("example" not in one.codes and "choice" not in one.codes for one in events)


def test_the_lot_draws_when_the_coach_has_not_chosen_in_time(who: Company) -> None:
    round_ = opened(who)
    run_job(3)
    assert state_of(round_) is State.CHOOSING, "the third day still belongs to the coach"
    run_job(4)
    assert state_of(round_) is State.ASKING
    assert round_.chosen_by_id is None
    assert sorted(one.chosen_by for one in queries.peer_round(round_.id).asked) == ["learner", "learner", "lot", "lot"]


def test_who_has_not_answered_is_reminded_once_shortly_before_the_end(who: Company) -> None:
    round_ = asking(who)
    answer(round_, who.kim)
    operations.decline(place(round_, who.mads), at=NOW)
    people.deactivate(who.nora, by=None, at=NOW)
    run_job(11)
    assert letters("peer-reminder") == {}
    for days in (12, 12, 13, 14):
        run_job(days)
    assert set(letters("peer-reminder")) == {who.otto.id}
    assert f"/peer-feedback/answers/{place(round_, who.otto).id}" in (letters("peer-reminder")[who.otto.id].body or "")


def test_a_round_closes_after_its_last_day_with_what_there_is(who: Company) -> None:
    round_ = asking(who)
    for person in (who.kim, who.mads, who.nora):
        answer(round_, person)
    run_job(14)
    assert state_of(round_) is State.ASKING, "the last day may still be used"
    run_job(15)
    assert state_of(round_) is State.CLOSED
    assert {one.rater_id for one in ledger(round_)} == {who.kim.id, who.mads.id, who.nora.id}
    count = len(ledger(round_))
    run_job(15)
    assert len(ledger(round_)) == count
    assert Kind.PEER.value == ledger(round_)[0].kind


def test_where_letters_are_off_none_is_written(who: Company, world: World) -> None:
    backend, current_app.config["MAIL_BACKEND"] = current_app.config["MAIL_BACKEND"], "off"
    try:
        asking(who)
    finally:
        current_app.config["MAIL_BACKEND"] = backend
    assert letters("peer-choose") == letters("peer-asked") == {}
