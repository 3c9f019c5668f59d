"""Writing the evidence ledger, and keeping true what the rule makes of it.

What is kept is always worked out of the ledger afresh, while the learner's row is held: of two who write about one
person at once the second waits, then sees what the first one wrote.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from kamacademy.competency import queries
from kamacademy.competency.estimation import RULE
from kamacademy.competency.evidence import KNOWS, Context, Kind, Purpose, View
from kamacademy.competency.kept import Panel, panel_of
from kamacademy.competency.models import Evidence, KeptEstimate
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.operations import note as note_event

if TYPE_CHECKING:
    from kamacademy.competency.reckoning import Raters, Reckoned

PEOPLE_AT_ONCE = 100


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
    """Add one row to the ledger, and bring the estimate that it speaks to up to date. Raises EvidenceFromTheFuture.

    `level` None without a score is "not observed".

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
    panel = panel_of(kind)
    if panel is not None:
        hold_people([learner.id])
    db.session.add(row)
    db.session.flush()
    if panel is not None:
        keep([learner.id], at.date(), competency=competency, panels=(panel,))
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


def hold_people(person_ids: Collection[int], *, only_free: bool = False) -> list[int]:
    """Wait for whoever else is writing about these people, until the transaction ends; rows that name them may come.

    In order of key, so that two who hold several never wait for each other. With `only_free` nobody is waited for.
    Gives those who are held.
    """
    query = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    return list(db.session.scalars(query.with_for_update(key_share=True, skip_locked=only_free)))


def keep(
    learner_ids: Collection[int],
    today: date,
    *,
    competency: str | None = None,
    panels: Collection[Panel] = tuple(Panel),
) -> int:
    """Work the estimates of people who are held out of the ledger and keep them; gives how many rows there are now.

    Of one competency and some panels, or of all. What no evidence carries any more is taken away.
    """
    from kamacademy.competency.reckoning import reckoned

    rows = queries.counting_rows(learner_ids, competency)
    raters, histories = queries.raters_of(rows), queries.histories_of(rows, tuple(View))
    found = reckoned(histories, raters, queries.knowledge_standard(), today, panels)
    old = delete(KeptEstimate).where(
        KeptEstimate.learner_id.in_(learner_ids), KeptEstimate.panel.in_([panel.value for panel in panels])
    )
    if competency is not None:
        old = old.where(KeptEstimate.competency == competency)
    db.session.execute(old.execution_options(synchronize_session=False))
    if found:
        db.session.execute(insert(KeptEstimate), [values_of(one, raters) for one in found])
    return len(found)


def values_of(one: "Reckoned", raters: "Raters") -> dict[str, object]:
    """What has been worked out, as a row to keep."""
    from kamacademy.competency.reckoning import packed

    learner_id, competency, view = one.key
    return {
        "learner_id": learner_id, "competency": competency, "view": view.value, "panel": one.panel.value,
        "rule": RULE, "run_id": raters.run_id if one.panel is Panel.DOES else None, "belief": packed(one.known),
    } | one.kept._asdict()  # fmt: skip


def hold_rated_by(rater_id: int) -> None:
    """Hold a rater and everyone whom the rater has rated, as `refresh_rated_by` will need them."""
    hold_people([rater_id, *queries.rated_by(rater_id)])


def refresh_rated_by(rater_id: int, today: date) -> int:
    """Work the estimates of everyone whom a rater has rated out afresh, since a certificate came or ended."""
    learner_ids = queries.rated_by(rater_id)
    hold_people(learner_ids)
    return sum(keep(some, today) for some in in_parts(learner_ids))


def rebuild(today: date) -> int:
    """Work every estimate out of the ledger, in one transaction; gives how many there are.

    For a small academy and for tests: a job does the same in parts and commits between, see `jobs.rebuild_all`.
    """
    return sum(keep(hold_people(some), today) for some in in_parts(queries.everybody_with_evidence()))


def redate(learner_ids: Collection[int], today: date) -> int:
    """Bring what is kept of people who are held forward to a day, without ledger and rater model; gives the rows."""
    rows = list(queries.undated(learner_ids, today))
    if rows:
        one = KeptEstimate
        statement = update(one).where(
            one.learner_id == bindparam("of"), one.competency == bindparam("code"),
            one.view == bindparam("seen_in"), one.panel == bindparam("on_panel"),
        )  # fmt: skip
        db.session.connection().execute(
            statement.values(as_of=bindparam("on"), chances=bindparam("now")),
            [
                {
                    "of": learner_id, "code": code, "seen_in": view.value, "on_panel": panel.value, "on": kept.as_of,
                    "now": kept.chances,
                }
                for (learner_id, code, view), panel, kept in rows
            ],
        )  # fmt: skip
    return len(rows)


def in_parts(person_ids: Sequence[int]) -> list[Sequence[int]]:
    """People in groups small enough to be worked out at once."""
    return [person_ids[first : first + PEOPLE_AT_ONCE] for first in range(0, len(person_ids), PEOPLE_AT_ONCE)]
