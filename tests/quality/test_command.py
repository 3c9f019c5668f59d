"""kamacademy quality compute, on a database."""

from pathlib import Path

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.quality import queries
from tests.assessment.papers import paper_text, publish, sit
from tests.commands import Command
from tests.own import own_app
from tests.world import World


def test_the_command_computes_the_figures_of_all_there_is(tmp_path: Path, drafts: Drafts) -> None:
    app = own_app(tmp_path, f"sqlite:///{tmp_path / 'kamacademy.sqlite'}")
    with app.app_context():
        world = World()
        publish(world, drafts, two=paper_text(("ex-single", "ex-numeric")))
        sit(world.learner(), "two")
        db.session.commit()
        db.engine.dispose()
    done = Command(tmp_path)("quality", "compute")
    assert (done.code, done.err) == (0, "")
    with app.app_context():
        found = {kind: queries.briefs(kind) for kind in ("item", "paper", "exercise")}
        assert found["item"]["ex-single"].n == 1
        assert found["paper"]["two"].n == 1
        assert done.out == f"Computed {sum(len(of) for of in found.values())} reports.\n"
        db.engine.dispose()
