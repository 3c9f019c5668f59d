"""Figures from stored sittings, and panels that end in a signed pass mark."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from kamacademy.assessment.models import CutScore
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.quality import operations, queries
from kamacademy.quality.models import CutBasis, PanelEstimate, QualityReport, QualityRun
from kamacademy.quality.panel import Stage
from kamacademy.quality.refusals import CannotClose, NoCut, NotNow, PanelRuns, UnknownPeople
from kamacademy.quality.snapshot import ItemSnapshot, PaperSnapshot, restored
from kamacademy.records.models import AuditEvent
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import is_intact
from tests.assessment.papers import BANK, CONTENT, begin, paper_text, publish, read, sit, with_files
from tests.browser import Browser
from tests.quality.panels import PAPER, PORTRAIT, opened, rated, ready
from tests.world import NOW, World

THREE = ("ex-single", "ex-numeric", "ex-true-false")


@pytest.fixture
def taken(world: World, drafts: Drafts) -> World:
    """Thirty-two people who took a paper of three questions once, and one of them again."""
    publish(world, drafts, three=paper_text(THREE))
    people = [world.learner() for _ in range(32)]
    for number, one in enumerate(people):
        sit(one, "three", wrong=number % 4)
    sit(people[1], "three", at=NOW + timedelta(days=1))
    return world


def item_figures(item_id: str) -> ItemSnapshot:
    """The present figures of a question."""
    return restored(ItemSnapshot, queries.reports("item", item_id)[0].figures)


def test_figures_are_computed_from_first_sittings(taken: World) -> None:
    operations.compute(at=NOW)
    # Of four people one has the first question right, two the second, three the third.
    for item_id, right in zip(THREE, (0.25, 0.5, 0.75), strict=True):
        found = item_figures(item_id).figures
        assert found.n == 32
        assert found.difficulty == pytest.approx(right)
    (report,) = queries.reports("paper", "three")
    paper = restored(PaperSnapshot, report.figures)
    assert (paper.sittings, paper.again, paper.earlier, report.n) == (32, 1, 0, 32)
    assert paper.cut_percent == 80
    assert paper.coverage.match == 1


def test_computing_again_replaces_and_takes_away(taken: World) -> None:
    first = operations.compute(at=NOW)
    db.session.add(
        QualityReport(
            kind="item", subject="gone", revision=1, n=3, is_current=True, flags=[], figures={}, computed_at=NOW
        )
    )
    later = NOW + timedelta(hours=1)
    assert operations.compute(at=later) == first
    rows = db.session.scalars(select(QualityReport)).all()
    assert len(rows) == first
    assert {one.computed_at for one in rows} == {later}
    assert "gone" not in {one.subject for one in rows}


def test_a_question_worded_anew_begins_afresh_and_its_neighbours_go_on(taken: World, drafts: Drafts) -> None:
    bank = (CONTENT / "every-kind.yaml").read_text()
    (stem,) = re.findall(r"id: ex-single\n.*?stem: ([^\n]+)", bank, re.DOTALL)[:1]
    files = [one for one in with_files(drafts, three=paper_text(THREE)) if one.path != BANK]
    taken.publish(Drafts([*files, read(BANK, bank.replace(stem, f"{stem} Choose.", 1))]), at=NOW + timedelta(days=2))
    operations.compute(at=NOW)
    assert [one.is_current for one in queries.reports("item", "ex-single")] == [False]
    assert "ex-single" not in queries.briefs("item")
    assert queries.briefs("item")["ex-numeric"].n == 32
    begun = sit(taken.learner(), "three", seed=3, at=NOW + timedelta(days=3))
    assert begun.passed
    operations.compute(at=NOW + timedelta(days=3))
    assert [(one.n, one.is_current) for one in queries.reports("item", "ex-single")] == [(1, True), (32, False)]
    assert queries.briefs("item")["ex-numeric"].n == 33
    paper = restored(PaperSnapshot, queries.reports("paper", "three")[0].figures)
    assert (paper.sittings, paper.earlier) == (33, 32)


def test_what_was_asked_for_is_computed_once(taken: World) -> None:
    by = taken.learning_team()
    asked = operations.ask_again(by=by, at=NOW)
    assert operations.ask_again(by=by, at=NOW).id == asked.id
    assert operations.run_waiting(at=NOW) == 1
    assert asked.finished_at == NOW
    assert operations.run_waiting(at=NOW + timedelta(minutes=1)) == 0
    assert db.session.scalar(select(func.max(QualityReport.computed_at))) == NOW
    assert operations.ask_again(by=by, at=NOW).id != asked.id
    assert db.session.scalar(select(func.count()).select_from(QualityRun)) == 2


def test_a_computation_that_fails_ends_and_leaves_the_figures_as_they_were(
    taken: World, browse: type[Browser], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    operations.compute(at=NOW)
    before = db.session.scalar(select(func.count()).select_from(QualityReport))
    browser = browse(taken.learning_team()).open("/academy/items").press("Compute again")
    with monkeypatch.context() as broken:
        broken.setattr(operations, "exercise_reports", lambda _: 1 / 0)
        assert operations.run_waiting(at=NOW + timedelta(minutes=1)) == 1
    assert "ZeroDivisionError" in caplog.text
    later = NOW + timedelta(minutes=2)
    assert operations.run_waiting(at=later) == 0
    assert db.session.scalar(select(func.count()).select_from(QualityReport)) == before
    browser.open("/academy/items")
    assert "could not be computed; those of before are shown. Ask once more." in browser.words
    assert "made in the background" not in browser.words
    browser.press("Compute again")
    assert operations.run_waiting(at=later) == 1
    browser.open("/academy/items")
    assert "could not be computed" not in browser.words


def test_judges_are_told_of_each_round_by_letter(world: World) -> None:
    panel = opened(world)
    link = f"https://academy.example/panels/{panel.id}"
    sent = letters()
    assert {one.address for one in sent} == {one.person.email for one in panel.judges}
    assert {one.subject for one in sent} == {"Your judgement is asked: Knowledge check: from products to accounts"}
    assert all(link in (one.body or "") and (one.body or "").startswith("Hello Judge,") for one in sent)
    operations.invite(panel, [panel.judges[0].person.email], by=panel.opened_by, at=NOW)
    assert len(letters()) == 6
    operations.release(panel.judges[0], by=panel.opened_by, at=NOW)
    operations.invite(panel, [world.learner().email], by=panel.opened_by, at=NOW)
    for judge in panel.seated:
        operations.estimate(judge, dict.fromkeys(panel.weights, 60), round_=1, hand_in=True, at=NOW)
    operations.close_round(panel, 1, by=panel.opened_by, at=NOW)
    second = letters()[7:]
    assert {one.address for one in second} == {one.person.email for one in panel.seated}
    assert {one.subject for one in second} == {"The second round is open: Knowledge check: from products to accounts"}
    assert all("Look at where they differ" in (one.body or "") for one in second)


def letters() -> list[Letter]:
    """Every letter to a judge, oldest first."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == "panel").order_by(Letter.id)))


def test_without_mail_a_panel_opens_all_the_same(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAIL_BACKEND", "off")
    assert len(opened(world).judges) == 6
    assert letters() == []


def test_a_panel_needs_people_with_open_accounts(world: World) -> None:
    closed = world.learner()
    closed.deactivated_at = NOW
    with pytest.raises(UnknownPeople, match=r"nobody@x\.example or "):
        operations.open_panel(
            PAPER, portrait=PORTRAIT, addresses=["nobody@x.example", closed.email], by=world.learning_team(), at=NOW
        )


def test_a_paper_has_one_panel_at_a_time(world: World) -> None:
    panel = opened(world)
    with pytest.raises(PanelRuns):
        opened(world)
    operations.end_panel(panel, by=world.learning_team(), at=NOW)
    assert panel.stage is Stage.ENDED
    assert opened(world).id != panel.id


def test_a_round_with_five_judges_is_not_closed(world: World) -> None:
    panel = rated(opened(world, judges=5), 1, (60, 62, 64, 66, 68))
    with pytest.raises(CannotClose, match="at least 6 judges; this panel has 5"):
        operations.close_round(panel, 1, by=panel.opened_by, at=NOW)
    assert operations.invite(panel, [world.learner().email], by=panel.opened_by, at=NOW) == 1
    with pytest.raises(CannotClose, match="Not handed in yet"):
        operations.close_round(panel, 1, by=panel.opened_by, at=NOW)


def test_estimates_are_kept_until_all_are_there(world: World) -> None:
    panel = opened(world)
    judge, items = panel.judges[0], list(panel.weights)
    words = operations.estimate(judge, {items[0]: 40}, round_=1, hand_in=True, at=NOW)
    assert words is not None
    assert words.startswith(f"{len(items) - 1} estimates still open: question 2")
    assert judge.round_one_at is None
    operations.estimate(judge, {items[0]: 55}, round_=1, hand_in=False, at=NOW)
    assert operations.estimate(judge, dict.fromkeys(items[1:], 70), round_=1, hand_in=True, at=NOW) is None
    kept = {one.item_id: one.of_hundred for one in db.session.scalars(select(PanelEstimate))}
    assert kept == {items[0]: 55} | dict.fromkeys(items[1:], 70)
    with pytest.raises(NotNow):
        operations.estimate(judge, {items[0]: 1}, round_=1, hand_in=False, at=NOW)


def test_nobody_estimates_in_a_round_that_is_not_open(world: World) -> None:
    panel = opened(world)
    with pytest.raises(NotNow):
        operations.estimate(panel.judges[0], {}, round_=2, hand_in=False, at=NOW)
    operations.release(panel.judges[1], by=panel.opened_by, at=NOW)
    with pytest.raises(NotNow):
        operations.estimate(panel.judges[1], {}, round_=1, hand_in=False, at=NOW)


def test_who_is_released_counts_no_more(world: World) -> None:
    panel = opened(world, judges=7)
    rated(panel, 1, (0, 60, 62, 64, 66, 68, 70))
    operations.release(panel.judges[0], by=panel.opened_by, at=NOW)
    operations.close_round(panel, 1, by=panel.opened_by, at=NOW)
    operations.close_round(rated(panel, 2), 2, by=panel.opened_by, at=NOW)
    assert operations.proposal(panel).percent == 65.0
    with pytest.raises(NotNow):
        operations.invite(panel, [world.learner().email], by=panel.opened_by, at=NOW)


def test_a_signed_cut_is_stored_with_its_error_method_and_signature(world: World) -> None:
    by = world.learning_team()
    panel = ready(world, by)
    cut = operations.sign_panel(panel, operations.proposal(panel).meaning, by=by, at=NOW)
    assert (cut.paper, cut.percent, cut.standard_error, cut.method) == (PAPER, 65.0, 1.5, "modified Angoff")
    assert panel.stage is Stage.SET
    db.session.expire_all()
    (kept,) = queries.cuts_of(PAPER)
    (signature,) = signatures_of("cut_score", [cut.id])[cut.id]
    content = queries.signed_content(kept)
    assert is_intact(content, signature)
    assert "at 65 % (standard error 1.5)" in signature.meaning
    acts = db.session.scalars(select(AuditEvent.act).where(AuditEvent.actor_id == by.id)).all()
    assert {"panel.opened", "panel.round-closed", "cut-score.set", "signature.given"} <= set(acts)


def test_a_cut_changed_behind_the_back_is_seen(world: World) -> None:
    panel = ready(world)
    cut = operations.sign_panel(panel, operations.proposal(panel).meaning, by=panel.opened_by, at=NOW)
    db.session.execute(text("UPDATE cut_score SET percent = 60 WHERE id = :id"), {"id": cut.id})
    db.session.expire_all()
    (kept,) = queries.cuts_of(PAPER)
    (signature,) = signatures_of("cut_score", [cut.id])[cut.id]
    content = queries.signed_content(kept)
    assert not is_intact(content, signature)


def test_a_cut_is_signed_once_and_only_as_it_was_read(world: World) -> None:
    panel = ready(world)
    meaning = operations.proposal(panel).meaning
    with pytest.raises(NotNow):
        operations.sign_panel(panel, meaning.replace("65 %", "50 %"), by=panel.opened_by, at=NOW)
    operations.sign_panel(panel, meaning, by=panel.opened_by, at=NOW)
    with pytest.raises(NotNow):
        operations.sign_panel(panel, meaning, by=panel.opened_by, at=NOW)
    with pytest.raises(NotNow):
        operations.end_panel(panel, by=panel.opened_by, at=NOW)
    assert db.session.scalar(select(func.count()).select_from(CutScore)) == 1
    assert db.session.scalar(select(func.count()).select_from(CutBasis)) == 1


def test_a_paper_that_says_so_passes_at_the_signed_cut_from_then_on(world: World, drafts: Drafts) -> None:
    publish(world, drafts, three=paper_text(THREE, cut=True))
    before = begin(world.learner(), "three")
    people = [world.learner() for _ in range(6)]
    panel = operations.open_panel(
        "three", portrait=PORTRAIT, addresses=[one.email for one in people], by=world.learning_team(), at=NOW
    )
    for round_ in (1, 2):
        operations.close_round(rated(panel, round_), round_, by=panel.opened_by, at=NOW)
    operations.sign_panel(panel, operations.proposal(panel).meaning, by=panel.opened_by, at=NOW)
    assert begin(world.learner(), "three").pass_percent == 65.0
    assert before.pass_percent == 80.0
    operations.compute(at=NOW)
    assert restored(PaperSnapshot, queries.reports("paper", "three")[0].figures).cut_percent == 65.0


def test_an_exercise_without_enough_grades_gives_no_cut(world: World) -> None:
    with pytest.raises(NoCut, match="No figures have been computed"):
        operations.grade_proposal("nothing")
    for slug in operations.graded_exercises(library()):
        operations.compute(at=NOW)
        with pytest.raises(NoCut, match="from 50 on a cut can be given"):
            operations.grade_proposal(slug)
