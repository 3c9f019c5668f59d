"""Certifying, announcing, signing and copying, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from kamacademy.attestation import operations, queries
from kamacademy.attestation.models import NoteCopy
from kamacademy.attestation.record import MEANING
from kamacademy.attestation.rules import (
    AlreadyCertified,
    AnnouncedTooLate,
    ChangedSinceRead,
    CopyAnswered,
    DaysOutOfOrder,
    MayNotBeCopied,
    NotAsAnnounced,
    NotCertified,
    NotForARater,
    NothingAnnounced,
    NotInForce,
)
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import EvidenceMissing, NotADraft, NotAnnounced, NotRatedYet, NotSigned
from kamacademy.competency.estimation import Standing
from kamacademy.competency.evidence import View
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import estimates_of
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.rater import queries as raters
from kamacademy.records.models import AuditEvent, Signature
from kamacademy.visit import operations as visits
from kamacademy.visit.rules import AnnouncementStands
from tests.attestation.attesting import BASIS, DAY, announced, attested, attesting, certified
from tests.coaching.visits import observed
from tests.world import NOW, TODAY, World


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


def acts(beginning: str) -> list[str]:
    found = db.session.scalars(
        select(AuditEvent.act).where(AuditEvent.act.startswith(beginning)).order_by(AuditEvent.id)
    )
    return list(found)


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


# Certificates


def test_a_certificate_is_asked_by_the_day(world: World) -> None:
    coach = world.coach()
    made = certified(coach, valid_from=TODAY, valid_until=TODAY + 30 * DAY)
    assert [raters.is_certified(coach, TODAY + days * DAY) for days in (-1, 0, 30, 31)] == [False, True, True, False]
    assert made.basis == BASIS
    assert acts("attestation.") == ["attestation.certified"]
    assert not raters.is_certified(world.coach(), TODAY)


def test_an_ended_certificate_no_longer_holds_and_stays_on_record(world: World) -> None:
    coach, administrator = world.coach(), world.administrator()
    made = certified(coach)
    operations.end(made, by=administrator, at=NOW)
    assert [raters.is_certified(coach, TODAY + days * DAY) for days in (-1, 0, 1)] == [True, False, False]
    assert raters.certifications() == [made]
    with pytest.raises(NotInForce):
        operations.end(made, by=administrator, at=NOW)
    certified(coach, valid_from=TODAY)
    assert raters.is_certified(coach, TODAY)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY - DAY),
        (TODAY - 10 * DAY, TODAY - DAY),
        (TODAY, TODAY + 732 * DAY),
    ],
)
def test_days_that_make_no_certificate_are_refused(world: World, first: date, last: date) -> None:
    with pytest.raises(DaysOutOfOrder):
        certified(world.coach(), valid_from=first, valid_until=last)


def test_certificates_of_one_person_do_not_overlap(world: World) -> None:
    coach = world.coach()
    certified(coach, valid_from=TODAY, valid_until=TODAY + 10 * DAY)
    with pytest.raises(AlreadyCertified, match="30 Nov 2026"):
        certified(coach, valid_from=TODAY + 10 * DAY, valid_until=TODAY + 20 * DAY)
    certified(coach, valid_from=TODAY + 11 * DAY, valid_until=TODAY + 20 * DAY)


def test_only_another_active_coach_is_certified(world: World) -> None:
    administrator, gone = world.administrator(), world.coach()
    people.deactivate(gone, by=administrator, at=NOW)
    for person, by in ((administrator, administrator), (world.learner(), administrator), (gone, administrator)):
        with pytest.raises(NotForARater):
            operations.certify(person, valid_from=TODAY, valid_until=TODAY + DAY, basis=BASIS, by=by, at=NOW)


# Announcing


def test_an_announcement_tells_the_learner_what_when_and_what_for(learner: Person, rater: Person) -> None:
    visit = announced(learner, rater, on=TODAY + 5 * DAY)
    assert (visit.purpose, visit.focus, visit.begins) == ("attestation", ["C03a", "C09a"], "10:20")
    (letter,) = db.session.scalars(select(Letter).where(Letter.to_person_id == learner.id))
    assert letter.subject == "An attestation is announced for Wed 25 Nov 2026, 10:20"
    assert letter.body is not None
    for words in ("customer discovery meeting", "certificates, gates and readiness", f"/visits/{visit.id}", "North"):
        assert (words in letter.body) is (words != "North")


@pytest.mark.parametrize("days_before", [0, -1])
def test_an_announcement_comes_at_least_a_day_before(learner: Person, rater: Person, days_before: int) -> None:
    with pytest.raises(AnnouncedTooLate):
        announced(learner, rater, days_before=days_before)


def test_an_announcement_names_indicators(learner: Person, rater: Person) -> None:
    with pytest.raises(NothingAnnounced):
        announced(learner, rater, focus=())


def test_who_is_not_certified_on_the_day_announces_nothing(world: World, rater: Person) -> None:
    uncertified = world.coach()
    mira, ben = world.learner(coach=uncertified), world.learner(coach=rater)
    with pytest.raises(NotCertified):
        announced(mira, uncertified)
    with pytest.raises(NotCertified, match="not certified to attest on 1 Mar 2027"):
        announced(ben, rater, on=date(2027, 3, 1))


def test_what_is_announced_does_not_change(learner: Person, rater: Person) -> None:
    visit = announced(learner, rater, on=TODAY + 5 * DAY)
    with pytest.raises(AnnouncementStands):
        visits.change(
            visit, planned_on=TODAY + 6 * DAY, activity=Activity.DISCOVERY, focus=visit.focus, by=rater, at=NOW
        )


# Signing


def test_signing_shares_locks_and_makes_attested_evidence(learner: Person, rater: Person) -> None:
    made = attested(learner, rater)
    assert made.is_shared
    rows = list(db.session.scalars(select(Evidence)))
    assert {(row.indicator, row.level, row.purpose) for row in rows} == {
        ("C03a", 3, "attestation"), ("C09a", 4, "attestation"),
    }  # fmt: skip
    (signature,) = db.session.scalars(select(Signature))
    assert (signature.signer_id, signature.subject_type, signature.subject_id) == (rater.id, "observation", made.id)
    assert signature.meaning == MEANING
    found = queries.signed(made)
    assert found is not None
    assert found.is_intact
    assert acts("attestation.signed") == ["attestation.signed"]
    assert len(letters("attestation-signed")) == 1
    with pytest.raises(NotADraft):
        coaching.rate(made, "C03a", level=5, evidence_line="Better", at=NOW)


def test_a_change_behind_the_signature_shows(learner: Person, rater: Person) -> None:
    made = attested(learner, rater)
    coaching.give_view(made, levels={"C03a": 2, "C09a": 2}, words="I saw it so.", at=NOW)
    coaching.acknowledge(made, at=NOW)
    assert (found := queries.signed(made)) is not None
    assert found.is_intact
    db.session.execute(text("UPDATE rating SET level = 5 WHERE indicator = 'C03a'"))
    db.session.expire_all()
    assert (found := queries.signed(made)) is not None
    assert not found.is_intact


def test_an_attestation_is_not_shared_unsigned(learner: Person, rater: Person) -> None:
    made = attesting(learner, rater)
    with pytest.raises(NotSigned):
        coaching.share(made, at=NOW, today=TODAY)
    assert count(Evidence) == 0


def test_only_what_was_read_is_signed(learner: Person, rater: Person) -> None:
    made = attesting(learner, rater)
    read = made.edition
    coaching.rate(made, "C03a", level=5, evidence_line="Changed elsewhere", at=NOW)
    with pytest.raises(ChangedSinceRead):
        operations.sign_and_share(made, edition=read, at=NOW, today=TODAY)
    assert count(Signature) == 0


def test_it_is_signed_once(learner: Person, rater: Person) -> None:
    made = attested(learner, rater)
    with pytest.raises(NotADraft):
        operations.sign_and_share(made, edition=made.edition, at=NOW, today=TODAY)
    assert (count(Signature), count(Evidence)) == (1, 2)


def rate_without_line(made: Observation) -> None:
    coaching.rate(made, "C03a", level=2, evidence_line=None, at=NOW)


def leave_unrated(made: Observation) -> None:
    coaching.rate(made, "C03a", level=None, evidence_line="Not yet", at=NOW, is_rated=False)


def move_the_day(made: Observation) -> None:
    made.observed_on = TODAY - DAY


def announce_late(made: Observation) -> None:
    assert made.planned_visit is not None
    made.planned_visit.made_at = NOW


def call_off(made: Observation) -> None:
    assert made.planned_visit is not None
    visits.cancel(made.planned_visit, "Ill", by=made.coach, at=NOW)


def forget_the_visit(made: Observation) -> None:
    made.planned_visit = None


def end_certificate(made: Observation) -> None:
    found = raters.certification_on(made.coach, TODAY)
    assert found is not None
    operations.end(found, by=World().administrator(), at=NOW)


def look_at_less(made: Observation) -> None:
    made.ratings = made.ratings[:1]


@pytest.mark.parametrize(
    ("spoil", "refused"),
    [
        (rate_without_line, EvidenceMissing),
        (leave_unrated, NotRatedYet),
        (move_the_day, NotAsAnnounced),
        (announce_late, NotAsAnnounced),
        (call_off, NotAsAnnounced),
        (forget_the_visit, NotAsAnnounced),
        (end_certificate, NotCertified),
        (look_at_less, NotAnnounced),
    ],
)
def test_what_is_no_attestation_is_not_signed(
    learner: Person, rater: Person, spoil: Callable[[Observation], None], refused: type[Exception]
) -> None:
    made = attesting(learner, rater)
    spoil(made)
    db.session.flush()
    with pytest.raises(refused):
        operations.sign_and_share(made, edition=made.edition, at=NOW, today=TODAY)
    assert (count(Signature), count(Evidence)) == (0, 0)
    assert not made.is_shared


def test_not_observed_needs_no_line_and_shows_no_level(learner: Person, rater: Person) -> None:
    attested(learner, rater, {"C03a": 3, "C09a": None})
    assert db.session.scalars(select(Evidence.level).where(Evidence.indicator == "C09a")).one() is None


# Two views


def test_three_attestations_by_two_raters_make_an_attested_level(world: World, learner: Person, rater: Person) -> None:
    ingrid = world.coach("Ingrid Solberg")
    certified(ingrid)
    for days, level in ((1, 5), (2, 5), (3, 5)):
        observed(learner, rater, {"C03a": level}, day=TODAY - days * DAY)
    for days, by, level in ((10, rater, 3), (20, rater, 3), (30, ingrid, 4)):
        attested(learner, by, {"C03a": level}, on=TODAY - days * DAY)
    release = world.library()
    development = estimates_of([learner], TODAY, release)[learner.id]["C03"]
    attested_view = estimates_of([learner], TODAY, release, View.ATTESTED)[learner.id]["C03"]
    assert (development.level, development.visits) == (4, 6)
    assert (attested_view.level, attested_view.visits, attested_view.raters) == (3, 3, 2)
    assert attested_view.standing in (Standing.AT_TARGET, Standing.BELOW)


# Copying with consent


@pytest.fixture
def noted(learner: Person, rater: Person) -> Observation:
    """A coaching note of ten days ago."""
    return observed(learner, rater, {"C03a": 3, "C09a": None}, day=TODAY - 10 * DAY)


def test_on_consent_the_ratings_count_as_attested_and_the_visit_still_once(world: World, noted: Observation) -> None:
    learner = noted.learner
    asked = operations.ask_to_copy(noted, "For your certificate", at=NOW)
    assert queries.copy_of(noted.id) == asked
    assert len(letters("attestation-copy-asked")) == 1
    before = estimates_of([learner], TODAY, world.library())[learner.id]["C03"]
    operations.answer_copy(asked, is_agreed=True, at=NOW)
    (row,) = db.session.scalars(select(Evidence).where(Evidence.source_type == "note-copy"))
    assert (row.indicator, row.level, row.purpose, row.source_id) == ("C03a", 3, "attestation", asked.id)
    assert (row.happened_on, row.rater_id, row.note) == (noted.observed_on, noted.coach_id, "Line of C03a")
    release = world.library()
    assert estimates_of([learner], TODAY, release)[learner.id]["C03"] == before
    assert estimates_of([learner], TODAY, release, View.ATTESTED)[learner.id]["C03"].visits == 1
    assert asked.is_agreed
    assert acts("attestation.copy") == ["attestation.copy-asked", "attestation.copy-agreed"]


def test_a_no_changes_nothing_and_is_final(noted: Observation) -> None:
    asked = operations.ask_to_copy(noted, "For your certificate", at=NOW)
    rows = count(Evidence)
    operations.answer_copy(asked, is_agreed=False, at=NOW)
    assert count(Evidence) == rows
    with pytest.raises(CopyAnswered):
        operations.answer_copy(asked, is_agreed=True, at=NOW)
    with pytest.raises(CopyAnswered):
        operations.ask_to_copy(noted, "Please", at=NOW)
    assert count(Evidence) == rows
    assert acts("attestation.copy") == ["attestation.copy-asked", "attestation.copy-declined"]


def test_asking_twice_asks_once(noted: Observation) -> None:
    first = operations.ask_to_copy(noted, "For your certificate", at=NOW)
    assert operations.ask_to_copy(noted, "Once more", at=NOW) is first
    assert count(NoteCopy) == 1
    assert len(letters("attestation-copy-asked")) == 1


def test_a_rater_certified_only_later_does_not_ask(world: World) -> None:
    coach = world.coach()
    noted = observed(world.learner(coach=coach), coach, {"C03a": 3}, day=TODAY - 10 * DAY)
    for certificate in (None, TODAY - 5 * DAY):
        if certificate:
            certified(coach, valid_from=certificate)
        with pytest.raises(MayNotBeCopied):
            operations.ask_to_copy(noted, "For your certificate", at=NOW)
    assert count(NoteCopy) == 0


def test_a_note_that_may_still_change_is_not_copied(learner: Person, rater: Person) -> None:
    noted = observed(learner, rater, {"C03a": 3}, day=TODAY - DAY)
    with pytest.raises(MayNotBeCopied, match="48 hours"):
        operations.ask_to_copy(noted, "For your certificate", at=NOW)
    assert operations.ask_to_copy(noted, "For your certificate", at=NOW + timedelta(days=2)).answered_at is None
