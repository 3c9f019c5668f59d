"""A branching scenario in a real browser: by keyboard alone, and stopped at a limit on a phone; axe on every page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kamacademy.content.documents import Drafts
from kamacademy.scenario.documents import Node, Scenario
from tests.web.conftest import LAPTOP, PHONE, Visitor
from tests.web.test_every_page import faults_on

SLUG = "m05-corridor"
FOCUSED = "document.activeElement.closest('label, a, button, summary')?.innerText.trim() ?? ''"
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def nodes(drafts: Drafts) -> dict[str, Node]:
    """The nodes of the scenario by title."""
    (found,) = [one for draft, one in drafts.contents("scenario", Scenario) if draft.slug == SLUG]
    return {node.title: node for node in found.nodes}


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what reads so has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab does not reach “{words}”")


def press_enter(page: Page) -> None:
    """Press Enter, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def decide_by_keyboard(page: Page, words: str) -> None:
    """From the skip link into the choices, with the arrows to the one that reads so, and Enter."""
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(5):
        if words in page.evaluate(FOCUSED):
            return press_enter(page)
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach “{words}”")


def strong_at(page: Page, nodes: dict[str, Node]) -> str:
    """The strong choice of the moment that is open."""
    node = nodes[page.get_by_role("heading", level=1).inner_text()]
    return next(" ".join(one.text.split()) for one in node.choices if one.shows == "strong")


def assert_clean(visitor: Visitor, scheme: str = "light") -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url, scheme) == []


def test_a_scenario_is_passed_by_keyboard_alone(visit: Callable[..., Visitor], nodes: dict[str, Node]) -> None:
    rep = visit("hana.sato", LAPTOP)
    page = rep.open(f"/scenarios/{SLUG}")
    assert_clean(rep)
    tab_to(page, "Begin")
    press_enter(page)
    assert_clean(rep)
    while page.get_by_role("button", name="Decide").count():
        decide_by_keyboard(page, strong_at(page, nodes))
    expect(page.get_by_role("main")).to_contain_text("Passed")
    assert_clean(rep)
    tab_to(page, "Look at the debrief")
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Debrief: A question in the corridor")
    tab_to(page, "other choices")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You could have chosen").first).to_be_visible()
    assert_clean(rep)


@pytest.mark.parametrize(("name", "scheme"), [("owen.price", "light"), ("ruben.cohen", "dark")])
def test_a_hard_stop_on_a_phone_is_explained_and_tried_again(
    visit: Callable[..., Visitor], nodes: dict[str, Node], name: str, scheme: str
) -> None:
    rep = visit(name, PHONE, scheme)
    rep.open(f"/scenarios/{SLUG}")
    rep.press("Begin")
    page = rep.page
    stop = next(one for one in nodes[page.get_by_role("heading", level=1).inner_text()].choices if one.hard_stop)
    page.get_by_label(" ".join(stop.text.split())).check()
    assert_clean(rep, scheme)
    rep.press("Decide")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stopped: a word for an unapproved use")
    assert_clean(rep, scheme)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stopped: a word for an unapproved use")
    rep.follow("Look at the debrief")
    for one in page.locator(".debrief-others summary").all():
        one.click()
    assert_clean(rep, scheme)
    rep.press("Try again")
    expect(page.get_by_role("button", name="Decide")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
