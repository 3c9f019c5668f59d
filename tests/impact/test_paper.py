"""The effect report on paper and as a table."""

import csv
from io import StringIO

from flask import current_app

from kamacademy.db import db
from kamacademy.impact.jobs import work_on_asked
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.operations import ask_study
from kamacademy.people.models import Person
from kamacademy.rollout.queries import begins_of
from kamacademy.worth.operations import state_worth
from tests.browser import Browser
from tests.impact.generated import MODULE, drawn, read, teams
from tests.reports.fetching import fetched
from tests.reports.printed import Printed
from tests.world import NOW, World
from tests.worth.studies import stated


def worked(world: World, by: Person) -> EffectStudy:
    """A study that found an effect of 12 points."""
    members = teams(world, 13, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 12.0, by=by)
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=rollout.id, by=by, at=NOW)
    db.session.commit()
    work_on_asked(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # the application itself
    return study


def test_the_report_says_the_answer_first_and_is_tagged(world: World, browse: type[Browser]) -> None:
    by = world.learning_team()
    study = worked(world, by)
    state_worth(study, stated(), currency="USD", by=by, at=NOW)
    leader = browse(world.leader())
    leader.open(f"/effects/studies/{study.id}")
    assert "On paper (PDF)" in leader.link_words
    answer = fetched(leader, f"/effects/studies/{study.id}/paper.pdf")
    made = Printed(answer.data)
    made.assert_accessible()
    assert made.title is not None
    assert made.title.startswith("Effect report: Profiling and discovery")
    order = [
        made.words.index(words)
        for words in (
            "It changed the measure", "By time since the start", "The chain", "What it was worth",
            "How this was worked out", "What it cannot say", "Differences by time since the start",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert any("Difference to teams that had not begun" in words for words in made.alternatives)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_table_has_the_figures_to_reckon_on(world: World, browse: type[Browser]) -> None:
    study = worked(world, world.learning_team())
    content = fetched(browse(world.leader()), f"/effects/studies/{study.id}/paper.csv").data
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0]["What"] == "It changed the measure"
    assert float(rows[0]["Low"]) < 12 < float(rows[0]["High"])
    points = [one for one in rows if one["Part"].startswith("By time since the start")]
    assert [int(one["What"]) for one in points] == sorted(int(one["What"]) for one in points)
    assert len(points) > 5
    assert {one["Part"] for one in rows if one["Part"].startswith("Chain")} >= {"Chain: Customers"}


def test_only_who_reads_the_study_gets_the_paper_and_only_once_it_is_worked_out(
    world: World, browse: type[Browser]
) -> None:
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=world.learning_team(), at=NOW)
    address = f"/effects/studies/{study.id}/paper.csv"
    fetched(browse(world.coach()), address, 403)
    fetched(browse(world.leader()), address, 404)
