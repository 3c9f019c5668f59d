"""What a learner does with a module at a real browser: reads, answers, sits the check, plays its scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.queries import sheet_of
from kamacademy.content.documents import Drafts
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.db import db
from kamacademy.demo.answering import right_answer, wrong_answer
from kamacademy.demo.deciding import way
from kamacademy.scenario.documents import Scenario
from tests.web.conftest import Visitor
from tests.web.test_every_page import faults_on

Sent = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Content:
    """The shipped documents that a learner meets, by slug."""

    modules: Mapping[str, Module]
    lessons: Mapping[str, Lesson]
    scenarios: Mapping[str, Scenario]


def content_in(drafts: Drafts) -> Content:
    """What a learner meets of the shipped content."""
    return Content(
        {draft.slug: one for draft, one in drafts.contents("module", Module)},
        {draft.slug: one for draft, one in drafts.contents("lesson", Lesson)},
        {draft.slug: one for draft, one in drafts.contents("scenario", Scenario)},
    )


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody at a browser who knows every answer: from the content, and from the key of the own sitting."""

    visitor: Visitor
    content: Content
    app: Flask
    programme: str

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.visitor.page

    @property
    def main(self) -> Locator:
        """What the page says."""
        return self.page.get_by_role("main")

    def assert_clean(self) -> None:
        """Axe finds nothing on the page that is open, and nothing scrolls sideways."""
        assert faults_on(self.page, self.page.url) == []

    def open_programme(self) -> None:
        """From the navigation, through the list of programmes."""
        with self.page.expect_navigation():
            self.page.get_by_role("navigation", name="Main, short").get_by_role("link", name="Learn").click()
        self.visitor.follow(self.programme)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.programme)

    def read_lessons(self, slug: str) -> None:
        """Every lesson from the first to the last; in the first one, one question goes wrong before it goes right."""
        self.visitor.press("Start the module")
        for lesson in self.content.modules[slug].lessons:
            assert self.page.url.endswith(f"/{slug}/{lesson}")
            document = self.content.lessons[f"{slug}/{lesson}"]
            for question in document.retrieval:
                if lesson == self.content.modules[slug].lessons[0] and question is document.retrieval[0]:
                    self.recall(question.id, (question.right + 1) % len(question.options))
                    self.read_feedback(question.id)
                self.recall(question.id, question.right)
            expect(self.page.locator("section.retrieval .feedback", has_text="That is right.")).to_have_count(2)
            self.visitor.press("Mark as read and go on")

    def recall(self, question: str, choice: int) -> None:
        """Answer a question of the lesson that is open."""
        form = self.page.locator(f"form#q-{question}")
        form.locator(f"input[name=choice][value='{choice}']").check()
        with self.page.expect_navigation():
            form.get_by_role("button", name="Check my answer").click()

    def read_feedback(self, question: str) -> None:
        """A wrong answer is explained beside the right one, and may be given again."""
        asked = self.page.locator(f"section#q-{question}")
        expect(asked.locator(".feedback")).to_contain_text("Not quite.")
        expect(asked.locator(".feedback")).to_contain_text("Why the other answer is right.")
        with self.page.expect_navigation():
            asked.get_by_role("link", name="Try again").click()

    def sit_check(self, *, rightly: bool = True) -> None:
        """Every question of the check answered through its own fields, and handed in."""
        self.visitor.follow("Begin with question 1")
        answers = self.answers(int(self.page.url.split("/")[-2]), rightly=rightly)
        for place, sent in enumerate(answers, 1):
            assert self.page.url.endswith(f"/{place}")
            fill_in(self.page, sent)
            self.visitor.press("Save and")
        expect(self.main).to_contain_text(f"{len(answers)} of {len(answers)} answered")
        self.visitor.press("Submit the check")
        expect(self.main).to_contain_text("Passed" if rightly else "Not passed yet")

    def answers(self, sitting_id: int, *, rightly: bool) -> list[Sent]:
        """What the forms of a sitting send for right or wrong answers, in the order asked."""
        give = right_answer if rightly else wrong_answer
        with self.app.app_context():
            questions = sheet_of(db.session.get_one(Sitting, sitting_id)).questions
            return [one.entry.item.form(give(one.entry.item, one.variant, one.key), one.variant) for one in questions]

    def play(self, slug: str) -> None:
        """A scenario of the module from its beginning along a way that passes, and back to the module."""
        scenario = self.content.scenarios[slug]
        expect(self.page.get_by_role("heading", name=scenario.title, exact=True).first).to_be_visible()
        self.visitor.press("Begin the scenario")
        for choice in way(scenario, Random(slug)):
            self.page.locator(f"input[name=choice][value='{choice}']").check()
            self.visitor.press("Decide")
        expect(self.page.locator(".next-step")).to_contain_text("Passed")
        self.visitor.follow("Back to the module")


def fill_in(page: Page, sent: Sent) -> None:
    """Tick, choose and type in an empty form what it is to send."""
    form = page.locator("form[data-autosave]")
    for name, values in sent.items():
        fields = form.locator(f"[name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if kind in {"radio", "checkbox"}:
            for value in values:
                form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            fields.select_option(value=values[0])
        else:
            fields.fill(values[0])
