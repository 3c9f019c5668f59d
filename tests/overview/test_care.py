"""Who has waited too long, by the rhythm set for each."""

from datetime import date, timedelta

from kamacademy.guide.documents import CadenceRow
from kamacademy.overview.care import InCare, waiting_words
from kamacademy.people.job_roles import JobRole

TODAY = date(2026, 11, 20)


def person(
    name: str,
    days: int | None,
    *,
    longest: int = 45,
    talk_weeks: int | None = 6,
    talked: int | None = None,
    actions: int = 0,
) -> InCare:
    rhythm = CadenceRow(
        name="Somebody", job_roles=("SK",), observed_least=1, observed_most=2, debrief="The same day",
        plan_talk_weeks=talk_weeks, longest_days=longest,
    )  # fmt: skip
    return InCare(
        id=1, name=name, initials="XX", job_role=JobRole.SK, job_role_name="Somebody", rhythm=rhythm,
        last_observed=None if days is None else TODAY - timedelta(days=days),
        last_talk=None if talked is None else TODAY - timedelta(days=talked),
        actions_open=actions, actions_due=0, waits_for_coach=False,
    )  # fmt: skip


def test_waiting_begins_after_the_longest_time_of_the_rhythm() -> None:
    assert not person("Ada A", 45).has_waited(TODAY)
    assert person("Ada A", 46).has_waited(TODAY)
    assert person("Ada A", None).has_waited(TODAY)
    assert not person("Ada A", 183, longest=183).has_waited(TODAY)
    assert person("Ada A", 184, longest=183).has_waited(TODAY)


def test_who_waits_is_named_in_order_and_nobody_else() -> None:
    people = [person("Ada A", 45), person("Ben B", None), person("Cy C", 46)]
    assert waiting_words(people, TODAY) == "Ben and Cy have waited too long for an observation."
    assert waiting_words(people[1:2], TODAY) == "Ben has waited too long for an observation."
    assert waiting_words(people[:1], TODAY) == "Nobody has waited too long for an observation."


def test_a_talk_is_due_when_open_actions_had_no_check_in_for_the_weeks_set() -> None:
    assert person("Ada A", 1, talked=42, actions=1).talk_is_due(TODAY)
    assert not person("Ada A", 1, talked=41, actions=1).talk_is_due(TODAY)
    assert not person("Ada A", 1, talked=42, actions=0).talk_is_due(TODAY)
    assert not person("Ada A", 1, talked=None, actions=1).talk_is_due(TODAY)
    assert not person("Ada A", 1, talked=900, actions=1, talk_weeks=None).talk_is_due(TODAY)
