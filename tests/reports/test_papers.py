"""Papers at the browser: what stands on them, that they are private as their pages are, and how they are handed out."""

import csv
from io import StringIO

import pytest

from kamacademy.agreeing.operations import agree
from kamacademy.db import db
from kamacademy.development.queries import running_plan
from kamacademy.reports import queries
from tests.browser import Browser
from tests.coaching.visits import drafted
from tests.reports.fetching import Pair, fetched, pair
from tests.reports.printed import Printed
from tests.statements import statements
from tests.world import TODAY, World

FORMS = ("pdf", "csv", "xlsx")


def addresses(one: Pair, form: str) -> list[str]:
    """Every paper about a person."""
    person = f"/people/{one.learner.id}"
    return [
        f"/plans/{one.plan_id}/paper.{form}",
        f"/observations/{one.note_id}/paper.{form}",
        f"{person}/paper.{form}",
        f"{person}/transcript/paper.{form}",
    ]


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV by column."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_paper_is_tagged_named_and_kept_by_no_cache(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    browser = browse(one.learner)
    kinds = ("Development plan", "Coaching report", "Competency profile", "Transcript of learning")
    for address, kind in zip(addresses(one, "pdf"), kinds, strict=True):
        answer = fetched(browser, address)
        made = Printed(answer.data)
        made.assert_accessible()
        assert made.pages == 1
        assert made.title == f"{kind}: Robin Sørensen, 20 Nov 2026"
        assert kind in made.words
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        named = answer.headers["Content-Disposition"]
        assert named.startswith("attachment; filename=")
        assert f"{kind} - Robin Sorensen - 2026-11-20.pdf" in named.replace("\xf8", "o").replace("Srensen", "Sorensen")
        assert one.learner.email not in answer.data.decode("latin-1")


def test_a_plan_on_paper_says_what_its_page_says(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    plan = running_plan(one.learner.id)
    assert plan is not None
    agree(plan, by=one.learner, at=world.now)
    agree(plan, by=one.coach, at=world.now)
    browser = browse(one.coach)
    browser.open(f"/people/{one.learner.id}/plan")
    assert "On paper (PDF)" in browser.link_words
    made = Printed(fetched(browser, f"/plans/{one.plan_id}/paper.pdf").data)
    for words in ("Map one leak at the clinic", "Ask who else decides", "coached by Casey Coach", "From the meeting"):
        assert words in made.words
    assert any("Target" in words for words in made.alternatives), "the level line has words"
    found = rows(fetched(browser, f"/plans/{one.plan_id}/paper.csv").data)
    assert {row["Action"] for row in found} == {"Map one leak at the clinic", "Ask who else decides"}
    assert {row["Person"] for row in found} == {"Robin Sørensen"}


def test_a_plan_with_the_longest_words_is_still_one_page(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    plan = running_plan(one.learner.id)
    assert plan is not None
    for action in plan.actions:
        action.title = "Trace the route of one decision " * 7
        action.where_tried = "Prairie Bend County Hospital, " * 6
        action.evidence_expected = "A page with at least four steps, each sourced. " * 30
    made = Printed(fetched(browse(one.learner), f"/plans/{one.plan_id}/paper.pdf").data)
    assert made.pages == 1
    assert "…" in made.words


def test_a_note_on_paper_has_the_levels_and_the_lines(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    browser = browse(one.learner)
    browser.open(f"/observations/{one.note_id}")
    assert "On paper (PDF)" in browser.link_words
    made = Printed(fetched(browser, f"/observations/{one.note_id}/paper.pdf").data)
    for words in ("Line of C07a", "Not observed", "Ask who else decides", "seen by Casey Coach", "not used for pay"):
        assert words in made.words
    found = rows(fetched(browser, f"/observations/{one.note_id}/paper.csv").data)
    assert [row["Level"] for row in found] == ["3", "", ""]
    assert found[-1]["What"] == "Agreed to try"


def test_a_profile_on_paper_has_every_competency_with_its_line(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    made = Printed(fetched(browse(one.learner), f"/people/{one.learner.id}/paper.pdf").data)
    assert len(made.alternatives) == 13 + 1, "thirteen lines and the academy's mark"
    assert made.tags.count("/H2") == 4
    found = rows(fetched(browse(one.learner), f"/people/{one.learner.id}/paper.csv").data)
    assert [row["Level"] for row in found if row["Code"] == "C04"] == ["2"]
    assert [row["Level"] for row in found if row["Code"] == "C01"] == [""], "unknown is not zero"


@pytest.mark.parametrize("form", FORMS)
def test_papers_open_to_those_alone_who_may_read_the_page(world: World, browse: type[Browser], form: str) -> None:
    one = pair(world)
    strangers = (
        world.learner(), world.coach(), world.learning_team(), world.leader(), world.administrator(),
    )  # fmt: skip
    for stranger in strangers:
        browser = browse(stranger)
        for address in addresses(one, form):
            fetched(browser, address, 403)
    for reader in (one.learner, one.coach):
        browser = browse(reader)
        for address in addresses(one, "csv"):
            fetched(browser, address)


def test_a_draft_has_no_paper(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    draft = drafted(world.learner(coach=coach), coach, {"C07a": 3})
    fetched(browse(coach), f"/observations/{draft.id}/paper.pdf", 404)


def test_a_later_coach_prints_no_earlier_words(world: World, browse: type[Browser]) -> None:
    one, later = pair(world), world.coach("Lee Later")
    for relation in one.learner.coached_by:
        relation.ends_on = TODAY - (TODAY - relation.starts_on) / 2
    world.give_coach(one.learner, later, since=TODAY)
    fetched(browse(later), f"/observations/{one.note_id}/paper.pdf", 403)
    fetched(browse(later), f"/plans/{one.plan_id}/paper.csv")


def test_a_team_in_a_table_has_a_row_for_each(world: World, browse: type[Browser]) -> None:
    one = pair(world)
    pair(world, "=Bea Danger", one.coach)
    found = rows(fetched(browse(one.coach), "/team/paper.csv").data)
    assert [row["Person"] for row in found] == ["'=Bea Danger", "Robin Sørensen"]
    assert len(found[0]) == 6 + 13
    fetched(browse(one.learner), "/team/paper.csv", 403)


def test_a_team_sheet_costs_the_same_however_many(world: World) -> None:
    coach, counted = world.coach(), []
    for more in (2, 10):
        for _ in range(more):
            pair(world, coach=coach)
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            sheet = queries.team_sheet_of(coach, TODAY)
        counted.append(len(seen))
        assert sheet.members
    assert counted[0] == counted[1]
