"""The page of what an effect was worth: assumptions stated, shown with the result, corrected and never lost."""

import pytest
from sqlalchemy import select

from kamacademy.db import WrittenOnce, db
from kamacademy.impact.found import CANNOT_TELL, WENT_ALONG
from kamacademy.impact.models import EffectStudy
from kamacademy.records.models import AuditEvent
from kamacademy.worth import queries
from kamacademy.worth.models import Worth
from kamacademy.worth.operations import state_worth
from kamacademy.worth.rules import WorthRule
from tests.browser import Browser
from tests.statements import statements
from tests.world import NOW, World
from tests.worth.studies import FIGURES, other, stated, study


def address(one: EffectStudy) -> str:
    """The page of a study's worth."""
    return f"/effects/studies/{one.id}/worth"


def fill(browser: Browser) -> Browser:
    """Every assumption into the form; the fields of one bear its name."""
    for part, figures in FIGURES.items():
        for name, value in zip(("low", "central", "high"), figures, strict=True):
            put(browser, f"{part.value}-{name}", str(value))
        put(browser, f"{part.value}-words", f"What {part.value} means")
        put(browser, f"{part.value}-source", f"Ledger, {part.value}")
    return browser


def put(browser: Browser, name: str, value: str) -> None:
    """Write into the field of a name: eight of them are labelled Low."""
    found = browser.page.find("input", {"name": name})
    assert found is not None
    found["value"] = value


def test_from_the_study_to_low_central_and_high(world: World, browse: type[Browser]) -> None:
    one = study(world)
    team = browse(world.learning_team()).open(address(one))
    assert "Not reckoned yet" in team.words
    team.follow("State the assumptions").press("Reckon it", expect=422)
    assert "Say where it comes from." in team.words
    fill(team).fill("Currency", "euros").press("Reckon it")
    assert "returned between −90 % and 860 % of its cost net, centrally 76 %" in team.words
    assert "Benefit = gain in the KPI × what one unit is worth" in team.words
    for part in FIGURES:
        assert f"What {part.value} means Source: Ledger, {part.value}" in team.words
    assert "An association" not in team.words
    leader = browse(world.leader()).open(address(one))
    assert "−90 %" in leader.words
    assert "Correct the assumptions" not in leader.link_words
    answer = leader.ask("get", f"{address(one)}.csv").get_data(as_text=True)
    assert "Months it lasts,6,9,12,What months means" in answer


def test_a_figure_out_of_order_is_said_beside_its_assumption(world: World, browse: type[Browser]) -> None:
    one = study(world)
    team = fill(browse(world.learning_team()).open(f"{address(one)}/state"))
    put(team, "reached-low", "3")
    team.press("Reckon it", expect=422)
    assert "never reckoned for one person" in team.words
    assert db.session.scalars(select(Worth)).all() == []
    put(team, "reached-low", "many")
    team.press("Reckon it", expect=422)
    assert "Write a number in digits" in team.words


def test_a_correction_stays_beside_what_it_corrects(world: World, browse: type[Browser]) -> None:
    one = study(world)
    state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    team = browse(world.learning_team()).open(address(one)).follow("Correct the assumptions")
    assert team.page.find("input", {"name": "unit-central"})["value"] == "20"  # type: ignore[index]  # it is there
    put(team, "unit-central", "25")
    team.press("Keep the correction", expect=422)
    assert "Say what was wrong" in team.words
    team.fill("What was wrong before", "An hour costs more").press("Keep the correction")
    assert "EUR 25" in team.words
    assert "What was wrong before: An hour costs more" in team.words
    assert "Stated before, and corrected By these assumptions the effect returned between −90 % and 860 %" in team.words
    newest, oldest = queries.history_of(one.id)
    assert (newest.supersedes_id, oldest.supersedes_id) == (oldest.id, None)
    assert queries.latest_for(one.id) is newest
    acts = db.session.scalars(select(AuditEvent.act).where(AuditEvent.subject_type == "worth").order_by(AuditEvent.id))
    assert list(acts) == ["worth.stated", "worth.corrected"]


def test_who_did_not_see_the_newest_cannot_correct_it(world: World) -> None:
    one = study(world)
    first = state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    with pytest.raises(WorthRule, match="meanwhile"):
        state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW, corrects=first.id, reason="Cost")
    with pytest.raises(WorthRule, match="meanwhile"):
        state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW, corrects=first.id, reason="Again")
    assert len(queries.history_of(one.id)) == 2


def test_a_statement_is_written_once(world: World) -> None:
    one = study(world)
    state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW).currency = "USD"
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()


def test_what_the_study_cannot_tell_is_not_reckoned(world: World, browse: type[Browser]) -> None:
    one = study(world, other(answer=CANNOT_TELL, missing="the range is too wide"))
    team = browse(world.learning_team()).open(address(one))
    assert "Not reckoned in money. The study cannot tell" in team.words
    assert "State the assumptions" not in team.link_words
    assert team.open(f"{address(one)}/state").address == address(one)
    with pytest.raises(WorthRule, match="cannot tell"):
        state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    waits = study(world, None)
    assert "has not been worked out yet" in team.open(address(waits)).words


def test_an_association_is_called_one(world: World, browse: type[Browser]) -> None:
    one = study(world, other(answer=WENT_ALONG, is_by_lot=False))
    state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    assert "An association, not an effect." in browse(world.leader()).open(address(one)).words


def test_who_may_read_and_who_may_state(world: World, browse: type[Browser]) -> None:
    one = study(world)
    for person in (world.learner(), world.coach(), world.administrator()):
        for page in (address(one), f"{address(one)}.csv", f"{address(one)}/state"):
            browse(person).open(page, expect=403)
    leader = browse(world.leader()).open(address(one))
    leader.open(f"{address(one)}/state", expect=403)
    leader.post(f"{address(one)}/state", expect=403)
    assert leader.open(f"{address(one)}.csv", expect=404).status == 404
    assert db.session.scalars(select(Worth)).all() == []


def test_statements_do_not_grow_with_corrections(world: World, browse: type[Browser]) -> None:
    one = study(world)
    before = state_worth(one, stated(), currency="EUR", by=one.asked_by, at=NOW)
    team = browse(world.learning_team()).open(address(one))
    with statements() as few:
        team.open(address(one))
    for number in range(6):
        before = state_worth(
            one, stated(), currency="EUR", by=world.learning_team(), at=NOW, corrects=before.id, reason=f"Cost {number}"
        )
    with statements() as many:
        team.open(address(one))
    assert len(many) == len(few) <= 12
