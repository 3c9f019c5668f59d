"""A plan with everything in it that a plan can have: on its page, in its history, in its reviews and once closed."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.details import Details, Source
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import check_in, drop, propose_action, redate
from kamacademy.development.plan import Origin
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.operations import deactivate, set_coach
from kamacademy.plan.operations import close
from kamacademy.proof.models import ActionEvidence
from kamacademy.proof.operations import accept, complete, give_back, give_evidence, hand_in, rate_stretch
from kamacademy.proof.piece import Piece
from kamacademy.reviewing.operations import confirm_review, write_review
from kamacademy.reviewing.review import Said, Verdict
from tests.browser import Browser
from tests.development.plans import DUE, both_sign, plan_of, proposed, seen
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


@pytest.fixture
def data(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    return tmp_path


@pytest.fixture
def shown(learner: Person, coach: Person, data: Path) -> Action:
    """An action that was returned once, re-dated, shown by words, a link and a file, and accepted."""
    seen(learner, coach, {"C04": 2})
    action = proposed(learner, "Map one leak")
    both_sign(learner, coach)
    pieces = [
        Piece(words="Mapped at Norlund"),
        Piece(link="https://intranet.fernwick.example/map"),
        Piece(file_name="map.pdf", content=PDF),
    ]
    give_evidence(action, pieces, by=learner, at=NOW, data=data)
    check_in(action, "The first half is drawn", by=learner, at=NOW)
    rate_stretch(action, 2, by=coach, at=NOW)
    redate(action, DUE + DAY, reason="The visit moved", by=learner, at=NOW)
    hand_in(action, by=learner, at=NOW)
    give_back(action, reason="Who saw it?", by=coach, at=NOW)
    hand_in(action, by=learner, at=NOW)
    accept(action, by=coach, at=NOW)
    return action


@pytest.fixture
def whole(learner: Person, coach: Person, shown: Action) -> Plan:
    """The plan with a dropped action and a held review besides."""
    kept, left = proposed(learner, "Ask the payer"), proposed(learner, "Write the letter")
    both_sign(learner, coach)
    said = {kept.id: Said(Verdict.KEPT, "It goes on"), left.id: Said(Verdict.CHANGED, "Later", TODAY + 60 * DAY)}
    review = write_review(plan_of(learner), said, moved="More asked", next_step="The map", by=learner, at=NOW)
    confirm_review(review, edition=review.edition, by=coach, at=NOW)
    drop(left, reason="The account left", by=learner, at=NOW)
    complete(kept, "I saw it on 3 Nov", by=coach, at=NOW)
    return plan_of(learner)


def files_on(browser: Browser) -> list[str]:
    """Where the files on a page are fetched."""
    return [str(one["href"]) for one in browser.page.find_all("a") if one.get_text() == "map.pdf"]


def test_what_is_done_is_shown_with_its_file(
    learner: Person, coach: Person, shown: Action, browse: type[Browser]
) -> None:
    for reader in (learner, coach):
        browser = browse(reader).open(f"/people/{learner.id}/plan")
        for words in ("Done 20 Nov 2026", "first agreed for 4 Jan 2027", "Mapped at Norlund", "1 check-in"):
            assert words in browser.words
        (address,) = files_on(browser)
        assert browser.ask("get", address).get_data() == PDF


def test_the_files_of_a_closed_plan_can_still_be_saved(
    learner: Person, coach: Person, whole: Plan, browse: type[Browser]
) -> None:
    close(whole, by=coach, at=NOW, library=library())
    for reader in (learner, coach):
        browser = browse(reader).open(f"/plans/{whole.id}")
        (address,) = files_on(browser)
        assert browser.ask("get", address).get_data() == PDF


def test_a_closed_plan_shows_everything_that_was_in_it(
    learner: Person, coach: Person, whole: Plan, browse: type[Browser]
) -> None:
    close(whole, by=coach, at=NOW, library=library())
    browser = browse(coach).open(f"/plans/{whole.id}")
    for words in (
        "Map one leak", "Done 20 Nov 2026", "first agreed for 4 Jan 2027", "Mapped at Norlund",
        "https://intranet.fernwick.example/map", "The first half is drawn", "2 of 3: beyond what is done already",
        "Write the letter", "Dropped", "Ask the payer", "I saw it on 3 Nov", "More asked", "The map",
        "Changed: another day, 19 Jan 2027", "confirmed by Daniel Okafor", "Signed by Mira Halvorsen on",
        "Mira Halvorsen dropped “Write the letter”. Reason: The account left",
        "Daniel Okafor returned “Map one leak”. Reason: Who saw it?", "target Proficient",
    ):  # fmt: skip
        assert words in browser.words, words
    browse(learner).open(f"/people/{learner.id}/plan").follow("20 Nov 2026 to 20 Nov 2026")


def test_the_history_says_all_that_happened_in_words(learner: Person, whole: Plan, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow("What happened to this plan")
    for words in (
        "Mira Halvorsen began the plan.",
        "Mira Halvorsen proposed “Map one leak”.",
        "Daniel Okafor agreed to the plan.",
        "Begun: “Map one leak”.",
        "Mira Halvorsen moved “Map one leak” from 4 Jan 2027 to 5 Jan 2027. Reason: The visit moved",
        "Daniel Okafor rated the stretch of “Map one leak”: 2 of 3",
        "Mira Halvorsen handed in “Map one leak”.",
        "Daniel Okafor accepted “Map one leak” as done.",
        "Daniel Okafor confirmed that the review was held.",
        "Daniel Okafor completed “Ask the payer” with evidence.",
    ):
        assert words in browser.words, words


def test_a_file_is_fetched_by_the_address_of_its_own_plan_alone(
    world: World, learner: Person, shown: Action, browse: type[Browser]
) -> None:
    given = db.session.scalars(select(ActionEvidence).where(ActionEvidence.kind == "file")).one()
    other = proposed(world.learner())
    browser = browse(learner)
    assert browser.ask("get", f"/plans/{shown.plan_id}/evidence/{given.id}").status_code == 200
    assert browser.ask("get", f"/plans/{other.plan_id}/evidence/{given.id}").status_code == 404


def test_what_a_later_release_dropped_is_named_as_far_as_it_is_known(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    proposed(learner, "Map one leak")
    begun = plan_of(learner)
    for place, source in enumerate(
        (Source(Origin.LESSON, name="m99-gone/first"), Source(Origin.SITTING, key=9, name="gone")), start=1
    ):
        details = Details(title=f"Try it {place}", indicator="C04a", due_on=DUE)
        propose_action(begun, details, by=learner, at=NOW, library=library(), source=source)
    begun.actions[0].kpi = "K99"
    begun.actions[1].module = "m99-gone"
    browser = browse(learner).open(f"/people/{learner.id}/plan")
    assert "Result it should move K99 no longer measured" in browser.words
    assert "To try what the lesson says, from 20 Nov 2026" in browser.words
    assert "After the check was not passed, from 20 Nov 2026" in browser.words
    assert "“”" not in browser.words
    both_sign(learner, coach)
    for one in begun.actions:
        complete(one, "Seen", by=coach, at=NOW)
    close(begun, by=coach, at=NOW, library=library())
    assert "Result it should move K99" in browser.open(f"/plans/{begun.id}").words


def test_a_new_job_role_between_signing_and_review_leaves_what_was_agreed(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    kept = proposed(learner, "Ask the payer")
    kept.kpi = "K01"
    both_sign(learner, coach)
    learner.job_role_code = JobRole.MSL
    said = {kept.id: Said(Verdict.CHANGED, "Later", TODAY + 60 * DAY)}
    review = write_review(plan_of(learner), said, moved="More asked", next_step="The map", by=learner, at=NOW)
    confirm_review(review, edition=review.edition, by=coach, at=NOW)
    assert (kept.state, kept.due_on) == ("open", TODAY + 60 * DAY)
    for reader in (learner, coach):
        for address in (
            f"/people/{learner.id}/plan",
            f"/plans/{kept.plan_id}/reviews",
            f"/plans/{kept.plan_id}/agreement",
        ):
            assert "Ask the payer" in browse(reader).open(address).words


def test_when_the_coach_has_left_the_plan_stays_and_waits_for_another(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    kept = proposed(learner, "Ask the payer")
    both_sign(learner, coach)
    proposed(learner, "Write the letter")
    said = {kept.id: Said(Verdict.KEPT, "It goes on")}
    write_review(plan_of(learner), said, moved="More asked", next_step="The map", by=coach, at=NOW)
    deactivate(coach, by=None, at=NOW)
    rep = browse(learner).open(f"/people/{learner.id}/plan")
    assert "Nobody coaches you at the moment" in rep.words
    rep.follow("Read and confirm it").press("We held it so", expect=422)
    assert "The coach who wrote this review no longer coaches here." in rep.words
    set_coach(learner, world.coach("Priya Raman"), starts_on=TODAY, by=None, at=NOW)
    rep.open(f"/people/{learner.id}/plan")
    assert "You and Priya Raman both sign before an action begins." in rep.words
    assert "Ask the payer" in rep.words
