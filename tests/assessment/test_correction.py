"""A faulty question after use: void, mark again or leave; results before and after, kept and said."""

import pytest
from sqlalchemy import select

from kamacademy.assessment import queries
from kamacademy.assessment.correction import CorrectionAct, NotCorrectable, Outcome, said_to_learner
from kamacademy.assessment.models import Sitting, SittingCorrection
from kamacademy.assessment.operations import correct_item, preview
from kamacademy.assessment.queries import sheet_of, uses_of
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import evidence_from
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from tests.assessment.papers import BANK, begin, paper_text, publish, read, sit, with_files
from tests.browser import Browser
from tests.curriculum.study import HOUR
from tests.world import NOW, World

PAPER = {"short": paper_text(("ex-single", "ex-true-false", "ex-categorise"), pass_percent=60)}
REASON = "Two options were right, and the file said only one."
RIGHT = "{text: The P&T committee by a vote, correct: true,"
OTHER = "{text: The buyer in purchasing,"


def used(sitting: Sitting, item_id: str = "ex-single") -> int:
    return next(row.bank_revision_id for row in sitting.items if row.item_id == item_id)


def publish_other_key(world: World, drafts: Drafts) -> None:
    """A release in which another option is the right one."""
    files = with_files(drafts, **PAPER)
    text = next(one.text for one in files if one.path == BANK)
    assert RIGHT in text
    changed = text.replace(RIGHT, RIGHT.replace("correct: true, ", "").replace(", correct: true,", ","))
    changed = changed.replace(OTHER, f"{OTHER} correct: true,")
    world.publish(Drafts([one if one.path != BANK else read(BANK, changed) for one in files]), at=NOW)


def test_the_effects_are_worked_out_before_anything_changes(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **PAPER)
    failed, passed = sit(world.learner("Ada Byron"), "short", wrong=2), sit(world.learner(), "short")
    first, second = preview("ex-single", used(failed), CorrectionAct.VOID)
    assert (first.learner_name, first.before.words, first.after.words) == (
        "Ada Byron", "1 of 3, not passed", "1 of 2, not passed",
    )  # fmt: skip
    assert (first.words, second.words) == ("Points change", "Points change")
    assert (second.before, second.after) == (Outcome(3, 3, True), Outcome(2, 2, True))
    assert (failed.points, failed.points_max, passed.points_max) == (1, 3, 3)


def test_a_voided_question_counts_for_nobody_and_the_old_result_is_kept(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **PAPER)
    learner, team = world.learner(), world.learning_team()
    sitting = sit(learner, "short", wrong=1, at=NOW)
    assert (sitting.points, sitting.points_max, sitting.points_needed) == (2, 3, 1.8)
    made = correct_item("ex-single", used(sitting), CorrectionAct.VOID, reason=REASON, by=team, at=NOW + HOUR)
    assert (sitting.points, sitting.points_max, sitting.points_needed, sitting.passed) == (2, 2, 1.2, True)
    row = db.session.scalars(select(SittingCorrection).where(SittingCorrection.correction_id == made.id)).one()
    assert (row.old_points, row.old_points_max, row.old_passed) == (2, 3, True)
    assert (row.new_points, row.new_points_max, row.new_passed, row.old_share, row.new_share) == (2, 2, True, 0, None)
    evidence = db.session.scalars(select(Evidence).where(Evidence.learner_id == learner.id).order_by(Evidence.id)).all()
    assert {one.competency for one in evidence} == {"C01", "C02", "C12"}
    now = evidence_from("sitting", sitting.id)
    assert (now["C01"].score, now["C01"].score_max) == (None, None)
    assert now["C01"].supersedes_id in {one.id for one in evidence}
    assert sheet_of(sitting).questions[0].outcome.value == "Does not count"


def test_marking_again_turns_a_fail_into_a_pass(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **{"short": paper_text(("ex-single",))})
    sitting = begin(world.learner(), "short")
    from kamacademy.assessment.operations import answer, submit

    answer(sitting, "ex-single", {"choice": 2}, at=NOW)
    submit(sitting, at=NOW)
    assert sitting.passed is False
    PAPER_BEFORE = dict(PAPER)
    PAPER["short"] = paper_text(("ex-single",))
    publish_other_key(world, drafts)
    PAPER.update(PAPER_BEFORE)
    (effect,) = preview("ex-single", used(sitting), CorrectionAct.REKEY)
    assert effect.words == "Now passes"
    correct_item("ex-single", used(sitting), CorrectionAct.REKEY, reason=REASON, by=world.learning_team(), at=NOW)
    assert (sitting.points, sitting.passed) == (1, True)
    (question,) = sheet_of(sitting).questions
    assert question.key == {"right": 2}
    right = next(line for line in question.review().lines if line.state == "right")
    assert right.text == "The buyer in purchasing"
    assert queries.responses("short")[0].share == 1.0


def test_a_running_and_a_later_sitting_of_the_old_release_are_corrected_too(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **PAPER)
    done, running = sit(world.learner(), "short"), begin(world.learner(), "short")
    correct_item("ex-single", used(done), CorrectionAct.VOID, reason=REASON, by=world.learning_team(), at=NOW)
    assert running.items[0].voided
    assert queries.corrections_in(running.id) == []
    later = sit(world.learner(), "short", wrong=1)
    assert (later.points, later.points_max, later.points_needed, later.passed) == (2, 2, 1.2, True)


def test_leaving_keeps_every_result_and_says_so(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **PAPER)
    sitting = sit(world.learner(), "short", wrong=1)
    before = evidence_from("sitting", sitting.id)
    correct_item("ex-single", used(sitting), CorrectionAct.LEAVE, reason=REASON, by=world.learning_team(), at=NOW)
    assert (sitting.points, sitting.points_max) == (2, 3)
    assert {one.id for one in evidence_from("sitting", sitting.id).values()} == {one.id for one in before.values()}
    assert len(queries.corrections_in(sitting.id)) == 1


def test_what_does_not_fit_is_refused(world: World, drafts: Drafts) -> None:
    publish(world, drafts, **PAPER)
    sitting = sit(world.learner(), "short")
    files = with_files(drafts, **PAPER)
    text = next(one.text for one in files if one.path == BANK)
    line = next(one for one in text.splitlines() if OTHER in one)
    more = text.replace(line, f"{line}\n{line.replace('The buyer in purchasing', 'Somebody else')}")
    world.publish(Drafts([one if one.path != BANK else read(BANK, more) for one in files]), at=NOW)
    with pytest.raises(NotCorrectable, match="more or fewer parts"):
        preview("ex-single", used(sitting), CorrectionAct.REKEY)


def test_the_person_reads_what_changed() -> None:
    same = Outcome(2, 3, True)
    assert said_to_learner(4, "leave", same, same) == (
        "Question 4 had a fault, and past results were left as they are. Your result is the same: 2 of 3, passed."
    )
    unknown = Outcome(None, 3, None)
    assert said_to_learner(2, "rekey", unknown, unknown) == (
        "Question 2 was marked again by a corrected key. Your result is not known yet: it waits for a mark."
    )
    assert said_to_learner(1, "void", Outcome(1, 3, False), Outcome(1, 1, True)) == (
        "Question 1 was taken out and counts for nobody. Your result was 1 of 3, not passed; it is now 1 of 1, passed."
    )


def test_the_learning_team_corrects_a_question_in_the_browser(
    world: World, drafts: Drafts, browse: type[Browser]
) -> None:
    publish(world, drafts, **PAPER)
    sitting = sit(world.learner("Ada Byron"), "short", wrong=1)
    (use,) = uses_of("ex-single")
    browser = browse(world.learning_team()).open("/academy/items/ex-single/correct")
    browser.choose(f"Edition {use.number}").choose("Take it out").press("See what it would do")
    assert "1 sitting used this edition. 1 would have other points" in browser.words
    assert "Ada Byron 2 of 3, passed 2 of 2, passed" in browser.words
    browser.press("Carry out the correction", expect=422)
    assert "Say why, in a sentence." in browser.words
    browser.fill("Reason, as the people concerned will read it", REASON).press("Carry out the correction")
    assert "The correction is carried out." in browser.words
    assert REASON in browser.words
    own = browse(sitting.learner).open(f"/sittings/{sitting.id}")
    assert "Question 1 was taken out and counts for nobody. Your result was 2 of 3, passed" in own.words
    assert f"because: {REASON}" in own.words
    assert "This question was taken out of the check afterwards and does not count." in own.words


def test_only_the_learning_team_corrects(world: World, drafts: Drafts, browse: type[Browser]) -> None:
    publish(world, drafts, **PAPER)
    sit(world.learner(), "short")
    for other in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browser = browse(other).open("/academy/items/ex-single/correct", expect=403)
        browser.open("/academy/items/ex-single/correct/confirm", expect=403)
        browser.post("/academy/items/ex-single/correct/confirm", expect=403, reason=REASON)
    team = browse(world.learning_team())
    team.open("/academy/items/nobody/correct", expect=404)
    team.open("/academy/items/ex-single/correct/confirm")
    assert "Choose the edition with the fault and what to do." in team.words
    assert "Nobody has submitted an answer" in team.open("/academy/items/ex-multiple/correct").words


def test_an_administrator_gives_extra_time(world: World, browse: type[Browser]) -> None:
    learner = world.learner("Ada Byron")
    browser = browse(world.administrator()).open(f"/admin/people/{learner.id}")
    browser.follow("Extra time of Ada on timed papers").fill("Extra time in percent", "250")
    browser.press("Give the time", expect=422)
    assert "Between 1 and 200 percent." in browser.words
    browser.fill("Extra time in percent", "25").fill("From", "2026-11-01").fill("Until", "2026-10-01")
    browser.press("Give the time", expect=422)
    assert "The last day must not come before the first." in browser.words
    browser.fill("Until", "").press("Give the time")
    assert "25 % more, from 1 Nov 2026 until further notice" in browser.words
    browser.press("End it today")
    assert "The allowance ends today." in browser.words
    for other in (learner, world.coach(), world.learning_team(), world.leader()):
        own = browse(other).open(f"/admin/people/{learner.id}/time-allowances", expect=403)
        own.post(f"/admin/people/{learner.id}/time-allowances", expect=403, percent_extra="25")
