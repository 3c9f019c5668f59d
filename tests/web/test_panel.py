"""One panel of judges in a real browser: two rounds by six judges, one on a phone, signed; axe on every page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.conftest import LAPTOP, PASSWORD, PHONE, Visitor
from tests.web.test_every_page import faults_on

JUDGES = ("mira.halvorsen", "owen.price", "hana.sato", "ruben.cohen", "daniel.okafor", "samuel.adeyemi")
PORTRAIT = "Can tell account work from selling and an insight from a summary, and still needs help to use either."
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def assert_clean(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url) == []


def judge(visitor: Visitor, address: str, of_hundred: int) -> None:
    """Give every question the same estimate and hand in."""
    page = visitor.open(address)
    for field in page.locator("input[name^='e-']").all():
        field.fill(str(of_hundred))
    visitor.press("Hand in")
    expect(page.get_by_role("main")).to_contain_text("Handed in. Thank you.")


def test_a_panel_sets_and_signs_a_pass_mark(visit: Callable[..., Visitor]) -> None:
    team = visit("nadia.petrova", LAPTOP)
    page = team.open("/academy/papers/m01-check")
    assert_clean(team)
    team.follow("Open a panel")
    page.get_by_label("Who is barely competent?").fill(PORTRAIT)
    page.get_by_label("E-mail addresses of judges").fill("\n".join(f"{one}@fernwick.example" for one in JUDGES))
    assert_clean(team)
    team.press("Open the panel and invite")
    assert_clean(team)
    panel = page.url.removeprefix(team.address)
    sheet = panel.removeprefix("/academy")
    judges = [visit(one, PHONE if number == 0 else LAPTOP) for number, one in enumerate(JUDGES)]
    for round_, base in ((1, 50), (2, 60)):
        for number, one in enumerate(judges):
            judge(one, sheet, base + 2 * number)
        assert_clean(judges[0])
        team.open(panel)
        team.press("Close the first round" if round_ == 1 else "Close the second round")
        if round_ == 1:
            expect(judges[0].open(sheet).get_by_role("main")).to_contain_text("6 judges said 50 to 60, 55 on average")
            assert_clean(judges[0])
    expect(page.get_by_role("main")).to_contain_text("6 judges, round 2: 65 %")
    assert_clean(team)
    team.follow("Go on to sign the pass mark")
    page.get_by_label("Your password").fill(PASSWORD)
    assert_clean(team)
    team.press("Sign and set the pass mark")
    expect(page.get_by_role("main")).to_contain_text("Unchanged since.")
    assert_clean(team)
