"""The whole story of an attestation: certified, announced, observed on the day, signed, read, and a note copied."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail.models import Letter
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.world import NOW, PASSWORD, TODAY, World

DAY = timedelta(days=1)


def test_an_attestation_from_the_certificate_to_the_attested_view(world: World, browse: type[Browser]) -> None:
    daniel = world.coach("Daniel Okafor")
    mira = world.learner("Mira Halvorsen", coach=daniel)
    noted = observed(mira, daniel, {"C03a": 3}, day=TODAY)

    office = browse(world.administrator()).open("/admin/raters")
    office.fill("Coach", "Daniel Okafor, Field manager").fill("What it rests on", "Calibration").press("Certify")

    coach = browse(daniel).open(f"/people/{mira.id}").follow("Announce an attestation")
    coach.follow("Customer discovery meeting").fill("Day", (TODAY + 5 * DAY).isoformat())
    coach.choose("Discovery conversations").choose("Moving stakeholders").press("Announce")
    (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "attestation-announced"))
    assert letter.to_person_id == mira.id

    rep = browse(mira).open("/next-step")
    assert "Attestation" in rep.words
    rep.open(coach.address)
    for words in ("Attestation. A decision record", "which alone stands behind certificates", "You can read all of it"):
        assert words in rep.words

    sheet = coach.address
    with time_machine.travel(NOW + 5 * DAY, tick=False):
        coach = browse(daniel).open(sheet).follow("Start the note")
        assert "Attestation. A decision record" in coach.words
        coach.choose("Usual").press("Next")
        while "What was said or done?" in coach.words:
            coach.fill("What was said or done?", "Asked who else must agree, and waited.")
            coach.choose("Not observed" if coach.heading == "Moving stakeholders" else "Goes beyond the prepared")
            coach.press("Next")
        coach.press("Next")
        coach.choose("Nothing new this time").press("Review")
        coach.follow("Go on to sign")
        coach.fill("Your password", PASSWORD).press("Sign, lock and share")
        assert "Signed by Daniel Okafor on 25 Nov 2026" in coach.words

        rep = browse(mira).open(coach.address)
        assert "Unchanged since." in rep.words
        rep.open(f"/people/{mira.id}")
        assert "Attested. 1 occasion of the 3 needed, latest today" in rep.words

        coach.open(f"/observations/{noted.id}/copy")
        assert "certified on the day of the visit" not in coach.words
        coach.fill("What for?", "For your certificate").press("Ask Mira")
        rep.open(f"/observations/{noted.id}").follow("Read and decide")
        rep.choose("Yes, these ratings may count as attested").press("Give my answer")
        rep.open(f"/people/{mira.id}")
        assert "Attested. 2 occasions of the 3 needed, latest today" in rep.words
