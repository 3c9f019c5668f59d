"""kamacademy content check, publish, export."""

import argparse
import sys
from pathlib import Path

from flask import Flask

from kamacademy import clock, create_app
from kamacademy.config import settings
from kamacademy.content import operations, queries
from kamacademy.content.documents import Drafts, read_all
from kamacademy.content.files import files_under, shipped_root
from kamacademy.content.problems import Problem, Severity
from kamacademy.content.queries import document_types
from kamacademy.wording import counted

LONGEST_NOTE = 500


def checked(root: Path | None) -> tuple[Drafts, list[Problem]]:
    """Every file under a root, and every problem."""
    files, unreadable = files_under(root or shipped_root())
    if not files and not unreadable:
        return Drafts([]), [Problem(str(root or shipped_root()), 1, 1, "holds no curricula/ or assessments/ files")]
    with bare_application().app_context():
        types = document_types()
    drafts, problems = read_all(types, files, unreadable)
    overdue = [one for kind in types for one in kind.due(drafts, clock.today())]
    read_over = [one for kind in types for one in kind.read_over(drafts)]
    return drafts, sorted([*problems, *overdue, *read_over])


def bare_application() -> Flask:
    """The application without a database of its own: checking files needs no more than the kinds of document."""
    return create_app({**settings({"KAMACADEMY_SECRET_KEY": "x" * 32}), "SQLALCHEMY_DATABASE_URI": "sqlite://"})


def show(problems: list[Problem], drafts: Drafts) -> int:
    """Print problems and warnings, and a last line that counts them. Gives the number that stop a release."""
    for problem in problems:
        print(problem, file=sys.stderr)
    stopping = sum(1 for problem in problems if problem.severity is Severity.PROBLEM)
    warnings = len(problems) - stopping
    totals = ((sum(1 for _ in drafts), "document"), (stopping, "problem"), (warnings, "warning"))
    print(", ".join(counted(number, word) for number, word in totals))
    return stopping


def check(asked: argparse.Namespace) -> int:
    """Show every problem at once."""
    drafts, problems = checked(asked.root)
    return 1 if show(problems, drafts) else 0


def publish(asked: argparse.Namespace) -> int:
    """Check, then make a release."""
    from kamacademy.access import Function
    from kamacademy.cli import Refused, application
    from kamacademy.db import db
    from kamacademy.people.queries import find_person

    if not asked.note.strip() or len(asked.note) > LONGEST_NOTE:
        raise Refused(f"--note says what changed, in 1 to {LONGEST_NOTE} characters.")
    drafts, problems = checked(asked.root)
    if show(problems, drafts):
        raise Refused("nothing was published. Put the problems right, then publish again.")
    with application().app_context():
        by = find_person(asked.by)
        if by is None or not by.is_active or Function.LEARNING_TEAM not in by.functions:
            raise Refused(f"{asked.by} is not an active member of the learning team. Name someone who is.")
        try:
            release = operations.publish(drafts, words=asked.note.strip(), by=by, at=clock.now())
        except operations.NothingChanged as error:
            print(error)
            return 0
        db.session.commit()
        print(f"Release {release.number} is published.")
    return 0


def export(asked: argparse.Namespace) -> int:
    """Write a release's files."""
    from kamacademy.cli import Refused, application

    if asked.folder.exists() and not asked.folder.is_dir():
        raise Refused(f"{asked.folder} is a file. Give a new folder.")
    if asked.folder.exists() and any(asked.folder.iterdir()):
        raise Refused(f"{asked.folder} is not empty. Give a new folder, so that nothing is overwritten.")
    with application().app_context():
        release = next((one for one in queries.releases() if one.number == asked.number), None)
        if release is None:
            raise Refused(f"there is no release {asked.number}. The page of releases lists them.")
        print(f"{operations.export(release, asked.folder)} files written to {asked.folder}")
    return 0
