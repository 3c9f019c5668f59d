"""Entering readings, one or many, and correcting wrong ones. Nothing is overwritten: a correction supersedes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Subquery, insert, literal, select, true, update

from kamacademy.content.queries import library
from kamacademy.db import UtcDateTime, db
from kamacademy.kpi import queries
from kamacademy.kpi.calculated import Calculator, as_given, periods_to_count
from kamacademy.kpi.checking import Found, problems_of, stays, there_words
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.given import Collected, Given, Refused, Taken, There, is_same, replaced
from kamacademy.kpi.models import Reading
from kamacademy.kpi.rules import (
    AlreadyCorrected,
    IsCalculated,
    KpiNotForPerson,
    KpiNotForRole,
    NotSeenYet,
    PeriodNotOver,
    PeriodOverlaps,
    ReadingsRefused,
    WrongFigure,
    figure_problem,
    period_problem,
    why_not,
    why_not_for_role,
)
from kamacademy.kpi.subjects import Subject
from kamacademy.people.models import Person, Team
from kamacademy.records.operations import note as tell_the_audit

COUNTED_ANEW = "Counted again: what it rests on was changed or added later."
About = Person | Team | Subject


def record_reading(
    about: About,
    kpi: str,
    *,
    period_start: date,
    period_end: date,
    numerator: float | None = None,
    denominator: int | None = None,
    value: float | None = None,
    n: int | None = None,
    source: str,
    note: str | None = None,
    seen_on: date | None = None,
    seen_by: str | None = None,
    by: Person,
    at: datetime,
) -> Reading:
    """A reading of a person, a team or whatever a subject names, of the KPI as the newest release defines it.

    Raises KpiNotForRole, KpiNotForPerson, WrongFigure, NotSeenYet, PeriodNotOver, PeriodOverlaps.
    """
    made = Reading(
        **columns_of(about), kpi=kpi, period_start=period_start, period_end=period_end, numerator=numerator,
        denominator=denominator, value=value, n=n, source=source, note=note, seen_on=seen_on, seen_by=seen_by,
        collected=Collected.FORM,
    )  # fmt: skip
    return keep(made, by=by, at=at)


def correct_reading(
    reading: Reading,
    *,
    reason: str,
    period_start: date,
    period_end: date,
    numerator: float | None = None,
    denominator: int | None = None,
    value: float | None = None,
    n: int | None = None,
    source: str,
    note: str | None = None,
    seen_on: date | None = None,
    seen_by: str | None = None,
    by: Person,
    at: datetime,
) -> Reading:
    """A reading in the place of a wrong one, which stays in the table, struck through, with the reason.

    Raises what record_reading raises, AlreadyCorrected, and IsCalculated.
    """
    if reading.collected == Collected.CALCULATED:
        raise IsCalculated("The academy works this reading out. Correct what it is counted from; it follows by night.")
    made = Reading(
        learner_id=reading.learner_id, team_id=reading.team_id, programme=reading.programme, kpi=reading.kpi,
        period_start=period_start, period_end=period_end, numerator=numerator, denominator=denominator, value=value,
        n=n, source=source, note=note, seen_on=seen_on, seen_by=seen_by, collected=Collected.FORM,
        supersedes_id=reading.id, correction_reason=reason,
    )  # fmt: skip
    return keep(made, by=by, at=at)


def columns_of(about: About) -> dict[str, int | str | None]:
    """Whom or what a reading is about, as its row says it."""
    if isinstance(about, Person):
        return {"learner_id": about.id}
    if isinstance(about, Team):
        return {"team_id": about.id}
    return {"learner_id": about.learner_id, "team_id": about.team_id, "programme": about.programme}


def keep(made: Reading, *, by: Person, at: datetime) -> Reading:
    """Check whom a reading is about, its figure and its period, and store it."""
    kpi = library().one(Kpi, "kpi", made.kpi.lower())
    check_subject(kpi, made.subject)
    wrong = figure_problem(kpi, numerator=made.numerator, denominator=made.denominator, value=made.value, n=made.n)
    if wrong:
        raise WrongFigure(wrong[1], wrong[0])
    if made.seen_on is not None and made.seen_on > at.date():
        raise NotSeenYet("Choose a day that is over: what was seen lies in the past.", "seen_on")
    check_period(made, at.date())
    made.kpi_revision_id = library().revision_id("kpi", made.kpi.lower())
    made.entered_by, made.recorded_at = by, at
    db.session.add(made)
    db.session.flush()
    act = "kpi.corrected" if made.supersedes_id else "kpi.recorded"
    about = {"learner": made.learner_id, "team": made.team_id, "programme": made.programme}
    tell_the_audit(
        act, by=by.id, at=at, subject=("reading", made.id), kpi=made.kpi, supersedes=made.supersedes_id,
        **{word: key for word, key in about.items() if key is not None},
    )  # fmt: skip
    return made


def check_subject(kpi: Kpi, subject: Subject) -> None:
    """The role firewall and the scope. Raises KpiNotForRole, KpiNotForPerson."""
    roles = queries.job_roles_of([subject]).get(subject, frozenset())
    reason = why_not(kpi, subject.kind, roles)
    if reason:
        is_role = subject.kind == "person" and any(why_not_for_role(kpi, one) for one in roles)
        raise (KpiNotForRole if is_role else KpiNotForPerson)(reason)


def check_period(made: Reading, today: date) -> None:
    """Raise PeriodNotOver, PeriodOverlaps or AlreadyCorrected. The subject is locked: two entries see each other."""
    start, end = made.period_start, made.period_end
    wrong = period_problem(made.figure, today)
    if wrong:
        raise PeriodNotOver(wrong, "period")
    hold_subjects([made.subject])
    if made.supersedes_id and queries.correction_of(made.supersedes_id):
        raise AlreadyCorrected("Someone has corrected this reading already. Correct the newer one if it is wrong too.")
    there = queries.overlapping(made.subject, made.kpi, start, end, besides=made.supersedes_id)
    if there is not None:
        raise PeriodOverlaps(there_words(there.figure.period), "period")


def hold_subjects(subjects: Iterable[Subject]) -> None:
    """Make others that write readings of the same people and teams wait until this is done."""
    given = list(subjects)
    for column, keys in (
        (Person.id, {one.learner_id for one in given if one.learner_id is not None}),
        (Team.id, {one.team_id for one in given if one.team_id is not None}),
    ):
        for some in queries.in_batches(sorted(keys)):
            db.session.execute(select(column).where(column.in_(some)).order_by(column).with_for_update())


def check_many(given: Sequence[Given], *, collected: Collected, today: date) -> list[Refused]:
    """Everything that is wrong with readings on their way in, in their order; nothing is written.

    The firewall and the scope, the figure, the period, periods that overlap among those given or lie partly on a
    reading that is there, and readings that the academy works out itself. A fixed number of statements for each
    thousand of subjects.
    """
    return problems_of(given, found_for(given), collected, today)


def found_for(given: Sequence[Given]) -> Found:
    """What must be known to check readings: definitions, whose job roles, and what is there."""
    return Found(
        queries.kpis_in(library()), queries.job_roles_of({one.subject for one in given}), queries.current_of(given)
    )


def record_many(given: Sequence[Given], *, collected: Collected, reason: str, by: Person | None, at: datetime) -> Taken:
    """Store readings all at once, or none. Told again what is known, it writes nothing.

    A reading of the same period as a current one takes its place, with the `reason` (up to 300 characters). What the
    academy calculates never takes the place of what a person entered. `by` is None for what it calculates. Raises
    ReadingsRefused.
    """
    hold_subjects({one.subject for one in given})
    found = found_for(given)
    refused = problems_of(given, found, collected, at.date())
    if refused:
        raise ReadingsRefused(refused)
    revisions = {code: library().revision_id("kpi", code.lower()) for code in {one.kpi for one in given}}
    rows, corrected = [], 0
    for one in given:
        same, partly = replaced(one, found.there)
        if partly is not None or (same is not None and (is_same(one, same) or stays(same, collected))):
            continue
        corrected += same is not None
        rows.append(
            row_of(one, same, reason)
            | {
                "kpi_revision_id": revisions[one.kpi], "collected": collected.value,
                "entered_by_id": by.id if by else None, "recorded_at": at,
            }
        )  # fmt: skip
    if rows:
        db.session.execute(insert(Reading), rows)
        tell_the_audit(
            "kpi.taken", by=by.id if by else None, at=at, collected=collected.value, new=len(rows) - corrected,
            corrected=corrected,
        )  # fmt: skip
    return Taken(len(rows) - corrected, corrected, len(given) - len(rows))


def row_of(one: Given, same: There | None, reason: str) -> dict[str, object]:
    """A reading as its row, in the place of the one of the same period if there is one."""
    subject, figure = one.subject, one.figure
    return {
        "learner_id": subject.learner_id, "team_id": subject.team_id, "programme": subject.programme, "kpi": one.kpi,
        "period_start": figure.start, "period_end": figure.end, "numerator": figure.numerator,
        "denominator": figure.denominator, "value": figure.value, "n": figure.cases, "source": one.source,
        "beside": one.beside, "note": one.note, "seen_on": one.seen_on, "seen_by": one.seen_by,
        "supersedes_id": same.id if same else None, "correction_reason": reason if same else None,
    }  # fmt: skip


def lay_in(staged: Subquery, *, collected: Collected, by: Person, at: datetime) -> int:
    """Store readings that were checked and lie in a table, without their holding yet, in one statement; how many.

    `staged` has columns of the reading by their names, the run among them. Nobody sees them before `let_hold`.
    """
    names = [column.key for column in staged.c]
    moment = literal(at, UtcDateTime())
    stamped = select(staged, literal(collected.value), literal(by.id), moment, moment, true())
    columns = [*names, "collected", "entered_by_id", "recorded_at", "withdrawn_at", "is_arriving"]
    laying = insert(Reading).from_select(columns, stamped).execution_options(preserve_rowcount=True)
    laid: int = db.session.connection().execute(laying).rowcount
    return laid


def let_hold(run_id: int, *, by: Person, at: datetime) -> int:
    """Let all readings hold that were laid in for a run, in one statement; how many."""
    arriving = update(Reading).where(Reading.feed_run_id == run_id, Reading.is_arriving.is_(True))
    held: int = db.session.connection().execute(arriving.values(is_arriving=False, withdrawn_at=None)).rowcount
    tell_the_audit("kpi.taken", by=by.id, at=at, collected=Collected.IMPORT.value, new=held)
    return held


def calculate(code: str, calculator: Calculator, *, at: datetime) -> Taken:
    """Count a KPI over its newest closed periods and keep what is new or has changed; nothing where it is not counted.

    Raises ReadingsRefused, should a calculator give what no reading may say.
    """
    kpi = queries.kpis_in(library()).get(code)
    if kpi is None or kpi.collected != "calculated":
        return Taken(0, 0, 0)
    people = queries.carriers(kpi)
    given = [
        one for period in periods_to_count(kpi, at.date()) for one in as_given(kpi, period, calculator(people, period))
    ]
    return record_many(given, collected=Collected.CALCULATED, reason=COUNTED_ANEW, by=None, at=at)
