"""How a team's cells are drawn and read."""

from datetime import date
from typing import cast

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.content.documents import Drafts
from kamacademy.overview.heat import TeamRow, cell, waiting_words

TODAY = date(2026, 11, 20)


def estimate(level: int | None, *, visits: int = 4, raters: int = 2, target: int = 3) -> Estimate:
    return Estimate("C03", target, level, level, level, visits, raters, date(2026, 11, 1), None)


def drawn(drafts: Drafts, one: Estimate) -> tuple[str, str, str]:
    framework = cast(Framework, drafts.of("framework")[0].content)
    competency = next(content for _, content in drafts.contents("competency", Competency) if content.code == "C03")
    made = cell(one, competency, framework, today=TODAY, starts_cluster=False)
    return made.mark, made.css, made.words.partition(": ")[2]


def test_a_level_seen_by_two_people_is_solid(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(3)) == ("3", "is-sure level-3", "Proficient, secure")


def test_a_level_seen_by_one_person_is_faint(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(3, raters=1)) == ("3", "is-leaning level-3", "Proficient, not yet secure")


def test_below_target_is_said_in_words_too(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(2)) == ("2", "is-sure level-2 below-target", "Developing, secure, below target")


def test_under_three_visits_there_is_a_dash_and_no_level(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(None, visits=2)) == ("–", "is-unknown", "2 of 3 visits")
    assert drawn(drafts, estimate(None, visits=0)) == ("–", "is-unknown", "not seen yet")


def row(name: str, days: int | None) -> TeamRow:
    return TeamRow(1, name, "Representative", (), None, days, 0, 0)


def test_who_waits_is_named_in_order_and_nobody_else() -> None:
    assert waiting_words([row("Ada A", 45), row("Ben B", None), row("Cy C", 46)]) == (
        "Ben and Cy have not been observed for more than 45 days."
    )
    assert waiting_words([row("Ada A", 0)]) == "Nobody has waited more than 45 days."
