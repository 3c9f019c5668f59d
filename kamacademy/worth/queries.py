"""Reading what effects were worth."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.impact.found import Found, found_in
from kamacademy.impact.models import EffectStudy
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import kpis_in
from kamacademy.worth.assumptions import stated_from
from kamacademy.worth.models import Worth
from kamacademy.worth.reckoned import Told, reckoned_from, told


def history_of(study_id: int) -> list[Worth]:
    """Every statement about a study with who made it, newest first: the first holds. One statement."""
    return list(
        db.session.scalars(
            select(Worth)
            .where(Worth.study_id == study_id)
            .options(joinedload(Worth.stated_by))
            .order_by(Worth.id.desc())
        )
    )


def latest_for(study_id: int) -> Worth | None:
    """The statement about a study that holds, with who made it; None for none. One statement."""
    return db.session.scalar(
        select(Worth)
        .where(Worth.study_id == study_id)
        .options(joinedload(Worth.stated_by))
        .order_by(Worth.id.desc())
        .limit(1)
    )


def found_of(study: EffectStudy) -> Found | None:
    """What a study found, None before it was worked out."""
    return found_in(study.result) if study.result else None


def kpi_of(study: EffectStudy) -> Kpi | None:
    """The measure of a study in the present release."""
    return kpis_in(library()).get(study.kpi)


def told_of(worth: Worth, study: EffectStudy) -> Told:
    """A statement in words and rows, for page, table and paper. No statement of its own."""
    found = found_of(study)
    assert found is not None, "worth is stated only of a study that was worked out"
    return told(reckoned_from(worth.result), stated_from(worth.assumptions), found, kpi_of(study), worth.currency)
