"""Reading sittings and the papers they were begun with."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from kamacademy.assessment.documents import Bank, Item, Paper
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.paper import Sheet, items_of, sheet
from kamacademy.assessment.scoring import Result
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db


def sitting(sitting_id: int) -> Sitting:
    """A sitting with its answers, or 404."""
    found: Sitting = db.one_or_404(select(Sitting).where(Sitting.id == sitting_id))
    return found


def open_sitting(learner_id: int, paper: str, release_id: int | None = None) -> Sitting | None:
    """The unfinished sitting of a paper, the newest if there are several; of one release if it is given."""
    query = select(Sitting).where(
        Sitting.learner_id == learner_id, Sitting.paper == paper, Sitting.submitted_at.is_(None)
    )
    if release_id is not None:
        query = query.where(Sitting.release_id == release_id)
    return db.session.scalars(query.order_by(Sitting.started_at.desc(), Sitting.id.desc()).limit(1)).first()


def last_failed(learner_id: int, paper: str) -> Sitting | None:
    """The latest finished sitting of a paper that did not pass."""
    return db.session.scalars(
        select(Sitting)
        .where(Sitting.learner_id == learner_id, Sitting.paper == paper, Sitting.passed.is_(False))
        .options(lazyload(Sitting.answers))
        .order_by(Sitting.submitted_at.desc(), Sitting.id.desc())
        .limit(1)
    ).first()


def results_of(learner_ids: Collection[int]) -> dict[int, list[Result]]:
    """Every sitting of some people, oldest first, by learner. One statement, without answers."""
    rows = db.session.execute(
        select(
            Sitting.id,
            Sitting.learner_id,
            Sitting.paper,
            Sitting.release_id,
            Sitting.started_at,
            Sitting.submitted_at,
            Sitting.points,
            Sitting.points_max,
            Sitting.passed,
        )
        .where(Sitting.learner_id.in_(learner_ids))
        .order_by(Sitting.started_at, Sitting.id)
    )
    found: dict[int, list[Result]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows:
        found[row[1]].append(Result(*row))
    return found


def paper_in(papers: Library, slug: str) -> Paper:
    """A paper of a release. Raises NotInLibrary."""
    return papers.one(Paper, "paper", slug)


def items_in(papers: Library, slug: str) -> tuple[Item, ...]:
    """The questions of a paper, in its order. Raises NotInLibrary."""
    return items_of(paper_in(papers, slug), papers.all(Bank, "bank").values())


def sheet_of(sitting: Sitting) -> Sheet:
    """The paper as it lies before the person, from the release the sitting was begun with."""
    papers = library(sitting.release_id)
    choices = {answer.item_id: answer.choice for answer in sitting.answers}
    items = items_in(papers, sitting.paper)
    return sheet(paper_in(papers, sitting.paper), items, seed=sitting.seed, choices=choices)
