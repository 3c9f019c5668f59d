"""Papers of a whole team are printed in the background, and deleted when they have lain long enough."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from flask import current_app

from kamacademy import clock
from kamacademy.db import db
from kamacademy.development import queries as development
from kamacademy.jobs import PeriodicJob, job
from kamacademy.people.queries import person
from kamacademy.reports import operations, queries
from kamacademy.reports.models import PaperOrder
from kamacademy.reports.paper import as_html, folder_of_papers, static_folder
from kamacademy.reports.press import press, printed
from kamacademy.reports.rules import WHAT_WORDS, Form, What
from kamacademy.reports.sheets import Paper, file_name

MOST_PRESSES = 2


@job
def print_waiting(at: datetime) -> None:
    """Carry out the order that has waited longest, in many short transactions: nobody waits while it prints."""
    found = operations.claim(at)
    db.session.commit()
    if found is None:
        return
    folder = folder_of_papers()
    file = f"{found.id}-{secrets.token_hex(8)}.{found.form}"
    try:
        make(found, folder / file)
    except Exception:  # whatever it was would come again each minute
        current_app.logger.exception("An order of papers could not be carried out")
        db.session.rollback()
        (folder / file).unlink(missing_ok=True)
        operations.finish(found, None, at=clock.now())
    else:
        operations.finish(found, file, at=clock.now())


def make(found: PaperOrder, place: Path) -> None:
    """Print an order into a file."""
    with place.open("xb") as file:
        place.chmod(0o600)
        if found.form == Form.ZIP:
            with ZipFile(file, "w", ZIP_STORED) as whole:
                pack(found, whole)
        else:
            file.write(as_one(found))


def pack(found: PaperOrder, whole: ZipFile) -> None:
    """A file for each person; as many are printed at once as there are processors, two at most."""
    names: list[str] = []

    def sheets() -> Iterator[str]:
        for name, html in sheets_of(found):
            names.append(name)
            yield html

    presses = min(MOST_PRESSES, os.cpu_count() or 1)
    one_page = found.what != What.REVIEW
    for place, made in enumerate(printed(static_folder(), sheets(), one_page=one_page, presses=presses)):
        whole.writestr(names[place], made)
        tell(found, place + 1)


def as_one(found: PaperOrder) -> bytes:
    """Everything in one file for the printer."""
    one_page = found.what != What.REVIEW
    title = f"{WHAT_WORDS[What(found.what)]}: the team of {found.person.name}"
    with press(static_folder()) as opened:
        for place, (_, html) in enumerate(sheets_of(found), start=1):
            opened.keep(html, one_page=one_page)
            tell(found, place)
        return opened.write(title)


def tell(found: PaperOrder, made: int) -> None:
    """Say how far it is, to whoever looks."""
    found.made = made
    db.session.commit()


def sheets_of(found: PaperOrder) -> Iterator[tuple[str, str]]:
    """Each paper's file name and HTML, read one after another; what was read is let go before it is printed."""
    today, coach = clock.today(), found.person
    if found.what == What.REVIEW:
        sheet = queries.team_sheet_of(coach, today)
        yield "", as_html(Paper.TEAM, sheet)
        return
    for number, (learner_id, plan_id) in enumerate(queries.people_in_order(found.learner_ids), start=1):
        if found.what == What.PROFILES:
            paper, sheet_html = Paper.PROFILE, profile_html(learner_id)
        elif plan_id is not None:
            paper = Paper.PLAN
            sheet_html = as_html(paper, queries.plan_sheet_of(development.plan(plan_id), coach, today))
        else:
            paper, sheet_html = Paper.PLAN, as_html(Paper.PLAN, None, queries.head_of(person(learner_id), today))
        name = file_name(paper, person(learner_id).name, today, Form.PDF)
        db.session.commit()
        yield f"{number:03d} {name}", sheet_html


def profile_html(learner_id: int) -> str:
    """One person's profile."""
    return as_html(Paper.PROFILE, queries.profile_sheet_of(person(learner_id), clock.today()))


@job
def delete_expired(at: datetime) -> None:
    """Delete the files that have lain for a day."""
    gone = operations.expire(at)
    db.session.commit()
    for file in gone:
        (folder_of_papers() / file).unlink(missing_ok=True)


PRINT = PeriodicJob("papers", print_waiting)
DELETE = PeriodicJob("papers-expired", delete_expired, minute="20")
