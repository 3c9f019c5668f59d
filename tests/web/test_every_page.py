"""Every page in a real browser: axe finds nothing, nothing scrolls sideways; phone and laptop, light and dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.conftest import LAPTOP, PHONE, Visitor

MODULE = "/learn/account-management-mindset/m03-providers-and-risk"
PAGES = {
    "mira.halvorsen": (
        "/next-step",
        "/learn",
        MODULE,
        f"{MODULE}/how-shared-savings-work",
        "/people/me",
        "/people/me/competencies/c07",
        "/people/me/evidence",
        "/people/me/plan",
        "/people/me/kpis",
        "/people/me/kpis/k01",
        "/kpis",
        "/kpis/k01",
        "/framework",
        "/account",
        "/practice",
    ),
    "daniel.okafor": ("/team", "/coaching", "/coaching/new"),
    "nadia.petrova": (
        "/academy",
        "/academy/retention",
        "/academy/releases",
        "/academy/releases/1",
        "/academy/reactions",
        "/academy/items",
        "/academy/items/m01-01",
        "/academy/papers",
    ),
    "samuel.adeyemi": ("/academy",),
    "grace.thornton": ("/admin/people", "/admin/people/new", "/admin/audit", "/admin/mail"),
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What does not depend on the colours is looked at once, in light.
RULES = {"light": {"runOnly": WCAG}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def faults(visitor: Visitor, path: str, scheme: str = "light") -> list[str]:
    """What is wrong with a page at an address."""
    return faults_on(visitor.open(path), path, scheme)


def faults_on(page: Page, path: str, scheme: str = "light") -> list[str]:
    """What axe finds on the page that is open, and whether it scrolls sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert page.viewport_size is not None
    found = [f"{path} is {width} px wide"] if width > page.viewport_size["width"] else []
    for violation in Axe().run(page, options=RULES[scheme]).response["violations"]:
        places = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        found.append(f"{path}: {violation['id']} at {places}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_well_made(visit: Callable[..., Visitor], name: str, size: tuple[int, int], scheme: str) -> None:
    visitor = visit(name, size, scheme)
    paths = [path.replace("/people/me", visitor.own_profile) if "/me" in path else path for path in PAGES[name]]
    assert [fault for path in paths for fault in faults(visitor, path, scheme)] == []


def test_pages_reflow_at_320_pixels(visit: Callable[..., Visitor]) -> None:
    visitor = visit("mira.halvorsen", (320, 640))
    for path in ("/next-step", "/learn", f"{MODULE}/how-shared-savings-work", "/framework"):
        page = visitor.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_sign_in_page_is_well_made(visit: Callable[..., Visitor]) -> None:
    for size in (PHONE, LAPTOP):
        visitor = visit("mira.halvorsen", size)
        visitor.page.context.clear_cookies()
        assert faults(visitor, "/sign-in") == []
