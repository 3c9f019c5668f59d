"""Sittings of test papers in the running demo, begun without a browser."""

import json
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.assessment.papers import CONTENT
from tests.web.conftest import Academy

# Run in a process of its own, as a member of the learning team would by the command: this one has no application.
BEGIN = """
import json, sys
from pathlib import Path
from kamacademy import clock, create_app
from kamacademy.assessment.operations import begin_sitting
from kamacademy.content.documents import Drafts, read_all
from kamacademy.content.files import files_under, shipped_root
from kamacademy.content.operations import publish
from kamacademy.content.queries import document_types, library
from kamacademy.db import db
from kamacademy.people.queries import find_person

extra, learners = json.loads(sys.argv[1]), json.loads(sys.argv[2])
app = create_app()
with app.app_context():
    files, _ = files_under(shipped_root())
    drafts, _ = read_all(document_types(), files | extra)
    team = find_person("nadia.petrova@fernwick.example")
    publish(drafts, words="Papers to try", by=team, at=clock.now())
    begun = {}
    for name, paper in learners:
        person = find_person(f"{name}@fernwick.example")
        release = library().release_id
        begun[paper] = begin_sitting(
            person, paper, release_id=release, seed=7, at=clock.now(), return_to=None
        ).id
    db.session.commit()
    print(json.dumps(begun))
"""


def begin_sittings(academy: Academy, learner: str, papers: Mapping[str, str], begun: Collection[str]) -> dict[str, int]:
    """Publish papers, by path, with the bank of every kind, and begin a sitting of each one named; keys by name."""
    files = {
        "assessments/items/every-kind.yaml": (CONTENT / "every-kind.yaml").read_text(),
        "assessments/data/two-sites.csv": (CONTENT / "two-sites.csv").read_text(),
        **papers,
    }
    done = subprocess.run(
        [sys.executable, "-c", BEGIN, json.dumps(files), json.dumps([[learner, name] for name in begun])],
        env=academy.environment, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def saved(page: Page) -> None:
    """The page says by itself that the answer was kept."""
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=10_000)
