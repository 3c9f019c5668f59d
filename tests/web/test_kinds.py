"""Each kind of question in a real browser: answered, still there after coming back, handed in and explained."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.assessment.papers import KINDS, paper_text
from tests.web.conftest import PHONE, Academy, Visitor, signed_in
from tests.web.sittings import begin_sittings, saved
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LEARNER = "tom.whitaker"
NOTE = "Dear Dr Amari, four of ten patients wait longer than six weeks. May we look at the steps together?"


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of question: how a person answers it, what is still there later, and what the result explains."""

    item: str
    act: Callable[[Page], None]
    kept: Callable[[Page], None]
    explained: str
    outcome: str = "Passed"


def tick(*labels: str) -> Callable[[Page], None]:
    """Choose what these labels name."""

    def act(page: Page) -> None:
        for label in labels:
            labelled(page, label).check()

    return act


def ticked(*labels: str) -> Callable[[Page], None]:
    """What these labels name is chosen, and nothing else."""

    def kept(page: Page) -> None:
        for label in labels:
            expect(labelled(page, label)).to_be_checked()
        expect(page.locator("form[data-autosave] input:checked")).to_have_count(len(labels))

    return kept


def labelled(page: Page, label: str) -> Locator:
    """An input by its label; `thing: label` names one of the group about a thing."""
    thing, _, choice = label.partition(" = ")
    if choice:
        return page.get_by_role("group", name=thing).get_by_label(choice, exact=True)
    return page.get_by_label(label, exact=True)


def write(words: str) -> Callable[[Page], None]:
    """Type into the one field there is, and leave it."""

    def act(page: Page) -> None:
        field(page).press_sequentially(words)
        page.keyboard.press("Tab")

    return act


def written(words: str) -> Callable[[Page], None]:
    """The field still holds the words."""
    return lambda page: expect(field(page)).to_have_value(words)


def field(page: Page) -> Locator:
    """The one field of a question that is answered by typing."""
    return page.locator("form[data-autosave]").locator("input[type=text], textarea")


def left_over(page: Page) -> str:
    """What is left in the year in million dollars, worked out from the figures in the question."""
    stem = page.locator("fieldset.item > legend").inner_text()
    people, benchmark, spend = (int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*\d", stem)[:3])
    return f"{(benchmark - spend) * people / 1e6:.1f}"


def work_out(page: Page) -> None:
    """Answer in the unit that stands beside the field."""
    expect(page.get_by_label("Your answer in million dollars")).to_be_visible()
    write(left_over(page))(page)


def worked_out(page: Page) -> None:
    """What was typed stands there as it was typed."""
    written(left_over(page))(page)


def select(rows: dict[str, str]) -> Callable[[Page], None]:
    """Give each row the choice that ends so; other rows' choices stay as they are."""

    def act(page: Page) -> None:
        for label, choice in rows.items():
            row = page.get_by_label(label, exact=True)
            (words,) = [one for one in row.locator("option").all_inner_texts() if one.endswith(choice)]
            row.select_option(label=words)

    return act


def selected(rows: dict[str, str]) -> Callable[[Page], None]:
    """Each row still shows its choice."""

    def kept(page: Page) -> None:
        for label, choice in rows.items():
            shown = page.get_by_label(label, exact=True).locator("option:checked")
            expect(shown).to_have_text(re.compile(re.escape(choice) + "$"))

    return kept


ORDER = {
    f"Place of: {step}": place
    for place, step in zip(
        "1234",
        (
            "Cardiology writes the request", "Pharmacy reviews the evidence", "The committee votes",
            "Purchasing agrees the contract",
        ),
        strict=True,
    )
}  # fmt: skip
RISK = {
    "Fee for service": "The payer",
    "Bundled payment": "The provider for one episode",
    "Capitation": "The provider for a year of care",
}
FACTS = (
    "The committee meets in March. = Fact", "Dr Osei will vote for us. = Reading",
    "38 of 96 patients waited over six weeks. = Fact", "Pharmacy does not trust our data. = Reading",
)  # fmt: skip
PROFILE = ("Who votes on the formulary", "When the committee meets next")
JUDGED = (
    "Best: Say you cannot discuss it and offer to pass the question to Medical.",
    "Worst: Tell what other centres do.",
)
STORIES = {
    "single": Story(
        "ex-single", tick("The P&T committee by a vote"), ticked("The P&T committee by a vote"),
        "A cardiologist requests it; the request alone decides nothing.",
    ),
    "multiple": Story(
        "ex-multiple", tick(*PROFILE), ticked(*PROFILE), "A profile holds nothing about single patients.",
    ),
    "true_false": Story(
        "ex-true-false", tick("False", "How sure are you? = Sure"), ticked("False", "How sure are you? = Sure"),
        "Two sets of rules hold, and the stricter one decides.",
    ),
    "numeric": Story("ex-numeric", work_out, worked_out, "a person; times"),
    "short_text": Story(
        "ex-short", write("Formulery"), written("Formulery"), "lists what may be ordered without a special request",
    ),
    "open": Story("ex-open", write(NOTE), written(NOTE), "asks for one small next step", "waits for a person’s mark"),
    "ordering": Story("ex-ordering", select(ORDER), selected(ORDER), "Only a department may ask."),
    "matching": Story("ex-matching", select(RISK), selected(RISK), "The price is fixed for the person."),
    "categorise": Story("ex-categorise", tick(*FACTS), ticked(*FACTS), "It stands in the minutes."),
    "judgement": Story(
        "ex-judgement", tick(*JUDGED), ticked(*JUDGED), "This promotes the use and cannot be taken back.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def begun(academy: Academy) -> dict[str, int]:
    """A sitting of one question for each kind."""
    papers = {f"assessments/papers/only-{one.item}.yaml": paper_text((one.item,)) for one in STORIES.values()}
    return begin_sittings(academy, LEARNER, papers, [f"only-{one.item}" for one in STORIES.values()])


@pytest.fixture(scope="module")
def rep(academy: Academy, chromium: Browser) -> Iterator[Visitor]:
    """The learner on a phone, signed in once for all stories."""
    visitor = signed_in(chromium, academy, LEARNER, PHONE)
    yield visitor
    visitor.page.context.close()


def test_every_kind_has_its_story() -> None:
    assert {one.item for one in STORIES.values()} == set(KINDS)


@pytest.mark.parametrize("kind", STORIES)
def test_a_question_is_answered_kept_handed_in_and_explained(rep: Visitor, begun: dict[str, int], kind: str) -> None:
    story, page = STORIES[kind], rep.page
    question = f"/sittings/{begun[f'only-{story.item}']}/1"
    rep.open(question)
    expect(page.locator(f"fieldset.item-{kind}")).to_be_visible()
    story.act(page)
    saved(page)
    rep.open(question)  # away and back without a button
    story.kept(page)
    rep.press("Save and review")
    expect(page.get_by_role("main")).to_contain_text("1 of 1 answered")
    rep.press("Submit the check")
    main = page.get_by_role("main")
    expect(main).to_contain_text(story.outcome)
    details = page.locator("details.answer")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    expect(details).to_contain_text(story.explained)
    assert faults_on(page, page.url) == []
