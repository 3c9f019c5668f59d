"""Certificates: issued once for a whole programme, printed, and looked up by anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import answer, begin_sitting, submit
from kamacademy.assessment.queries import sheet_of
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.operations import begin_module
from kamacademy.db import db
from kamacademy.demo.answering import right_answer
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.reports.models import Certificate
from kamacademy.reports.operations import issue_certificate
from kamacademy.reports.queries import path_of
from kamacademy.reports.rules import NotComplete
from kamacademy.reports.verification import shown
from tests.browser import Browser
from tests.curriculum.study import M01, PROGRAMME, complete, edited, lessons_of, read_lesson
from tests.reports.fetching import fetched
from tests.reports.printed import Printed
from tests.world import NOW, TODAY, World

FILE = f"curricula/{PROGRAMME}/programme.yaml"


@pytest.fixture
def graduate(world: World, drafts: Drafts) -> Person:
    """A learner who has completed the whole of a short programme."""
    _, _, later_modules = next(one.text for one in drafts if one.path == FILE).partition(f"- module: {M01}\n")
    world.publish(edited(drafts, FILE, later_modules, ""), "A short programme", NOW - timedelta(days=9))
    learner = world.learner("Gale Graduate", coach=world.coach())
    complete(learner, at=NOW - timedelta(days=2))
    return learner


def issued(learner: Person, number: int = 7) -> Certificate:
    """A certificate of the programme."""
    return issue_certificate(learner, path_of(learner, PROGRAMME, TODAY), number=number, at=NOW)


def test_a_learner_issues_a_certificate_and_anybody_can_look_it_up(
    world: World, graduate: Person, browse: type[Browser]
) -> None:
    browser = browse(graduate)
    browser.open(f"/people/{graduate.id}").follow("Transcript of learning")
    assert "From products to accounts" in browser.words
    browser.press("Issue the certificate")
    assert "Issue the certificate" not in browser.button_words
    found = db.session.scalars(select(Certificate)).one()
    assert shown(found.code) in browser.words
    answer = fetched(browser, f"/certificates/{found.id}/paper.pdf")
    made = Printed(answer.data)
    made.assert_accessible()
    assert made.pages == 1
    assert f"https://academy.example/verify/{found.code}" in made.words
    assert any(words.startswith("QR code of the address") for words in made.alternatives)
    assert "Gale Graduate" in made.words
    anybody = browse().open(f"/verify/{shown(found.code).lower()}")
    assert anybody.heading == "This certificate holds"
    assert "Gale Graduate" in anybody.words
    assert graduate.email not in str(anybody.page)
    acts = list(db.session.scalars(select(AuditEvent.act).where(AuditEvent.subject_type == "certificate")))
    assert acts == ["certificate.issued"]


def test_a_certificate_is_issued_once(graduate: Person) -> None:
    first = issued(graduate)
    assert issued(graduate, 8).id == first.id
    assert first.modules == 1
    assert first.completed_on == TODAY - timedelta(days=2)


def test_there_is_none_before_the_programme_is_complete(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete(learner)
    with pytest.raises(NotComplete):
        issued(learner)
    browser = browse(learner).open(f"/people/{learner.id}/transcript")
    assert "Issue the certificate" not in browser.button_words
    browser.post(f"/people/{learner.id}/certificates", programme=PROGRAMME)
    assert "The programme is not complete" in browser.page.get_text()
    browser.post(f"/people/{learner.id}/certificates", programme="no-such", expect=404)


def test_a_check_passed_before_its_module_is_complete_is_told_by_itself(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    attempt = begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    check = library().one(Module, "module", M01).check
    assert check is not None
    sitting = begin_sitting(learner, check, release_id=attempt.release_id, seed=7, at=NOW, return_to=None)
    for asked in sheet_of(sitting).questions:
        item = asked.entry.item
        answer(sitting, item.id, right_answer(item, asked.variant, asked.key), at=NOW)
    assert submit(sitting, at=NOW).passed
    title = library().one(Paper, "paper", check).title
    browser = browse(learner).open(f"/people/{learner.id}/transcript")
    assert "No module is completed yet" in browser.words
    assert title in browser.words[browser.words.index("Other papers passed") :]
    made = Printed(fetched(browser, f"/people/{learner.id}/transcript/paper.pdf").data)
    assert f"{title} 20 Nov 2026" in made.words
    for lesson in lessons_of(attempt):
        read_lesson(attempt, lesson)
    assert "Other papers passed" not in browser.open(f"/people/{learner.id}/transcript").words


def test_a_corrected_check_takes_a_certificate_back(graduate: Person, browse: type[Browser]) -> None:
    made = issued(graduate)
    for sitting in db.session.scalars(select(Sitting).where(Sitting.learner_id == graduate.id)):
        sitting.passed = False
    anybody = browse().open(f"/verify/{made.code}")
    assert anybody.heading == "This certificate no longer holds"
    assert "was corrected" in anybody.words
    browser = browse(graduate)
    fetched(browser, f"/certificates/{made.id}/paper.pdf", 404)
    assert "No longer valid" in browser.open(f"/people/{graduate.id}/transcript").words


def test_a_certificate_runs_out_after_its_last_day(graduate: Person, browse: type[Browser]) -> None:
    rest = issued(graduate)
    for code, until, heading in (
        ("A" * 15 + "2", TODAY, "This certificate holds"),
        ("A" * 15 + "3", TODAY - timedelta(days=1), "This certificate no longer holds"),
    ):
        db.session.add(
            Certificate(
                code=code, learner=graduate, name=graduate.name, programme="p", title="T", award="A",
                release_id=rest.release_id, modules=1, completed_on=TODAY, issued_at=NOW, valid_until=until,
                sitting_ids=[],
            )
        )  # fmt: skip
        assert browse().open(f"/verify/{code}").heading == heading


def test_an_unknown_code_says_so(browse: type[Browser], world: World) -> None:
    anybody = browse().open("/verify/NOSUCH", expect=404)
    assert anybody.heading == "No certificate has this code"


def test_a_coach_reads_the_transcript_and_issues_nothing(graduate: Person, browse: type[Browser]) -> None:
    coach = graduate.coached_by[0].coach
    browser = browse(coach).open(f"/people/{graduate.id}/transcript")
    assert "Gale can issue the certificate" in browser.words
    browser.post(f"/people/{graduate.id}/certificates", programme=PROGRAMME, expect=403)
    fetched(browser, f"/people/{graduate.id}/transcript/paper.pdf")


def test_a_stranger_reads_no_transcript_and_prints_no_certificate(
    world: World, graduate: Person, browse: type[Browser]
) -> None:
    made = issued(graduate)
    browser = browse(world.learner())
    browser.open(f"/people/{graduate.id}/transcript", expect=403)
    fetched(browser, f"/certificates/{made.id}/paper.csv", 403)
