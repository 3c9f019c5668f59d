"""kamacademy kpi: readings from a file, without pages."""

import argparse
import sys
from pathlib import Path

from flask import current_app

from kamacademy import clock
from kamacademy.access import Permission, allowed
from kamacademy.cli import Refused, application
from kamacademy.db import transaction
from kamacademy.feed import file_store, jobs, operations, queries
from kamacademy.feed.columns import offered, why_incomplete
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import FeedRun
from kamacademy.feed.numbers import Decimals
from kamacademy.feed.problems import SHOWN
from kamacademy.feed.states import LONGEST_REASON, LONGEST_SOURCE, RunRule, State
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.wording import counted, listed


def import_readings(asked: argparse.Namespace) -> int:
    """Check a file and take it over; with --dry-run only check it. 1 where something is wrong with it."""
    app = application()
    with app.app_context():
        try:
            run_id = brought(asked)
            jobs.carry_out(run_id)
            return ended(run_id, asked)
        except RunRule as broken:
            raise Refused(str(broken)) from broken


def brought(asked: argparse.Namespace) -> int:
    """A run of the file, with its columns as they were chosen last or as its headings say."""
    check_words(asked)
    with transaction():
        who(asked.by)
        known = queries.source(asked.source)
        headings = known.headings if known else {}
    data = Path(current_app.config["DATA"])
    with asked.file.open("rb") as stream:
        kept = file_store.keep(data, stream)
    place = file_store.folder_of(data) / kept.file
    try:
        columns = offered(kept.header, headings)
        missing = why_incomplete(columns)
        if missing is not None:
            raise Refused(
                f"the columns cannot be told from their headings ({listed(kept.header[:12])}). {missing[1]} Import "
                "this source once by its page; what is chosen there is remembered."
            )
        with transaction():
            made = operations.receive(
                asked.source, file_store.plain_name(asked.file.name), kept, by=who(asked.by), at=clock.now()
            )
            said = asked.decimals or made.decimals or made.source.decimals
            operations.choose_columns(made, columns, Decimals(said) if said else None, Letters(made.letters))
            operations.begin(made, clock.now())
            return made.id
    except (RunRule, Refused):
        file_store.let_go(place)
        raise


def check_words(asked: argparse.Namespace) -> None:
    """Raise Refused for a file that is not there, and for words that are too long."""
    if not asked.file.is_file():
        raise Refused(f"there is no file {asked.file}.")
    if not 0 < len(asked.source.strip()) <= LONGEST_SOURCE:
        raise Refused(f"name the source in at most {LONGEST_SOURCE} characters.")
    if asked.reason and len(asked.reason) > LONGEST_REASON:
        raise Refused(f"keep the reason below {LONGEST_REASON} characters.")


def who(email: str) -> Person:
    """Who imports: somebody of the learning team, or an administrator. Raises Refused."""
    found = find_person(email)
    if found is None:
        raise Refused(f"there is nobody with the address {email}.")
    if not allowed(Permission.IMPORT_READINGS, None, found):
        raise Refused(f"{email} may not import readings: the learning team and administrators do.")
    return found


def ended(run_id: int, asked: argparse.Namespace) -> int:
    """Say what was found, and go on where that is wanted."""
    with transaction():
        run = queries.run(run_id)
        if run.state == State.COLUMNS:
            operations.drop(run, by=who(asked.by), at=clock.now())
            words = "how decimals are written cannot be told from this file. Say --decimals point or --decimals comma."
        elif run.state == State.FAILED:
            words = run.question or jobs.BROKEN_OFF
        else:
            words = ""
    if words:
        given_up(run_id)
        raise Refused(words)
    return found(run_id, asked)


def found(run_id: int, asked: argparse.Namespace) -> int:
    """Say what the check found; take it over unless it is a dry run or something is wrong."""
    with transaction():
        run = queries.run(run_id)
        brings = f"{counted(run.new, 'new reading')}, {counted(run.corrected, 'correction')}"
        print(f"{brings}, {run.unchanged:,} known already.")
        problems, readings, is_correcting = run.problems, run.readings, run.corrected > 0
        for one in queries.first_problems(run_id):
            print(f"row {one.row}, {one.column}: {one.given!r}. {one.words}", file=sys.stderr)
    if problems:
        shown = f", the first {SHOWN} of them above" if problems > SHOWN else ""
        print(f"{counted(problems, 'problem')}{shown}; nothing was taken over.", file=sys.stderr)
    if problems or asked.dry_run or not readings:
        give_up(run_id, asked)
        return 1 if problems else 0
    if is_correcting and not asked.reason:
        give_up(run_id, asked)
        raise Refused("this file corrects readings. Say why with --reason WORDS.")
    with transaction():
        run = queries.run(run_id)
        operations.confirm(run, reason=asked.reason, by=who(asked.by), at=clock.now())
        operations.begin(run, clock.now())
    jobs.carry_out(run_id)
    return told(run_id)


def told(run_id: int) -> int:
    """Say how the swap ended."""
    with transaction():
        run: FeedRun = queries.run(run_id)
        if run.state == State.TAKEN:
            print(f"Taken over: {counted(run.readings, 'reading')}, as import {run.id}.")
            return 0
        words = run.question or jobs.BROKEN_OFF
    raise Refused(words)


def give_up(run_id: int, asked: argparse.Namespace) -> None:
    """Leave nothing of a run but its line in the history."""
    with transaction():
        operations.drop(queries.run(run_id), by=who(asked.by), at=clock.now())
    given_up(run_id)


def given_up(run_id: int) -> None:
    """Take away what was staged, and the file."""
    jobs.clear(run_id)
    jobs.forget_file(run_id)
