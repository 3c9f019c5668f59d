"""Files with readings, brought and checked as the pages and the background do it."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.feed import file_store, jobs, operations, queries
from kamacademy.feed.columns import offered
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import FeedRun, StagedReading
from kamacademy.feed.numbers import Decimals
from kamacademy.kpi.models import Reading
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from tests.world import NOW, PASSWORD

HEADING = "E-mail,Team,KPI,Period,Numerator,Denominator,Value,n,Note"
BRINGER = "bringer@fernwick.example"


def lines(*rows: str, heading: str = HEADING) -> bytes:
    """A file of these rows."""
    return "\r\n".join([heading, *rows, ""]).encode()


def of(person: Person, kpi: str = "K01", period: str = "2026-09", share: str = "13,17") -> str:
    """A row with a person's share."""
    return f"{person.email},,{kpi},{period},{share},,,"


def value_of(person: Person, kpi: str = "K06", period: str = "2026-09", value: str = "8", n: str = "5") -> str:
    """A row with a person's figure that is no share."""
    return f"{person.email},,{kpi},{period},,,{value},{n},"


def bringer() -> Person:
    """Somebody of the learning team, one for a test."""
    found = find_person(BRINGER)
    if found is None:
        found = people.add_person(
            "Mira Bringer", BRINGER, job_role=JobRole.MK, functions=[Function.LEARNING_TEAM], team=None,
            role_since=NOW.date(), at=NOW, by=None, password=PASSWORD,
        )  # fmt: skip
        db.session.flush()
    return found


def bring(
    content: bytes, *, source: str = "CRM", name: str = "readings.csv", decimals: Decimals | None = None,
    letters: Letters | None = None,
) -> FeedRun:  # fmt: skip
    """A run of a file whose columns are chosen as they are offered."""
    kept = file_store.keep(Path(current_app.config["DATA"]), BytesIO(content))
    run = operations.receive(source, name, kept, by=bringer(), at=clock.now())
    chosen = offered(run.header, run.source.headings)
    operations.choose_columns(run, chosen, decimals, letters or Letters(run.letters))
    db.session.commit()
    return run


def work() -> None:
    """Let the background do what waits, in a session of its own."""
    db.session.commit()
    jobs.work_on_waiting(current_app._get_current_object(), clock.now())  # type: ignore[attr-defined]  # a proxy
    db.session.expire_all()


def checked(content: bytes, **how: object) -> FeedRun:
    """A run that is checked."""
    run = bring(content, **how)  # type: ignore[arg-type]  # as bring takes them
    run_id = run.id
    work()
    return queries.run(run_id)


def take(run: FeedRun, reason: str = "The system had it wrong") -> FeedRun:
    """Take a checked run over."""
    run_id = run.id
    operations.confirm(queries.run(run_id), reason=reason, by=bringer(), at=clock.now())
    db.session.commit()
    work()
    return queries.run(run_id)


def undo(run: FeedRun) -> FeedRun:
    """Undo a run that was taken over."""
    run_id = run.id
    operations.ask_to_undo(queries.run(run_id), why="The wrong month", by=bringer(), at=clock.now())
    db.session.commit()
    work()
    return queries.run(run_id)


def taken(content: bytes) -> FeedRun:
    """A file that is taken over."""
    return take(checked(content))


def counts(run: FeedRun) -> tuple[int, int, int, int]:
    """New, corrected, unchanged, problems."""
    return run.new, run.corrected, run.unchanged, run.problems


def found(run: FeedRun) -> list[tuple[int, str, str]]:
    """The first problems: row, column and words."""
    return [(one.row, one.column, one.words) for one in queries.first_problems(run.id)]


def how_many(model: type[Reading] | type[StagedReading]) -> int:
    """Rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def words_of(run: FeedRun) -> Sequence[str]:
    """The words of the first problems."""
    return [words for _, _, words in found(run)]
