"""Every page in a real browser: axe finds nothing, nothing scrolls sideways; phone and laptop, light and dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.conftest import LAPTOP, PHONE, Visitor

# A page with a number in its address is found by following links: each step after ` > ` selects one on the page before.
A_VISIT, A_NOTE = "main a[href^='/visits/']:not([href$='/new'])", "main a[href^='/observations/']"
NOTES, VISITS, PEERS = "/people/me/observations", "/visits", "/peer-feedback"
CASES, EVENTS, A_SEAT = "/calibration", "/calibration/events", "main a[href^='/calibration/seats/']"
IS_OVER = "main li:has-text('Half-year'):has-text('Closed') a"
A_ROUND = "main a[href^='/peer-feedback/']:not([href$='/new']):not([href*='/answers/'])"
MODULE = "/learn/account-management-mindset/m03-providers-and-risk"
PAGES = {
    "mira.halvorsen": (
        "/next-step",
        "/learn",
        MODULE,
        f"{MODULE}/how-shared-savings-work",
        "/job-aids/m03-providers-and-risk",
        "/people/me",
        "/people/me/competencies/c07",
        "/people/me/competencies/c03/why",
        "/people/me/competencies/c01/why?view=attested",
        "/people/me/evidence",
        "/people/me/evidence?view=attested",
        "/people/me/plan",
        "/people/me/plan/try/result/k01",
        "/people/me/plan > main a[href$='/agreement']",
        "/people/me/plan > main a[href$='/review']",
        "/people/me/plan > main a[href$='/reviews']",
        "/people/me/plan > main a[href$='/complete']",
        "/people/me/transcript",
        "/people/me/story",
        "/people/me/story?competency=C01&until=2026-05",
        "/people/me/kpis",
        "/people/me/kpis/scorecard",
        "/people/me/kpis/k01",
        "/kpis",
        "/library",
        "/kpis/k01",
        "/framework",
        "/account",
        "/practice",
        VISITS,
        "/visits/new",
        f"{VISITS} > {A_VISIT}",
        f"{VISITS} > {A_VISIT} > main a[href$='/change']",
        f"{VISITS} > {A_VISIT} > main a[href$='/cancel']",
        NOTES,
        f"{NOTES} > {A_NOTE}",
        f"{NOTES} > {A_NOTE} > main a[href$='/answer']",
        f"{NOTES} > {A_NOTE} > main a[href$='/dispute']",
        PEERS,
        f"{PEERS} > {A_ROUND}",
        "/corridor/open-export",
        "/corridor/",
    ),
    "jonas.lindqvist": ("/peer-feedback/new",),
    "leila.haddad": (f"{PEERS} > main a[href*='/answers/']",),
    "chiara.bellini": (
        f"{VISITS} > {A_VISIT}",
        f"{PEERS} > {A_ROUND}",
        "/people/me/evidence?view=attested",
    ),
    "priya.raman": (f"{NOTES} > li:has-text('Attestation') a",),
    "mateo.vargas": (
        f"{NOTES} > {A_NOTE}",
        f"{NOTES} > {A_NOTE} > main a[href$='/history']",
        "/people/me/competencies/c03",
        "/people/me/competencies/c03/why",
    ),
    "aisha.rahman": (f"{NOTES} > {A_NOTE}", f"{NOTES} > {A_NOTE} > main a[href*='/talk/']"),
    "daniel.okafor": (
        "/today",
        "/my-coaching",
        "/my-rating",
        "/team",
        "/team/plans",
        "/team/plans?show=quiet",
        "/team/papers",
        "/scorecards",
        "/scorecards > main a[href^='/teams/']",
        "/guides",
        "/guides/m01-from-products-to-accounts",
        VISITS,
        "/visits/new",
        f"{VISITS} > {A_VISIT}",
        "/coaching",
        "/coaching > main a[href$='/draft']",
        "/coaching/new",
        "/coaching > main a[href^='/coaching/new?']",
        "/coaching/conversations",
        CASES,
        f"{CASES} > {A_SEAT}",
        f"{CASES} > {A_SEAT} > main a[href*='/cases/']",
        f"{CASES} > main li:has-text('Half-year') a",
        "/today > main a[href^='/pairs/'][href$='/choose']",
        "/today > main a[href^='/pairs/']:not([href$='/choose'])",
        "/team > main a[href^='/people/'] > main a[href*='/competencies/'] > main a[href$='/why']",
        f"{PEERS} > main a[href$='/choose']",
        "/team > main a[href^='/people/'] > main a[href^='/attestations/new']",
        "/corridor/open-export",
    ),
    "ingrid.sole": (
        "/",
        "/coaching > main a[href$='/conflict']",
        "/coaching > li:has-text('Mateo') a[href$='/draft'] > main a[href$='/sign']",
        f"/coaching/conversations > {A_NOTE}",
        "/my-coaching",
        "/my-rating",
        f"{CASES} > main li:has-text('Half-year') a",
        "/today > main a[href^='/pairs/'][href$='/rate']",
    ),
    "astrid.moreau": ("/today", "/my-coaching", "/my-rating", CASES, f"{CASES} > {A_SEAT}"),
    "yusuf.demir": ("/today", "/my-coaching", "/my-rating", CASES, f"{CASES} > main li:has-text('Half-year') a"),
    "nadia.petrova": (
        "/academy",
        "/academy/plans",
        "/academy/retention",
        "/raters",
        "/pairs",
        "/effects",
        "/effects/programme/account-management-mindset",
        "/effects/module/m01-from-products-to-accounts",
        "/effects/programme/account-management-mindset/studies/new",
        "/effects/studies/1",
        "/effects/studies/1/worth",
        "/effects/studies/1/worth/state",
        "/rollouts",
        "/rollouts/1",
        "/rollouts/new",
        "/rollouts/given",
        "/programmes/account-management-mindset/scorecard",
        "/academy/releases",
        "/academy/releases/1",
        "/academy/reactions",
        "/academy/coverage",
        "/kpis/imports",
        "/kpis/imports/new",
        "/academy/items",
        "/academy/items/m01-01",
        "/academy/papers",
        EVENTS,
        f"{EVENTS} > main a:has-text('Half-year')",
        f"{EVENTS} > main a:has-text('Two cases')",
        f"{EVENTS} > {IS_OVER}",
        f"{EVENTS} > {IS_OVER} > main a[href$='/discussion']",
        "/calibration/events/new",
        "/calibration/certification",
    ),
    "samuel.adeyemi": (
        "/academy",
        "/today",
        "/my-coaching > main a[href$='/coaching-craft']",
        "/my-rating",
        CASES,
        f"{CASES} > {A_SEAT}",
        f"{CASES} > {A_SEAT} > main a[href*='/cases/']",
        f"{CASES} > main li:has-text('Half-year'):has-text('Report') a",
    ),
    "grace.thornton": (
        "/admin/people",
        "/admin/people/new",
        "/admin/teams",
        "/admin/audit",
        "/admin/mail",
        "/admin/raters",
    ),
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What does not depend on the colours is looked at once, in light.
RULES = {"light": {"runOnly": WCAG}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def faults(visitor: Visitor, path: str, scheme: str = "light") -> list[str]:
    """What is wrong with a page at an address, or at the end of the links to it."""
    start, *links = path.split(" > ")
    page = visitor.open(start.replace("/people/me", visitor.own_profile) if "/me" in start else start)
    for link in links:
        address = page.locator(link).first.get_attribute("href")
        assert address is not None
        page = visitor.open(address)
    page.locator("h1").first.wait_for()
    return faults_on(page, path, scheme)


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
    assert [fault for path in PAGES[name] for fault in faults(visitor, path, scheme)] == []


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
