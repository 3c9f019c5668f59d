"""A whole academy's ledger, written in bulk: for measuring what a rebuild costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.config import PROJECT
from kamacademy.content.documents import read_all
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types, library
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.own import own_app
from tests.world import NOW, TODAY, World

DAYS = 730
COMPETENCIES = 12
PEOPLE_AT_ONCE = 100


@contextmanager
def filled_ledger(folder: Path, *, people: int, visits: int, raters: int) -> Iterator[None]:
    """An academy on SQLite in whose context everybody was seen in twelve competencies, each by two raters."""
    with own_app(folder).app_context():
        World().publish(read_all(document_types(), files_under(PROJECT)[0])[0])
        # Passwords and the checks of names are no part of this: copies of one person, with keys of their own.
        kept = {one.name: getattr(World().learner(), one.name) for one in Person.__table__.columns if one.name != "id"}
        copies = [{**kept, "id": 1000 + n, "email": f"n{n}@fernwick.example"} for n in range(people + raters)]
        db.session.execute(insert(Person), copies)
        chance = np.random.default_rng(1)
        for first in range(0, people, PEOPLE_AT_ONCE):
            some = range(first, min(first + PEOPLE_AT_ONCE, people))
            rows = [row for number in some for row in ledger_of(number, people, visits, raters, chance)]
            db.session.execute(insert(Evidence), rows)
            db.session.commit()
        yield


def ledger_of(
    number: int, people: int, visits: int, raters: int, chance: np.random.Generator
) -> Iterator[dict[str, object]]:
    """One person's rows."""
    revision = library().revision_id("competency", "c01")
    pair = chance.integers(0, raters, 2).tolist()
    for code in range(1, COMPETENCIES + 1):
        for turn, days in enumerate(chance.integers(0, DAYS, visits).tolist()):
            for side, level in zip("ab", chance.integers(2, 5, 2).tolist(), strict=True):
                yield {
                    "learner_id": 1000 + number, "competency": f"C{code:02}", "indicator": f"C{code:02}{side}",
                    "kind": Kind.OBSERVED.value, "purpose": Purpose.DEVELOPMENT.value, "level": level,
                    "rater_id": 1000 + people + pair[turn % 3 == 2], "rater_role": "FM",
                    "happened_on": TODAY - timedelta(days=days), "recorded_at": NOW, "visit": f"visit-{number}-{turn}",
                    "source_type": "observation", "source_id": number * visits + turn, "source_title": "Visit",
                    "revision_id": revision,
                }  # fmt: skip
