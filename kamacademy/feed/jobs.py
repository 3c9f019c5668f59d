"""Files with readings are checked, taken over and undone in the background, in many short transactions and one swap."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from flask import Flask, current_app

from kamacademy import clock
from kamacademy.db import transaction
from kamacademy.feed import file_store, operations, queries
from kamacademy.feed.columns import FIGURES, Field
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import FeedRun
from kamacademy.feed.numbers import Decimals, Evidence
from kamacademy.feed.problems import Kind, Problem
from kamacademy.feed.rows import RowReader
from kamacademy.feed.states import ChangedSince, KnownAlready, State
from kamacademy.jobs import PeriodicJob
from kamacademy.kpi.subjects import Subject

ROWS_AT_ONCE = 2500
# No file takes so long from the first byte to its run.
LONGEST_BRINGING = timedelta(hours=12)
BROKEN_OFF = (
    "Something went wrong on our side, and nothing was taken over. Bring the file again; if it happens twice, tell "
    "your administrator the time."
)
STAYS_TAKEN = (
    "Something went wrong on our side while this was being undone: all of it stays taken over. Undo it again; if it "
    "happens twice, tell your administrator the time."
)
BROKEN_FILE = (
    "From this row on the file cannot be read: a quotation mark is not closed, or stands inside a cell without being "
    "doubled. Put it right; the rows below were not looked at."
)

Row = tuple[int, list[str]]


def work_on_waiting(app: Flask, _at: datetime) -> None:
    """Go on with every run that waits for the background, one after another, each from the moment it is begun."""
    with app.app_context():
        while (run_id := claimed(clock.now())) is not None:
            carry_out(run_id)


def claimed(at: datetime) -> int | None:
    """Take a run in hand."""
    with transaction():
        found = operations.claim(at)
        return found.id if found else None


def carry_out(run_id: int) -> None:
    """Do what a run waits for. Where it fails, nothing of it was taken over, and why is in the worker's log."""
    try:
        with transaction():
            state = queries.run(run_id).state
        {State.CHECK: check, State.TAKE: take, State.UNDO: undo}[State(state)](run_id)
    except Exception:  # whatever it was would come again each minute
        current_app.logger.exception("An import of readings broke off")
        with transaction():
            run = queries.run(run_id)
            operations.fail(run, STAYS_TAKEN if run.state == State.UNDO else BROKEN_OFF, clock.now())
        forget_laid_in(run_id)
        clear(run_id)


def place_of(run: FeedRun) -> Path:
    """Where the file of a run lies."""
    assert run.file is not None
    return file_store.folder_of(Path(current_app.config["DATA"])) / run.file


def check(run_id: int) -> None:
    """The dry run: every row is read and compared, and those that are right are staged."""
    clear(run_id)
    with transaction():
        run = queries.run(run_id)
        operations.begin_check(run, clock.now())
        file_store.begin_list(place_of(run))
    evidence, total = surveyed(run_id)
    with transaction():
        run = queries.run(run_id)
        decimals = Decimals(run.decimals) if run.decimals else evidence.decimals
        if decimals is None:
            operations.ask_decimals(run, evidence.doubtful)
            return
        reader = reader_of(run, decimals)
        revisions = queries.revisions()
        operations.beat(run, 0, total, clock.now())
    for made, rows in in_parts(run_id):
        given = [(row, one) for row, one in ((row, reader.reading(row, cells)) for row, cells in rows) if one]
        found, reader.problems = reader.problems, []
        with transaction():
            run = queries.run(run_id)
            tell(run, [*found, *operations.stage(run, given, revisions)])
            operations.beat(run, made, total, clock.now())
    find_twice(run_id)
    with transaction():
        run = queries.run(run_id)
        operations.finish_check(run, clock.now())
        is_right = not run.problems
    if not is_right:
        clear(run_id)


def reader_of(run: FeedRun, decimals: Decimals) -> RowReader:
    """What reads the rows of a run."""
    columns = {Field(name): place for name, place in run.columns.items()}
    return RowReader(columns, len(run.header), decimals, queries.known_now(), queries.source_words(run), clock.today())


def surveyed(run_id: int) -> tuple[Evidence, int]:
    """What the numbers of a file say about decimals, and how many rows there are, as far as it can be read."""
    with transaction():
        run = queries.run(run_id)
        place, letters, sign = place_of(run), Letters(run.letters), run.delimiter
        figures = [at for name, at in run.columns.items() if name in FIGURES]
    evidence, total = Evidence(), 0
    with file_store.rows_in(place, letters, sign) as rows:
        try:
            for _, cells in rows:
                total += 1
                evidence.see([cells[at] for at in figures if at < len(cells)])
        except csv.Error:
            return evidence, total
    return evidence, total


def in_parts(run_id: int) -> Iterator[tuple[int, list[Row]]]:
    """The rows of a file in parts, with how many were read by then. A file that breaks off is told as a problem."""
    with transaction():
        run = queries.run(run_id)
        place, letters, sign = place_of(run), Letters(run.letters), run.delimiter
    made, last = 0, 1
    with file_store.rows_in(place, letters, sign) as rows:
        while True:
            part: list[Row] = []
            broken = False
            try:
                for one in islice(rows, ROWS_AT_ONCE):
                    part.append(one)
            except csv.Error:
                broken = True
            if part:
                made, last = made + len(part), part[-1][0]
                yield made, part
            if broken:
                with transaction():
                    tell(queries.run(run_id), [Problem(last + 1, None, Kind.SHAPE, "", BROKEN_FILE)])
            if broken or not part:
                return


def tell(run: FeedRun, problems: list[Problem]) -> None:
    """Keep problems in the list, and the first of them for the page."""
    if problems:
        file_store.add_to_list(place_of(run), problems)
        operations.count_problems(run, problems)


def find_twice(run_id: int) -> None:
    """Find rows that a file gives twice; a KPI at a time, so that no other writer waits long."""
    with transaction():
        codes = queries.staged_kpis(run_id)
    for code in codes:
        with transaction():
            run = queries.run(run_id)
            tell(
                run,
                [
                    Problem(row, None, Kind.TWICE, code, twice_words(code, first))
                    for row, first in queries.given_twice(run_id, code)
                ],
            )
            operations.beat(run, run.made, run.total, clock.now())


def twice_words(code: str, first: int) -> str:
    """That a row is given twice."""
    return f"Row {first} gives {code} for the same period and the same person, team or programme. Keep one of them."


def take(run_id: int) -> None:
    """Readings are laid in by small steps, unseen; then all hold at once, in one short transaction."""
    brings = laid_in(run_id)
    try:
        with transaction():
            operations.take(queries.run(run_id), brings, clock.now())
    except ChangedSince as changed:
        forget_laid_in(run_id)
        with transaction():
            operations.check_again(queries.run(run_id), str(changed))
        return
    except KnownAlready as known:
        forget_laid_in(run_id)
        with transaction():
            operations.fail(queries.run(run_id), str(known), clock.now())
    clear(run_id)
    forget_file(run_id)


def laid_in(run_id: int) -> dict[Subject, set[str]]:
    """Lay in what is staged, after whatever somebody who is gone had laid in is forgotten; for whom it is."""
    forget_laid_in(run_id)
    with transaction():
        run = queries.run(run_id)
        operations.beat(run, 0, run.readings, clock.now())
        brings = queries.brings_for(run_id)
    last: int | None = 0
    while last is not None:
        with transaction():
            last = operations.lay_some(queries.run(run_id), last, clock.now())
    return brings


def forget_laid_in(run_id: int) -> None:
    """Take away what was laid in and never held, in small steps."""
    gone = 1
    while gone:
        with transaction():
            gone = operations.forget_some(run_id)


def undo(run_id: int) -> None:
    """Withdraw what a run brought."""
    with transaction():
        operations.withdraw(queries.run(run_id), clock.now())


def clear(run_id: int) -> None:
    """Take away what is staged, in small steps."""
    gone = 1
    while gone:
        with transaction():
            gone = operations.clear_some(run_id)


def forget_file(run_id: int) -> None:
    """Delete the file of a run and what its problems said."""
    with transaction():
        run = queries.run(run_id)
        if run.file is None:
            return
        place = place_of(run)
        operations.let_file_go(run)
    file_store.let_go(place)


def delete_expired(app: Flask, at: datetime) -> None:
    """Delete the files that have lain for a week or that no run names, and what was staged and nobody confirmed."""
    with app.app_context():
        with transaction():
            gone = [one.id for one in operations.expire(at)]
        for run_id in gone:
            clear(run_id)
            forget_file(run_id)
        with transaction():
            known = queries.files()
        file_store.sweep(file_store.folder_of(Path(app.config["DATA"])), known, at - LONGEST_BRINGING)


WAITING = PeriodicJob("readings-imported", work_on_waiting)
EXPIRED = PeriodicJob("readings-expired", delete_expired, minute="40")
