"""Drafts that lose nothing, versions that stay, decisions, and the evidence of accepted work."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.library import NotInLibrary
from kamacademy.content.queries import library
from kamacademy.db import WrittenOnce, db
from kamacademy.exercise import operations, queries
from kamacademy.exercise.answers import Answers
from kamacademy.exercise.models import Submission
from kamacademy.exercise.operations import accept, begin_submission, return_to_learner, save_draft, submit
from kamacademy.exercise.stage import Stage
from kamacademy.records.models import AuditEvent
from tests.exercise.work import COMPLETE, EXERCISE, MARKS, SLUG, begun, handed_in, publish
from tests.statements import statements
from tests.world import NOW, World

DAY = timedelta(days=1)


@pytest.fixture
def release_id(world: World, drafts: Drafts) -> int:
    """A release with the exercise."""
    return publish(world, drafts)


def test_beginning_twice_goes_on_with_the_same_work(world: World, release_id: int) -> None:
    learner = world.learner()
    first = begun(learner, release_id)
    assert first.stage is Stage.DRAFT
    assert begun(learner, release_id, NOW + DAY) is first
    with pytest.raises(NotInLibrary):
        begin_submission(learner, "nothing", release_id=release_id, at=NOW)


def test_a_draft_may_be_incomplete_and_keeps_all(world: World, release_id: int) -> None:
    work = begun(world.learner(), release_id)
    given = Answers("own", "North river", {"hours": "four"}, {}, {"facts": [{"fact": "One"}, {}]})
    save_draft(work, given, page="one", number=0, at=NOW)
    db.session.expire_all()
    assert work.answers == given
    assert work.account_alias == "North river"
    assert (work.draft_number, work.draft_saved_at) == (1, NOW)


def test_saving_again_after_a_lost_answer_does_no_harm(world: World, release_id: int) -> None:
    work = begun(world.learner(), release_id)
    save_draft(work, COMPLETE, page="one", number=0, at=NOW)
    save_draft(work, COMPLETE, page="one", number=0, at=NOW + DAY)
    assert work.answers == COMPLETE


def test_a_page_that_was_left_saves_no_more_but_a_double_click_is_harmless(world: World, release_id: int) -> None:
    work = begun(world.learner(), release_id)
    early = Answers("own", "Typed a second ago")
    save_draft(work, COMPLETE, page="one", number=0, at=NOW, is_left=True)
    save_draft(work, COMPLETE, page="one", number=0, at=NOW, is_left=True)
    assert work.draft_number == 1
    with pytest.raises(operations.ChangedElsewhere):
        save_draft(work, early, page="one", number=0, at=NOW)
    assert work.answers == COMPLETE


def test_a_second_window_does_not_overwrite_the_first_unless_it_is_told_to(world: World, release_id: int) -> None:
    work = begun(world.learner(), release_id)
    save_draft(work, COMPLETE, page="one", number=0, at=NOW)
    older = Answers("own", "Old window")
    with pytest.raises(operations.ChangedElsewhere):
        save_draft(work, older, page="two", number=0, at=NOW)
    assert work.answers.alias == "North river"
    save_draft(work, older, page="two", number=0, at=NOW, over=True)
    assert work.answers.alias == "Old window"
    with pytest.raises(operations.ChangedElsewhere):
        save_draft(work, COMPLETE, page="one", number=1, at=NOW)
    save_draft(work, COMPLETE, page="three", number=2, at=NOW)
    assert work.answers.alias == "North river"


def test_a_draft_has_an_end(world: World, release_id: int) -> None:
    work = begun(world.learner(), release_id)
    with pytest.raises(operations.DraftTooLong, match="100,000"):
        save_draft(work, Answers(texts={"insight": "x" * 100_001}), page="one", number=0, at=NOW)
    save_draft(work, Answers(texts={"insight": "x" * 100_000}), page="one", number=0, at=NOW)


def test_submitting_asks_for_everything_and_freezes_a_version(world: World, release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    with pytest.raises(operations.NotComplete) as refusal:
        submit(work, at=NOW)
    assert "insight" in refusal.value.missing
    rows = [*COMPLETE.tables["facts"], {"fact": "", "sort": "", "day": ""}]
    whole = Answers("case", "", COMPLETE.texts, COMPLETE.choices, {"facts": rows})
    save_draft(work, whole, page="one", number=0, at=NOW)
    submit(work, at=NOW)
    submit(work, at=NOW + DAY)
    assert (work.stage, work.submitted_at, work.account_alias) == (Stage.SUBMITTED, NOW, "Prairie Bend County Hospital")
    (version,) = work.versions
    assert len(version.answers.tables["facts"]) == 2
    with pytest.raises(operations.NotOpen):
        save_draft(work, COMPLETE, page="one", number=1, at=NOW)


def test_returned_work_is_changed_and_handed_in_again_and_both_versions_stay(world: World, release_id: int) -> None:
    learner, marker = world.learner(), world.coach()
    work = handed_in(learner, release_id)
    return_to_learner(work, "Say who owns the action.", by=marker, at=NOW + DAY, points={**MARKS, "insight": 1})
    assert work.stage is Stage.RETURNED
    changed = Answers("own", "North river", {**COMPLETE.texts, "insight": "Better."}, COMPLETE.choices, COMPLETE.tables)
    save_draft(work, changed, page="two", number=work.draft_number, at=NOW + 2 * DAY)
    submit(work, at=NOW + 2 * DAY)
    assert (work.stage, work.returned_at) == (Stage.SUBMITTED, None)
    first, second = work.versions
    assert (first.answers.texts["insight"], second.answers.texts["insight"]) == ("People skip the clinic.", "Better.")
    assert first.decision is not None
    assert (first.decision.words, first.decision.is_accepted) == ("Say who owns the action.", False)
    assert second.decision is None
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_acceptance_is_evidence_of_work_line_by_line(world: World, release_id: int) -> None:
    learner, marker = world.learner(), world.coach()
    work = handed_in(learner, release_id)
    decision = accept(work, MARKS, by=marker, at=NOW + DAY, words="Clear.", grade="good")
    assert (work.stage, decision.grade, decision.points) == (Stage.ACCEPTED, "good", MARKS)
    rows = db.session.scalars(select(Evidence).order_by(Evidence.id)).all()
    assert [(row.indicator, row.level, row.kind) for row in rows] == [
        ("C13b", 3, "work product"),
        ("C01b", 1, "work product"),
    ]
    for row in rows:
        assert (row.learner_id, row.rater_id, row.account_alias) == (learner.id, marker.id, "North river")
        assert (row.visit, row.happened_on) == (f"submission-{work.id}", NOW.date())
        assert (row.source_type, row.source_id, row.source_ref) == ("submission", work.id, SLUG)
        assert row.revision_id == library(release_id).revision_id("rubric", SLUG)


def test_what_the_rubric_does_not_accept_is_not_accepted(world: World, release_id: int) -> None:
    work, marker = handed_in(world.learner(), release_id), world.coach()
    with pytest.raises(operations.MarksUnfit) as unfit:
        accept(work, {"insight": 3}, by=marker, at=NOW)
    assert unfit.value.lines == ["action", "rules"]
    with pytest.raises(operations.BelowRubric, match="Within the rules"):
        accept(work, {**MARKS, "rules": 0}, by=marker, at=NOW)
    with pytest.raises(operations.MarksUnfit):
        return_to_learner(work, "More.", by=marker, at=NOW, points={"insight": 9})
    assert work.stage is Stage.SUBMITTED


def test_nobody_decides_on_their_own_work_or_twice(world: World, release_id: int) -> None:
    learner, marker = world.coach(), world.coach()
    work = handed_in(learner, release_id)
    with pytest.raises(operations.OwnWork):
        accept(work, MARKS, by=learner, at=NOW)
    with pytest.raises(operations.OwnWork):
        return_to_learner(work, "Fine.", by=learner, at=NOW)
    accept(work, MARKS, by=marker, at=NOW)
    with pytest.raises(operations.NotSubmitted):
        accept(work, MARKS, by=marker, at=NOW)
    with pytest.raises(operations.NotSubmitted):
        return_to_learner(work, "Too late.", by=marker, at=NOW)
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 2


def test_a_draft_is_not_decided_on(world: World, release_id: int) -> None:
    with pytest.raises(operations.NotSubmitted):
        accept(begun(world.learner(), release_id), MARKS, by=world.coach(), at=NOW)


def test_after_acceptance_the_exercise_may_be_done_once_more(world: World, release_id: int) -> None:
    learner, marker = world.learner(), world.coach()
    first = handed_in(learner, release_id)
    accept(first, MARKS, by=marker, at=NOW)
    again = begun(learner, release_id, NOW + DAY)
    assert again.id != first.id
    assert again.answers == Answers()


def test_a_version_is_written_once(world: World, release_id: int) -> None:
    work = handed_in(world.learner(), release_id)
    work.versions[0].frozen = {}
    with pytest.raises(WrittenOnce):
        db.session.flush()


def test_who_is_half_way_keeps_the_form_they_began_with(world: World, drafts: Drafts, release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    newer = publish(world, drafts, EXERCISE.replace("One insight", "Newly"))
    assert begun(learner, newer) is work
    assert "Newly" not in str(queries.exercise_of(work))
    assert "Newly" in str(queries.exercise_of(begun(world.learner(), newer)))


def test_what_waits_is_listed_longest_first(world: World, release_id: int) -> None:
    marker = world.coach()
    late = handed_in(world.learner(), release_id, NOW)
    early = handed_in(world.learner(), release_id, NOW - DAY)
    begun(world.learner(), release_id)
    accept(handed_in(world.learner(), release_id), MARKS, by=marker, at=NOW)
    return_to_learner(handed_in(world.learner(), release_id), "More.", by=marker, at=NOW)
    assert queries.submissions_waiting() == [early, late]


def test_where_work_stands_takes_one_statement_for_everybody(world: World, release_id: int) -> None:
    learners = [world.learner() for _ in range(4)]
    works = [handed_in(learner, release_id) for learner in learners[:3]]
    accept(works[0], MARKS, by=world.coach(), at=NOW)
    return_to_learner(works[1], "More.", by=world.coach(), at=NOW)
    db.session.flush()
    with statements() as seen:
        states = queries.states_of([learner.id for learner in learners])
    assert len(seen) == 1
    assert [[one.stage for one in states[learner.id]] for learner in learners] == [
        [Stage.ACCEPTED],
        [Stage.RETURNED],
        [Stage.SUBMITTED],
        [],
    ]


def test_the_audit_trail_has_the_acts_and_no_words(world: World, release_id: int) -> None:
    learner, marker = world.learner(), world.coach()
    work = handed_in(learner, release_id)
    return_to_learner(work, "Secret words.", by=marker, at=NOW)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_type == "submission")).all()
    assert [(one.act, one.actor_id) for one in events] == [
        ("exercise.begun", learner.id),
        ("exercise.submitted", learner.id),
        ("exercise.returned", marker.id),
    ]
    assert "Secret" not in str([one.codes for one in events])
    assert isinstance(work, Submission)
