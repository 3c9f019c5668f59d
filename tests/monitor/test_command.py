"""kamacademy raters fit, on a database."""

from datetime import timedelta
from pathlib import Path

from time_machine import escape_hatch

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.rater import queries as runs
from tests.commands import Command
from tests.monitor.ledgers import row, write
from tests.own import own_app
from tests.world import World


def test_the_command_runs_the_rater_model_over_what_the_ledger_holds(tmp_path: Path, drafts: Drafts) -> None:
    app = own_app(tmp_path, f"sqlite:///{tmp_path / 'kamacademy.sqlite'}")
    with app.app_context():
        world = World()
        world.publish(drafts)
        coach = world.coach()
        learner = world.learner(coach=coach)
        rater_id = coach.id
        # The command is a process of its own and reads the real clock.
        day = escape_hatch.datetime.date.today() - timedelta(days=30)
        write([row(learner, coach, visit=f"observation-{number}", happened_on=day) for number in range(3)])
        db.session.commit()
        db.engine.dispose()
    done = Command(tmp_path)("raters", "fit")
    assert (done.code, done.err) == (0, "")
    assert done.out == "3 ratings by 1 rater in 1 group of linked raters.\n"
    with app.app_context():
        assert set(runs.severities().of_raters) == {rater_id}
        db.engine.dispose()
