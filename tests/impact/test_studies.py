"""A study finds what is there, finds nothing where nothing is, and refuses where the figures cannot say."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.impact.found import CANNOT_TELL, CHANGED, NOTHING_LARGE, WENT_ALONG, Found, found_in
from kamacademy.impact.jobs import work_on_asked
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.operations import ask_study, claim
from kamacademy.impact.queries import latest_study
from kamacademy.impact.rows import LeftOut
from kamacademy.impact.rules import StudyRule
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.rollout.operations import plan_rollout
from kamacademy.rollout.queries import begins_of
from kamacademy.rollout.queries import teams_in as rollout_teams
from tests.impact.generated import BEGINS, MODULE, PLANNED, agreed, drawn, read, teams
from tests.statements import statements
from tests.world import NOW, World


def worked(by: Person, rollout_id: int | None, worth: float = 5.0) -> Found:
    """Ask, let the background work, and read what was found."""
    study = ask_study(MODULE, "K01", worth_while=worth, rollout_id=rollout_id, by=by, at=NOW)
    db.session.commit()
    work_on_asked(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # the application itself
    kept = db.session.get(EffectStudy, study.id)
    assert kept is not None
    assert kept.state == "done"
    assert kept.result is not None
    return found_in(kept.result)


def test_a_true_effect_is_found_where_the_lot_drew_the_order(world: World) -> None:
    by, members = world.learning_team(), teams(world, 16, 3)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 10.0, by=by)
    found = worked(by, rollout.id)
    assert found.answer == CHANGED
    assert found.low is not None
    assert found.high is not None
    assert found.low < 10 < found.high
    assert found.high - found.low < 8
    assert found.words.startswith("The module M07 raised the measure by")
    assert (found.teams, found.people, found.months) == (16, 48, 18)
    assert found.chance is not None
    assert found.chance < 0.05
    assert found.before is not None
    assert found.before.is_alike
    assert {one.since for one in found.points} >= {-3, -1, 0, 1}
    latest = latest_study(MODULE, "K01")
    assert latest is not None
    assert latest.answer == CHANGED


def test_months_that_somebody_gave_allow_no_more_than_going_along(world: World) -> None:
    by, members = world.learning_team(), teams(world, 16, 3)
    rollout = agreed(members, by)
    read(members, begins_of(rollout.id), 10.0, by=by)
    found = worked(by, rollout.id)
    assert found.answer == WENT_ALONG
    assert found.chance is None
    assert "The two are associated" in found.words


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_nothing_is_found_where_nothing_is(world: World, seed: int) -> None:
    by, members = world.learning_team(), teams(world, 16, 3)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 0.0, by=by, seed=seed)
    found = worked(by, rollout.id)
    assert found.answer in (NOTHING_LARGE, CANNOT_TELL)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_below_twelve_teams_nothing_is_answered_and_what_comes_by_itself_is_told(world: World) -> None:
    by, members = world.learning_team(), teams(world, 8, 3)
    rollout = agreed(members, by)
    read(members, begins_of(rollout.id), 10.0, by=by)
    found = worked(by, rollout.id)
    assert (found.answer, found.missing, found.method) == (CANNOT_TELL, "few-teams", "before-after")
    assert found.value is None
    assert found.gain is not None
    assert found.gain.people == 24
    assert found.gain.low < 10 < found.gain.high
    assert found.gain.expected is not None
    assert "Before and after only: other causes are possible." in found.words


def test_where_nobody_is_left_to_compare_only_before_and_after_remain(world: World) -> None:
    by, members = world.learning_team(), teams(world, 16, 2)
    rollout = agreed(members, by, steps=2)
    # All readings stop before the first team has begun, or start after the last has.
    begun = dict.fromkeys(members, BEGINS)
    read(members, begun, 10.0, by=by)
    for one in rollout_teams(rollout.id):
        one.begins = BEGINS
    found = worked(by, rollout.id)
    assert (found.answer, found.missing, found.method) == (CANNOT_TELL, "no-controls", "before-after")
    assert "All began at once, so there is nobody to compare with." in found.words


def test_one_team_is_compared_with_its_own_months(world: World) -> None:
    by, members = world.learning_team(), teams(world, 2, 6)
    rollout = agreed(members, by, steps=2)
    team, other = sorted(members)
    begins = {team: date(2025, 5, 1), other: date(2025, 7, 1)}
    read({team: members[team]}, {team: date(2025, 5, 1)}, 12.0, by=by, months=26, first=date(2024, 5, 1))
    for one in rollout_teams(rollout.id):
        one.begins = begins[one.team_id]
    found = worked(by, rollout.id)
    assert (found.teams, found.method) == (1, "interrupted")
    assert found.answer == WENT_ALONG
    assert found.low is not None
    assert found.low > 0
    assert "what this team's own months before led to expect" in found.words


def test_one_team_with_few_months_says_what_is_missing(world: World) -> None:
    by, members = world.learning_team(), teams(world, 2, 6)
    rollout = agreed(members, by, steps=2)
    team = min(members)
    read({team: members[team]}, begins_of(rollout.id), 12.0, by=by)
    found = worked(by, rollout.id)
    assert (found.answer, found.missing) == (CANNOT_TELL, "one-team")
    assert "fewer than 12 readings before" in found.words


def test_four_people_are_never_told_of(world: World) -> None:
    by, members = world.learning_team(), teams(world, 2, 2)
    rollout = agreed(members, by, steps=2)
    read(members, begins_of(rollout.id), 10.0, by=by)
    found = worked(by, rollout.id)
    assert (found.answer, found.missing, found.people, found.gain) == (CANNOT_TELL, "few-people", 0, None)
    assert list(found.groups) == []


def test_without_any_reading_it_says_so(world: World) -> None:
    by, members = world.learning_team(), teams(world, 2, 2)
    rollout = agreed(members, by, steps=2)
    found = worked(by, rollout.id)
    assert (found.answer, found.missing, found.method) == (CANNOT_TELL, "nobody", None)
    assert "No team that takes part has figures" in found.words


def test_readings_that_cannot_be_used_are_counted_with_why(world: World) -> None:
    by, members = world.learning_team(), teams(world, 14, 2)
    rollout = drawn({team: members[team] for team in sorted(members)[:13]}, by)
    read(members, begins_of(rollout.id), 10.0, by=by)
    loner = next(iter(members[min(members)]))
    loner.team_id = None
    found = worked(by, rollout.id)
    assert dict(found.left()) == {LeftOut.NO_TEAM: 18, LeftOut.NO_PART: 36}
    assert found.readings == 13 * 2 * 18 - 18


def test_asked_again_of_the_same_figures_it_says_the_same_and_the_first_answer_stays(world: World) -> None:
    by, members = world.learning_team(), teams(world, 13, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 10.0, by=by)
    first, second = worked(by, rollout.id), worked(by, rollout.id)
    assert first == second
    kept = list(db.session.scalars(select(EffectStudy).order_by(EffectStudy.id)))
    assert len({one.fingerprint for one in kept}) == 1
    assert len(kept) == 2


def test_the_same_question_waits_once(world: World) -> None:
    by = world.learning_team()
    first = ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=by, at=NOW)
    assert ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=by, at=NOW) is first
    assert ask_study(MODULE, "K01", worth_while=6, rollout_id=None, by=by, at=NOW) is not first


@pytest.mark.parametrize(
    ("subject", "kpi", "worth", "field"),
    [
        ("module:none", "K01", 5, "subject"), (MODULE, "K99", 5, "kpi"), (MODULE, "K25", 5, "kpi"),
        (MODULE, "K01", 0, "worth_while"), (MODULE, "K01", -1, "worth_while"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(world: World, subject: str, kpi: str, worth: float, field: str) -> None:
    with pytest.raises(StudyRule) as refused:
        ask_study(subject, kpi, worth_while=worth, rollout_id=None, by=world.learning_team(), at=NOW)
    assert refused.value.field == field


def test_a_rollout_of_another_module_or_without_an_order_is_refused(world: World) -> None:
    by, members = world.learning_team(), teams(world, 12, 1)
    waiting = plan_rollout("Later", MODULE, "K01", list(members), BEGINS, 2, 4, by=by, at=PLANNED)
    for subject in (MODULE, "module:m01-from-products-to-accounts"):
        with pytest.raises(StudyRule, match="Choose a roll-out"):
            ask_study(subject, "K01", worth_while=5, rollout_id=waiting.id, by=by, at=NOW)


def test_one_that_breaks_off_is_told_and_does_not_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=world.learning_team(), at=NOW)
    db.session.commit()

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("kamacademy.impact.queries.rows_for", broken)
    work_on_asked(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # the application itself
    assert study.state == "failed"
    assert latest_study(MODULE, "K01") is None


def test_one_whose_worker_is_gone_is_taken_up_again(world: World) -> None:
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=world.learning_team(), at=NOW)
    assert claim(NOW) is study
    assert claim(NOW + timedelta(minutes=29)) is None
    assert claim(NOW + timedelta(minutes=31)) is study


def test_the_audit_knows_who_asked_and_what_came_of_it_in_codes(world: World) -> None:
    by, members = world.learning_team(), teams(world, 2, 2)
    rollout = agreed(members, by, steps=2)
    worked(by, rollout.id)
    acts = {
        one.act: one for one in db.session.scalars(select(AuditEvent).where(AuditEvent.subject_type == "effect_study"))
    }
    assert acts["effect.asked"].actor_id == by.id
    assert acts["effect.asked"].codes == {"kpi": "K01", "rollout": rollout.id}
    assert acts["effect.worked-out"].codes["answer"] == CANNOT_TELL


def test_working_out_takes_as_many_statements_for_many_as_for_few(world: World) -> None:
    by, few = world.learning_team(), teams(world, 2, 2)
    rollout = agreed(few, by, steps=2)
    read(few, begins_of(rollout.id), 0.0, by=by, months=3)
    counts = []
    for _ in range(3):
        db.session.commit()
        with statements() as seen:
            worked(by, rollout.id)
        counts.append(len(seen))
        more = teams(world, 6, 4)
        read(more, begins_of(rollout.id), 0.0, by=by)
    # The first one keeps the first count of the chain; from then on it takes its place.
    assert counts[1] == counts[2]
