"""Papers of a whole team: ordered, printed in the background, fetched by one's own coach alone, deleted after a day."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask

from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.reports import jobs
from kamacademy.reports.jobs import delete_expired, print_waiting
from kamacademy.reports.models import PaperOrder
from kamacademy.reports.operations import claim, order_papers
from kamacademy.reports.rules import ABANDONED_AFTER, MOST_WAITING, Form, NobodyInCare, TooManyOrders, What
from tests.browser import Browser
from tests.reports.fetching import fetched, pair
from tests.reports.printed import Printed
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    """A coach with two learners who have plans and one who has none."""
    made = world.coach("Casey Coach")
    for name in ("Zoe Last", "Ada First"):
        pair(world, name, made)
    world.learner("Max Middle", coach=made)
    return made


def ordered(coach: Person, what: What = What.PLANS, form: Form = Form.PDF) -> PaperOrder:
    """An order that waits."""
    made = order_papers(coach, what, form, at=NOW)
    db.session.commit()
    return made


def carried_out(app: Flask, made: PaperOrder) -> PaperOrder:
    """The order after the job ran."""
    print_waiting(app, NOW)
    db.session.expire_all()
    assert made.finished_at == NOW
    return made


def files(app: Flask) -> set[str]:
    """What lies in the folder of papers."""
    return {one.name for one in (Path(app.config["DATA"]) / "papers").iterdir()}


def test_a_coach_orders_waits_and_fetches_plans(app: Flask, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open("/team").follow("On paper")
    browser.choose("Development plans, a page for each person").choose("One PDF, for the printer").press("Order")
    assert "Waiting to begin" in browser.words
    assert "Fetch the PDF" not in browser.link_words
    print_waiting(app, NOW)
    browser.follow("Look again") if "Look again" in browser.link_words else None
    assert "Ready." in browser.words
    answer = fetched(browser, browser.address + "/file")
    made = Printed(answer.data)
    made.assert_accessible()
    assert made.pages == 3
    assert made.title == "Development plans: the team of Casey Coach"
    names = [next(name for name in ("Ada", "Max", "Zoe") if name in page.extract_text()) for page in made.reader.pages]
    assert names == ["Ada", "Max", "Zoe"]
    assert "There is no running plan yet." in made.reader.pages[1].extract_text()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_zip_has_a_file_for_each(app: Flask, coach: Person, browse: type[Browser]) -> None:
    made = carried_out(app, ordered(coach, What.PROFILES, Form.ZIP))
    assert (made.made, made.total) == (3, 3)
    with ZipFile(BytesIO(fetched(browse(coach), f"/papers/{made.id}/file").data)) as whole:
        assert whole.namelist() == [
            "001 Competency profile - Ada First - 2026-11-20.pdf",
            "002 Competency profile - Max Middle - 2026-11-20.pdf",
            "003 Competency profile - Zoe Last - 2026-11-20.pdf",
        ]
        for name in whole.namelist():
            assert Printed(whole.read(name)).pages == 1


def test_a_review_is_one_file_on_everybody(app: Flask, coach: Person, browse: type[Browser]) -> None:
    made = carried_out(app, ordered(coach, What.REVIEW, Form.ZIP))
    assert made.form == "pdf"
    review = Printed(fetched(browse(coach), f"/papers/{made.id}/file").data)
    review.assert_accessible()
    assert [tag for tag in review.tags if tag == "/H3"] == ["/H3"] * 3
    for words in ("Ada First", "Max Middle", "Zoe Last", "Ask who else decides", "Market"):
        assert words in review.words


def test_papers_are_their_coachs_alone(app: Flask, world: World, coach: Person, browse: type[Browser]) -> None:
    made = carried_out(app, ordered(coach))
    learner = made.learner_ids[0]
    others = (world.coach(), world.leader(), world.administrator(), db.session.get_one(Person, learner))
    for stranger in others:
        browser = browse(stranger)
        browser.open(f"/papers/{made.id}", expect=403)
        fetched(browser, f"/papers/{made.id}/file", 403)


def test_papers_are_not_handed_out_once_somebody_has_left(
    app: Flask, world: World, coach: Person, browse: type[Browser]
) -> None:
    made = carried_out(app, ordered(coach))
    leaver = db.session.get_one(Person, made.learner_ids[0])
    leaver.coached_by[0].ends_on = TODAY - timedelta(days=1)
    browser = browse(coach).open(f"/papers/{made.id}")
    assert "Your team has changed" in browser.words
    fetched(browser, f"/papers/{made.id}/file", 403)


def test_who_left_between_order_and_print_is_not_printed(app: Flask, coach: Person) -> None:
    made = ordered(coach)
    leaver = db.session.get_one(Person, made.learner_ids[0])
    leaver.coached_by[0].ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    carried_out(app, made)
    assert leaver.id not in made.learner_ids
    assert (made.made, len(made.learner_ids)) == (2, 2)


def test_papers_are_deleted_after_a_day(app: Flask, coach: Person, browse: type[Browser]) -> None:
    made = carried_out(app, ordered(coach))
    assert made.file in files(app)
    kept, ends = made.file, made.expires_at
    assert ends == NOW + timedelta(hours=24)
    delete_expired(app, ends - timedelta(seconds=1))
    assert kept in files(app)
    with time_machine.travel(ends, tick=False):
        browser = browse(coach)
        fetched(browser, f"/papers/{made.id}/file", 404)
        delete_expired(app, ends)
        assert kept not in files(app)
        assert "It has been deleted" in browser.open(f"/papers/{made.id}").words


def test_the_job_takes_an_order_once_and_again_after_a_crash(app: Flask, coach: Person) -> None:
    made = ordered(coach)
    assert claim(NOW) is made
    assert claim(NOW + ABANDONED_AFTER) is None
    assert claim(NOW + ABANDONED_AFTER + timedelta(seconds=1)) is made
    carried = carried_out_late(app, made)
    kept = carried.file
    print_waiting(app, NOW + timedelta(hours=3))
    db.session.expire_all()
    assert made.file == kept, "a second run finds nothing to do"


def carried_out_late(app: Flask, made: PaperOrder) -> PaperOrder:
    """The order after the job found it abandoned."""
    db.session.commit()
    print_waiting(app, NOW + timedelta(hours=2))
    db.session.expire_all()
    assert made.finished_at is not None
    return made


def test_what_cannot_be_printed_is_said_and_leaves_no_file(
    app: Flask, coach: Person, browse: type[Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = ordered(coach), files(app) if (Path(app.config["DATA"]) / "papers").exists() else set()
    monkeypatch.setattr(jobs, "static_folder", lambda: Path("/nonexistent"))
    print_waiting(app, NOW)
    db.session.expire_all()
    assert made.has_failed
    assert files(app) == before
    assert "It could not be printed" in browse(coach).open(f"/papers/{made.id}").words


def test_nobody_orders_for_nobody_nor_without_end(world: World, coach: Person) -> None:
    with pytest.raises(NobodyInCare):
        order_papers(world.coach(), What.PLANS, Form.PDF, at=NOW)
    for _ in range(MOST_WAITING):
        ordered(coach)
    with pytest.raises(TooManyOrders):
        ordered(coach)


def test_a_form_without_a_choice_is_explained(world: World, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open("/team/papers")
    browser.post("/team/papers", what="salaries", form="pdf", expect=422)
    assert "Nothing has been saved yet" in browser.words
    browse(world.learner()).open("/team/papers", expect=403)
