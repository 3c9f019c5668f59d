"""A closed plan as JSON and back."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from kamacademy.plan.snapshot import (
    KeptAction,
    KeptEstimate,
    KeptEvidence,
    KeptLine,
    KeptPlan,
    KeptRemark,
    KeptSignature,
    UnreadableSnapshot,
    frozen,
    thawed,
)
from kamacademy.records.signature import canonical
from kamacademy.reviewing.held import KeptReview, KeptVerdict

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
ACTION = KeptAction(
    "Ask", "done", "Discovery", "Asks", "On the job", "From coaching", "Norlund", None, "K01 Living profile", None, DAY,
    None, DAY, DAY, "Asked twice", (KeptEvidence(3, "Mira", AT, None, None, "a.pdf"),), (KeptRemark("Mira", AT, "Ok"),),
)  # fmt: skip
PLAN = KeptPlan(
    "Mira", DAY, DAY, "Daniel", (KeptSignature("Mira", AT, "I agree"),), (ACTION,),
    (KeptReview(DAY, "Mira", "Daniel", "It moved", "More", (KeptVerdict("Ask", "Changed", "Why", DAY),)),),
    (KeptLine(AT, "Begun"),), (KeptEstimate("C01", "Access", "Very likely", "3 visits", None),), "grid-1",
)  # fmt: skip


def test_a_plan_survives_being_frozen_and_thawed() -> None:
    assert thawed(json.loads(canonical(frozen(PLAN)))) == PLAN


@pytest.mark.parametrize("name", [one.name for one in fields(KeptPlan)])
def test_nothing_may_be_missing_from_it(name: str) -> None:
    content = json.loads(canonical(frozen(PLAN)))
    del content[name]
    with pytest.raises(UnreadableSnapshot):
        thawed(content)


@pytest.mark.parametrize(("name", "value"), [("learner", 3), ("actions", "none"), ("rule", []), ("closed_on", None)])
def test_what_no_version_wrote_is_not_read(name: str, value: object) -> None:
    content = json.loads(canonical(frozen(PLAN))) | {name: value}
    with pytest.raises((UnreadableSnapshot, ValueError)):
        thawed(content)


def test_a_plan_from_before_has_no_estimates_and_no_rule() -> None:
    before = replace(PLAN, rule=None, estimates=(), closed_by=None)
    assert thawed(frozen(before)) == before
