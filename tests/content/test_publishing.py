"""A release is one consistent set; what has been published is never changed."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from kamacademy.content import operations, queries
from kamacademy.content.diff import Change
from kamacademy.content.documents import DocumentType, Drafts, read_all
from kamacademy.content.files import files_under
from kamacademy.content.models import Release, Revision
from kamacademy.content.operations import NothingChanged
from kamacademy.curriculum.documents import FactFile
from kamacademy.db import AppendOnly, WrittenOnce, db
from kamacademy.kpi.documents import Kpi
from kamacademy.records.models import AuditEvent
from tests.content.broken import FACTS, KPI
from tests.world import NOW, World

LEAST_USED = "assessments/actions/c13.yaml"


def changed(types: list[DocumentType], shipped: Mapping[str, str], **texts: str) -> Drafts:
    """The shipped files with some changed, none with a problem."""
    drafts, problems = read_all(types, {**shipped, **texts})
    assert not problems
    return drafts


@pytest.fixture
def newer(types: list[DocumentType], shipped: Mapping[str, str]) -> Drafts:
    """The shipped files with a new name for one KPI."""
    return changed(
        types, shipped, **{KPI: shipped[KPI].replace("name: Living profile", "name: Living account profile")}
    )


def revisions(release: Release) -> dict[str, Revision]:
    """The revisions of a release by path."""
    return {one.path: one for one in queries.revisions_of(release.id)}


def first_release() -> Release:
    """The release that every test's database begins with."""
    return queries.release_numbered(1)


def test_files_come_back_from_the_database_byte_for_byte(
    world: World, shipped: Mapping[str, str], tmp_path: Path
) -> None:
    assert operations.export(first_release(), tmp_path) == len(shipped)
    again, unreadable = files_under(tmp_path)
    assert not unreadable
    assert again == shipped
    assert {path: (tmp_path / path).read_bytes() for path in shipped} == {
        path: text.encode() for path, text in shipped.items()
    }


def test_what_was_exported_can_be_published_and_changes_nothing(
    world: World, types: list[DocumentType], tmp_path: Path
) -> None:
    operations.export(first_release(), tmp_path)
    drafts, problems = read_all(types, files_under(tmp_path)[0])
    assert not problems
    with pytest.raises(NothingChanged, match="Nothing has changed since release 1; no new release was made"):
        world.publish(drafts, at=NOW)


def test_publishing_the_same_files_makes_no_release(world: World, drafts: Drafts) -> None:
    with pytest.raises(NothingChanged):
        world.publish(drafts, at=NOW)
    assert [one.number for one in queries.releases()] == [1]


def test_only_what_changed_gets_a_new_revision(world: World, newer: Drafts) -> None:
    before = revisions(first_release())
    release = world.publish(newer, "A clearer name", at=NOW)
    after = revisions(release)
    assert release.number == 2
    assert after[KPI].number == 2
    assert after[KPI].id != before[KPI].id
    assert {path for path in after if after[path].id != before[path].id} == {KPI}


def test_the_older_release_still_reads_as_it_did(world: World, newer: Drafts) -> None:
    first = first_release().id
    release = world.publish(newer, at=NOW)
    assert queries.library(first).one(Kpi, "kpi", "k01").name == "Living profile"
    assert queries.library(release.id).one(Kpi, "kpi", "k01").name == "Living account profile"
    assert queries.library().number == 2


def test_the_difference_shows_the_changed_line(world: World, newer: Drafts) -> None:
    release = world.publish(newer, at=NOW)
    (only,) = queries.changes_in(release)
    assert (only.path, only.change) == (KPI, Change.CHANGED)
    assert "-name: Living profile" in only.lines
    assert "+name: Living account profile" in only.lines


def test_a_removed_document_leaves_the_release_and_keeps_its_revision(
    world: World, types: list[DocumentType], shipped: Mapping[str, str]
) -> None:
    removed = revisions(first_release())[LEAST_USED]
    without, problems = read_all(types, {path: text for path, text in shipped.items() if path != LEAST_USED})
    assert not problems
    release = world.publish(without, at=NOW)
    assert LEAST_USED not in revisions(release)
    assert [(one.path, one.change) for one in queries.changes_in(release)] == [(LEAST_USED, Change.REMOVED)]
    assert db.session.get(Revision, removed.id) is removed
    assert not queries.library().has("actions", "c13")
    assert queries.library(first_release().id).has("actions", "c13")


def test_a_document_that_comes_back_goes_on_counting(
    world: World, types: list[DocumentType], shipped: Mapping[str, str], drafts: Drafts
) -> None:
    without, _ = read_all(types, {path: text for path, text in shipped.items() if path != LEAST_USED})
    world.publish(without, at=NOW)
    release = world.publish(drafts, at=NOW)
    assert release.number == 3
    assert revisions(release)[LEAST_USED].number == 2
    assert [(one.path, one.change) for one in queries.changes_in(release)] == [(LEAST_USED, Change.ADDED)]


def test_a_file_that_moves_is_a_new_revision_with_its_new_place(
    world: World, types: list[DocumentType], shipped: Mapping[str, str], tmp_path: Path
) -> None:
    moved = {
        path.replace("curricula/facts/providers", "curricula/facts/provider-types"): text
        for path, text in shipped.items()
    }
    drafts, problems = read_all(types, moved)
    assert not problems
    operations.export(world.publish(drafts, at=NOW), tmp_path)
    assert files_under(tmp_path)[0] == moved


def test_publishing_is_written_to_the_audit_trail(world: World, newer: Drafts) -> None:
    release = world.publish(newer, "Words of my own", at=NOW)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.act, event.actor_id) == ("content.published", release.published_by_id)
    assert (event.subject_type, event.subject_id) == ("release", release.id)
    assert event.codes == {"number": 2, "changed": 1}


def test_every_append_only_table_is_marked() -> None:
    marked = {one.__tablename__ for one in AppendOnly.__subclasses__()}
    assert marked >= {"revision", "release", "audit_event", "evidence"}


def test_a_published_revision_is_never_changed(world: World) -> None:
    revision = revisions(first_release())[KPI]
    revision.text = "something else"
    with pytest.raises(WrittenOnce, match="Revision"):
        db.session.flush()


def test_a_release_is_never_changed(world: World) -> None:
    first_release().note = "something else"
    with pytest.raises(WrittenOnce, match="Release"):
        db.session.flush()


def test_a_release_gains_and_loses_no_document(world: World) -> None:
    release = first_release()
    release.revisions.pop()
    with pytest.raises(WrittenOnce, match="Release"):
        db.session.flush()


def test_nothing_published_is_deleted(world: World) -> None:
    db.session.delete(first_release())
    with pytest.raises(WrittenOnce, match="Release"):
        db.session.flush()


@pytest.mark.parametrize("model", [Revision, Release, AuditEvent])
def test_no_statement_over_many_rows_changes_what_is_written_once(
    world: World, model: type[Revision | Release | AuditEvent]
) -> None:
    with pytest.raises(WrittenOnce, match=model.__name__):
        db.session.execute(delete(model))
    with pytest.raises(WrittenOnce, match=model.__name__):
        db.session.execute(update(model).values(id=model.id))


def test_facts_read_back_from_the_database_are_the_facts_that_were_checked(
    world: World, types: list[DocumentType], shipped: Mapping[str, str]
) -> None:
    drafts, _ = read_all(types, shipped)
    checked = next(content for draft, content in drafts.contents("facts", FactFile) if draft.path == FACTS)
    assert world.library().one(FactFile, "facts", "accountable-care") == checked


def test_all_documents_read_back_as_they_were_checked(world: World, drafts: Drafts) -> None:
    kept = world.library()
    for draft in drafts:
        assert kept.edition(draft.kind, draft.slug).content == draft.content


def test_a_release_that_was_rolled_back_leaves_nothing_behind(
    world: World, newer: Drafts, types: list[DocumentType], shipped: Mapping[str, str]
) -> None:
    attempt = db.session.begin_nested()
    key = world.publish(newer, at=NOW).id
    assert queries.library(key).one(Kpi, "kpi", "k01").name == "Living account profile"
    attempt.rollback()
    other = shipped[KPI].replace("name: Living profile", "name: Living customer profile")
    release = world.publish(changed(types, shipped, **{KPI: other}), at=NOW)
    assert queries.library(release.id).one(Kpi, "kpi", "k01").name == "Living customer profile"
