"""Bringing files with readings, checking and staging their rows, taking them over all at once, and undoing that."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.feed import queries
from kamacademy.feed.columns import Columns, Field
from kamacademy.feed.kept import Kept
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import FeedProblem, FeedRun, FeedSource, StagedReading
from kamacademy.feed.numbers import Decimals
from kamacademy.feed.problems import LONGEST_WORDS, SHOWN, Kind, Problem
from kamacademy.feed.rows import why_taken
from kamacademy.feed.states import (
    BEFORE_TAKEN,
    FILE_KEPT_FOR,
    HELD,
    IN_BACKGROUND,
    ChangedSince,
    KnownAlready,
    RunRule,
    State,
)
from kamacademy.kpi import queries as kpi
from kamacademy.kpi.given import Collected, Given, is_same, replaced
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import hold_subjects, lay_in, let_hold
from kamacademy.kpi.subjects import Subject
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.wording import day

# No request or job writes for so long: what is older is seen by everybody.
SETTLED_AFTER = timedelta(hours=1)
# In small steps, so that no other writer waits long.
CLEARED_AT_ONCE = 20_000
LAID_AT_ONCE = 10_000
ROOM_KIB, USUAL_ROOM_KIB = 256 * 1024, 2000


def source_named(name: str) -> FeedSource:
    """A source by its name, made where it is new, also where two make it at one moment."""
    found = queries.source(name)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            made = FeedSource(name=name, headings={})
            db.session.add(made)
    except IntegrityError:
        there = queries.source(name)
        assert there is not None
        return there
    return made


def receive(source: str, name: str, kept: Kept, *, by: Person, at: datetime) -> FeedRun:
    """A run of a file that was brought. Raises KnownAlready for content that was taken over or is on its way."""
    found = source_named(source)
    hold(found)
    refuse_known(kept.sha256, (*BEFORE_TAKEN, *HELD))
    made = FeedRun(
        source=found, person=by, asked_at=at, name=name, sha256=kept.sha256, size=kept.size,
        file=kept.file, expires_at=at + FILE_KEPT_FOR, letters=kept.letters.value, is_sure=kept.is_sure,
        delimiter=kept.delimiter, header=list(kept.header), is_workbook=kept.is_workbook, columns={}, kinds={},
        decimals=Decimals.POINT.value if kept.is_workbook else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note("feed.received", by=by.id, at=at, subject=("feed_run", made.id), source=found.id, size=kept.size)
    return made


def refuse_known(sha256: str, states: Collection[State]) -> None:
    """Raise KnownAlready where a run of the same content is in one of some states."""
    known = queries.same_file(sha256, states)
    if known is None:
        return
    if known.state in HELD:
        raise KnownAlready(f"This file was taken over on {day(known.taken_at)}. Nothing in it is new.", known.id)
    raise KnownAlready(f"This file was brought by {known.person.name} already, and is on its way.", known.id)


def choose_columns(run: FeedRun, columns: Columns, decimals: Decimals | None, letters: Letters) -> None:
    """What the columns of a run mean, remembered for its source; the check begins. Raises RunRule."""
    hold(run)
    if run.state not in (State.COLUMNS, State.CHECKED):
        raise RunRule("The columns of this import are chosen already.")
    run.columns = {field.value: place for field, place in columns.items()}
    run.decimals, run.letters = decimals, letters.value
    run.source.headings = {field.value: run.header[place] for field, place in columns.items()}
    if decimals is not None and not run.is_workbook:
        run.source.decimals = decimals.value
    send(run, State.CHECK)


def send(run: FeedRun, to: State) -> None:
    """Let the background go on with a run, from the beginning; what was asked is answered."""
    run.question = None
    run.state, run.begun_at, run.alive_at, run.made, run.total = to, None, None, 0, 0


def begin(run: FeedRun, at: datetime) -> None:
    """Take a run in hand, so that nobody else does."""
    run.begun_at = run.alive_at = at
    db.session.flush()


def claim(at: datetime) -> FeedRun | None:
    """Take the run that has waited longest in hand."""
    found = queries.next_run(at)
    if found is not None:
        begin(found, at)
    return found


def begin_check(run: FeedRun, at: datetime) -> None:
    """Forget what an earlier check found, and note what this one rests on."""
    db.session.execute(delete(FeedProblem).where(FeedProblem.run_id == run.id))
    run.new = run.corrected = run.unchanged = run.problems = run.made = 0
    run.kinds, run.release_id, run.checked_at = {}, library().release_id, at
    run.checked_to = queries.settled_to(at - SETTLED_AFTER)


def beat(run: FeedRun, made: int, total: int, at: datetime) -> None:
    """Say how far it is, and that somebody still works on it."""
    run.made, run.total, run.alive_at = made, total, at


def ask_decimals(run: FeedRun, doubtful: str | None) -> None:
    """Ask what cannot be told from a file, by a number that could be either if there is one; then it goes on."""
    run.state = State.COLUMNS
    ask = "Choose how decimals are written; it is remembered for this source."
    if doubtful is None:
        run.question = f"As many numbers of this file are written with a point as with a comma. {ask}"
    else:
        is_either = f"Is the {doubtful[:20]} in this file a thousand or a decimal figure?"
        run.question = f"{is_either} It cannot be told from the file. {ask}"


def stage(run: FeedRun, rows: Sequence[tuple[int, Given]], revisions: Mapping[str, int]) -> list[Problem]:
    """Keep some rows that are right until all are, told apart by what is there; those that lie on it are problems."""
    there = kpi.current_of([given for _, given in rows])
    field = Field.PERIOD if Field.PERIOD in run.columns else Field.END
    staged: list[dict[str, object]] = []
    problems: list[Problem] = []
    new = corrected = 0
    for row, given in rows:
        same, partly = replaced(given, there)
        words = why_taken(given, same, partly)
        if words is not None:
            problems.append(Problem(row, field, Kind.THERE, given.figure.period.words, words))
            continue
        is_unchanged = same is not None and is_same(given, same)
        new += same is None
        corrected += same is not None and not is_unchanged
        staged.append(
            staged_row(given, same.id if same else None)
            | {"run_id": run.id, "row": row, "kpi_revision_id": revisions[given.kpi], "is_unchanged": is_unchanged}
        )
    run.new, run.corrected = run.new + new, run.corrected + corrected
    run.unchanged += len(staged) - new - corrected
    if staged:
        db.session.flush()
        db.session.connection().execute(insert(StagedReading), staged)
    return problems


def staged_row(given: Given, there_id: int | None) -> dict[str, object]:
    """A reading as it waits."""
    subject, figure = given.subject, given.figure
    return {
        "learner_id": subject.learner_id, "team_id": subject.team_id, "programme": subject.programme,
        "kpi": given.kpi, "period_start": figure.start, "period_end": figure.end, "numerator": figure.numerator,
        "denominator": figure.denominator, "value": figure.value, "n": figure.cases, "note": given.note,
        "seen_on": given.seen_on, "seen_by": given.seen_by, "there_id": there_id,
    }  # fmt: skip


def count_problems(run: FeedRun, problems: Sequence[Problem]) -> None:
    """Count problems by kind, and keep the first of them for the page of the run."""
    kinds = dict(run.kinds)
    for one in problems:
        kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
    run.kinds = kinds
    first = problems[: max(SHOWN - run.problems, 0)]
    db.session.add_all(
        FeedProblem(
            run_id=run.id, place=run.problems + place, row=one.row, column=one.column, given=one.given_shown,
            words=one.words[:LONGEST_WORDS],
        )
        for place, one in enumerate(first)
    )  # fmt: skip
    run.problems += len(problems)


def finish_check(run: FeedRun, at: datetime) -> None:
    """A check is made: with problems nothing is kept, without any a person says whether to go on."""
    run.state, run.alive_at = State.CHECKED, at
    note(
        "feed.checked", by=None, at=at, subject=("feed_run", run.id), new=run.new, corrected=run.corrected,
        unchanged=run.unchanged, problems=run.problems,
    )  # fmt: skip


def confirm(run: FeedRun, *, reason: str | None, by: Person, at: datetime) -> None:
    """Let the background take a run over. Corrections need a reason. Raises RunRule."""
    hold(run)
    if run.state != State.CHECKED or run.problems:
        raise RunRule("This import cannot be taken over as it stands. Look at what the check found.")
    if not run.readings:
        raise RunRule("Every row says what is known already. There is nothing to take over.")
    if run.corrected and not reason:
        raise RunRule("Say what was wrong: the earlier readings stay in the tables with your reason.", "reason")
    run.reason, run.confirmed_by, run.confirmed_at = reason if run.corrected else None, by, at
    send(run, State.TAKE)
    note("feed.confirmed", by=by.id, at=at, subject=("feed_run", run.id), readings=run.readings)


def lay_some(run: FeedRun, after: int, at: datetime) -> int | None:
    """Lay the next readings of a run in, which do not hold yet; the last row, or None where all are laid in."""
    assert run.confirmed_by is not None
    last = queries.last_of_next(run.id, after, LAID_AT_ONCE)
    if last is not None:
        staged = queries.to_lay_in(run, after, last)
        run.made += lay_in(staged, collected=Collected.IMPORT, by=run.confirmed_by, at=at)
        run.alive_at = at
    return last


def take(run: FeedRun, brings: Mapping[Subject, Collection[str]], at: datetime) -> int:
    """Let all that was laid in for a run hold at once; how many. What was taken over brings nothing again.

    `brings` says for whom. Raises ChangedSince, and KnownAlready where another run of the same content was quicker.
    """
    hold(run)
    if run.state != State.TAKE:
        return 0
    assert run.confirmed_by is not None
    refuse_known(run.sha256, HELD)
    hold_subjects(brings)
    changed = queries.what_changed(run, brings)
    if changed is not None:
        raise ChangedSince(f"{changed} since this was checked, so it was checked again.")
    with room():
        taken = let_hold(run.id, by=run.confirmed_by, at=at)
    assert taken == run.readings, "what is laid in is what was counted"
    run.state, run.taken_at = State.TAKEN, at
    counts = {"new": run.new, "corrected": run.corrected, "unchanged": run.unchanged}
    note("feed.taken", by=run.confirmed_by_id, at=at, subject=("feed_run", run.id), **counts)
    return taken


@contextmanager
def room() -> Iterator[None]:
    """Let SQLite keep its indexes in memory for a large statement: others wait for half as long."""
    connection = db.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{ROOM_KIB}")
    try:
        yield
    finally:
        if is_sqlite:
            connection.exec_driver_sql(f"PRAGMA cache_size=-{USUAL_ROOM_KIB}")


def check_again(run: FeedRun, words: str) -> None:
    """Check a run once more, since what its check rests on has changed; a person confirms afresh."""
    send(run, State.CHECK)
    run.question, run.confirmed_by, run.confirmed_at = words, None, None


def fail(run: FeedRun, words: str, at: datetime) -> None:
    """Break a run off that is in hand; nothing of it was taken over. One that was being undone stays taken over.

    What was reached before it broke stays reached: `delete_expired` clears up after it.
    """
    if run.state not in IN_BACKGROUND:
        return
    run.question, run.alive_at = words, at
    run.state = State.TAKEN if run.state == State.UNDO else State.FAILED
    note("feed.failed", by=None, at=at, subject=("feed_run", run.id))


def drop(run: FeedRun, *, by: Person, at: datetime) -> None:
    """Give a run up before it is taken over. Raises RunRule."""
    hold(run)
    if run.state not in (State.COLUMNS, State.CHECKED):
        raise RunRule("This import cannot be given up now. Wait until the check is over.")
    run.state = State.DROPPED
    note("feed.dropped", by=by.id, at=at, subject=("feed_run", run.id))


def ask_to_undo(run: FeedRun, *, why: str, by: Person, at: datetime) -> None:
    """Let the background withdraw what a run brought. Raises RunRule."""
    hold(run)
    if run.state != State.TAKEN:
        raise RunRule("Only an import that was taken over can be undone.")
    later = queries.later_import(run.id)
    if later is not None:
        raise RunRule(
            f"The import of {later.name} on {day(later.taken_at)} has corrected readings of this one. Undo that first."
        )
    run.undone_why, run.undone_by = why, by
    send(run, State.UNDO)
    note("feed.undo-asked", by=by.id, at=at, subject=("feed_run", run.id))


def withdraw(run: FeedRun, at: datetime) -> int:
    """Withdraw every reading of a run that still holds, so that what it corrected holds again; how many.

    What somebody has corrected since stays corrected, and nothing is deleted.
    """
    hold(run)
    if run.state != State.UNDO:
        return 0
    with room():
        withdrawing = update(Reading).where(queries.is_run_current(run.id)).values(withdrawn_at=at)
        run.withdrawn = db.session.connection().execute(withdrawing).rowcount
    run.state, run.undone_at, run.alive_at = State.UNDONE, at, at
    note("feed.undone", by=run.undone_by_id, at=at, subject=("feed_run", run.id), withdrawn=run.withdrawn)
    return run.withdrawn


def clear_some(run_id: int) -> int:
    """Take some of the rows away that a run has no need of any more; how many."""
    last = queries.last_of_next(run_id, 0, CLEARED_AT_ONCE)
    if last is None:
        return 0
    gone = delete(StagedReading).where(StagedReading.run_id == run_id, StagedReading.row <= last)
    cleared: int = db.session.connection().execute(gone).rowcount
    return cleared


def forget_some(run_id: int) -> int:
    """Take some of the readings away that were laid in for a run and never held; how many."""
    last = queries.last_arriving(run_id, CLEARED_AT_ONCE)
    if last is None:
        return 0
    never_held = (Reading.feed_run_id == run_id, Reading.is_arriving.is_(True), Reading.id <= last)
    cleared: int = db.session.connection().execute(delete(Reading).where(*never_held)).rowcount
    return cleared


def let_file_go(run: FeedRun) -> None:
    """Forget where the file of a run was, and with it the first problems: their cells are those of the file."""
    db.session.execute(delete(FeedProblem).where(FeedProblem.run_id == run.id))
    run.file = None


def expire(at: datetime) -> list[FeedRun]:
    """Let the files of old runs go; what was not taken over by then is given up."""
    gone = queries.expired(at)
    for one in gone:
        if one.state in (State.COLUMNS, State.CHECKED):
            one.state = State.DROPPED
            note("feed.dropped", by=None, at=at, subject=("feed_run", one.id))
    return gone
