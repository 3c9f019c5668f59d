"""Commitments by one call."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from kamacademy.commitment.asking import Kept
from kamacademy.commitment.lines import Kind, Line
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.commitment.operations import Said, answer, write_down
from kamacademy.content.queries import current_release_id
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.curriculum.study import M01, PROGRAMME, complete
from tests.world import NOW, TODAY

DAY = timedelta(days=1)
STOP = Line(Kind.STOP, "going on the Monday round", 8.0)
START = Line(Kind.START, "opening with the customer's goals")


def committed(learner: Person, *lines: Line, days_ago: int = 0) -> Pledge:
    """M01 worked through and its commitments made, so many days before today."""
    at = NOW - days_ago * DAY
    return write_down(complete(learner, at=at), lines or (STOP, START), on=at.date(), at=at)


def answered(pledge: Pledge, after_days: int, kept: Kept, hours: float | None = None) -> None:
    """Every line answered alike, on the day it is asked about."""
    on = pledge.made_on + after_days * DAY
    said = {one.id: Said(kept, hours if one.sort is Kind.STOP else None) for one in pledge.commitments}
    answer(pledge, after_days, said, on=on, at=NOW - (TODAY - on))


def on_paper(
    learner: Person,
    made_on: date,
    answers: Mapping[int, Sequence[tuple[Kept, float | None]]],
    *,
    at: datetime = NOW,
    module: str = M01,
) -> Pledge:
    """Commitments after a module straight into the tables, one line for each answer; fast, for counts over many."""
    lines = max((len(one) for one in answers.values()), default=1)
    attempt = ModuleAttempt(
        learner_id=learner.id, programme=PROGRAMME, module=module, release_id=current_release_id(), started_at=NOW
    )
    db.session.add(attempt)
    db.session.flush()
    made = Pledge(
        learner_id=learner.id, attempt_id=attempt.id, module=module, title=module, made_on=made_on, made_at=NOW,
        commitments=[
            Commitment(
                kind=kind.value, words="a line that nobody else reads",
                answers=[
                    CommitmentAnswer(after_days=days, kept=said[place][0], hours=said[place][1], answered_at=at)
                    for days, said in answers.items()
                ],
            )
            for place, kind in enumerate(list(Kind)[:lines])
        ],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
