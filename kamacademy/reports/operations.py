"""Issuing certificates, and taking and carrying out orders of papers."""

from datetime import date, datetime

from kamacademy.content.queries import library
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.db import db, hold
from kamacademy.people.models import Person
from kamacademy.people.queries import learners_of
from kamacademy.records.operations import note
from kamacademy.reports import queries
from kamacademy.reports.models import Certificate, PaperOrder
from kamacademy.reports.rules import (
    ABANDONED_AFTER,
    KEPT_FOR,
    MOST_WAITING,
    Form,
    NobodyInCare,
    NotComplete,
    TooManyOrders,
    What,
)
from kamacademy.reports.verification import code_from


def issue_certificate(learner: Person, path: ProgrammePath, *, number: int, at: datetime) -> Certificate:
    """A certificate of a complete programme; one that holds already is given back. `number` is random, below CODES.

    Raises NotComplete.
    """
    hold(learner)
    held = [one for one, is_valid in queries.certificates_of(learner, at.date()) if is_valid]
    earlier = next((one for one in held if one.programme == path.slug), None)
    if earlier is not None:
        return earlier
    completed = [state.completed_on for state in path.modules if state.completed_on is not None]
    if not queries.is_whole(path) or not completed:
        raise NotComplete
    made = Certificate(
        code=code_from(number), learner=learner, name=learner.name, programme=path.slug, title=path.programme.title,
        award=path.programme.award, release_id=library().release_id, modules=len(path.modules),
        completed_on=max(completed), issued_at=at, valid_until=last_day(path), sitting_ids=queries.checks_behind(path),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note("certificate.issued", by=learner.id, at=at, subject=("certificate", made.id), programme=path.slug)
    return made


def last_day(path: ProgrammePath) -> date | None:
    """The last day on which every check of a programme counts; None where none runs out."""
    return min((state.valid_until for state in path.modules if state.valid_until is not None), default=None)


def order_papers(coach: Person, what: What, form: Form, *, at: datetime) -> PaperOrder:
    """Have papers of everybody in a coach's care printed in the background. A review is always one file.

    Raises NobodyInCare and TooManyOrders.
    """
    hold(coach)
    if queries.waiting_orders(coach) >= MOST_WAITING:
        raise TooManyOrders
    learners = [one.id for one in learners_of(coach, at.date())]
    if not learners:
        raise NobodyInCare
    made = PaperOrder(
        person=coach, what=what.value, form=Form.PDF.value if what is What.REVIEW else form.value, asked_at=at,
        learner_ids=learners, made=0, total=1 if what is What.REVIEW else len(learners), has_failed=False,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note("papers.ordered", by=coach.id, at=at, subject=("paper_order", made.id), what=what.value, people=len(learners))
    return made


def claim(at: datetime) -> PaperOrder | None:
    """Take the order that has waited longest, so that nobody else does."""
    found = queries.next_order(at - ABANDONED_AFTER)
    if found is None:
        return None
    found.begun_at, found.made = at, 0
    # Who has left the coach's care since is left out; nobody comes in who was not there when it was asked for.
    in_care = {one.id for one in learners_of(found.person, at.date())}
    found.learner_ids = [one for one in found.learner_ids if one in in_care]
    db.session.flush()
    return found


def finish(found: PaperOrder, file: str | None, *, at: datetime) -> None:
    """An order is carried out, or has failed where there is no file."""
    found.file, found.has_failed, found.finished_at = file, file is None, at
    found.expires_at = at + KEPT_FOR
    note("papers.made", by=None, at=at, subject=("paper_order", found.id), failed=file is None)


def expire(at: datetime) -> list[str]:
    """Let the files of old orders go; gives their names."""
    gone = []
    for one in queries.expired_orders(at):
        assert one.file is not None
        gone.append(one.file)
        one.file = None
    return gone
