"""Stating what an effect was worth, and correcting it."""

from collections.abc import Sequence
from datetime import datetime

from kamacademy.db import db, hold
from kamacademy.impact.models import EffectStudy
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.worth import queries
from kamacademy.worth.assumptions import CURRENCIES, Stated
from kamacademy.worth.models import Worth
from kamacademy.worth.rules import WorthRule, check_stated, why_not


def state_worth(
    study: EffectStudy,
    stated: Sequence[Stated],
    *,
    currency: str,
    by: Person,
    at: datetime,
    corrects: int | None = None,
    reason: str | None = None,
) -> Worth:
    """Keep assumptions about the effect of a study and what they give.

    `corrects` is the key of the statement that they replace, with the reason; that stays. Raises WorthRule.
    """
    from kamacademy.worth.reckoning import reckon

    hold(study)
    found, kpi = queries.found_of(study), queries.kpi_of(study)
    refused = why_not(found, kpi)
    if refused is not None or found is None or kpi is None:
        raise WorthRule(refused or "")
    check_stated(stated, kpi)
    if currency not in CURRENCIES:
        raise WorthRule("Choose a currency.")
    before = queries.latest_for(study.id)
    refuse_overwriting(before, corrects, reason)
    made = Worth(
        study=study, currency=currency, assumptions=[one.kept() for one in stated],
        result=reckon(found, kpi, stated).kept(), stated_by=by, stated_at=at,
        supersedes_id=before.id if before else None, correction_reason=reason if before else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(
        "worth.corrected" if before else "worth.stated", by=by.id, at=at, subject=("worth", made.id), study=study.id,
        kpi=study.kpi, currency=currency,
    )  # fmt: skip
    return made


def refuse_overwriting(before: Worth | None, corrects: int | None, reason: str | None) -> None:
    """Raise WorthRule where somebody else has stated or corrected it meanwhile, or nobody says what was wrong."""
    if (before.id if before else None) != corrects:
        raise WorthRule("Somebody has stated other assumptions meanwhile. Open the page again and look at them first.")
    if before is not None and not reason:
        raise WorthRule("Say what was wrong: the earlier assumptions stay with your reason.", "reason")
