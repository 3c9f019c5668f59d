"""Adding, placing and closing people: what is kept, what is refused, what ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.people import operations, queries, sign_in
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.records.models import AuditEvent
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


def spans(learner: Person) -> list[tuple[int, date, date | None]]:
    """Who coached the learner from when to when, as the database keeps it."""
    db.session.flush()
    rows = db.session.scalars(
        select(CoachingRelation).where(CoachingRelation.learner_id == learner.id).order_by(CoachingRelation.starts_on)
    )
    return [(one.coach_id, one.starts_on, one.ends_on) for one in rows]


def events(act: str, person: Person) -> list[AuditEvent]:
    """What the trail says of a person."""
    query = select(AuditEvent).where(AuditEvent.act == act, AuditEvent.subject_id == person.id)
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def place(learner: Person, coach: Person | None, since: date) -> None:
    """Set a coach as of today."""
    operations.set_coach(learner, coach, starts_on=since, by=None, at=NOW)


def test_two_people_may_not_share_an_address(world: World) -> None:
    first = world.learner()
    with pytest.raises(operations.AddressTaken):
        operations.add_person(
            "Somebody Else", first.email.upper(), job_role=JobRole.SK, functions=[Function.LEARNER], team=None,
            role_since=TODAY, at=NOW, by=None,
        )  # fmt: skip
    assert queries.find_person(f" {first.email.upper()} ") is first


def test_a_short_password_is_refused_before_anybody_is_added(world: World) -> None:
    with pytest.raises(operations.PasswordTooShort):
        operations.add_person(
            "Short", "short@fernwick.example", job_role=JobRole.SK, functions=[Function.LEARNER], team=None,
            role_since=TODAY, at=NOW, by=None, password="elevenchars",
        )  # fmt: skip
    assert queries.find_person("short@fernwick.example") is None


def test_a_password_is_kept_as_argon2id_and_is_the_same_from_every_keyboard(world: World) -> None:
    kept = sign_in.hashed("Brücke über den Fluss")
    assert kept.startswith("$argon2id$")
    assert sign_in.matches(kept, "Bru\u0308cke u\u0308ber den Fluss")
    assert not sign_in.matches(kept, "Brucke uber den Fluss")
    assert not sign_in.matches(None, "Brücke über den Fluss")
    assert not sign_in.matches("not a hash", "Brücke über den Fluss")


def test_a_new_role_begins_the_day_it_is_entered(world: World) -> None:
    learner = world.learner(job_role=JobRole.REP)
    change = {"name": learner.name, "functions": [Function.LEARNER], "team": None, "market": None} | {
        "by": learner,
        "at": NOW,
    }
    operations.change_person(learner, job_role=JobRole.REP, **change)
    assert learner.role_since == date(2026, 1, 5)
    operations.change_person(learner, job_role=JobRole.SK, **change)
    assert learner.role_since == TODAY


def test_a_new_coach_ends_the_time_of_the_last_one_the_day_before(world: World) -> None:
    first, second, learner = world.coach(), world.coach(), world.learner()
    place(learner, first, date(2026, 1, 5))
    place(learner, second, date(2026, 11, 2))
    assert spans(learner) == [(first.id, date(2026, 1, 5), date(2026, 11, 1)), (second.id, date(2026, 11, 2), None)]
    assert learner.is_coached_by(first, date(2026, 11, 1))
    assert not learner.is_coached_by(first, date(2026, 11, 2))


def test_naming_the_present_coach_again_changes_nothing(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    place(learner, coach, TODAY)
    assert spans(learner) == [(coach.id, date(2026, 1, 5), None)]
    assert len(events("person.coach-set", learner)) == 1


def test_a_coach_set_by_mistake_today_is_gone_at_once(world: World) -> None:
    mistaken, right, learner = world.coach(), world.coach(), world.learner()
    place(learner, mistaken, TODAY)
    place(learner, right, TODAY)
    assert spans(learner) == [(right.id, TODAY, None)]
    assert not learner.is_coached_by(mistaken, TODAY)
    assert [one.codes["coach"] for one in events("person.coach-set", learner)] == [mistaken.id, right.id]


def test_a_coach_planned_for_later_is_replaced_without_a_trace_in_the_calendar(world: World) -> None:
    present, planned, right, learner = world.coach(), world.coach(), world.coach(), world.learner()
    place(learner, present, date(2026, 1, 5))
    place(learner, planned, TODAY + 20 * DAY)
    assert learner.coaching_on(TODAY).coach is present  # type: ignore[union-attr]  # there is one, as said above
    place(learner, right, TODAY + 10 * DAY)
    assert spans(learner) == [
        (present.id, date(2026, 1, 5), TODAY + 9 * DAY),
        (right.id, TODAY + 10 * DAY, None),
    ]


def test_what_has_been_is_not_rewritten(world: World) -> None:
    present, other, learner = world.coach(), world.coach(), world.learner()
    place(learner, present, date(2026, 3, 1))
    for since in (date(2026, 1, 1), date(2026, 3, 1)):
        with pytest.raises(operations.CoachedSinceLater, match=r"began on 1 Mar 2026\. Choose a later day"):
            place(learner, other, since)
    assert spans(learner) == [(present.id, date(2026, 3, 1), None)]


def test_a_learner_may_be_left_without_a_coach(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    place(learner, None, TODAY)
    assert spans(learner) == [(coach.id, date(2026, 1, 5), TODAY - DAY)]
    assert learner.coaching_on(TODAY) is None


def test_nobody_coaches_themselves(world: World) -> None:
    coach = world.coach()
    with pytest.raises(operations.CoachesOneself):
        place(coach, coach, TODAY)


def test_closing_an_account_ends_coaching_on_both_sides(world: World) -> None:
    leaving, staying, learner = world.coach(), world.coach(), world.learner()
    place(learner, leaving, date(2026, 1, 5))
    place(leaving, staying, date(2026, 2, 1))
    epoch = leaving.session_epoch
    operations.deactivate(leaving, by=staying, at=NOW)
    assert spans(learner) == [(leaving.id, date(2026, 1, 5), TODAY - DAY)]
    assert spans(leaving) == [(staying.id, date(2026, 2, 1), TODAY - DAY)]
    assert leaving.session_epoch == epoch + 1
    assert not leaving.is_active


def test_closing_an_account_twice_is_noted_once(world: World) -> None:
    learner = world.learner()
    for _ in range(2):
        operations.deactivate(learner, by=None, at=NOW)
    assert len(events("person.deactivated", learner)) == 1


def test_learners_of_a_coach_are_those_in_their_care_on_the_day(world: World) -> None:
    coach, other = world.coach(), world.coach()
    now, later, gone, closed = (world.learner(name) for name in ("Bea", "Ann", "Cem", "Dov"))
    place(now, coach, date(2026, 1, 5))
    place(later, coach, TODAY + DAY)
    place(gone, coach, date(2026, 1, 5))
    place(gone, other, TODAY)
    place(closed, coach, date(2026, 1, 5))
    operations.deactivate(closed, by=None, at=NOW)
    db.session.flush()
    assert queries.learners_of(coach, TODAY) == [now]
    assert queries.learners_of(coach, TODAY + DAY) == [later, now]


def test_somebody_must_stay_who_can_let_people_in(world: World) -> None:
    only = world.administrator()
    for other in queries.active_people_with(Function.ADMINISTRATOR):
        if other is not only:
            operations.deactivate(other, by=only, at=NOW)
    with pytest.raises(operations.LastAdministrator):
        operations.deactivate(only, by=only, at=NOW)
    with pytest.raises(operations.LastAdministrator):
        operations.change_person(
            only, name=only.name, job_role=only.job_role, functions=[Function.LEARNER], team=None, market=None,
            by=only, at=NOW,
        )  # fmt: skip
    world.administrator()
    operations.deactivate(only, by=only, at=NOW)
    assert not only.is_active


def test_a_reset_password_is_hard_to_guess_and_must_be_changed(world: World) -> None:
    learner = world.learner()
    given = {operations.reset_password(learner, by=None, at=NOW) for _ in range(5)}
    assert len(given) == 5
    assert all(len(one) >= 19 for one in given)
    assert learner.must_change_password
    assert learner.session_epoch == 5


def test_failures_are_counted_apart_and_forgotten_when_a_password_is_right(world: World) -> None:
    keys = [sign_in.keyed("ada@fernwick.example"), sign_in.keyed("address 192.0.2.7")]
    operations.record_failure(keys, person_id=None, at=NOW)
    operations.record_failure(keys[:1], person_id=None, at=NOW)
    assert [row.failures for key in keys if (row := queries.failure(key))] == [2, 1]
    assert "ada" not in keys[0]
    operations.forget_failures(keys)
    db.session.flush()
    assert [queries.failure(key) for key in keys] == [None, None]
