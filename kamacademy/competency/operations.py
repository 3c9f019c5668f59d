"""Writing the evidence ledger."""

from datetime import date, datetime

from kamacademy.competency.evidence import KNOWS, Context, Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.operations import note as note_event


class EvidenceFromTheFuture(Exception):
    """Nothing can be evidence before it has happened."""

    def __init__(self) -> None:
        super().__init__("Evidence is dated on the day it happened, today at the latest.")


def record_evidence(
    learner: Person,
    *,
    competency: str,
    kind: Kind,
    purpose: Purpose,
    happened_on: date,
    at: datetime,
    source: tuple[str, int],
    title: str,
    revision_id: int,
    indicator: str | None = None,
    level: int | None = None,
    score: float | None = None,
    score_max: float | None = None,
    passed: bool | None = None,
    rater: Person | None = None,
    context: Context | None = None,
    visit: str | None = None,
    source_ref: str | None = None,
    valid_until: date | None = None,
    account_alias: str | None = None,
    note: str | None = None,
    supersedes: Evidence | None = None,
) -> Evidence:
    """Add one row to the ledger. `level` None without a score is "not observed". Raises EvidenceFromTheFuture.

    A row that `supersedes` an earlier one takes its place for every reader; the earlier row stays in the ledger.

    The audit event holds no level: administrators read the trail, and levels are for the learner and the coach.
    """
    assert level is None or (1 <= level <= 5 and kind not in KNOWS), "a knowledge check never becomes a level"
    assert indicator is None or indicator.startswith(competency), indicator
    if happened_on > at.date():
        raise EvidenceFromTheFuture
    row = Evidence(
        learner=learner,
        competency=competency,
        indicator=indicator,
        kind=kind.value,
        purpose=purpose.value,
        level=level,
        score=score,
        score_max=score_max,
        passed=passed,
        rater=rater,
        rater_role=rater.job_role_code if rater else None,
        happened_on=happened_on,
        recorded_at=at,
        context=context.value if context else None,
        visit=visit,
        source_type=source[0],
        source_id=source[1],
        source_ref=source_ref,
        valid_until=valid_until,
        source_title=title,
        revision_id=revision_id,
        account_alias=account_alias,
        note=note,
        supersedes_id=supersedes.id if supersedes else None,
    )
    db.session.add(row)
    db.session.flush()
    note_event(
        "evidence.recorded",
        by=rater.id if rater else learner.id,
        at=at,
        subject=("evidence", row.id),
        competency=competency,
        kind=kind.value,
        source=source[0],
        source_id=source[1],
    )
    return row
