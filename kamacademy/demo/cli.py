"""kamacademy demo: make and fill the fictional company once, say how to sign in, and serve it on loopback."""

import os
import socket
from contextlib import closing
from datetime import date
from pathlib import Path

from flask import Flask

from kamacademy import clock, config, create_app
from kamacademy.cli import Refused
from kamacademy.db import db
from kamacademy.demo.company import COLLEAGUES, COMPANY
from kamacademy.demo.operations import PASSWORD, fill
from kamacademy.demo.unit import UNIT, UNIT_NAME
from kamacademy.people import queries as people
from kamacademy.people.job_roles import NAMES
from kamacademy.server import gunicorn, upgrade_database

HOST, THREADS = "127.0.0.1", 4
DATABASE, HALF_MADE = "kamacademy.sqlite", "half-made.sqlite"
# Cheap to check, since the demo's password is public anyway.
CHEAP_PASSWORDS = {"KAMACADEMY_ARGON2_TIME_COST": "1", "KAMACADEMY_ARGON2_MEMORY_KIB": "8192"}


def demo(port: int, data: Path, *, fill_only: bool) -> int:
    """Fill the company if it is not there yet, then serve it until stopped. Raises Refused."""
    address = None if fill_only else address_at(port)
    folder = data.resolve()
    prepare_environment(folder, address or f"{HOST}:8000")
    if (folder / DATABASE).exists():
        keep(folder)
    else:
        make(folder, clock.today())
    show_accounts()
    if address is None:
        return 0
    print(
        f"\nOpen http://{address} and sign in. Stop with Ctrl-C; the next start keeps the data in {data}.", flush=True
    )
    return gunicorn(address, THREADS)


def address_at(port: int) -> str:
    """Host and port to serve on; port 0 takes a free one. Raises Refused where nobody may listen there."""
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise Refused(
                f"port {port} on {HOST} cannot be used ({error}). Stop what is running there, or choose another: "
                "make demo PORT=8001, or PORT=0 for any free one."
            ) from error
        return f"{HOST}:{listener.getsockname()[1]}"


def prepare_environment(folder: Path, address: str) -> None:
    """Settings for this process and the server it starts: an embedded database of its own, whatever was set before.

    Letters are written into the folder `letters` and go to nobody.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        secret = config.own_secret(folder)
    except OSError as error:
        raise Refused(f"the folder {folder} cannot be written ({error}). Choose another with DATA=.") from error
    os.environ.pop("KAMACADEMY_DATABASE_URL", None)
    os.environ.update(
        CHEAP_PASSWORDS,
        KAMACADEMY_DATA=str(folder),
        KAMACADEMY_SECRET_KEY=secret,
        KAMACADEMY_INSECURE_HTTP="1",
        KAMACADEMY_ADDRESS=f"http://{address}",
        KAMACADEMY_MAIL="file",
        KAMACADEMY_MAIL_FROM="academy@fernwick.example",
        KAMACADEMY_JOBS="inside",
    )


def keep(folder: Path) -> None:
    """Go on with the company that is there, in the newest shape of the database. Raises Refused for other people."""
    app = create_app()
    upgrade_database(app)
    with app.app_context():
        if not people.has_demo_people():
            raise Refused(f"{folder} holds an academy that is not the demo. Choose another folder with DATA=.")
    print(f"{COMPANY} is there already; its data in {folder} are kept.")


def make(folder: Path, today: date) -> None:
    """Make the database beside its place and move it there when it is whole, so that half of it is never served."""
    half_made = folder / HALF_MADE
    if half_made.exists():
        print("The last start was interrupted before the company was complete. Starting over.")
    remove(half_made)
    print(f"Filling {COMPANY}, a fictional company with more than a year of history ...", flush=True)
    app = create_app({**config.settings(), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{half_made}"})
    upgrade_database(app)
    fill_and_close(app, today)
    half_made.rename(folder / DATABASE)


def fill_and_close(app: Flask, today: date) -> None:
    """Fill in one transaction; closing writes everything into the one file."""
    with app.app_context():
        fill(today)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def remove(database: Path) -> None:
    """Delete a half-made database with the files SQLite keeps beside it."""
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        (database.parent / name).unlink(missing_ok=True)


def show_accounts() -> None:
    """Who can sign in, by what they do, with the one password."""
    print(f"\nEveryone signs in with the password  {PASSWORD}\n")
    for one in COLLEAGUES:
        functions = ", ".join(sorted(function.value.replace("-", " ") for function in one.functions))
        role = NAMES[one.promoted_to or one.job_role]
        print(f"  {one.email:<36} {one.name:<17} {role:<36} {functions}")
    print(f"\n  The {len(UNIT)} people of {UNIT_NAME} have no password: they fill lists and figures.", flush=True)
