"""Signing, evidence, handing in, reviewing and closing at the browser."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kamacademy.agreeing.operations import agree
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.models import Action
from kamacademy.development.operations import redate
from kamacademy.people.models import Person
from kamacademy.plan.operations import close
from kamacademy.proof.models import ActionEvidence
from kamacademy.proof.operations import complete, hand_in
from kamacademy.records.models import Signature
from kamacademy.reviewing.models import PlanReview
from tests.browser import Browser
from tests.development.plans import DUE, both_sign, coached, plan_of, proposed
from tests.statements import statements
from tests.world import NOW, PASSWORD, TODAY, World

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


@pytest.fixture
def action(learner: Person, coach: Person) -> Action:
    """An action that both have signed and that is open."""
    made = proposed(learner, "Map one leak")
    both_sign(learner, coach)
    return made


@pytest.fixture
def data(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    return tmp_path


def there(action: Action) -> str:
    return f"/plans/{action.plan_id}/actions/{action.id}"


def count(model: type[ActionEvidence] | type[Signature] | type[PlanReview]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def send_file(browser: Browser, action: Action, name: str, content: bytes, **more: str) -> TestResponse:
    """Send the evidence form with a file, as a browser does."""
    browser.open(f"{there(action)}/complete")
    token = str(browser.page.find("input", {"name": "csrf_token"})["value"])
    file = FileStorage(BytesIO(content), filename=name)
    # Written in memory: the test client would leave its own temporary file open.
    boundary, body = encode_multipart({"csrf_token": token, "file": file, **more})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.ask("post", f"{there(action)}/complete", data=body, content_type=kind)


# Signing


def test_a_plan_is_signed_with_the_password_and_both_signatures_are_shown(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    proposed(learner, "Map one leak")
    rep, manager = browse(learner), browse(coach)
    rep.open(f"/people/{learner.id}/plan").follow("Read and sign")
    assert "I will try each action where it says" in rep.words
    rep.press("Sign the plan", expect=422)
    assert "Enter your password to sign." in rep.words
    rep.fill("Your password", "not mine").press("Sign the plan", expect=422)
    assert "That is not your password." in rep.words
    assert count(Signature) == 0
    rep.fill("Your password", PASSWORD).press("Sign the plan")
    manager.open(f"/people/{learner.id}/plan").follow("Read and sign")
    assert "I will make room for each action" in manager.words
    assert "Signed by Mira Halvorsen" in manager.words
    manager.fill("Your password", PASSWORD).press("Sign the plan")
    assert "“Map one leak” begins now." in manager.words
    assert manager.words.count("Unchanged since.") == 2
    manager.follow("What was signed")
    assert "Map one leak" in manager.words
    assert manager.words.count("Unchanged since.") == 2


def test_what_was_changed_meanwhile_is_read_once_more(learner: Person, browse: type[Browser]) -> None:
    proposed(learner)
    browser = browse(learner).open(f"/plans/{plan_of(learner).id}/agree")
    proposed(learner, "Another")
    browser.fill("Your password", PASSWORD).press("Sign the plan", expect=422)
    assert "This was changed after you opened the page." in browser.words
    assert "Another" in browser.words
    browser.fill("Your password", PASSWORD).press("Sign the plan")
    assert count(Signature) == 1


def test_without_anything_to_sign_the_page_leads_back(learner: Person, action: Action, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/plans/{action.plan_id}/agree")
    assert "there is nothing to agree to" in browser.words
    assert browser.heading == "Development plan"


def test_a_plan_from_coaching_asks_to_be_signed(learner: Person, coach: Person, browse: type[Browser]) -> None:
    coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan")
    assert "What runs was agreed in coaching. Once you and Daniel Okafor have signed the plan" in browser.words
    browser.follow("Read and sign")
    assert "(running already)" in browser.words


# Evidence


def test_a_file_is_kept_and_served_only_to_be_saved(
    learner: Person, coach: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    rep = browse(learner)
    assert send_file(rep, action, "../Map of März.pdf", PDF, then="hand-in").status_code == 200
    assert action.state == "handed-in"
    manager = browse(coach).open(f"/people/{learner.id}/plan")
    link = next(one for one in manager.page.find_all("a") if one.get_text() == "Map of März.pdf")
    answer = manager.ask("get", str(link["href"]))
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_is_for_those_who_read_the_plan(
    world: World, learner: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    send_file(browse(learner), action, "map.pdf", PDF)
    (given,) = db.session.scalars(select(ActionEvidence))
    address = f"/plans/{action.plan_id}/evidence/{given.id}"
    for other in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browse(other).open(address, expect=403)
    other_action = proposed(world.learner())
    browse(learner).open(f"/plans/{other_action.plan_id}/evidence/{given.id}", expect=404)
    browse(learner).open(f"/plans/{action.plan_id}/evidence/9999", expect=404)
    for kept in data.rglob("*"):
        if kept.is_file():
            kept.unlink()
    browse(learner).open(address, expect=404)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("map.pdf", b"MZ no pdf", "is not what its name says"),
        ("map.html", b"<p>", "Choose a PDF, PNG"),
        ("map.pdf", PDF.ljust(5 * 1024 * 1024 + 1), "Keep a file below 5 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained_and_the_words_kept(
    learner: Person, action: Action, browse: type[Browser], data: Path, name: str, content: bytes, words: str
) -> None:
    browser = browse(learner)
    answer = send_file(browser, action, name, content, evidence="Mapped at Norlund", then="hand-in")
    browser.show(answer, 422)
    assert words in browser.words
    assert "Mapped at Norlund" in browser.field("What shows that it is done").get_text()
    assert (count(ActionEvidence), action.state) == (0, "open")
    assert not list(data.iterdir())


def test_five_megabytes_pass_and_much_more_is_turned_away(
    learner: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    browser = browse(learner)
    assert send_file(browser, action, "map.pdf", PDF.ljust(5 * 1024 * 1024)).status_code == 200
    assert send_file(browser, action, "map.pdf", PDF.ljust(7 * 1024 * 1024)).status_code == 413
    too_much = {"remark": "x" * (3 * 1024 * 1024)}
    assert browser.ask("post", f"{there(action)}/check-ins", data=too_much).status_code == 413


def test_a_link_is_a_whole_https_address(learner: Person, action: Action, browse: type[Browser], data: Path) -> None:
    browser = browse(learner).open(f"{there(action)}/complete").fill("Link", "javascript:alert(1)")
    browser.press("Keep it for now", expect=422)
    assert "Give a whole address that begins with https://" in browser.words
    browser.fill("Link", "https://intranet.fernwick.example/map").press("Keep it for now")
    link = browser.page.find("a", href="https://intranet.fernwick.example/map")
    assert "noopener" in link["rel"]


def test_only_whoever_gave_it_takes_it_away_with_its_file(
    learner: Person, coach: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    rep = browse(learner)
    send_file(rep, action, "map.pdf", PDF)
    (given,) = db.session.scalars(select(ActionEvidence))
    manager = browse(coach).open(f"{there(action)}/complete")
    assert "Take away" not in manager.button_words
    manager.post(f"/plans/{action.plan_id}/evidence/{given.id}/take-away", expect=403)
    assert [one for one in data.rglob("*") if one.is_file()]
    rep.open(f"{there(action)}/complete").press("Take away")
    assert count(ActionEvidence) == 0
    assert not [one for one in data.rglob("*") if one.is_file()]


# Handing in, accepting, returning


def test_it_is_handed_in_returned_and_accepted(
    learner: Person, coach: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    rep, manager = browse(learner), browse(coach)
    rep.open(f"/people/{learner.id}/plan").follow("Show that it is done")
    rep.fill("What shows that it is done", "Mapped at Norlund").press("Hand it in")
    assert "Your coach says whether it is done." in rep.words
    assert "Accept as done" not in rep.button_words
    manager.open(f"/people/{learner.id}/plan")
    assert "Mapped at Norlund" in manager.words
    manager.follow("Return with a reason").press("Return the action", expect=422)
    assert "Say what is still missing, in a sentence." in manager.words
    manager.fill("What is still missing", "Who saw it?").press("Return the action")
    rep.open(f"/people/{learner.id}/plan")
    assert "Returned. Still missing: Who saw it?" in rep.words
    rep.follow("Show that it is done").fill("What shows that it is done", "Priya saw it").press("Hand it in")
    manager.open(f"/people/{learner.id}/plan").press("Accept as done")
    assert "Done 20 Nov 2026" in manager.words
    assert "Priya saw it" in manager.words
    assert "Still missing" not in manager.words


def test_a_coach_completes_with_what_was_seen(
    learner: Person, coach: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    browser = browse(coach).open(f"/people/{learner.id}/plan").follow("Complete with evidence")
    browser.press("Complete the action", expect=422)
    assert "Give at least one thing that shows it" in browser.words
    browser.fill("What shows that it is done", "I saw it on 3 Nov").press("Complete the action")
    assert "I saw it on 3 Nov" in browser.words
    assert (action.state, action.evidence_given) == ("done", "I saw it on 3 Nov")


def test_a_learner_judges_nothing_of_their_own(
    learner: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    browser = browse(learner).open(f"{there(action)}/complete")
    browser.post(f"{there(action)}/complete", evidence="Done, I say", then="complete")
    assert action.state == "open"
    hand_in(action, by=learner, at=NOW)
    for address in ("accept", "stretch"):
        browser.post(f"{there(action)}/{address}", stretch="3", expect=403)
    browser.open(f"{there(action)}/return", expect=403)
    assert (action.state, action.stretch) == ("handed-in", None)


def test_a_coach_does_not_hand_in_for_the_learner(
    coach: Person, action: Action, browse: type[Browser], data: Path
) -> None:
    browser = browse(coach).open(f"{there(action)}/complete")
    browser.post(f"{there(action)}/complete", evidence="Mapped", then="hand-in", expect=403)
    assert (action.state, count(ActionEvidence)) == ("open", 0)


def test_the_coach_rates_the_stretch_with_one_press(
    learner: Person, coach: Person, action: Action, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/people/{learner.id}/plan").press("2 beyond")
    assert "2 of 3: beyond what is done already" in browser.words
    browser.post(f"{there(action)}/stretch", stretch="4", expect=404)
    browse(learner).open(f"/people/{learner.id}/plan")
    assert action.stretch == 2


# Reviewing and closing


def test_a_quarter_ends_with_a_review_that_both_have_held(
    learner: Person, coach: Person, action: Action, browse: type[Browser]
) -> None:
    with time_machine.travel(NOW + 90 * DAY, tick=False):
        rep, manager = browse(learner), browse(coach)
        rep.open(f"/people/{learner.id}/plan")
        assert "The review is due today." in rep.words
        manager.open(f"/people/{learner.id}/plan").follow("Open the review")
        manager.press("Write it down", expect=422)
        for words in ("Choose one.", "Say why, in a sentence.", "Say in a sentence what moved."):
            assert words in manager.words
        manager.choose("Changed: another day").fill("Why", "The customer was away").fill("What moved", "More asked")
        manager.fill("What is next", "The second account").press("Write it down", expect=422)
        assert "Choose the new date." in manager.words
        later = (TODAY + 120 * DAY).isoformat()
        manager.fill("New date", later).press("Write it down")
        assert "It takes effect once the other of you has confirmed it." in manager.words
        assert "We held it so" not in manager.button_words
        assert action.due_on == DUE
        rep.open(f"/people/{learner.id}/plan").follow("Read and confirm it")
        assert "The customer was away" in rep.words
        rep.press("We held it so")
        assert "The review is due 19 May 2027." in rep.words
        assert "first agreed for 4 Jan 2027" in rep.words
        rep.follow("Reviews held")
        assert "1 review held" in rep.words
        assert "More asked" in rep.words


def test_a_review_written_differently_meanwhile_is_read_once_more(
    learner: Person, coach: Person, action: Action, browse: type[Browser]
) -> None:
    def write(browser: Browser, moved: str) -> None:
        browser.open(f"/plans/{action.plan_id}/review?again=1").choose("Kept as it is").fill("Why", "It goes on")
        browser.fill("What moved", moved).fill("What is next", "The map").press("Write it down")

    rep, manager = browse(learner), browse(coach)
    write(manager, "First words")
    rep.open(f"/plans/{action.plan_id}/review")
    write(manager, "Other words")
    rep.press("We held it so", expect=422)
    assert "This was changed after you opened the page." in rep.words
    assert "Other words" in rep.words
    rep.press("We held it so")
    (review,) = db.session.scalars(select(PlanReview))
    assert review.confirmed_by_id == learner.id
    manager.open(f"/plans/{action.plan_id}/review?again=1")
    assert manager.field("What moved").get("value", "") == ""


def test_before_it_is_signed_there_is_no_review(learner: Person, browse: type[Browser]) -> None:
    made = proposed(learner)
    browser = browse(learner).open(f"/plans/{made.plan_id}/review")
    assert "Both sign the plan first" in browser.words


def test_a_closed_plan_is_read_from_its_snapshot_alone(
    learner: Person, coach: Person, action: Action, browse: type[Browser]
) -> None:
    redate(action, DUE + DAY, reason="The visit moved", by=learner, at=NOW)
    complete(action, "I saw it", by=coach, at=NOW)
    key = action.plan_id
    close(plan_of(learner), by=coach, at=NOW, library=library())
    action.title = "Written over"
    db.session.commit()
    browser = browse(learner).open(f"/plans/{key}")
    for words in (
        "Kept as it was: 20 Nov 2026 to 20 Nov 2026, closed by Daniel Okafor.",
        "Map one leak",
        "I saw it",
        "first agreed for 4 Jan 2027",
        "Signed by Mira Halvorsen",
        "Worked out on that day by the rule grid-1; not changed since.",
        "Daniel Okafor closed the plan.",
    ):
        assert words in browser.words
    assert "Written over" not in browser.words
    assert browser.button_words == []
    for address in ("review", "agree"):
        browser.open(f"/plans/{key}/{address}")
        assert browser.heading == "Development plan"


# Who may, and what looking does


def test_nobody_else_reads_or_changes_any_of_it(
    world: World, learner: Person, coach: Person, action: Action, browse: type[Browser]
) -> None:
    plan = f"/plans/{action.plan_id}"
    for other in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browser = browse(other)
        for address in (
            f"{plan}/agree", f"{plan}/agreement", f"{plan}/review", f"{plan}/reviews", f"{there(action)}/complete",
            f"{there(action)}/return",
        ):  # fmt: skip
            browser.open(address, expect=403)


def test_looking_changes_nothing(learner: Person, coach: Person, action: Action, browse: type[Browser]) -> None:
    proposed(learner, "Another")
    browser, plan = browse(coach), f"/plans/{action.plan_id}"
    for address in ("agree", "agreement", "review", "reviews", f"actions/{action.id}/complete"):
        browser.open(f"{plan}/{address}")
    assert (count(Signature), count(PlanReview), action.state) == (2, 0, "open")


@pytest.mark.parametrize("page", ["agreement", "reviews", "review", "agree"])
def test_a_page_costs_at_most_twelve_statements(
    learner: Person, coach: Person, action: Action, browse: type[Browser], page: str
) -> None:
    address = f"/plans/{action.plan_id}/{page}"
    proposed(learner, "Another")
    browser = browse(learner).open(address)
    with statements() as few:
        browser.open(address)
    for place in range(5):
        proposed(learner, f"Another {place}")
        agree(plan_of(learner), by=learner, at=NOW)
        agree(plan_of(learner), by=coach, at=NOW)
    proposed(learner, "And one more")
    db.session.commit()
    with statements() as many:
        browser.open(address)
    assert len(many) <= max(len(few), 1), "\n".join(many)
    assert len(few) <= 12, "\n".join(few)
