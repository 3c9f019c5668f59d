"""The chain from reaction to customer: counts that point at nobody, and what is not known is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.reactions import Said
from kamacademy.impact.chain import Chain, Known, Link, Signal, Taken, chain, chain_in
from kamacademy.impact.queries import completed_on, half_month
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.kpi.queries import kpis_in
from kamacademy.retrieval.retention import Delayed
from tests.world import World

SLUG = "m07-profiling-and-discovery"
DONE, TODAY = date(2026, 3, 10), date(2026, 11, 20)


def quarters(*shares: int) -> list[Figure]:
    """Figures of K13 of 10 cases each, from the first quarter of 2025 on."""
    periods = [period_from("quarterly", add_months(date(2025, 1, 1), 3 * place)) for place in range(len(shares))]
    return [Figure(one.start, one.end, share, 10) for one, share in zip(periods, shares, strict=True)]


def taken(person: int, **known: object) -> Taken:
    """Somebody who completed the module, with nothing else known."""
    plain = Taken(person, SLUG, DONE, None, None, None, None, False, False, ())
    return replace(plain, **known)  # type: ignore[arg-type]  # the fields of Taken


def known(some: Sequence[Taken], said: Sequence[Said] = (), delayed: Delayed | None = None) -> Known:
    """What a chain is made of."""
    release = library()
    kept = [] if delayed is None else [("Profiling", delayed)]
    modules = {SLUG: release.one(Module, "module", SLUG)}
    signals = [Signal("O1", "Customer advocacy", 12, 10, 6), Signal("O2", "Share of wallet", 0, 0, 0)]
    return Known(some, said, kept, modules, kpis_in(release), signals, None, TODAY)


def link(found: Chain, name: str) -> Link:
    """A link by name."""
    return next(one for one in found.links if one.name == name)


def figures(one: Link) -> list[str]:
    """Its counts as they are shown."""
    return [count.figure for count in one.counts]


@pytest.mark.usefixtures("world")
def test_each_link_says_how_many_came_in_and_out() -> None:
    some = [
        taken(
            one, passed_first=one < 25, passed=one < 35, level_before=2 if one < 20 else None,
            level_after=(4 if one < 10 else 2) if one < 30 else None, has_handed_in=one < 15, is_accepted=one < 5,
            figures=quarters(4, 4, 4, 4, 4, 9, 9) if one < 40 else (),
        )
        for one in range(50)
    ]  # fmt: skip
    begun = [replace(taken(one), completed=None) for one in range(50, 60)]
    found = chain(known([*some, *begun]))
    assert figures(link(found, "learning")) == ["60", "50"]
    assert figures(link(found, "knowledge")) == ["50", "25", "35"]
    assert figures(link(found, "demonstrated")) == ["30", "20", "0", "10"]
    assert figures(link(found, "applied")) == ["15", "5"]
    assert figures(link(found, "kpi")) == ["50", "40", "40", "40"]
    assert chain_in(found.kept()) == found


@pytest.mark.usefixtures("world")
def test_counts_below_five_are_bands_and_so_are_two_that_can_be_subtracted() -> None:
    found = chain(known([taken(one, has_handed_in=one < 9, is_accepted=one < 6) for one in range(24)]))
    assert figures(link(found, "applied")) == ["9", "a quarter to a half"]
    found = chain(known([taken(one, has_handed_in=one < 3) for one in range(24)]))
    assert figures(link(found, "applied")) == ["under a quarter", "0"]


@pytest.mark.usefixtures("world")
def test_reactions_are_told_in_steps_of_five_and_nobody_stands_out() -> None:
    said = [Said(5, None)] * 8 + [Said(2, None)] * 6
    assert "5 of 10" not in " ".join(link(chain(known([taken(1)], said)), "reaction").words)
    assert "8 of 10" not in " ".join(link(chain(known([taken(1)], said)), "reaction").words)
    all_of_them = link(chain(known([taken(1)], [Said(4, None)] * 13)), "reaction").words
    assert all_of_them[0].startswith("10 answers")
    assert all_of_them[1].startswith("10 of 10 said certainly or probably")
    assert "Fewer than five" in link(chain(known([taken(1)], [Said(4, None)] * 4)), "reaction").words[0]
    assert "Nobody has said" in link(chain(known([taken(1)])), "reaction").words[0]


@pytest.mark.usefixtures("world")
def test_what_is_not_known_is_said() -> None:
    found = chain(known([taken(one) for one in range(6)]))
    assert "what is kept is not known" in link(found, "knowledge").words[0]
    assert "whether it shows in the work is not known" in link(found, "demonstrated").words[0]
    assert "Too few people have figures" in link(found, "kpi").words[0]
    assert link(found, "customer").words[0] == (
        "O1 Customer advocacy: better than before in 6 of 10 teams with both figures."
    )
    assert "No figure is kept of O2 Share of wallet" in link(found, "customer").words[1]
    nobody = chain(known([]))
    assert [one.name for one in nobody.links] == ["learning", "customer"]
    assert "Nobody has begun it" in nobody.links[0].words[0]


@pytest.mark.usefixtures("world")
def test_sixty_days_later_is_told_of_five_people_and_more() -> None:
    words = link(chain(known([taken(1)], delayed=Delayed(40, 8, 30, 34))), "knowledge").words
    assert words[0].startswith("Right sixty days later: 85 %, likely between")
    assert "not known" in link(chain(known([taken(1)], delayed=Delayed(40, 4, 30, 34))), "knowledge").words[0]


def test_a_team_begins_when_half_of_it_is_done() -> None:
    days = [date(2026, 5, 20), date(2026, 3, 2), date(2026, 4, 11)]
    assert half_month(days, 6) == date(2026, 5, 1)
    assert half_month(days, 5) == date(2026, 5, 1)
    assert half_month(days, 4) == date(2026, 4, 1)
    assert half_month(days, 7) is None
    assert half_month([], 0) is None


def test_nobody_has_completed_a_programme_without_its_places(world: World) -> None:
    learner = world.learner()
    assert completed_on("programme:account-management-mindset", [learner.id], library()) == {}
