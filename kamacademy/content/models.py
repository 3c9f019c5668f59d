"""Published content: immutable revisions of documents, and releases that list one revision of each."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person

release_revision = Table(
    "release_revision",
    Base.metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("revision_id", ForeignKey("revision.id"), primary_key=True, index=True),
)


class Revision(AppendOnly, Base):
    """One edition of one document. `text` is the author's file, `checked` the same as typed JSON for fast reading."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("kind", "slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    slug: Mapped[str] = mapped_column(String(130))
    number: Mapped[int]
    path: Mapped[str] = mapped_column(String(250))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    checked: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))


class Release(AppendOnly, Base):
    """One consistent set of documents. People in the middle of a module keep the release they began with."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(String(500))
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    published_by: Mapped[Person] = relationship()
    revisions: Mapped[list[Revision]] = relationship(secondary=release_revision)
