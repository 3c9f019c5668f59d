"""The migrations make exactly the tables that the models describe, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade

from kamacademy.config import PROJECT
from kamacademy.db import Base, db


@pytest.mark.parametrize("database", ["sqlite_app", "postgres_app"])
def test_the_migrated_database_is_what_the_models_say(request: pytest.FixtureRequest, database: str) -> None:
    app: Flask = request.getfixturevalue(database)
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_upgrade_may_be_repeated(sqlite_app: Flask, postgres_app: Flask) -> None:
    for app in (sqlite_app, postgres_app):
        with app.app_context():
            upgrade()


def test_every_migration_says_which_one_it_follows() -> None:
    texts = [place.read_text() for place in sorted(Path(PROJECT / "migrations/versions").glob("*.py"))]
    assert (
        len([one for one in texts if "down_revision = None" in one or "down_revision: str | None = None" in one]) == 1
    )
