"""Reading published content."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from flask import current_app, g
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import selectinload

from kamacademy.content.diff import DocumentChange, changes
from kamacademy.content.documents import DocumentType
from kamacademy.content.library import Edition, Library
from kamacademy.content.models import Release, Revision, release_revision
from kamacademy.db import db, rows_of

LIBRARIES_KEPT = 12


class NothingPublished(Exception):
    """No release yet."""

    def __init__(self) -> None:
        super().__init__("No content has been published yet. Run: kamacademy content publish --by EMAIL --note WORDS")


def document_types() -> list[DocumentType]:
    """Every kind of document, registered by its feature."""
    types: list[DocumentType] = current_app.extensions["document_types"]
    return types


@cache
def newest_and_first() -> Select[int, datetime]:
    """The key of the newest release, and when the first one was published."""
    first = select(func.min(Release.published_at)).scalar_subquery()
    return select(Release.id, first).order_by(Release.number.desc()).limit(1)


def current_release() -> Row[int, datetime]:
    """What the statement above gives, asked of the database once a request. Raises NothingPublished."""
    if "current_release" not in g:
        found = rows_of(newest_and_first())
        if not found:
            raise NothingPublished
        g.current_release = found[0]
    kept: Row[int, datetime] = g.current_release
    return kept


def current_release_id() -> int:
    """The key of the newest release. Raises NothingPublished."""
    return current_release()[0]


def first_release_on() -> date:
    """The day of the first release. Raises NothingPublished."""
    return current_release()[1].date()


def library(release_id: int | None = None) -> Library:
    """A release's documents, by default the newest release's. Kept by the process: a release never changes."""
    wanted = current_release_id() if release_id is None else release_id
    kept: dict[int, Library] = current_app.extensions["libraries"]
    found = kept.get(wanted)
    if found is None:
        found = load(wanted)
        for oldest in list(kept)[: len(kept) - LIBRARIES_KEPT + 1]:
            kept.pop(oldest, None)
        kept[wanted] = found
    return found


def load(release_id: int) -> Library:
    """Read a release from the database."""
    models = {one.kind: one.model for one in document_types()}
    rows = db.session.execute(
        select(Revision.kind, Revision.slug, Revision.id, Revision.number, Revision.checked)
        .join(release_revision, release_revision.c.revision_id == Revision.id)
        .where(release_revision.c.release_id == release_id)
    )
    editions = [
        Edition(kind, slug, key, number, models[kind].model_validate_json(checked))
        for kind, slug, key, number, checked in rows
    ]
    number = db.session.scalars(select(Release.number).where(Release.id == release_id)).one()
    return Library(release_id, number, editions)


def releases() -> list[Release]:
    """Every release, newest first."""
    return list(
        db.session.scalars(select(Release).options(selectinload(Release.published_by)).order_by(Release.number.desc()))
    )


def release_numbered(number: int) -> Release:
    """A release by number, or 404."""
    found: Release = db.one_or_404(select(Release).where(Release.number == number))
    return found


def texts_of(release_id: int | None) -> Mapping[str, str]:
    """The authors' files of a release by path; nothing for no release."""
    if release_id is None:
        return {}
    rows = db.session.execute(
        select(Revision.path, Revision.text)
        .join(release_revision, release_revision.c.revision_id == Revision.id)
        .where(release_revision.c.release_id == release_id)
    )
    return dict(rows.all())


def changes_in(release: Release) -> list[DocumentChange]:
    """What a release changed against the one before it."""
    before = db.session.scalar(
        select(Release.id).where(Release.number < release.number).order_by(Release.number.desc()).limit(1)
    )
    return changes(texts_of(before), texts_of(release.id))


def newest_release() -> Release | None:
    """The newest release, or None before the first."""
    return db.session.scalar(select(Release).order_by(Release.number.desc()).limit(1))


def revisions_of(release_id: int) -> list[Revision]:
    """The revisions of a release with their digests."""
    return list(
        db.session.scalars(
            select(Revision)
            .join(release_revision, release_revision.c.revision_id == Revision.id)
            .where(release_revision.c.release_id == release_id)
        )
    )


def highest_numbers() -> dict[tuple[str, str], int]:
    """The highest revision number of every document ever published."""
    rows = db.session.execute(
        select(Revision.kind, Revision.slug, func.max(Revision.number)).group_by(Revision.kind, Revision.slug)
    )
    return {(kind, slug): number for kind, slug, number in rows}
