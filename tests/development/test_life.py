"""A plan that lives: signed by both, shown by evidence, handed in, reviewed, closed and frozen."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from kamacademy.agreeing.agreement import MEANING, Side, content_of, mark_of
from kamacademy.agreeing.models import PlanAgreement
from kamacademy.agreeing.operations import agree
from kamacademy.agreeing.queries import signed_agreements
from kamacademy.content.queries import library
from kamacademy.db import WrittenOnce, db
from kamacademy.development.details import Details
from kamacademy.development.models import Action
from kamacademy.development.operations import change_action, drop, redate
from kamacademy.development.rules import (
    ChangedSinceRead,
    FileRefused,
    NoReviewYet,
    NotEveryActionReviewed,
    NotForTheSameHand,
    NotHeldWithTheCoach,
    NothingToShow,
    NotInThisState,
    OnlyTheCoachDecides,
    StillOpen,
    TooMuchEvidence,
)
from kamacademy.people.models import Person
from kamacademy.plan.models import PlanSnapshot
from kamacademy.plan.operations import close
from kamacademy.plan.queries import closed_plan, returned
from kamacademy.proof.file_store import place_of
from kamacademy.proof.models import ActionEvidence
from kamacademy.proof.operations import (
    accept,
    complete,
    forget_unused,
    give_back,
    give_evidence,
    hand_in,
    rate_stretch,
    take_evidence_away,
)
from kamacademy.proof.piece import Piece
from kamacademy.proof.queries import count_evidence, evidence_by_action
from kamacademy.records.models import AuditEvent, Signature
from kamacademy.reviewing.models import PlanReview
from kamacademy.reviewing.operations import confirm_review, write_review
from kamacademy.reviewing.queries import held_reviews, waiting_review
from kamacademy.reviewing.review import Said, Verdict
from tests.development.plans import DUE, both_sign, coached, plan_of, proposed, seen, titles
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
KEPT = Said(Verdict.KEPT, "It goes on")


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


@pytest.fixture
def action(learner: Person, coach: Person) -> Action:
    """An action that both have signed and that is open."""
    made = proposed(learner, "Map one leak")
    both_sign(learner, coach)
    return made


def shown(action: Action, by: Person, data: Path, words: str = "Mapped at Norlund") -> ActionEvidence:
    return give_evidence(action, [Piece(words=words)], by=by, at=NOW, data=data)[0]


def handed(action: Action, data: Path) -> Action:
    shown(action, action.learner, data)
    return hand_in(action, by=action.learner, at=NOW)


# Signing


def test_both_sign_one_content_each_with_a_meaning_of_their_own(learner: Person, coach: Person) -> None:
    made = proposed(learner)
    both_sign(learner, coach)
    (agreement,) = db.session.scalars(select(PlanAgreement))
    assert agreement.content["actions"][0]["title"] == made.title
    (signed,) = signed_agreements(plan_of(learner))
    assert [(one.name, one.meaning, one.is_intact) for one in signed.signatures] == [
        ("Mira Halvorsen", MEANING[Side.LEARNER], True),
        ("Daniel Okafor", MEANING[Side.COACH], True),
    ]
    assert plan_of(learner).first_agreed_on == TODAY
    assert plan_of(learner).review_due_on == TODAY + timedelta(days=90)


def test_words_changed_behind_a_signature_are_noticed(learner: Person, coach: Person) -> None:
    proposed(learner)
    both_sign(learner, coach)
    (agreement,) = db.session.scalars(select(PlanAgreement))
    other = {**agreement.content, "learner": coach.id}
    db.session.execute(PlanAgreement.__table__.update().values(content=other))
    db.session.expire_all()
    (signed,) = signed_agreements(plan_of(learner))
    assert [one.is_intact for one in signed.signatures] == [False, False]


def test_what_was_signed_is_written_once(learner: Person, coach: Person) -> None:
    proposed(learner)
    both_sign(learner, coach)
    (agreement,) = db.session.scalars(select(PlanAgreement))
    agreement.content = {}
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(WrittenOnce):
        db.session.execute(delete(PlanAgreement))


def test_signed_twice_by_one_it_is_signed_once(learner: Person) -> None:
    proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    agree(plan_of(learner), by=learner, at=NOW + DAY)
    assert len(list(db.session.scalars(select(Signature)))) == 1
    assert plan_of(learner).learner_agreed_at == NOW


def test_a_change_asks_both_to_sign_other_words(learner: Person, coach: Person) -> None:
    made = proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    details = Details(title="Map two leaks", indicator="C04a", due_on=DUE)
    change_action(made, details, by=coach, at=NOW, library=library())
    both_sign(learner, coach)
    newest, first = signed_agreements(plan_of(learner))
    assert (len(newest.signatures), len(first.signatures)) == (2, 1)
    assert newest.content["actions"][0]["title"] == "Map two leaks"
    assert all(one.is_intact for one in (*newest.signatures, *first.signatures))


def test_the_other_signs_what_was_signed_first_whatever_became_of_what_runs(
    learner: Person, coach: Person, tmp_path: Path
) -> None:
    running = coached(learner, coach, "Ask one more question")
    proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    redate(running, DUE, reason="The visit moved", by=learner, at=NOW)
    agree(plan_of(learner), by=coach, at=NOW)
    (signed,) = signed_agreements(plan_of(learner))
    assert len(signed.signatures) == 2
    assert [one["title"] for one in signed.content["actions"]] == ["Ask one more question", "Map one leak"]


def test_only_what_was_read_is_signed(learner: Person, coach: Person) -> None:
    proposed(learner)
    read = mark_of(content_of(plan_of(learner)))
    proposed(learner, "Another")
    with pytest.raises(ChangedSinceRead):
        agree(plan_of(learner), by=learner, at=NOW, read=read)
    db.session.rollback()


def test_a_plan_that_began_in_coaching_is_signed_too_and_then_reviewed(learner: Person, coach: Person) -> None:
    coached(learner, coach, "Ask one more question")
    assert plan_of(learner).review_due_on is None
    both_sign(learner, coach)
    assert plan_of(learner).review_due_on == TODAY + timedelta(days=90)


def test_a_second_signing_does_not_put_the_review_off(learner: Person, coach: Person, action: Action) -> None:
    proposed(learner, "Another")
    agree(plan_of(learner), by=learner, at=NOW + 30 * DAY)
    agree(plan_of(learner), by=coach, at=NOW + 30 * DAY)
    assert plan_of(learner).review_due_on == TODAY + timedelta(days=90)


def test_a_yes_from_before_signatures_is_asked_again(learner: Person, coach: Person) -> None:
    proposed(learner)
    plan_of(learner).learner_agreed_at = NOW - DAY
    db.session.flush()
    assert agree(plan_of(learner), by=coach, at=NOW) == []
    assert plan_of(learner).learner_agreed_at is None


def test_a_new_coach_signs_what_the_learner_has_signed(world: World, learner: Person, coach: Person) -> None:
    proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    other = world.coach("Ingrid Sole")
    world.give_coach(learner, other, since=TODAY)
    db.session.expire_all()
    assert titles(plan_of(learner), "proposed") == ["Map one leak"]
    agree(plan_of(learner), by=other, at=NOW)
    (signed,) = signed_agreements(plan_of(learner))
    assert [one.name for one in signed.signatures] == ["Mira Halvorsen", "Ingrid Sole"]


# Evidence


def test_evidence_is_words_a_link_or_a_file_kept_by_its_hash(action: Action, learner: Person, tmp_path: Path) -> None:
    pieces = [
        Piece(words="Mapped"), Piece(link="https://a.example/map"),
        Piece(file_name="../map.txt", content=b"a map"),
    ]  # fmt: skip
    *_, file = give_evidence(action, pieces, by=learner, at=NOW, data=tmp_path)
    assert (file.file_name, file.size_bytes) == ("map.txt", 5)
    assert file.digest is not None
    place = place_of(tmp_path, learner.id, file.digest)
    assert place.read_bytes() == b"a map"
    assert place.stat().st_mode & 0o077 == 0
    lines = evidence_by_action(plan_of(learner))[action.id]
    assert [(one.words, one.link, one.file_name) for one in lines] == [
        ("Mapped", None, None), (None, "https://a.example/map", None), (None, None, "map.txt"),
    ]  # fmt: skip


def test_a_file_that_lies_about_itself_is_refused_and_nothing_is_kept(
    action: Action, learner: Person, tmp_path: Path
) -> None:
    pieces = [Piece(words="Mapped"), Piece(file_name="map.pdf", content=b"MZ not a map")]
    with pytest.raises(FileRefused):
        give_evidence(action, pieces, by=learner, at=NOW, data=tmp_path)
    assert count_evidence(action) == 0
    assert not list(tmp_path.iterdir())


def test_an_action_carries_eight_pieces(action: Action, learner: Person, tmp_path: Path) -> None:
    for place in range(8):
        shown(action, learner, tmp_path, f"Piece {place}")
    with pytest.raises(TooMuchEvidence):
        shown(action, learner, tmp_path, "One more")


def test_a_file_goes_when_nothing_names_it_any_more(action: Action, learner: Person, tmp_path: Path) -> None:
    first, second = (
        give_evidence(action, [Piece(file_name=name, content=b"a map")], by=learner, at=NOW, data=tmp_path)[0]
        for name in ("map.txt", "again.txt")
    )
    digest = first.digest
    assert digest is not None
    take_evidence_away(first, by=learner, at=NOW)
    forget_unused(learner.id, digest, data=tmp_path)
    assert place_of(tmp_path, learner.id, digest).exists()
    take_evidence_away(second, by=learner, at=NOW)
    forget_unused(learner.id, digest, data=tmp_path)
    assert not place_of(tmp_path, learner.id, digest).exists()


def test_the_database_knows_no_evidence_without_something_in_it(action: Action, learner: Person) -> None:
    db.session.add(ActionEvidence(action_id=action.id, by_id=learner.id, at=NOW, kind="link"))
    with pytest.raises(IntegrityError):
        db.session.flush()


# Handing in


def test_handed_in_it_keeps_its_place_until_it_is_accepted(
    action: Action, learner: Person, coach: Person, tmp_path: Path
) -> None:
    coached(learner, coach, "Two")
    coached(learner, coach, "Three")
    coached(learner, coach, "Four")
    handed(action, tmp_path)
    assert titles(plan_of(learner), "proposed") == ["Four"]
    begun = accept(action, by=coach, at=NOW + 3 * DAY)
    assert [one.title for one in begun] == ["Four"]
    assert (action.state, action.done_on) == ("done", TODAY)


def test_returned_it_is_open_again_with_the_reason(action: Action, coach: Person, tmp_path: Path) -> None:
    handed(action, tmp_path)
    give_back(action, reason="Who saw it?", by=coach, at=NOW)
    assert (action.state, action.handed_in_on) == ("open", None)
    assert returned(action.plan) == {action.id: "Who saw it?"}
    hand_in(action, by=action.learner, at=NOW + DAY)
    accept(action, by=coach, at=NOW + 2 * DAY)
    assert action.done_on == TODAY + DAY


def test_without_evidence_nothing_is_handed_in_or_completed(action: Action, learner: Person, coach: Person) -> None:
    with pytest.raises(NothingToShow):
        hand_in(action, by=learner, at=NOW)
    with pytest.raises(NothingToShow):
        complete(action, None, by=coach, at=NOW)
    db.session.rollback()


def test_nobody_judges_their_own_action(action: Action, learner: Person, tmp_path: Path) -> None:
    handed(action, tmp_path)
    for act in (
        lambda: accept(action, by=learner, at=NOW),
        lambda: give_back(action, reason="x", by=learner, at=NOW),
        lambda: complete(action, "Done", by=learner, at=NOW),
        lambda: rate_stretch(action, 3, by=learner, at=NOW),
    ):
        with pytest.raises(OnlyTheCoachDecides):
            act()
    assert action.state == "handed-in"


def test_what_is_handed_in_is_left_as_it_is(action: Action, learner: Person, coach: Person, tmp_path: Path) -> None:
    given = shown(action, learner, tmp_path)
    hand_in(action, by=learner, at=NOW)
    for act in (
        lambda: shown(action, learner, tmp_path),
        lambda: take_evidence_away(given, by=learner, at=NOW),
        lambda: redate(action, DUE + DAY, reason="x", by=learner, at=NOW),
        lambda: hand_in(action, by=learner, at=NOW),
    ):
        with pytest.raises(NotInThisState):
            act()
    with pytest.raises(StillOpen):
        close(plan_of(learner), by=learner, at=NOW, library=library())


def test_what_is_only_open_is_not_accepted_or_returned(action: Action, coach: Person) -> None:
    with pytest.raises(NotInThisState):
        accept(action, by=coach, at=NOW)
    with pytest.raises(NotInThisState):
        give_back(action, reason="x", by=coach, at=NOW)


def test_stretch_is_the_coachs_view_and_asks_nobody_again(learner: Person, coach: Person) -> None:
    made = proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    rate_stretch(made, 2, by=coach, at=NOW)
    rate_stretch(made, 2, by=coach, at=NOW)
    assert made.stretch == 2
    assert plan_of(learner).learner_agreed_at == NOW
    assert [one.after for one in plan_of(learner).history if one.what == "stretch"] == ["2"]


# Reviewing


def test_a_review_takes_effect_once_the_other_has_confirmed_it(
    learner: Person, coach: Person, action: Action, tmp_path: Path
) -> None:
    moved, done, dropped = (coached(learner, coach, title) for title in ("Two", "Three", "Four"))
    assert dropped.state == "proposed"
    at, later = NOW + 88 * DAY, TODAY + 120 * DAY
    said = {
        action.id: KEPT,
        moved.id: Said(Verdict.CHANGED, "The customer is away", later),
        done.id: Said(Verdict.DONE, "Seen on 3 Nov"),
    }
    review = write_review(plan_of(learner), said, moved="More is asked", next_step="The map", by=coach, at=at)
    assert (moved.state, done.state, done.due_on) == ("open", "open", TODAY + 14 * DAY)
    begun = confirm_review(review, edition=1, by=learner, at=at + DAY)
    assert [one.title for one in begun] == ["Four"]
    assert (action.state, moved.due_on, moved.original_due_on) == ("open", later, TODAY + 14 * DAY)
    assert (done.state, done.done_on, done.evidence_given) == ("done", TODAY + 89 * DAY, "Seen on 3 Nov")
    assert plan_of(learner).review_due_on == TODAY + 179 * DAY
    (held,) = held_reviews(plan_of(learner))
    assert (held.written_by, held.confirmed_by, held.moved) == ("Daniel Okafor", "Mira Halvorsen", "More is asked")
    assert [one.words for one in held.verdicts] == ["Kept as it is", "Changed: another day", "Done"]


def test_a_review_gives_what_was_handed_in_its_end(
    learner: Person, coach: Person, action: Action, tmp_path: Path
) -> None:
    handed(action, tmp_path)
    review = write_review(
        plan_of(learner), {action.id: Said(Verdict.DROPPED, "No longer")}, moved="a", next_step="b", by=learner, at=NOW
    )
    confirm_review(review, edition=1, by=coach, at=NOW)
    assert action.state == "dropped"


def test_whoever_wrote_it_does_not_confirm_it(world: World, learner: Person, coach: Person, action: Action) -> None:
    review = write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    for same in (coach, world.coach()):
        with pytest.raises(NotForTheSameHand):
            confirm_review(review, edition=1, by=same, at=NOW)
    assert review.confirmed_at is None


def test_only_the_edition_that_was_read_is_confirmed(learner: Person, coach: Person, action: Action) -> None:
    review = write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    again = write_review(plan_of(learner), {action.id: KEPT}, moved="c", next_step="d", by=coach, at=NOW)
    assert again.id == review.id
    with pytest.raises(ChangedSinceRead):
        confirm_review(review, edition=1, by=learner, at=NOW)
    confirm_review(review, edition=2, by=learner, at=NOW)
    confirm_review(review, edition=2, by=learner, at=NOW)
    assert [one.what for one in plan_of(learner).history].count("reviewed") == 1


def test_a_review_that_the_plan_has_left_behind_is_written_anew(learner: Person, coach: Person, action: Action) -> None:
    review = write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    coached(learner, coach, "Another")
    with pytest.raises(NotEveryActionReviewed):
        confirm_review(review, edition=1, by=learner, at=NOW)


def test_a_review_is_held_with_the_present_coach(world: World, learner: Person, coach: Person, action: Action) -> None:
    review = write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    world.give_coach(learner, world.coach(), since=TODAY)
    db.session.expire_all()
    with pytest.raises(NotHeldWithTheCoach):
        confirm_review(review, edition=1, by=learner, at=NOW)


def test_what_nobody_has_signed_is_not_reviewed(learner: Person) -> None:
    proposed(learner)
    with pytest.raises(NoReviewYet):
        write_review(plan_of(learner), {}, moved="a", next_step="b", by=learner, at=NOW)


def test_the_database_keeps_one_review_waiting(learner: Person, coach: Person, action: Action) -> None:
    write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    db.session.add(
        PlanReview(plan=plan_of(learner), edition=1, written_by=coach, written_at=NOW, moved="c", next_step="d")
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


# Closing


def test_a_closed_plan_is_frozen_with_the_estimates_of_its_day(
    world: World, learner: Person, coach: Person, action: Action, tmp_path: Path
) -> None:
    seen(learner, coach, {"C07": 2})
    give_evidence(action, [Piece(file_name="map.txt", content=b"a map")], by=learner, at=NOW, data=tmp_path)
    rate_stretch(action, 3, by=coach, at=NOW)
    hand_in(action, by=learner, at=NOW)
    review = write_review(
        plan_of(learner), {action.id: Said(Verdict.DONE, "The map was used")}, moved="a", next_step="b", by=coach,
        at=NOW,
    )  # fmt: skip
    confirm_review(review, edition=1, by=learner, at=NOW)
    plan = close(plan_of(learner), by=learner, at=NOW, library=library())
    kept = closed_plan(plan, library())
    assert (kept.rule, kept.closed_by, kept.closed_on) == ("grid-1", "Mira Halvorsen", TODAY)
    (one,) = kept.actions
    assert (one.title, one.state, one.stretch_words) == (
        "Map one leak", "done", "3 of 3: far beyond what is done already",
    )  # fmt: skip
    assert [piece.file_name for piece in one.evidence] == ["map.txt"]
    assert [held.moved for held in kept.reviews] == ["a"]
    assert [signed.name for signed in kept.signatures] == ["Mira Halvorsen", "Daniel Okafor"]
    assert kept.history[0].words == "Mira Halvorsen closed the plan."
    before = {known.competency: known.words for known in kept.estimates}
    assert before["C07"] != "Not seen yet"
    assert before["C03"] == "Not seen yet"
    world.seen(learner, coach, {"C03a": 4}, {"C03a": 4}, {"C03a": 4}, {"C03a": 4})
    db.session.execute(update(Action).values(title="Written over"))
    db.session.expire_all()
    assert closed_plan(plan, library()) == kept


def test_a_plan_closed_before_plans_were_frozen_is_put_together(learner: Person, coach: Person, action: Action) -> None:
    complete(action, "Seen", by=coach, at=NOW)
    plan = close(plan_of(learner), by=learner, at=NOW, library=library())
    db.session.execute(PlanSnapshot.__table__.delete())
    kept = closed_plan(plan, library())
    assert (kept.rule, kept.estimates, kept.actions[0].evidence_given) == (None, (), "Seen")


def test_closing_takes_a_waiting_review_with_it(learner: Person, coach: Person, action: Action) -> None:
    write_review(plan_of(learner), {action.id: KEPT}, moved="a", next_step="b", by=coach, at=NOW)
    drop(action, reason="Not now", by=learner, at=NOW)
    plan = close(plan_of(learner), by=learner, at=NOW, library=library())
    assert (waiting_review(plan.id), plan.review_due_on) == (None, None)


def test_the_audit_holds_no_words(learner: Person, coach: Person, action: Action, tmp_path: Path) -> None:
    shown(action, learner, tmp_path, "secret words")
    give_evidence(
        action, [Piece(link="https://secret.example/"), Piece(file_name="secret.txt", content=b"secret")], by=learner,
        at=NOW, data=tmp_path,
    )  # fmt: skip
    hand_in(action, by=learner, at=NOW)
    give_back(action, reason="A secret reason", by=coach, at=NOW)
    review = write_review(
        plan_of(learner), {action.id: Said(Verdict.KEPT, "secret")}, moved="secret", next_step="secret", by=coach,
        at=NOW,
    )  # fmt: skip
    confirm_review(review, edition=1, by=learner, at=NOW)
    events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("development.%"))))
    assert {"development.handed-in", "development.returned", "development.reviewed"} <= {one.act for one in events}
    assert not any("secret" in str(one.codes).lower() for one in events)
