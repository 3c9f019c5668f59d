"""The learning team brings figures in a file, asks whether a programme moved them, and takes the answer along on paper.

What is in the file is known: in the teams of the demo's second business unit, which began by lot, account plans are
read again SOONER days sooner from the month in which the team began. The academy must find that.
"""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import expect

from kamacademy import clock, create_app
from kamacademy.config import settings
from kamacademy.demo.unit import MEMBERS
from kamacademy.demo.unit_plan import MONTHS_BEFORE, begins, first_month
from kamacademy.feed.jobs import work_on_waiting
from kamacademy.impact.jobs import work_on_asked
from kamacademy.kpi.periods import add_months
from kamacademy.people.job_roles import JobRole
from tests.reports.printed import Printed
from tests.web.conftest import LAPTOP, Academy, Visitor
from tests.web.test_every_page import faults_on

PLANNERS = {JobRole.SK, JobRole.BK, JobRole.AL}
SOONER = 6.0
PROGRAMME = "/effects/programme/account-management-mindset"
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def figures() -> Iterator[tuple[str, str, str, float, int]]:
    """Every planner's month: how many days ago the plans were last read, in the middle, and how many plans."""
    random, today = Random(11), clock.today()
    began, first = begins(today), add_months(first_month(today), -MONTHS_BEFORE)
    for one in MEMBERS:
        if one.job_role in PLANNERS:
            usual, plans = random.gauss(26, 3), random.randint(6, 9)
            for month in (add_months(first, number) for number in range(40)):
                if add_months(month, 1) <= today:
                    sooner = SOONER if month >= began[one.team or ""] else 0
                    yield one.email, "K06", f"{month:%Y-%m}", round(random.gauss(usual - sooner, 2), 1), plans


def as_csv() -> bytes:
    """The file."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(("E-mail", "KPI", "Month", "Value", "n"))
    table.writerows(figures())
    return text.getvalue().encode()


@pytest.fixture
def worker(academy: Academy) -> Flask:
    """Where the background works, on the same data as the server."""
    return create_app(settings(academy.environment))


def assert_clean(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url) == []


def test_from_a_file_to_the_effect_report(visit: Callable[..., Visitor], worker: Flask) -> None:
    team = visit("nadia.petrova", LAPTOP)
    page, main = team.page, team.page.get_by_role("main")
    team.open("/kpis/imports/new")
    content = as_csv()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "plans.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_label("Where it comes from").fill("Plan register")
    team.press("Bring the file")
    team.press("Check every row")
    work_on_waiting(worker, clock.now())
    page.reload()
    rows = content.count(b"\n") - 1
    expect(page.get_by_role("button", name=f"Take over {rows:,} readings")).to_be_visible()
    assert_clean(team)
    team.press("Take over")
    work_on_waiting(worker, clock.now())
    page.reload()
    expect(main).to_contain_text("taken over")

    team.open(PROGRAMME)
    team.follow("Ask for a study")
    page.get_by_label("Measure").select_option("K06")
    page.get_by_label("When each team began").select_option(index=0)
    page.get_by_label("Smallest effect").fill("3")
    assert_clean(team)
    team.press("Ask")
    work_on_asked(worker, clock.now())
    page.reload()
    expect(main).to_contain_text("It changed the measure")
    expect(main).to_contain_text("lowered the measure by")
    expect(main).to_contain_text("The lot drew which team began when.")
    assert_clean(team)

    address = main.get_by_role("link", name="On paper").get_attribute("href")
    paper = Printed(page.context.request.get(f"{team.address}{address}").body())
    assert "lowered the measure by" in paper.words
    assert "The lot drew which team began when." in paper.words
