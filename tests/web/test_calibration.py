"""A calibration event in a real browser: three coaches, one on a phone, from invitation to certificate; axe on all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from kamacademy.calibration.documents import CASE, CalibrationCase
from kamacademy.content.documents import Drafts
from tests.web.conftest import LAPTOP, PHONE, Visitor
from tests.web.test_every_page import faults_on

TITLE = "Calibration in a browser"
COACHES = {"daniel.okafor": PHONE, "ingrid.sole": LAPTOP, "yusuf.demir": LAPTOP}
# Yusuf lacks only a few ratings; Daniel and Ingrid are certified already.
NAMES = ("Daniel Okafor", "Ingrid Sole", "Yusuf Demir")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def assert_clean(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url) == []


def rate(visitor: Visitor, cases: dict[str, CalibrationCase], *, looks: bool) -> None:
    """Rate every case as the experts did, then finish."""
    page = visitor.open("/calibration")
    with page.expect_navigation():
        page.get_by_role("link", name=f"Open {TITLE}").click()
    if looks:
        assert_clean(visitor)
    visitor.follow("Begin")
    is_first = True
    while page.get_by_role("button", name="Keep and go on").count():
        case = cases[page.locator("h1").inner_text()]
        if looks and is_first:
            assert_clean(visitor)
        is_first = False
        for one in case.ratings:
            page.locator(f"input[name=level_{one.indicator}][value='{one.reference}']").check(force=True)
        visitor.press("Keep and go on")
    visitor.press("Finish")
    expect(page.get_by_role("main")).to_contain_text("as soon as the event is closed")


def test_three_coaches_from_the_invitation_to_the_certificate(visit: Callable[..., Visitor], drafts: Drafts) -> None:
    cases = {case.title: case for _, case in drafts.contents(CASE, CalibrationCase)}
    lead = visit("nadia.petrova", LAPTOP)
    page = lead.open("/calibration/events/new")
    page.get_by_label("Title").fill(TITLE)
    for name in NAMES:
        page.get_by_role("checkbox", name=name).check(force=True)
    assert_clean(lead)
    lead.press("Make it and invite")
    expect(page.get_by_role("main")).to_contain_text("Made, and 3 invited.")
    assert_clean(lead)
    event = page.url.removeprefix(lead.address)
    coaches = {name: visit(name, size) for name, size in COACHES.items()}
    for number, coach in enumerate(coaches.values()):
        rate(coach, cases, looks=number == 0)
    lead.open(event)
    lead.press("Close the event")
    expect(page.get_by_role("main")).to_contain_text("Krippendorff’s alpha")
    assert_clean(lead)
    lead.open(f"{event}/discussion")
    expect(page.get_by_role("main")).to_contain_text("Everybody gave the reference everywhere")
    assert_clean(lead)
    lead.open("/calibration/certification")
    assert_clean(lead)
    for button in page.get_by_role("button", name="Certify").all_inner_texts():
        lead.press(button)
        expect(page.get_by_role("main")).to_contain_text("may attest from")
    assert page.get_by_role("main").get_by_text("certified until").count() >= len(NAMES)
    for coach in coaches.values():
        own = coach.open("/calibration")
        expect(own.get_by_role("main")).to_contain_text("Meets the rule")
        expect(own.get_by_role("main")).to_contain_text("You are certified to attest until")
        assert_clean(coach)
        coach.follow(TITLE)
        expect(own.get_by_role("main")).to_contain_text("The same level")
        assert_clean(coach)
