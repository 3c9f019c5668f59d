"""The page that says why a level is what it is, at the browser."""

from datetime import timedelta

import pytest

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import rebuild
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater.models import RaterSeverity, SeverityRun
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def rows_of(browser: Browser) -> list[str]:
    """The occasions as they read, newest first."""
    return [" ".join(one.get_text(" ").split()) for one in browser.page.select(".why-row")]


def address(learner: Person, code: str = "c03") -> str:
    return f"/people/{learner.id}/competencies/{code}/why"


def test_every_occasion_is_told_newest_first(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    ben = world.coach("Ingrid Solberg")
    observed(learner, ben, {"C03a": 3, "C03b": 3}, day=TODAY - timedelta(days=90))
    observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=60))
    note = observed(learner, coach, {"C03a": 1, "C12a": 4}, day=TODAY - timedelta(days=21))
    browser = browse(learner).open(f"/people/{learner.id}/competencies/c03").follow("Why this level?")
    assert browser.heading == "Why this level?"
    newest, middle, oldest = rows_of(browser)
    assert newest.startswith("30 Oct 2026 3 weeks ago Aware for “Discovery conversations” Observed: ")
    assert "Daniel Okafor Pulls the level down by about half a level After it: Proficient" in newest
    assert middle.endswith("After it: no level yet")
    assert "Proficient for “Discovery conversations” and “Shared profile”" in oldest
    assert "Ingrid Solberg" in oldest
    assert browser.page.find("a", href=f"/observations/{note.id}")
    assert "Rule grid-1 on 20 Nov 2026; observers not yet compared with each other" in browser.words
    for sentence in ("Observers differ.", "People change."):
        assert sentence in browser.words


def test_both_views_stand_behind_a_switch(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    world.seen(learner, coach, *[{"C03a": 2}] * 3)
    world.seen(learner, coach, {"C03a": 4}, purpose=Purpose.ATTESTATION)
    browser = browse(coach).open(address(learner))
    assert len(rows_of(browser)) == 4
    browser.follow("Attested view")
    (alone,) = rows_of(browser)
    assert "Advanced for “Discovery conversations”" in alone
    assert "Attestation" in alone
    current = browser.page.select_one(".view-switch [aria-current=page]")
    assert current is not None
    assert current.get_text(strip=True) == "Attested view"
    assert "1 occasion of the 3 needed" in browser.words
    assert len(rows_of(browser.follow("Development view"))) == 4


def test_without_evidence_it_says_what_would_come(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(address(learner))
    assert "Nothing seen yet" in browser.words
    assert "Nothing attested yet" in browser.follow("Attested view").words
    assert "Why this level?" not in browser.open(f"/people/{learner.id}/competencies/c03").words
    browser.open(address(learner, "c99"), expect=404)


def test_no_colleague_is_named(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    world.seen(learner, world.learner("Priya Nair"), {"C03a": 3}, kind=Kind.PEER)
    for reader in (learner, coach):
        browser = browse(reader).open(address(learner))
        assert "Priya" not in browser.page.get_text()
        assert "one of several colleagues" in browser.words


def test_a_later_coach_reads_levels_and_opens_no_note(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=30))
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    browser = browse(later).open(address(learner))
    assert "Proficient for “Discovery conversations”" in browser.words
    assert "Line of C03a" not in browser.words
    assert not browser.page.find("a", href=f"/observations/{note.id}")


def compared(severities: dict[Person, float]) -> None:
    """A run of the rater model that found these severities, and the estimates by it."""
    run = SeverityRun(
        rule="test", at=NOW - timedelta(days=1), ratings=400, raters=len(severities), subsets=1, difficulties={}
    )
    db.session.add(run)
    db.session.flush()
    for rater, mean in severities.items():
        db.session.add(
            RaterSeverity(
                run_id=run.id, rater_id=rater.id, mean=mean, sd=0.15, infit=1.0, outfit=1.0, ratings=90, visits=45,
                subset=0,
            )
        )  # fmt: skip
    db.session.flush()
    rebuild(TODAY)


def test_how_severe_somebody_rates_is_not_to_be_read_off(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    others = [world.coach(), world.coach()]
    for days, rater in enumerate((coach, *others)):
        world.seen(learner, rater, {"C03a": 5, "C09a": 1}, last=TODAY - timedelta(days=days))

    def effects() -> list[str]:
        browser = browse(learner)
        return [
            one.get_text(" ", strip=True).partition(" After it")[0]
            for code in ("c03", "c09")
            for one in browser.open(address(learner, code)).page.select(".why-effect")
        ]

    before = effects()
    compared({coach: 1.0, others[0]: 0.0, others[1]: -1.0})
    assert effects() == before
    for code in ("c03", "c09"):
        assert len(set(before[:3])) == 1, code
    browser = browse(learner).open(address(learner))
    assert "observers as compared on 19 Nov 2026" in browser.words
    for word in ("severe", "severity", "strict", "lenient", "logit"):
        assert word not in browser.words.lower()
