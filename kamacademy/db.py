"""The database: one base class, one session, one transaction per request, committed in one place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from sqlite3 import Connection as SqliteConnection
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Row, Select, TypeDecorator, event, inspect
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, UOWTransaction

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_TIMEOUT_MS = 10_000
LARGEST_KEY = 2**31 - 1


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        assert value.tzinfo is not None, "a moment needs a time zone"
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One call for each value instead of three: pages read hundreds of moments. Any: what the driver returns."""
        return from_text if dialect.name == "sqlite" else in_utc


def from_text(stored: str | None) -> datetime | None:
    """A moment as SQLite keeps it, in UTC without saying so."""
    return None if stored is None else datetime.fromisoformat(stored + "+00:00")


def in_utc(moment: datetime | None) -> datetime | None:
    """A moment as PostgreSQL gives it, in the zone of the connection."""
    return None if moment is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every model. Names follow one convention, so that migrations can name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class AppendOnly:
    """Beside Base for rows that are written once: corrections are new rows, and nothing is taken away."""


class WrittenOnce(Exception):
    """An append-only row was about to be changed or deleted."""


class ReadingMayNotWrite(Exception):
    """A GET was about to change the database."""


# On the registry, since Flask-SQLAlchemy derives its own base from ours and refuses a map on the class.
Base.registry.update_type_annotation_map({datetime: UtcDateTime})
db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Connect the application. Register before access, so that the guard there speaks before the commit here."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            lose_no_update(db.engine)
    app.after_request(finish)
    app.teardown_request(lambda _error: forget())
    # SQLAlchemy keeps one entry for a function, however many applications are made.
    event.listen(Session, "before_flush", refuse_rewriting)
    event.listen(Session, "do_orm_execute", refuse_mass_rewriting)


def refuse_rewriting(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Let no change or deletion of an append-only row reach the database, nor any write of a GET."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in (*changed, *session.deleted):
        if isinstance(row, AppendOnly):
            raise WrittenOnce(type(row).__name__)
    if only_reading() and (changed or session.new or session.deleted):
        raise ReadingMayNotWrite(request.path)


def refuse_mass_rewriting(state: ORMExecuteState) -> None:
    """The same for UPDATE and DELETE statements that name a model."""
    if state.is_update or state.is_delete:
        for mapper in state.all_mappers:
            if issubclass(mapper.class_, AppendOnly):
                raise WrittenOnce(mapper.class_.__name__)


def key(text: str) -> int:
    """A row's key or a page's number from an address. Raises ValueError, which Flask takes as not given."""
    number = int(text)
    if not 1 <= number <= LARGEST_KEY:
        raise ValueError(text)
    return number


def lose_no_update(engine: Engine) -> None:
    """Set SQLite so that two writers wait for each other; by default the second silently overwrites the first."""

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _record: Any) -> None:  # Any: SQLAlchemy's pool record, unused
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        # An answer said to be saved outlives a power cut too: each commit waits for the disk.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if only_reading() else "BEGIN IMMEDIATE")


def only_reading() -> bool:
    """True inside a request that may not change anything."""
    return has_request_context() and request.method in READING_METHODS and not g.get("writing_remembered", False)


def hold(row: Base) -> None:
    """Keep a row for this transaction and read it afresh: a double click waits, then sees what the first one did.

    PostgreSQL locks the row; on SQLite the whole transaction is already the only one that writes.
    """
    columns = [column.key for column in inspect(row).mapper.column_attrs]
    db.session.refresh(row, attribute_names=columns, with_for_update=True)


def rows_of(statement: Select[*tuple[Any, ...]], **given: object) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement over columns, on the connection beneath the session, which spares half of the work.

    What the session holds unwritten is written first, as the session itself would. Any: the columns' own types.
    """
    db.session.flush()
    return db.session.connection().execute(statement, given).all()


def finish(response: Response) -> Response:
    """Commit an answer below 400 and roll back any other; then write what must outlive a refusal."""
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    write_remembered()
    return response


def remember(act: Callable[[], object]) -> None:
    """Queue a write that must survive a roll-back, such as a failed sign-in; it runs in a transaction of its own."""
    g.setdefault("remembered", []).append(act)


def write_remembered() -> None:
    """Run the queued writes, once."""
    acts: list[Callable[[], object]] = g.pop("remembered", [])
    if not acts:
        return
    db.session.rollback()
    g.writing_remembered = True
    for act in acts:
        act()
    db.session.commit()


def write_first(act: Callable[[], object]) -> None:
    """Do what must be written before the request is answered, also one that only reads; in a transaction of its own."""
    db.session.rollback()
    g.writing_remembered = True
    try:
        act()
        db.session.commit()
    finally:
        db.session.rollback()
        g.writing_remembered = False


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction outside a request: committed at the end, undone by an error."""
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def let_others_write() -> None:
    """End what a request has read so far, before work that takes long and while nothing is written.

    On SQLite whoever may write keeps all others from writing, from the first look at the database on.
    """
    db.session.rollback()


def forget() -> None:
    """Drop whatever an error left open."""
    db.session.rollback()
