"""Two of the learning team who set a pass mark together set one; two who open a panel open one. On real databases."""

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.assessment.models import CutScore
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.quality import operations
from kamacademy.quality.analysis import exercise_figures
from kamacademy.quality.models import Panel, QualityReport
from kamacademy.quality.panel import Stage
from kamacademy.quality.snapshot import kept
from kamacademy.quality.standards import Grading
from kamacademy.records.models import Signature
from tests.at_once import count, sent_together, slowly
from tests.own import add_person
from tests.quality.panels import PAPER, PORTRAIT, ready
from tests.world import NOW, PASSWORD, World

TEAM = ["nadia@fernwick.example", "ola@fernwick.example"]


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with the shipped content and two of the learning team."""
    for email in TEAM:
        add_person(fresh, email, Function.LEARNING_TEAM)
    with fresh.app_context():
        World().publish(drafts)
        db.session.commit()
    return fresh


def both_send(app: Flask, address: str, **values: str) -> list[int]:
    """Both of the team send the same form at one moment; how they were answered."""
    return sent_together(app, *((email, address, values) for email in TEAM))


def test_two_who_sign_one_panel_set_one_pass_mark(own: Flask) -> None:
    with own.app_context():
        panel = ready(World())
        address, meaning = f"/academy/panels/{panel.id}/sign", operations.proposal(panel).meaning
        db.session.commit()
    assert both_send(own, address, password=PASSWORD, meaning=meaning) == [303, 303]
    assert (count(own, CutScore), count(own, Signature)) == (1, 1)
    with own.app_context():
        assert db.session.scalars(select(Panel)).one().stage is Stage.SET


def test_two_who_sign_one_exercise_set_one_pass_mark(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "set_signed")
    gradings = [Grading(person, person % 5 + 1.0, 20.0 * (person % 5) + person % 3) for person in range(50)]
    with own.app_context():
        slug = next(iter(operations.graded_exercises(library())))
        db.session.add(
            QualityReport(
                kind="exercise", subject=slug, revision=0, n=50, is_current=True, flags=[],
                figures=kept(exercise_figures(slug, gradings)), computed_at=NOW,
            )
        )  # fmt: skip
        db.session.flush()
        meaning = operations.grade_proposal(slug).meaning
        db.session.commit()
    address = f"/academy/exercises/{slug}/pass-mark"
    assert both_send(own, address, password=PASSWORD, meaning=meaning) == [303, 303]
    assert (count(own, CutScore), count(own, Signature)) == (1, 1)


def test_two_who_open_a_panel_for_one_paper_open_one(own: Flask) -> None:
    add_person(own, "pia@fernwick.example")
    address = f"/academy/papers/{PAPER}/panels/new"
    assert both_send(own, address, portrait=PORTRAIT, judges="pia@fernwick.example") == [303, 422]
    assert count(own, Panel) == 1
