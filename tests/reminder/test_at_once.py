"""Two presses at one moment on the page of letters, and two workers at once. With real commits."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.content.documents import Drafts
from kamacademy.db import db, transaction
from kamacademy.mail import operations as mail
from kamacademy.mail import queries as letters
from kamacademy.mail.kinds import may_choose
from kamacademy.mail.models import Letter, LetterHours, SwitchedOff
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.reminder.jobs import post_digests, post_reminders
from tests.at_once import count, sent_together, slowly, together
from tests.own import add_person
from tests.reminder.plans import action, plan
from tests.world import NOW, World

LEARNER = "mira@fernwick.example"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_hours_chosen_twice_for_the_first_time_are_kept_once(fresh: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the act itself: on the page, kinds switched off at the same time let the second press wait anyway."""
    key = add_person(fresh, LEARNER, Function.LEARNER)
    slowly(monkeypatch, mail, "first_hours")

    def choose() -> None:
        with fresh.app_context(), transaction():
            mail.choose_hours(
                key, time_zone="Asia/Tokyo", quiet_from=time(22), quiet_until=time(7), digest_weekday=3, at=NOW
            )

    together([choose, choose])
    with fresh.app_context():
        chosen = db.session.scalars(select(LetterHours)).one()
        assert (chosen.time_zone, chosen.quiet_from, chosen.digest_weekday) == ("Asia/Tokyo", time(22), 3)


def test_a_kind_switched_on_twice_at_once_is_on(fresh: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = add_person(fresh, LEARNER, Function.LEARNER)
    with fresh.app_context():
        kinds = may_choose(frozenset({Function.LEARNER}))
        for one in kinds:
            mail.choose(key, one.code, wanted=False, at=NOW)
        db.session.commit()
    slowly(monkeypatch, mail, "note")
    with time_machine.travel(NOW, tick=False):
        press = (LEARNER, "/account/letters", {"time_zone": "academy", "kinds": "practice"})
        assert sent_together(fresh, press, press) == [303, 303]
    with fresh.app_context():
        assert not letters.is_switched_off(key, "practice")
        acts = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "letter.kind-chosen")).all()
    assert count(fresh, SwitchedOff) == len(kinds) - 1
    assert [one.codes["wanted"] for one in acts].count(True) == 1


def test_two_workers_write_each_letter_once(fresh: Flask, drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh.app_context():
        world = World()
        world.publish(drafts)
        coach = world.coach()
        for days in (0, 7):
            running = plan(world.learner(coach=coach), review_due_on=MONDAY.date() + timedelta(days=days))
            action(running, "Ask one more question", MONDAY.date() + timedelta(days=days))
        db.session.commit()
    slowly(monkeypatch, mail, "post")
    together([partial(work, fresh, MONDAY) for work in (post_reminders, post_reminders, post_digests, post_digests)])
    with fresh.app_context():
        found = db.session.execute(
            select(Letter.kind, Person.name).join(Person, Person.id == Letter.to_person_id).order_by(Letter.kind)
        ).all()
    assert [kind for kind, _ in found] == ["plan.reminder"] * 2 + ["plan.review_due"] * 3 + ["team.digest"]
