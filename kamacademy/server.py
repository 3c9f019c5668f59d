"""Running the application: migrating its database and serving it with gunicorn."""

import logging
import os
import sys
from typing import NoReturn

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from kamacademy import clock, create_app, jobs
from kamacademy.cli import Refused
from kamacademy.competency.jobs import after_upgrade
from kamacademy.people import queries
from kamacademy.wording import listed


def upgrade_database(app: Flask) -> None:
    """Bring the database to the newest shape, and what is kept to today's rule; an embedded one is made if missing."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    address = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    if address.get_backend_name() == "sqlite" and address.database:
        os.makedirs(os.path.dirname(address.database), exist_ok=True)
    with app.app_context():
        upgrade()
        after_upgrade(clock.today())


def serve(bind: str, threads: int, *, jobs_inside: bool) -> int:
    """Serve a real academy, as a rule with its jobs. Raises Refused for a database that holds the fictional company."""
    app = create_app()
    upgrade_database(app)
    with app.app_context():
        if queries.has_demo_people():
            raise Refused(
                "this database holds the demo's people, whose passwords are public. Serve a database of your own: set "
                "KAMACADEMY_DATA or KAMACADEMY_DATABASE_URL."
            )
    os.environ["KAMACADEMY_JOBS"] = "inside" if jobs_inside else ""
    return gunicorn(bind, threads)


def work() -> int:
    """Run background jobs until stopped. Raises Refused where another process already does."""
    app = create_app()
    upgrade_database(app)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    print(f"Running {listed(sorted(jobs.registered(app)))}. Stop with Ctrl-C.", flush=True)
    try:
        jobs.work(app)
    except jobs.AnotherWorkerRuns as error:
        raise Refused(
            "another process already runs the jobs of this data folder. Stop it, or start the server with --no-jobs."
        ) from error
    return 0


def gunicorn(bind: str, threads: int) -> NoReturn:
    """Become gunicorn, so that stopping this process stops the server."""
    arguments = [
        sys.executable, "-m", "gunicorn", "kamacademy.wsgi:app", "--bind", bind, "--workers", "1",
        "--threads", str(threads), "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606  # our own interpreter and arguments
