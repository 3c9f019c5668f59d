"""Raters, announcing, signing and copying at the browser: who may, what is said, and what GET leaves alone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.attestation import operations
from kamacademy.attestation.models import NoteCopy
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import indicator_in
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater import queries as raters
from kamacademy.rater.models import Certification
from kamacademy.records.models import AuditEvent, Signature
from kamacademy.visit.models import PlannedVisit
from tests.attestation.attesting import DAY, attested, attesting, certified
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.statements import statements
from tests.world import NOW, PASSWORD, TODAY, World


@pytest.fixture
def rater(world: World) -> Person:
    """A coach who is certified."""
    found = world.coach("Daniel Okafor")
    certified(found)
    return found


@pytest.fixture
def learner(world: World, rater: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=rater)


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def name_of(indicator: str) -> str:
    """An indicator's name."""
    return indicator_in(World().library(), indicator).name


# Raters


def test_an_administrator_certifies_and_ends(world: World, browse: type[Browser]) -> None:
    coach = world.coach("Ingrid Solberg")
    browser = browse(world.administrator()).open("/admin/raters")
    assert "Nobody is certified yet" in browser.words
    browser.fill("Coach", "Ingrid Solberg, Field manager").fill("What it rests on", "Calibration of 12 Oct 2026")
    browser.press("Certify")
    assert "Ingrid Solberg may attest from 20 Nov 2026 on." in browser.page.get_text()
    assert "20 Nov 2026 20 Nov 2027 Calibration of 12 Oct 2026" in browser.words
    assert "In force" in browser.words
    assert raters.is_certified(coach, TODAY)
    browser.press("End the certificate")
    assert "Ended 20 Nov 2026" in browser.words
    assert not raters.is_certified(coach, TODAY)


def test_what_makes_no_certificate_is_explained_and_nothing_is_lost(world: World, browse: type[Browser]) -> None:
    world.coach("Ingrid Solberg")
    browser = browse(world.administrator()).open("/admin/raters")
    browser.fill("Coach", "Ingrid Solberg, Field manager").fill("What it rests on", "Calibration")
    browser.fill("Last day", (TODAY - DAY).isoformat()).press("Certify", expect=422)
    assert "Choose a last day that is not before the first." in browser.words
    assert browser.field("What it rests on")["value"] == "Calibration"
    browser.fill("Last day", "").press("Certify", expect=422)
    assert "Choose the last day." in browser.words
    assert count(Certification) == 0


def test_an_administrator_who_coaches_cannot_choose_themselves(world: World, browse: type[Browser]) -> None:
    both = world.person("Ada Both", functions=(Function.ADMINISTRATOR, Function.COACH))
    browser = browse(both).open("/admin/raters")
    assert "Ada Both" not in browser.words
    browser.post("/admin/raters", expect=422, person=str(both.id), basis="Myself", valid_from="2026-11-20",
                 valid_until="2027-11-20")  # fmt: skip
    assert count(Certification) == 0


def test_raters_are_for_administrators(world: World, rater: Person, browse: type[Browser]) -> None:
    made = raters.certifications()[0]
    for person in (rater, world.learner(), world.learning_team(), world.leader()):
        browser = browse(person).open("/admin/raters", expect=403)
        browser.post(f"/admin/raters/{made.id}/end", expect=403)
    browse(world.administrator()).open("/admin/raters/999/end", expect=405).post("/admin/raters/999/end", expect=404)
    assert raters.is_certified(rater, TODAY)


# Announcing


def test_a_rater_announces_in_two_steps(learner: Person, rater: Person, browse: type[Browser]) -> None:
    browser = browse(rater).open(f"/attestations/new?learner={learner.id}")
    assert "Attestation. A decision record" in browser.words
    assert "Role-play" not in browser.words
    browser.follow("Customer discovery meeting")
    assert "You are certified until 28 Feb 2027." in browser.words
    browser.fill("Day", (TODAY + 5 * DAY).isoformat()).fill("Begins at", "10:20")
    browser.choose(name_of("C03a")).press("Announce")
    (visit,) = db.session.scalars(select(PlannedVisit))
    assert (visit.purpose, visit.focus, visit.planned_on) == ("attestation", ["C03a"], TODAY + 5 * DAY)
    assert browser.address == f"/visits/{visit.id}"
    assert "Attestation. A decision record" in browser.words
    assert "Mira is told what, when and what for" in browser.page.get_text()


def test_what_cannot_be_announced_is_explained_at_its_field(
    learner: Person, rater: Person, browse: type[Browser]
) -> None:
    browser = browse(rater).open(f"/attestations/new?learner={learner.id}&activity=discovery-meeting")
    browser.fill("Day", TODAY.isoformat()).choose(name_of("C03a")).press("Announce", expect=422)
    assert "at least one day ahead" in browser.words
    browser.fill("Day", (TODAY + DAY).isoformat()).untick(name_of("C03a")).press("Announce", expect=422)
    assert "Choose at least one indicator" in browser.words
    browser.fill("Day", "2027-03-01").choose(name_of("C03a")).press("Announce", expect=422)
    assert "not certified to attest on 1 Mar 2027" in browser.words
    assert count(PlannedVisit) == 0


def test_who_is_not_certified_reads_how_to_go_on(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    mira = world.learner(coach=coach)
    browser = browse(coach).open(f"/attestations/new?learner={mira.id}")
    assert "You are not certified to attest today" in browser.words
    assert "Customer discovery meeting" not in browser.words
    assert "Plan a visit instead" in browser.link_words


def test_only_the_present_coach_announces(world: World, learner: Person, browse: type[Browser]) -> None:
    foreign = world.coach()
    certified(foreign)
    for person in (foreign, learner, world.administrator(), world.learning_team()):
        browse(person).open(f"/attestations/new?learner={learner.id}&activity=discovery-meeting", expect=403)


# Signing


def test_signing_asks_the_password_and_locks(learner: Person, rater: Person, browse: type[Browser]) -> None:
    made = attesting(learner, rater)
    browser = browse(rater).open(f"/observations/{made.id}/sign")
    for words in ("Attestation. A decision record", "Line of C03a", "on the day for which it was announced"):
        assert words in browser.words
    browser.fill("Your password", "not mine").press("Sign, lock and share", expect=422)
    assert "That is not your password" in browser.words
    assert count(Signature) == count(Evidence) == 0
    assert db.session.scalars(select(AuditEvent.act).where(AuditEvent.act == "signature.refused")).all()
    browser.fill("Your password", PASSWORD).press("Sign, lock and share")
    assert browser.address == f"/observations/{made.id}"
    assert (count(Signature), count(Evidence)) == (1, 2)
    browser.open(f"/observations/{made.id}/sign")
    assert browser.address == f"/observations/{made.id}"
    assert "no longer changes" in browser.page.get_text()


def test_the_learner_reads_that_it_is_an_attestation_and_who_signed(
    learner: Person, rater: Person, browse: type[Browser]
) -> None:
    made = attested(learner, rater)
    browser = browse(learner).open(f"/observations/{made.id}")
    assert "Attestation. A decision record" in browser.words
    assert "Signed by Daniel Okafor on 20 Nov 2026" in browser.words
    assert "Unchanged since." in browser.words


def test_what_cannot_be_signed_yet_says_why_and_asks_no_password(
    learner: Person, rater: Person, browse: type[Browser]
) -> None:
    made = attesting(learner, rater)
    coaching.rate(made, "C03a", level=4, evidence_line=None, at=NOW)
    browser = browse(rater).open(f"/observations/{made.id}/sign")
    assert "An attestation needs a line of evidence for every level" in browser.words
    assert "Sign, lock and share" not in browser.button_words
    browser.post(f"/observations/{made.id}/sign", expect=422, password=PASSWORD, edition=str(made.edition))
    assert count(Signature) == 0


def test_a_draft_changed_elsewhere_is_read_again_before_it_is_signed(
    learner: Person, rater: Person, browse: type[Browser]
) -> None:
    made = attesting(learner, rater)
    browser = browse(rater).open(f"/observations/{made.id}/sign").fill("Your password", PASSWORD)
    coaching.rate(made, "C03a", level=5, evidence_line="Changed on the phone", at=NOW)
    browser.press("Sign, lock and share", expect=422)
    assert "The notes were changed after you opened this page" in browser.words
    assert "Changed on the phone" in browser.words
    assert count(Signature) == 0


@pytest.mark.parametrize("edition", ["", "none", "-1", "9" * 5000])
def test_a_tampered_edition_signs_nothing(learner: Person, rater: Person, browse: type[Browser], edition: str) -> None:
    made = attesting(learner, rater)
    browser = browse(rater).open(f"/observations/{made.id}/sign")
    browser.post(f"/observations/{made.id}/sign", expect=422, password=PASSWORD, edition=edition)
    assert count(Signature) == 0


def test_only_its_rater_signs(world: World, learner: Person, rater: Person, browse: type[Browser]) -> None:
    made = attesting(learner, rater)
    foreign = world.coach()
    certified(foreign)
    for person in (foreign, learner, world.administrator()):
        browse(person).open(f"/observations/{made.id}/sign", expect=403)


# Copying


@pytest.fixture
def noted(learner: Person, rater: Person) -> Observation:
    """A coaching note of ten days ago."""
    return observed(learner, rater, {"C03a": 3, "C09a": None}, day=TODAY - 10 * DAY)


def test_the_coach_asks_and_the_learner_agrees(
    learner: Person, rater: Person, noted: Observation, browse: type[Browser]
) -> None:
    address = f"/observations/{noted.id}/copy"
    coach = browse(rater).open(address)
    assert "Line of C03a" in coach.words
    assert "1 rating without a level or a line of evidence stays here." in coach.words
    coach.press("Ask Mira", expect=422)
    assert "Write what it is for" in coach.words
    coach.fill("What for?", "For your certificate as account lead").press("Ask Mira")
    assert "Mira has not answered yet, and need not." in coach.words

    mira = browse(learner).open(address)
    assert "For your certificate as account lead" in mira.words
    mira.press("Give my answer", expect=422)
    assert "Choose yes or no" in mira.words
    mira.choose("Yes, these ratings may count as attested").press("Give my answer")
    assert count(Evidence) == 3
    mira.open(address)
    assert "Agreed on 20 Nov 2026: these ratings count as attested too." in mira.words
    ledger = browse(learner).open(f"/people/{learner.id}/evidence?view=attested")
    assert "1 piece of evidence in the attested view" in ledger.words
    assert "copied from a coaching note" in ledger.words
    ledger.follow("Customer discovery meeting, usual, copied from a coaching note")
    assert ledger.address == f"/observations/{noted.id}"


def test_a_no_leaves_the_note_as_it_was(learner: Person, noted: Observation, browse: type[Browser]) -> None:
    operations.ask_to_copy(noted, "For your certificate", at=NOW)
    browser = browse(learner).open(f"/observations/{noted.id}/copy")
    browser.choose("No, it stays a coaching note").press("Give my answer")
    assert "It stays a coaching note, as it was." in browser.page.get_text()
    assert count(Evidence) == 2
    browser.post(f"/observations/{noted.id}/copy", answer="agree")
    assert "answered already" in browser.page.get_text()
    assert count(Evidence) == 2


def test_a_note_that_cannot_be_copied_says_why(learner: Person, rater: Person, browse: type[Browser]) -> None:
    fresh = observed(learner, rater, {"C03a": 3}, day=TODAY - DAY)
    browser = browse(rater).open(f"/observations/{fresh.id}/copy")
    assert "A note can change for 48 hours after sharing" in browser.words
    assert "Ask Mira" not in browser.button_words
    browser.post(f"/observations/{fresh.id}/copy", expect=422, reason="Please")
    assert count(NoteCopy) == 0


def test_nobody_else_asks_or_answers(
    world: World, learner: Person, rater: Person, noted: Observation, browse: type[Browser]
) -> None:
    asked = operations.ask_to_copy(noted, "For your certificate", at=NOW)
    later = world.coach()
    certified(later)
    world.give_coach(learner, later, since=TODAY)
    for person in (later, rater, world.learner(), world.administrator()):
        browser = browse(person).open(f"/observations/{noted.id}/copy", expect=403)
        browser.post(f"/observations/{noted.id}/copy", expect=403, answer="agree")
    db.session.refresh(asked)
    assert asked.answered_at is None


def test_pages_cost_few_statements_however_much_there_is(
    world: World, learner: Person, rater: Person, noted: Observation, browse: type[Browser]
) -> None:
    operations.ask_to_copy(noted, "For your certificate", at=NOW)
    draft = attesting(learner, rater, {"C03a": 3, "C09a": 4, "C01a": 3, "C01b": 2, "C06a": 3})
    for number in range(20):
        certified(world.coach(), valid_from=TODAY - timedelta(days=number))
    for person, address in (
        (rater, f"/observations/{draft.id}/sign"),
        (rater, f"/observations/{noted.id}/copy"),
        (learner, f"/observations/{noted.id}/copy"),
        (rater, f"/attestations/new?learner={learner.id}"),
        (rater, f"/attestations/new?learner={learner.id}&activity=discovery-meeting"),
        (world.administrator(), "/admin/raters"),
    ):
        browser = browse(person).open(address)
        with statements() as seen:
            browser.open(address)
        assert len(seen) <= 12, (address, len(seen), seen)
