"""Asking for a study, and keeping what the background found. An answer is never written over."""

from datetime import datetime

from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.impact import queries
from kamacademy.impact.chain import Chain
from kamacademy.impact.found import Found
from kamacademy.impact.models import EffectChain, EffectStudy
from kamacademy.impact.rules import StudyRule, check_kpi, check_worth
from kamacademy.impact.states import ABANDONED_AFTER, Starts, State
from kamacademy.kpi.queries import kpis_in
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.rollout import queries as rollouts
from kamacademy.rollout.rules import RolloutRule, check_subject


def ask_study(
    subject: str, kpi: str, *, worth_while: float, rollout_id: int | None, by: Person, at: datetime
) -> EffectStudy:
    """Ask whether a module or programme ("module:m07-...") moved a KPI; while the same question waits, the same one.

    Teams begin in the months of a roll-out, or without one in those in which half of their people had completed it.
    `worth_while` is above 0, in percentage points or the unit of the KPI. Raises StudyRule.
    """
    release = library()
    try:
        check_subject(subject, release)
    except RolloutRule as broken:
        raise StudyRule(str(broken), "subject") from broken
    definition = kpis_in(release).get(kpi)
    if definition is None:
        raise StudyRule(f"There is no measure {kpi}.", "kpi")
    check_kpi(definition)
    check_worth(worth_while)
    check_rollout(subject, rollout_id)
    waiting = queries.waiting_study(subject, kpi, worth_while, rollout_id)
    if waiting is not None:
        return waiting
    made = EffectStudy(
        subject=subject, kpi=kpi, kpi_revision_id=release.revision_id("kpi", kpi.lower()), rollout_id=rollout_id,
        starts=Starts.ROLLOUT if rollout_id else Starts.COMPLETED, worth_while=worth_while, asked_by=by, asked_at=at,
        state=State.ASKED,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note("effect.asked", by=by.id, at=at, subject=("effect_study", made.id), kpi=kpi, rollout=rollout_id)
    return made


def check_rollout(subject: str, rollout_id: int | None) -> None:
    """Raise StudyRule unless a roll-out is of the subject and every team has its month."""
    if rollout_id is None:
        return
    found = next((one for one in rollouts.rollouts_of(subject) if one.id == rollout_id), None)
    if found is None or not found.is_agreed:
        raise StudyRule("Choose a roll-out of this module or programme in which every team has its month.", "rollout")


def claim(at: datetime) -> EffectStudy | None:
    """Take the study in hand that has waited longest, or one whose worker is gone; None where none waits."""
    found = queries.next_waiting(at - ABANDONED_AFTER)
    if found is None:
        return None
    hold(found)
    if found.state not in (State.ASKED, State.WORKING):
        return None
    found.state, found.begun_at = State.WORKING, at
    return found


def keep(study: EffectStudy, found: Found, *, fingerprint: str, release_id: int, at: datetime) -> None:
    """Keep what was found."""
    study.state, study.worked_at, study.fingerprint = State.DONE, at, fingerprint
    study.method, study.release_id, study.result = found.method, release_id, found.kept()
    note(
        "effect.worked-out", by=None, at=at, subject=("effect_study", study.id), answer=found.answer,
        missing=found.missing, method=found.method, fingerprint=fingerprint,
    )  # fmt: skip


def fail(study: EffectStudy, *, at: datetime) -> None:
    """That it broke off; why is in the worker's log."""
    study.state, study.worked_at = State.FAILED, at
    note("effect.failed", by=None, at=at, subject=("effect_study", study.id))


def keep_chain(subject: str, chain: Chain, *, release_id: int, at: datetime) -> None:
    """Keep how many came how far, in the place of the last count."""
    kept = db.session.get(EffectChain, subject)
    if kept is None:
        kept = EffectChain(subject=subject)
        db.session.add(kept)
    kept.counted_at, kept.release_id, kept.result = at, release_id, chain.kept()
