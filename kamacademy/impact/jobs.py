"""Studies that were asked for are worked out in the background, and chains are counted every night.

Nobody waits while figures are reckoned: what a study rests on is read in one transaction and kept in another. Numbers
are reckoned by libraries that no server loads, so they are read where they are used.
"""

from datetime import datetime

from flask import Flask, current_app

from kamacademy.content.queries import NothingPublished, library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.db import transaction
from kamacademy.impact import operations, queries
from kamacademy.impact.chain import chain
from kamacademy.impact.rows import fingerprint, table
from kamacademy.impact.rules import unit_words, what_words
from kamacademy.jobs import PeriodicJob
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.subjects import kind_of
from kamacademy.rollout.rules import MODULE, PROGRAMME, subject_of


def work_on_asked(app: Flask, at: datetime) -> None:
    """Work out every study that waits, one after another."""
    with app.app_context():
        while (study_id := claimed(at)) is not None:
            try:
                work_out(study_id, at)
            except Exception:  # whatever it was would come again each minute
                current_app.logger.exception("A study of effect broke off")
                with transaction():
                    operations.fail(queries.study(study_id), at=at)


def claimed(at: datetime) -> int | None:
    """Take a study in hand."""
    with transaction():
        found = operations.claim(at)
        return found.id if found else None


def work_out(study_id: int, at: datetime) -> None:
    """Read what a study rests on, reckon, and keep what was found; then count its chain anew."""
    from dataclasses import replace

    from kamacademy.impact.reckoning import Asked, reckon

    with transaction():
        study = queries.study(study_id)
        release = library()
        kpi = release.one(Kpi, "kpi", study.kpi.lower())
        mark, rows = queries.newest_reading(), queries.rows_for(kpi)
        begun = queries.beginnings(study, kpi, release)
        what, worth, subject = what_words(study.subject, release), study.worth_while, study.subject
    print_of = fingerprint(rows, begun.begins, begun.blocks)
    asked = Asked(
        what=what, unit=unit_words(kpi), worth=worth, cadence=kpi.cadence, of_people=kind_of(kpi) == "person",
        is_share=kpi.is_share, blocks=dict(begun.blocks), seed=int(print_of[:16], 16),
    )  # fmt: skip
    found = replace(reckon(asked, table(rows, begun.begins, kpi.cadence)), mark=mark)
    with transaction():
        study = queries.study(study_id)
        operations.keep(study, found, fingerprint=print_of, release_id=release.release_id, at=at)
    count_some([subject], at)


def count_all(app: Flask, at: datetime) -> None:
    """Count the chain of every module and programme of the newest release."""
    with app.app_context():
        try:
            with transaction():
                release = library()
        except NothingPublished:
            return
        modules = [subject_of(MODULE, slug) for slug in release.all(Module, MODULE)]
        count_some([*modules, *(subject_of(PROGRAMME, slug) for slug in release.all(Programme, PROGRAMME))], at)


def count_some(subjects: list[str], at: datetime) -> None:
    """Count the chains of some subjects, each kept in a transaction of its own."""
    with transaction():
        facts, release = queries.chain_facts(), library()
    for subject in subjects:
        with transaction():
            known = queries.known_of(subject, facts, queries.months_begun(subject, release), at.date())
        found = chain(known)
        with transaction():
            operations.keep_chain(subject, found, release_id=release.release_id, at=at)


ASKED = PeriodicJob("effects-asked", work_on_asked)
NIGHTLY = PeriodicJob("effects-nightly", count_all, minute="55", hour="3")
