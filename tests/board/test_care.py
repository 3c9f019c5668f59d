"""Who has waited too long, by the rhythm set for each."""

from datetime import date, timedelta

from kamacademy.board.attention import Attention
from kamacademy.board.care import InCare, waiting_words
from kamacademy.guide.documents import CadenceRow
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market

TODAY = date(2026, 11, 20)


def person(name: str, days: int | None, *, longest: int = 45) -> InCare:
    rhythm = CadenceRow(
        name="Somebody", job_roles=("SK",), observed_least=1, observed_most=2, debrief="The same day",
        plan_talk_weeks=6, longest_days=longest,
    )  # fmt: skip
    return InCare(
        id=1, name=name, initials="XX", job_role=JobRole.SK, job_role_name="Somebody", market=Market.US, rhythm=rhythm,
        last_observed=None if days is None else TODAY - timedelta(days=days),
        is_coach=False, attention=Attention(1, name, None, ()),
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
