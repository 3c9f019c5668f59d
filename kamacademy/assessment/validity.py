"""How long a pass counts, when a paper may be tried again, and how often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.refusals import MayNotBegin, NoAttemptsLeft, StillWaiting, TooSoon
from kamacademy.assessment.scoring import Result


def valid_until(passed_on: date, valid_days: int | None) -> date | None:
    """The last day a pass counts; None where it does not run out."""
    return None if valid_days is None else passed_on + timedelta(days=valid_days)


def counts_on(result: Result, day: date) -> bool:
    """Whether a result is a pass that counts on a day."""
    return bool(result.passed) and (result.valid_until is None or day <= result.valid_until)


def passed_validly(results: Iterable[Result], today: date) -> bool:
    """Whether one of the results of a paper is a pass that counts today."""
    return any(counts_on(one, today) for one in results)


def ran_out_on(results: Iterable[Result], today: date) -> date | None:
    """The day after which the latest pass no longer counted; None where one counts, or none was passed."""
    passes = [one for one in results if one.passed]
    if not passes or passed_validly(passes, today):
        return None
    return max(one.valid_until for one in passes if one.valid_until is not None)


def open_from(wait_hours: int, last_failed_at: datetime | None) -> datetime | None:
    """From when a paper may be tried again after a failed sitting; None where no waiting time holds."""
    if last_failed_at is None or wait_hours == 0:
        return None
    return last_failed_at + timedelta(hours=wait_hours)


def attempts_from(begun: Sequence[datetime], attempts: int, days: int | None, at: datetime) -> datetime | None:
    """From when a used-up number of attempts leaves room for another; None where there is room now.

    `begun` are the moments earlier sittings began. Without `days` the attempts never come back: raises LookupError.
    """
    counting = sorted(one for one in begun if days is None or one > at - timedelta(days=days))
    if len(counting) < attempts:
        return None
    if days is None:
        raise LookupError("no attempts are left")
    return counting[-attempts] + timedelta(days=days)


def last_failed_at(results: Iterable[Result]) -> datetime | None:
    """When the latest sitting that did not pass was submitted."""
    return max((one.submitted_at for one in results if one.passed is False and one.submitted_at), default=None)


def refusal(paper: Paper, results: Sequence[Result], at: datetime) -> MayNotBegin | None:
    """Why a paper may not be begun now by somebody with these results of it; None where it may."""
    if any(one.is_waiting for one in results):
        return StillWaiting()
    moments = [open_from(paper.wait_hours, last_failed_at(results))]
    if paper.attempts is not None:
        try:
            moments.append(attempts_from([one.started_at for one in results], paper.attempts, paper.attempts_days, at))
        except LookupError:
            return NoAttemptsLeft(paper.attempts)
    wait_until = max((one for one in moments if one is not None), default=None)
    return TooSoon(wait_until) if wait_until is not None and at < wait_until else None
