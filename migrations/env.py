"""How Alembic reaches the application's database."""

from typing import Any

from alembic import context
from flask import current_app

from kamacademy.db import Base

config = context.config
migrate: Any = current_app.extensions["migrate"]


def run_online() -> None:
    """Migrate over a real connection; SQLite's batch rebuilds must not fire cascades."""
    engine = migrate.db.engine
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(connection=connection, target_metadata=Base.metadata, **migrate.configure_args)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if is_sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


run_online()
