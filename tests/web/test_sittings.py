"""A paper with every kind in a real browser: it saves by itself, survives a killed page, works by keyboard alone."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.assessment.papers import KINDS, paper_text
from tests.web.conftest import LAPTOP, PHONE, Academy, Visitor, refuse_errors
from tests.web.sittings import begin_sittings, saved
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LEARNER = "tom.whitaker"


@pytest.fixture(scope="module")
def begun(academy: Academy) -> dict[str, int]:
    """Sittings of papers with every kind, by paper."""
    files = {
        "assessments/papers/every-kind.yaml": paper_text((*KINDS, "ex-case")),
        "assessments/papers/by-keyboard.yaml": paper_text(("ex-single", "ex-ordering", "ex-matching")),
        "assessments/papers/figures.yaml": paper_text(("m03-readmissions",)),
        "assessments/papers/timed.yaml": paper_text(("ex-single", "ex-true-false"), time_limit_minutes=10),
    }
    return begin_sittings(academy, LEARNER, files, ("every-kind", "by-keyboard", "figures", "timed"))


@pytest.fixture
def rep(visit: Callable[..., Visitor]) -> Visitor:
    """The learner on a phone."""
    return visit(LEARNER, PHONE)


def assert_fits(page: Page) -> None:
    """Axe finds nothing, and nothing scrolls sideways."""
    assert faults_on(page, page.url) == []


def act(page: Page, kind: str) -> None:
    """Answer a question of a kind as a person would, without pressing a button."""
    form = page.locator("form[data-autosave]")
    if kind == "single":
        form.get_by_role("radio").first.check()
    elif kind == "multiple":
        form.get_by_role("checkbox").first.check()
    elif kind == "true_false":
        form.get_by_label("False", exact=True).check()
        form.locator("input[name=confidence]").last.check()
    elif kind in {"numeric", "short_text", "open"}:
        form.locator("input[type=text], textarea").first.press_sequentially("42")
        page.keyboard.press("Tab")
    elif kind == "judgement":
        form.locator("input[name=best]").nth(0).check()
        form.locator("input[name=worst]").nth(1).check()
    else:
        fill_rows(page)


def fill_rows(page: Page) -> None:
    """Give every row of a question its first free choice."""
    form = page.locator("form[data-autosave]")
    for number, select in enumerate(form.locator("select").all()):
        select.select_option(index=number + 1 if number + 1 < select.locator("option").count() else 1)
    names = {one.get_attribute("name") for one in form.locator("input[type=radio]").all()}
    for name in sorted(one for one in names if one):
        form.locator(f"input[name='{name}']").first.check()


def test_a_paper_of_every_kind_saves_itself_on_a_phone(rep: Visitor, begun: dict[str, int]) -> None:
    sitting = begun["every-kind"]
    rep.open(f"/sittings/{sitting}")
    assert_fits(rep.page)
    rep.follow("Begin with question 1")
    for place in range(1, 13):
        assert rep.page.url.endswith(f"/sittings/{sitting}/{place}")
        kind = rep.page.locator("fieldset.item").get_attribute("class") or ""
        act(rep.page, next(word for word in kind.split() if word.startswith("item-")).removeprefix("item-"))
        saved(rep.page)
        assert_fits(rep.page)
        rep.page.goto(f"{rep.address}/sittings/{sitting}/{min(place + 1, 12)}")  # away without pressing a button
    rep.open(f"/sittings/{sitting}")
    expect(rep.page.get_by_role("main")).to_contain_text("12 of 12 answered")
    rep.press("Submit the check")
    expect(rep.page.get_by_role("main")).to_contain_text("waits for a person’s mark")
    assert_fits(rep.page)


def share_back(rows: list[dict[str, str]], region: str, year: str) -> float:
    """The percentage of people who came back to hospital, over the quarters whose claims are all in."""
    counted = [one for one in rows if one["Region"] == region and one["Year"] == year and one["Claims in, %"] == "100"]
    return 100 * sum(int(one["Readmissions"]) for one in counted) / sum(int(one["Discharges"]) for one in counted)


def test_figures_are_read_worked_out_and_acted_on_on_a_phone(rep: Visitor, begun: dict[str, int]) -> None:
    page, sitting = rep.page, begun["figures"]
    rep.open(f"/sittings/{sitting}/1")
    expect(page.get_by_role("img", name="Readmissions within 30 days")).to_be_visible()
    table = page.get_by_role("table", name="Readmissions within 30 days")
    if not table.is_visible():
        page.get_by_text("The table,").click()
    expect(table).to_be_visible()
    assert_fits(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the table (CSV)").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert table.locator("tbody tr").count() == len(rows)
    main = page.get_by_role("main").inner_text()
    asked = "North" if "In the North region, what" in main else "South"
    page.get_by_label("Your answer in percent").fill(f"{share_back(rows, asked, '2026'):.1f}")
    rep.press("Save and go on")
    fell = [one for one in ("North", "South") if share_back(rows, one, "2025") - share_back(rows, one, "2026") > 4]
    conclusion = f"The rate fell in the {fell[0]}." if fell else "The rate fell in neither region."
    page.get_by_label(conclusion).check()
    rep.press("Save and go on")
    page.get_by_label(f"Ask what the {fell[0]} has done" if fell else "Ask how the new clinic").check()
    rep.press("Save and review")
    rep.press("Submit the check")
    expect(page.get_by_role("heading", name="3 of 3 right")).to_be_visible()
    for summary in page.locator("summary.answer-summary").all():
        summary.click()
    expect(page.get_by_role("main")).to_contain_text("The third quarter has to wait for its claims.")
    expect(page.get_by_role("main")).to_contain_text("The drop in both regions is a delay, not a result.")
    assert_fits(page)


def test_a_killed_page_loses_nothing_that_was_saved(visit: Callable[..., Visitor], begun: dict[str, int]) -> None:
    path = f"/sittings/{begun['by-keyboard']}/1"
    rep = visit(LEARNER, PHONE)
    page = rep.open(path)
    page.get_by_label("The P&T committee by a vote").check()
    saved(page)
    page.context.close()
    again = visit(LEARNER, PHONE).open(path)
    expect(again.get_by_label("The P&T committee by a vote")).to_be_checked()
    expect(again.locator("#saved")).to_contain_text("Saved")


def test_without_a_connection_the_answer_waits_and_is_sent_again(
    visit: Callable[..., Visitor], begun: dict[str, int]
) -> None:
    path = f"/sittings/{begun['by-keyboard']}/1"
    rep = visit(LEARNER, PHONE)
    page = rep.open(path)
    page.remove_listener("console", refuse_errors)  # a browser logs that it is offline
    page.context.set_offline(True)
    page.get_by_label("The buyer in purchasing").check()
    expect(page.locator("#saved")).to_contain_text("Not saved: there is no connection.")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=15_000)
    again = visit(LEARNER, PHONE).open(path)
    expect(again.get_by_label("The buyer in purchasing")).to_be_checked()


def focus_on(page: Page, selector: str) -> None:
    """Go on by the tab key until something has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


def press_by_keyboard(page: Page, words: str) -> None:
    """Reach a button by the tab key and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("words => document.activeElement.innerText?.trim() === words", words):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the tab key does not reach “{words}”")


def test_three_kinds_are_answered_by_keyboard_alone(visit: Callable[..., Visitor], begun: dict[str, int]) -> None:
    sitting = begun["by-keyboard"]
    page = visit(LEARNER, LAPTOP).open(f"/sittings/{sitting}/1")
    focus_on(page, "input[name=choice]")
    page.keyboard.press("ArrowDown")
    saved(page)
    press_by_keyboard(page, "Save and go on")
    for place in (2, 3):
        for number in range(page.locator("form[data-autosave] select").count()):
            focus_on(page, "form[data-autosave] select")
            for _ in range(number + 1):
                page.keyboard.press("ArrowDown")
        saved(page)
        press_by_keyboard(page, "Save and go on" if place == 2 else "Save and review")
    expect(page.get_by_role("main")).to_contain_text("3 of 3 answered")


def test_a_clock_is_started_and_counts_down(visit: Callable[..., Visitor], begun: dict[str, int]) -> None:
    rep = visit(LEARNER, PHONE)
    rep.open(f"/sittings/{begun['timed']}")
    assert_fits(rep.page)
    rep.press("Start the clock and begin")
    left = rep.page.locator("[data-seconds-left]")
    expect(left).to_have_text("about 10 minutes")
    rep.page.evaluate("document.querySelector('[data-seconds-left]').textContent = ''")
    expect(left).to_have_text("about 10 minutes", timeout=5_000)  # the page keeps it true by itself
    assert_fits(rep.page)
