"""Publishing content: one act over the whole set."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flask import current_app, g

from kamacademy.content import queries
from kamacademy.content.documents import Draft, Drafts
from kamacademy.content.models import Release, Revision
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.operations import note


class NothingChanged(Exception):
    """The files are the same as the newest release."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Nothing has changed since release {number}; no new release was made.")


def publish(drafts: Drafts, *, words: str, by: Person, at: datetime) -> Release:
    """Store a release of checked drafts. Unchanged documents keep their revision. Raises NothingChanged."""
    newest = queries.newest_release()
    kept = {(one.kind, one.slug): one for one in queries.revisions_of(newest.id)} if newest else {}
    numbers = queries.highest_numbers()
    revisions = []
    for draft in drafts:
        before = kept.get((draft.kind, draft.slug))
        if before is not None and before.digest == digest_of(draft) and before.path == draft.path:
            revisions.append(before)
        else:
            revisions.append(revision_of(draft, number=numbers.get((draft.kind, draft.slug), 0) + 1))
    if newest is not None and {one.id for one in revisions} == {one.id for one in kept.values()}:
        raise NothingChanged(newest.number)
    release = Release(
        number=newest.number + 1 if newest else 1, note=words, published_at=at, published_by=by, revisions=revisions
    )
    db.session.add(release)
    db.session.flush()
    g.pop("current_release", None)
    # SQLite gives the key of a release that was rolled back to the next one.
    current_app.extensions["libraries"].pop(release.id, None)
    fresh = sum(1 for one in revisions if (one.kind, one.slug) not in kept or kept[one.kind, one.slug] is not one)
    note("content.published", by=by.id, at=at, subject=("release", release.id), number=release.number, changed=fresh)
    return release


def digest_of(draft: Draft) -> str:
    """The fingerprint of a file's text: SHA-256 in hexadecimal."""
    return sha256(draft.text.encode()).hexdigest()


def revision_of(draft: Draft, *, number: int) -> Revision:
    """A new revision of a draft."""
    return Revision(
        kind=draft.kind,
        slug=draft.slug,
        number=number,
        path=draft.path,
        text=draft.text,
        checked=draft.content.model_dump_json(exclude_unset=True),
        digest=digest_of(draft),
    )


def export(release: Release, folder: Path) -> int:
    """Write a release's files as their authors wrote them; gives the number of files."""
    texts = queries.texts_of(release.id)
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return len(texts)
