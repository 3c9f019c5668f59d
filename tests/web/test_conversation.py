"""What follows a shared note, in a real browser: read, disputed, changed, replied to and closed, by two people.

Mira Halvorsen of the demo company reads on her phone what Daniel Okafor wrote; he answers at his laptop.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kamacademy import clock, create_app
from kamacademy.coaching import operations
from kamacademy.competency.evidence import Context
from kamacademy.config import settings
from kamacademy.content.queries import current_release_id
from kamacademy.db import transaction
from kamacademy.guide.activity import Activity
from kamacademy.people.queries import find_person
from tests.web.conftest import LAPTOP, PHONE, Academy, Visitor
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def place(academy: Academy) -> str:
    """The address of a note that Daniel shared with Mira an hour ago."""
    at = clock.now() - timedelta(hours=1)
    with create_app(settings(academy.environment)).app_context(), transaction():
        mira, daniel = find_person("mira.halvorsen@fernwick.example"), find_person("daniel.okafor@fernwick.example")
        assert mira is not None
        assert daniel is not None
        made = operations.begin(
            mira, daniel, activity=Activity.DISCOVERY, complexity=Context.USUAL, observed_on=at.date(),
            indicators=["C03a", "C09a"], release_id=current_release_id(), at=at,
        )  # fmt: skip
        for indicator in ("C03a", "C09a"):
            operations.rate(made, indicator, level=2, evidence_line="Asked who else must agree.", at=at)
        operations.share(made, at=at, today=at.date())
        return f"/observations/{made.id}"


def look(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open, and it does not scroll sideways."""
    assert faults_on(visitor.page, visitor.page.url) == []


def test_two_people_talk_about_a_note(visit: Callable[..., Visitor], place: str) -> None:
    mira, daniel = visit("mira.halvorsen", PHONE), visit("daniel.okafor", LAPTOP)
    mira.open(place)
    look(mira)
    mira.press("Seen")
    look(mira)
    mira.page.get_by_role("group", name="The coaching was specific.").get_by_label("Mostly").check()
    mira.page.get_by_role("group", name="I can use it in my work.").get_by_label("Fully").check()
    mira.press("Send")
    mira.follow("I see it differently")
    mira.page.get_by_label("Discovery conversations").check()
    look(mira)
    mira.page.get_by_label("In your words").fill("I asked the pharmacy head twice, she answered both times.")
    mira.press("Send to Daniel")
    look(mira)

    daniel.open("/coaching/conversations")
    look(daniel)
    daniel.open(place)
    expect(daniel.page.get_by_text("I asked the pharmacy head twice")).to_be_visible()
    look(daniel)
    daniel.follow("Change the note")
    look(daniel)
    daniel.page.get_by_role("group", name="Discovery conversations").get_by_role("radio").nth(3).check()
    daniel.press("Change the note")
    daniel.follow("Reply")
    look(daniel)
    daniel.page.get_by_label("In your words").fill("You did. I have changed it.")
    daniel.press("Send to Mira")

    mira.open(place)
    expect(mira.page.get_by_text("Please look again.")).to_be_visible()
    mira.follow("See what changed")
    expect(mira.page.get_by_role("heading", name="Discovery conversations: level")).to_be_visible()
    look(mira)
    mira.follow("Back to the note")
    mira.press("Close the dispute")
    mira.press("Seen")
    expect(mira.page.get_by_text("Settled by Mira Halvorsen")).to_be_visible()
    mira.open(f"{mira.own_profile}/observations")
    look(mira)
