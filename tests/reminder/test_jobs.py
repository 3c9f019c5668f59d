"""Reminders and digests as the worker writes them: to whom, once, in whose morning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.jobs import registered
from kamacademy.mail import operations as mail
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.reminder.jobs import post_digests, post_reminders
from kamacademy.reviewing.models import PlanReview
from tests.mail.smtp import mail_server
from tests.reminder.plans import action, plan
from tests.statements import statements
from tests.world import NOW, TODAY, World

WEEK = timedelta(days=7)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def mira(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def lives_in(person: Person, zone: str, *, weekday: int = 0) -> None:
    """Put somebody's clock elsewhere."""
    mail.choose_hours(person.id, time_zone=zone, quiet_from=None, quiet_until=None, digest_weekday=weekday, at=NOW)


def letters(kind: str) -> list[Letter]:
    """The letters of a kind, in the order in which they were written."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def remind(app: Flask, at: datetime = NOW) -> None:
    """The job, as the worker runs it."""
    db.session.commit()
    post_reminders(app, at)
    db.session.expire_all()


def digest(app: Flask, at: datetime = MONDAY) -> None:
    """The job, as the worker runs it."""
    db.session.commit()
    post_digests(app, at)
    db.session.expire_all()


def days_with(app: Flask, kind: str, first: date, last: date) -> Iterator[date]:
    """On which days letters of a kind are written, when the job runs several times a day."""
    for number in range((last - first).days + 1):
        day, before = first + timedelta(days=number), len(letters(kind))
        for hour in (0, 6, 7, 12, 23):
            remind(app, datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
        if len(letters(kind)) > before:
            assert len(letters(kind)) == before + 1
            yield day


def test_both_jobs_are_asked_every_quarter_of_an_hour(app: Flask) -> None:
    found = registered(app)
    assert {found[name].minute for name in ("reminder.post-reminders", "reminder.post-digests")} == {"*/15"}


def test_an_action_is_told_of_a_week_before_and_on_its_day(app: Flask, mira: Person) -> None:
    action(plan(mira), "Ask one more question", TODAY + timedelta(days=9))
    days = list(days_with(app, "plan.reminder", TODAY, TODAY + timedelta(days=12)))
    assert days == [TODAY + timedelta(days=2), TODAY + timedelta(days=9)]


def test_one_letter_gathers_all_of_a_day(app: Flask, mira: Person) -> None:
    running = plan(mira)
    for title, days in (("Ask first", 0), ("Map the ward", 7), ("Write the page", 7), ("Later", 8)):
        action(running, title, TODAY + timedelta(days=days))
    remind(app)
    remind(app, NOW + timedelta(hours=3))
    (letter,) = letters("plan.reminder")
    assert letter.to_person_id == mira.id
    assert letter.subject == "3 actions of your plan are due by Fri 27 Nov 2026"
    assert letter.body == (
        "Hello Mira,\n\nfrom your development plan:\n\n"
        "Due on Fri 20 Nov 2026\n- Ask first\n\n"
        "Due on Fri 27 Nov 2026\n- Map the ward\n- Write the page\n\n"
        "Done already? Hand it in with what shows it. Does the day no longer fit? "
        "Agree another one with your coach before it is past.\n\n"
        f"Your plan:\nhttps://academy.example/people/{mira.id}/plan\n"
    )


def test_only_what_is_open_is_told_of(app: Flask, world: World, mira: Person) -> None:
    running = plan(mira)
    for state in ("proposed", "handed-in", "done", "dropped"):
        action(running, state, TODAY, state)
    closed, gone = plan(world.learner()), world.learner()
    action(closed, "Closed", TODAY)
    closed.closed_at = NOW
    action(plan(gone), "Gone", TODAY)
    people.deactivate(gone, by=None, at=NOW)
    remind(app)
    assert letters("plan.reminder") == []


def test_who_learns_no_more_is_not_told(app: Flask, world: World, mira: Person, coach: Person) -> None:
    """Their page of the plan is closed to them; the link would lead nowhere."""
    action(plan(mira, review_due_on=TODAY), "Ask", TODAY)
    mira.function_codes = [Function.LEADER.value]
    remind(app)
    assert letters("plan.reminder") == []
    assert [one.to_person_id for one in letters("plan.review_due")] == [coach.id]


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Pacific/Kiritimati", datetime(2026, 11, 19, 17, tzinfo=UTC)),  # 14 hours ahead
        ("Pacific/Pago_Pago", datetime(2026, 11, 20, 18, tzinfo=UTC)),  # 11 hours behind
    ],
)
def test_at_both_ends_of_the_world_each_day_comes_once(app: Flask, mira: Person, zone: str, first: datetime) -> None:
    lives_in(mira, zone)
    action(plan(mira), "Ask", TODAY)
    for hour in range(-8 * 24, 48, 1):
        remind(app, NOW.replace(hour=0, minute=0) + timedelta(hours=hour))
    week_before, on_the_day = letters("plan.reminder")
    assert (week_before.posted_at, on_the_day.posted_at) == (first - WEEK, first)


def test_today_is_the_learners_own_day(app: Flask, mira: Person, world: World) -> None:
    other = world.learner()
    lives_in(mira, "Pacific/Auckland")  # 13 hours ahead
    lives_in(other, "America/Los_Angeles")  # 8 hours behind
    for one in (mira, other):
        action(plan(one), "Ask", TODAY)
    at, told = datetime(2026, 11, 19, tzinfo=UTC), {}
    while at < datetime(2026, 11, 22, tzinfo=UTC):
        remind(app, at)
        for letter in letters("plan.reminder"):
            told.setdefault(letter.to_person_id, at)
        at += timedelta(hours=1)
    assert told == {
        mira.id: datetime(2026, 11, 19, 18, tzinfo=UTC),
        other.id: datetime(2026, 11, 20, 15, tzinfo=UTC),
    }


def test_who_wants_no_reminders_gets_none(app: Flask, mira: Person) -> None:
    action(plan(mira), "Ask", TODAY)
    mail.choose(mira.id, "plan.reminder", wanted=False, at=NOW)
    remind(app)
    assert letters("plan.reminder") == []


def test_a_review_is_told_of_to_both_a_week_before_and_on_its_day(app: Flask, mira: Person, coach: Person) -> None:
    running = plan(mira, review_due_on=TODAY + WEEK)
    for day in range(10):
        remind(app, NOW + timedelta(days=day))
    found = letters("plan.review_due")
    assert sorted((one.to_person_id, one.posted_at.date()) for one in found) == sorted(
        (person.id, day) for person in (mira, coach) for day in (TODAY, TODAY + WEEK)
    )
    subjects = {one.to_person_id: one.subject for one in found}
    assert subjects[mira.id] == "The review of your plan is due on Fri 27 Nov 2026"
    assert subjects[coach.id] == "The review of Mira Halvorsen is due on Fri 27 Nov 2026"
    assert all(f"https://academy.example/plans/{running.id}/review" in (one.body or "") for one in found)


def test_a_review_that_is_written_is_not_told_of(app: Flask, mira: Person, coach: Person) -> None:
    running = plan(mira, review_due_on=TODAY)
    db.session.add(
        PlanReview(plan=running, edition=1, written_by=coach, written_at=NOW, moved="Much.", next_step="More.")
    )
    remind(app)
    assert letters("plan.review_due") == []


def test_a_former_coach_is_not_told(app: Flask, world: World, mira: Person, coach: Person) -> None:
    plan(mira, review_due_on=TODAY)
    new = world.coach()
    world.give_coach(mira, new, TODAY - timedelta(days=3))
    remind(app)
    assert {one.to_person_id for one in letters("plan.review_due")} == {mira.id, new.id}


def test_a_coach_has_one_letter_about_several_reviews(app: Flask, world: World, coach: Person, mira: Person) -> None:
    owen = world.learner("Owen Brandt", coach=coach)
    for one, due_on in ((mira, TODAY + WEEK), (owen, TODAY)):
        plan(one, review_due_on=due_on)
    remind(app)
    (letter,) = [one for one in letters("plan.review_due") if one.to_person_id == coach.id]
    assert letter.subject == "2 reviews are due by Fri 27 Nov 2026"
    body = letter.body or ""
    assert body.index("Owen Brandt is due on Fri 20 Nov 2026") < body.index("Mira Halvorsen is due on Fri 27 Nov 2026")


def test_many_reminders_cost_no_more_questions(app: Flask, world: World, coach: Person) -> None:
    """What is already written is found out without asking for each."""
    counts = []
    for many in (2, 20):
        for _ in range(many):
            action(plan(world.learner(coach=coach), review_due_on=TODAY), "Ask", TODAY)
        remind(app)
        with statements() as seen:
            remind(app)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_the_digest_says_whose_plan_needs_the_coach_and_why(app: Flask, mira: Person, coach: Person) -> None:
    action(plan(mira), "Ask one more question", MONDAY.date() - timedelta(days=2))
    digest(app, MONDAY - timedelta(minutes=1))
    assert letters("team.digest") == []
    digest(app)
    (letter,) = letters("team.digest")
    assert letter.to_person_id == coach.id
    assert letter.subject == "Your team this week: 1 plan needs your attention"
    body = letter.body or ""
    assert "Mira Halvorsen\n- “Ask one more question” overdue since 21 Nov 2026\n" in body
    assert body.endswith("https://academy.example/team/plans\n")


def test_there_is_one_digest_a_week(app: Flask, mira: Person, coach: Person) -> None:
    action(plan(mira), "Ask", TODAY)
    for quarter in range(0, 8 * 24 * 4, 2):
        digest(app, MONDAY + quarter * timedelta(minutes=15))
    assert [one.posted_at for one in letters("team.digest")] == [MONDAY, MONDAY + WEEK]
    # Another day of the week does not bring a second one in the same week.
    lives_in(coach, "UTC", weekday=3)
    digest(app, MONDAY + WEEK + timedelta(days=3))
    assert len(letters("team.digest")) == 2
    digest(app, MONDAY + 2 * WEEK)
    assert len(letters("team.digest")) == 2
    digest(app, MONDAY + 2 * WEEK + timedelta(days=3))
    assert len(letters("team.digest")) == 3


def test_a_quiet_team_brings_no_digest(app: Flask, world: World, mira: Person, coach: Person) -> None:
    action(plan(mira), "Ask", MONDAY.date() + timedelta(days=30))
    without_team = world.coach()
    digest(app)
    assert [one.to_person_id for one in letters("team.digest")] == []
    assert without_team.id != coach.id


def test_the_digest_comes_on_the_coachs_own_morning(app: Flask, mira: Person, coach: Person) -> None:
    action(plan(mira), "Ask", TODAY)
    lives_in(coach, "Asia/Kolkata", weekday=4)
    digest(app, datetime(2026, 11, 27, 1, 15, tzinfo=UTC))  # 06:45 on Friday
    assert letters("team.digest") == []
    digest(app, datetime(2026, 11, 27, 1, 30, tzinfo=UTC))
    assert len(letters("team.digest")) == 1


def test_who_left_the_team_is_not_in_the_digest(app: Flask, world: World, mira: Person, coach: Person) -> None:
    action(plan(mira), "Ask", TODAY)
    world.give_coach(mira, world.coach("New Coach"), TODAY)
    people.set_coach(mira, None, starts_on=TODAY, by=None, at=NOW)
    digest(app)
    assert letters("team.digest") == []


def test_a_reminder_arrives_with_its_way_out(app: Flask, mira: Person) -> None:
    action(plan(mira), "Ask", TODAY)
    remind(app)
    with mail_server(app) as server:
        send_waiting(app, NOW)
    (letter,) = server.letters
    assert letter["To"] == mira.email
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "unwanted-letters" in letter["List-Unsubscribe"]
