"""A sitting at the browser: one question a page, an overview, a result that explains."""

from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import record_mark
from kamacademy.assessment.queries import sheet_of
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum.operations import begin_check
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.assessment.papers import KINDS, WITHOUT_OPEN, begin, fill, give, paper_text, publish
from tests.assessment.papers import sit as sit_paper
from tests.browser import Browser
from tests.curriculum.study import M01_ADDRESS, edited, read_all_lessons, sit
from tests.statements import statements
from tests.world import NOW, World

MOST_STATEMENTS = 12


def ready(learner: Person, answered: int = 0) -> Sitting:
    """A sitting of M01's check with the first questions answered rightly."""
    sitting = begin_check(read_all_lessons(learner), seed=7, at=NOW)
    for question in sheet_of(sitting).questions[:answered]:
        give(sitting, question)
    return sitting


@pytest.fixture
def singles(world: World, drafts: Drafts) -> None:
    """A release in which M01's check asks single choices alone."""
    world.publish(edited(drafts, "assessments/papers/m01-check.yaml", ", m01-20, m01-26, m01-referrals", ""), at=NOW)


def right_words(sitting: Sitting, place: int) -> str:
    """The right option of a single choice."""
    item = sheet_of(sitting).questions[place - 1].entry.item
    return str(item.options[item.right].text)  # type: ignore[attr-defined]  # every question of M01's check is one


@pytest.mark.usefixtures("singles")
def test_a_check_is_taken_question_by_question_and_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "12 of 15 right passes" in browser.words
    browser.follow("Begin with question 1")
    for place in range(1, 16):
        assert browser.heading == f"Question {place} of 15"
        browser.choose(right_words(sitting, place)).press("Save and review" if place == 15 else "Save and go on")
    assert "15 of 15 answered" in browser.words
    browser.press("Submit the check")
    assert "15 of 15 right" in browser.words
    assert "The pass mark is 80 %, which is 12 of 15." in browser.words
    for item in (one.entry.item for one in sheet_of(sitting).questions):
        for option in item.options:  # type: ignore[attr-defined]  # as above
            assert " ".join(option.rationale.split()) in browser.words
        assert " ".join(item.source.split()) in browser.words
    browser.follow("Back to the module")
    assert browser.address == M01_ADDRESS
    assert "Now try it on an account" in browser.words


def test_the_module_announces_as_many_questions_as_its_check_asks(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    asked = len(ready(learner).items)
    assert asked == 21  # seventeen alone and a case of four
    assert f"{asked} questions, pass mark 80 %." in browse(learner).open(M01_ADDRESS).words


@pytest.mark.usefixtures("singles")
def test_everything_is_where_it_was_after_the_browser_was_closed(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}/1").choose(right_words(sitting, 1)).press("Save and go on")
    again = browse(learner).open(f"/sittings/{sitting.id}/1")
    assert again.field(right_words(sitting, 1)).has_attr("checked")
    assert again.open(f"/sittings/{sitting.id}").words.count("Answered") == 1
    assert browser.heading == "Question 2 of 15"


@pytest.mark.usefixtures("singles")
def test_the_overview_names_what_is_open_and_lets_one_submit_all_the_same(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=13)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "Still open: question 14 , question 15" in browser.words
    browser.press("Submit with 2 open")
    assert "13 of 15 right" in browser.words
    assert browser.words.count("No answer") == 2


def test_no_choice_is_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}/1").press("Save and go on", expect=422)
    assert "Choose one of the answers first." in browser.words


def test_a_choice_that_does_not_exist_is_explained_and_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=1)
    kept = dict(sitting.items[0].given or {})
    browser = browse(learner).open(f"/sittings/{sitting.id}/1")
    for bad in ("z", "-1", "x", "9" * 30):
        browser.post(f"/sittings/{sitting.id}/1", expect=422, choice=bad)
        assert "This question has no such answer." in browser.words
    assert sitting.items[0].given == kept


@pytest.mark.usefixtures("singles")
def test_a_question_or_sitting_that_does_not_exist_is_not_found(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner)
    for address in (f"/sittings/{sitting.id}/0", f"/sittings/{sitting.id}/16", "/sittings/999999"):
        browser.open(address, expect=404)
    browser.open(f"/sittings/{sitting.id}/1/data.csv", expect=404)


@pytest.mark.usefixtures("singles")
def test_submitting_twice_and_answering_late_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=12)
    first, second = browse(learner).open(f"/sittings/{sitting.id}"), browse(learner).open(f"/sittings/{sitting.id}/13")
    first.press("Submit with 3 open")
    first.post(f"/sittings/{sitting.id}/submit")
    second.choose(right_words(sitting, 13)).press("Save and go on")
    assert "its answers stand as they were" in second.words
    assert "12 of 15 right" in second.words
    recorded = select(func.count()).where(Evidence.source_type == "sitting", Evidence.source_id == sitting.id)
    assert db.session.scalar(recorded) == len({one.entry.item.competency for one in sheet_of(sitting).questions})


@pytest.mark.usefixtures("singles")
def test_a_failed_check_can_be_tried_again_once_at_a_time(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=4)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "11 of 15 right" in browser.words
    browser.press("Try again")
    fresh = browser.address
    assert fresh != f"/sittings/{sitting.id}"
    browser.post(f"/sittings/{sitting.id}/again")
    assert browser.address == fresh


def test_a_waiting_time_is_said_in_a_sentence(world: World, browse: type[Browser], drafts: Drafts) -> None:
    paper = "assessments/papers/m01-check.yaml"
    world.publish(edited(drafts, paper, "wait_hours: 0", "wait_hours: 720"), at=NOW)
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=15)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "You can try this check again from 20 Dec 2026, 09:30 UTC." in browser.words
    assert "Try again" not in browser.button_words
    browser.post(f"/sittings/{sitting.id}/again")
    assert browser.address == f"/sittings/{sitting.id}"
    assert browser.words.count("You can try this check again from 20 Dec 2026, 09:30 UTC.") == 2


def test_a_missed_question_leads_to_its_lesson(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=1)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    browser.follow("Read the lesson again: What changed in buying and in care")
    assert browser.address == f"{M01_ADDRESS}/what-changed"


def test_nobody_else_sees_a_sitting(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    sitting = ready(learner)
    for other in (coach, world.learner(), world.learning_team(), world.leader(), world.administrator()):
        browser = browse(other).open(f"/sittings/{sitting.id}", expect=403)
        browser.open(f"/sittings/{sitting.id}/1", expect=403)
        browser.open(f"/sittings/{sitting.id}/1/data.csv", expect=403)
        for address in ("1", "start", "submit", "again"):
            browser.post(f"/sittings/{sitting.id}/{address}", expect=403, choice="a")
    assert sitting.submitted_at is None


def test_looking_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=2)
    browser = browse(learner)
    for address in ("", "/1", "/3", "/submit", "/again", "/start"):
        browser.open(f"/sittings/{sitting.id}{address}")
    assert sum(1 for row in sitting.items if row.given is not None) == 2
    assert sitting.submitted_at is None
    assert db.session.scalar(select(func.count()).where(Sitting.learner_id == learner.id)) == 1


class TestEveryKind:
    """A paper with one question of each kind and a case, at the browser without JavaScript."""

    PAPER: ClassVar[dict[str, str]] = {"every_kind": paper_text((*KINDS, "ex-case"))}

    @pytest.fixture
    def sitting(self, world: World, drafts: Drafts) -> Sitting:
        publish(world, drafts, **self.PAPER)
        return begin(world.learner(), "every-kind")

    def test_every_kind_is_asked_read_kept_and_shown_again(self, sitting: Sitting, browse: type[Browser]) -> None:
        browser = browse(sitting.learner)
        right = sit_paper(World().learner(), "every-kind")
        for question in sheet_of(right).questions:
            assert question.given is not None
            address = f"/sittings/{sitting.id}/{question.place}"
            browser.open(address)
            sent = question.entry.item.form(question.given, question.variant)
            values = {name: values if len(values) > 1 else values[0] for name, values in sent.items() if values}
            token = str(browser.page.find("input", {"name": "csrf_token"})["value"])  # type: ignore[index]  # a tag
            browser.show(browser.ask("post", address, data={"csrf_token": token, **values}), 200)
        assert [row.given for row in sitting.items] == [row.given for row in right.items]
        browser.open(f"/sittings/{sitting.id}")
        assert "12 of 12 answered" in browser.words
        for place in range(1, 13):
            browser.open(f"/sittings/{sitting.id}/{place}")
            assert "Saved" in browser.words

    def test_an_empty_form_of_every_kind_says_how_to_put_it_right(
        self, sitting: Sitting, browse: type[Browser]
    ) -> None:
        browser = browse(sitting.learner)
        for place in range(1, 13):
            browser.open(f"/sittings/{sitting.id}/{place}")
            browser.post(f"/sittings/{sitting.id}/{place}", expect=422)
            assert browser.page.find(class_="form-error") is not None
        assert {row.given for row in sitting.items} == {None}

    def test_every_kind_is_explained_at_the_end(self, sitting: Sitting, browse: type[Browser]) -> None:
        fill(sitting, wrong=11)
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}").press("Submit the check")
        assert "Handed in, and waiting to be marked" in browser.words
        assert "1 answer in your own words waits for a person’s mark." in browser.words
        assert "Waits for a mark" in browser.words
        row = next(row for row in sitting.items if row.item_id == "ex-open")
        assert sitting.submitted_at is not None
        record_mark(row, 0.5, by=World().coach(), at=sitting.submitted_at)
        browser.open(f"/sittings/{sitting.id}")
        assert "Not passed yet" in browser.words
        assert "1 question that must be wholly right was not." in browser.words
        assert "Partly right" in browser.words

    def test_a_partial_answer_is_kept_and_named(self, sitting: Sitting, browse: type[Browser]) -> None:
        place = KINDS.index("ex-true-false") + 1
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/{place}").choose("False")
        browser.press("Save and go on").open(f"/sittings/{sitting.id}")
        assert "Partly answered" in browser.words
        assert "12 questions are still open, as marked below." in browser.words

    def test_steps_are_moved_by_buttons(self, sitting: Sitting, browse: type[Browser]) -> None:
        place = KINDS.index("ex-ordering") + 1
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/{place}")
        texts = [one.get_text() for one in browser.page.find_all(class_="order-text")]
        browser.press(f"Move down: {texts[0]}")
        assert browser.address == f"/sittings/{sitting.id}/{place}"
        assert [one.get_text() for one in browser.page.find_all(class_="order-text")][:2] == [texts[1], texts[0]]

    def test_a_case_stands_above_each_of_its_questions_with_its_table(
        self, sitting: Sitting, browse: type[Browser]
    ) -> None:
        browser = browse(sitting.learner)
        for place, number in ((11, 1), (12, 2)):
            browser.open(f"/sittings/{sitting.id}/{place}")
            assert f"Case, question {number} of 2" in browser.words
            assert "Two sites, one pathway" in browser.words
        answer = browser.client.get(f"/sittings/{sitting.id}/11/data.csv")
        assert answer.headers["Content-Disposition"] == "attachment; filename=two-sites.csv"
        assert answer.get_data(as_text=True).splitlines()[0] == "Month,Site,Patients referred,Seen within six weeks"
        shown = [one.get_text() for one in browser.page.find("table").find_all("td")]  # type: ignore[union-attr]  # a tag
        assert answer.get_data(as_text=True).splitlines()[1].split(",")[1:] == shown[:3]

    def test_no_page_asks_much_of_the_database(self, sitting: Sitting, browse: type[Browser]) -> None:
        fill(sitting)
        browser = browse(sitting.learner)
        for address in (f"/sittings/{sitting.id}", f"/sittings/{sitting.id}/11"):
            browser.open(address)
            with statements() as seen:
                browser.open(address)
            assert len(seen) <= MOST_STATEMENTS
        with statements() as seen:
            browser.post(f"/sittings/{sitting.id}/1", choice="a", expect=None)
        assert len(seen) <= MOST_STATEMENTS + 4  # the answer, its audit event, and the next page after the redirect
        browser.open(f"/sittings/{sitting.id}").press("Submit the check")
        with statements() as seen:
            browser.open(f"/sittings/{sitting.id}")
        assert len(seen) <= MOST_STATEMENTS


class TestAutosave:
    """What the page sends by itself, and what it is told."""

    @pytest.fixture
    def sitting(self, world: World, drafts: Drafts) -> Sitting:
        publish(world, drafts, two=paper_text(("ex-single", "ex-true-false")))
        return begin(world.learner(), "two")

    def send(self, browser: Browser, sitting: Sitting, place: int, **values: str) -> tuple[int, str, str | None]:
        """An autosave: status, words, and where the page is sent."""
        address = f"/sittings/{sitting.id}/{place}"
        browser.open(address)
        form = browser.page.find("form", {"hx-post": address})
        assert form is not None
        data = dict(browser.values_of(form)) | values
        answer = browser.ask("post", address, data=data, headers={"HX-Request": "true"})
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        return answer.status_code, " ".join(page.get_text(" ").split()), answer.headers.get("HX-Redirect")

    def code(self, sitting: Sitting, choice: int) -> str:
        question = sheet_of(sitting).questions[0]
        return question.entry.item.form({"choice": choice}, question.variant)["choice"][0]

    def test_it_is_told_when_the_answer_was_kept(self, sitting: Sitting, browse: type[Browser]) -> None:
        with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
            browser = browse(sitting.learner)
            status, words, _ = self.send(browser, sitting, 1, choice=self.code(sitting, 1))
            assert (status, words) == (200, "Saved 09:32")
            assert "Saved 09:32" in browser.open(f"/sittings/{sitting.id}/1").words
        assert sitting.items[0].given == {"choice": 1}

    def test_what_is_missing_is_said_beside_it(self, sitting: Sitting, browse: type[Browser]) -> None:
        _, words, _ = self.send(browse(sitting.learner), sitting, 2, answer="false")
        assert words.startswith("Saved ")
        assert "sure" in words
        assert (sitting.items[1].given or {})["answer"] is False

    def test_nothing_to_keep_is_said_and_the_earlier_answer_stays(
        self, sitting: Sitting, browse: type[Browser]
    ) -> None:
        browser = browse(sitting.learner)
        assert self.send(browser, sitting, 1) == (422, "Not saved. Choose one of the answers first.", None)
        self.send(browser, sitting, 1, choice=self.code(sitting, 1))
        _, words, _ = self.send(browser, sitting, 1, choice="?")
        assert words.endswith("Your earlier answer is kept.")
        assert sitting.items[0].given == {"choice": 1}

    def test_an_older_window_is_shown_the_newer_answer(self, sitting: Sitting, browse: type[Browser]) -> None:
        old, new = browse(sitting.learner), browse(sitting.learner)
        old.open(f"/sittings/{sitting.id}/1")
        form = old.page.find("form", {"hx-post": f"/sittings/{sitting.id}/1"})
        assert form is not None
        stale = dict(old.values_of(form)) | {"choice": self.code(sitting, 0)}
        self.send(new, sitting, 1, choice=self.code(sitting, 1))
        answer = old.ask("post", f"/sittings/{sitting.id}/1", data=stale, headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == f"/sittings/{sitting.id}/1"
        assert sitting.items[0].given == {"choice": 1}
        assert "answered in another window" in old.open(f"/sittings/{sitting.id}/1").words

    def test_after_submission_the_page_is_sent_to_the_result(self, sitting: Sitting, browse: type[Browser]) -> None:
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/1")
        form = browser.page.find("form", {"hx-post": True})
        assert form is not None
        data = dict(browser.values_of(form)) | {"choice": self.code(sitting, 1)}
        browse(sitting.learner).open(f"/sittings/{sitting.id}").post(f"/sittings/{sitting.id}/submit")
        answer = browser.ask("post", f"/sittings/{sitting.id}/1", data=data, headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == f"/sittings/{sitting.id}"
        assert sitting.items[0].given is None

    def test_a_flag_is_kept_and_saves_the_answer_too(self, sitting: Sitting, browse: type[Browser]) -> None:
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/1").press("Flag to come back")
        assert sitting.items[0].flagged
        assert sitting.items[0].given is None
        browser.post(f"/sittings/{sitting.id}/1", choice=self.code(sitting, 1), then="unflag")
        assert not sitting.items[0].flagged
        assert sitting.items[0].given == {"choice": 1}
        browser.press("Flag to come back").open(f"/sittings/{sitting.id}")
        assert "To come back to: question 1 ." in browser.words


class TestTimed:
    """A paper with a clock."""

    @pytest.fixture
    def sitting(self, world: World, drafts: Drafts) -> Sitting:
        publish(world, drafts, timed=paper_text(("ex-single", "ex-true-false"), time_limit_minutes=10))
        from kamacademy.assessment.operations import begin_sitting

        return begin_sitting(world.learner(), "timed", release_id=library().release_id, seed=7, at=NOW, return_to=None)

    def test_the_questions_are_shown_only_once_the_clock_runs(self, sitting: Sitting, browse: type[Browser]) -> None:
        with time_machine.travel(NOW, tick=False):
            browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/1")
            assert browser.address == f"/sittings/{sitting.id}"
            assert "From then on you have 10 minutes." in browser.words
            assert "Who decides at St Brannock" not in browser.words
            browser.post(f"/sittings/{sitting.id}/submit")
            assert not sitting.is_submitted
            browser.press("Start the clock and begin")
            assert browser.heading == "Question 1 of 2"
            assert "Time left: about 10 minutes , until 09:40 UTC" in browser.words

    def test_a_late_answer_is_refused_in_words_and_earlier_ones_count(
        self, sitting: Sitting, browse: type[Browser]
    ) -> None:
        with time_machine.travel(NOW, tick=False) as traveller:
            browser = browse(sitting.learner).open(f"/sittings/{sitting.id}").press("Start the clock and begin")
            browser.choose("The P&T committee by a vote").press("Save and go on").choose("False").choose("sure")
            traveller.shift(timedelta(minutes=10, seconds=31))
            browser.press("Save and review")
        assert "The time was up, so this last answer came too late." in browser.words
        assert "1 of 2 right" in browser.words
        assert ", when the time ended" in browser.words
        assert sitting.items[1].given is None

    def test_looking_after_the_end_submits(self, sitting: Sitting, browse: type[Browser]) -> None:
        with time_machine.travel(NOW, tick=False) as traveller:
            browser = browse(sitting.learner).open(f"/sittings/{sitting.id}").press("Start the clock and begin")
            traveller.shift(timedelta(hours=2))
            browser.open(f"/sittings/{sitting.id}/2")
        assert browser.address == f"/sittings/{sitting.id}"
        assert "Submitted 20 Nov 2026, 09:40 UTC, when the time ended." in browser.words
        assert sitting.submitted_at == NOW + timedelta(minutes=10)


class TestFeedback:
    """What is shown, by the paper's policy."""

    def test_at_once_explains_each_answer_and_then_lets_it_stand(
        self, world: World, drafts: Drafts, browse: type[Browser]
    ) -> None:
        publish(world, drafts, book=paper_text(("ex-single", "ex-true-false"), feedback="at_once"))
        sitting = begin(world.learner(), "book")
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}/1")
        browser.choose("The buyer in purchasing").press("Check my answer")
        assert "Purchasing negotiates the price once the medicine is listed." in browser.words
        assert "Save and go on" not in browser.button_words
        browser.post(f"/sittings/{sitting.id}/1", choice="a")
        assert sitting.items[0].given == {"choice": 2}
        browser.follow("Next question").choose("False").press("Check my answer", expect=422)
        assert "sure" in browser.words

    def test_a_secured_paper_never_shows_its_questions_again(
        self, world: World, drafts: Drafts, browse: type[Browser]
    ) -> None:
        text = paper_text((*WITHOUT_OPEN, "ex-case"), secured=True, feedback="never", valid_days=365)
        publish(world, drafts, gate=text)
        sitting = sit_paper(world.learner(), "gate", wrong=1)
        browser = browse(sitting.learner).open(f"/sittings/{sitting.id}")
        assert "11 of 12 points" in browser.words
        assert "It counts until 20 Nov 2027." in browser.words
        assert "The questions of this check are used again" in browser.words
        assert "St Brannock" not in browser.words
        browser.open(f"/sittings/{sitting.id}/10/data.csv", expect=404)
