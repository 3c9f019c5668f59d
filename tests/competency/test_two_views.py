"""The development view and the attested view of a level, and what a ledger says of peers and of its rows' purpose."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamacademy.competency.estimation import Estimate, Standing
from kamacademy.competency.evidence import Kind, Purpose, Row, View
from kamacademy.competency.operations import record_evidence
from kamacademy.competency.queries import estimates_in_views, estimates_of, ledger_of, ledger_page
from kamacademy.competency.words import attested_check_words, attested_words
from kamacademy.content.queries import library
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.competency.histories import ANNA, BEN, estimated
from tests.statements import statements
from tests.world import NOW, TODAY, World

NAMES = ("Aware", "Developing", "Proficient", "Advanced", "Role model")
DAY = timedelta(days=1)


def row(
    level: int | None,
    visit: str,
    *,
    kind: Kind = Kind.OBSERVED,
    purpose: Purpose = Purpose.DEVELOPMENT,
    rater: int = ANNA,
    passed: bool | None = None,
    ref: str | None = None,
) -> Row:
    return Row("C03", kind, level, TODAY, rater, visit, passed=passed, source_ref=ref, purpose=purpose)


def attested(*rows: Row, check: str | None = None) -> Estimate:
    return estimated(*rows, check=check, view=View.ATTESTED)


# What belongs to which view


@pytest.mark.parametrize(
    ("kind", "purpose", "passed", "is_seen"),
    [
        (Kind.OBSERVED, Purpose.ATTESTATION, None, True),
        (Kind.SIMULATION, Purpose.ATTESTATION, None, True),
        (Kind.OBSERVED, Purpose.DEVELOPMENT, None, False),
        (Kind.SIMULATION, Purpose.DEVELOPMENT, None, False),
        (Kind.PEER, Purpose.DEVELOPMENT, None, False),
        (Kind.SELF, Purpose.DEVELOPMENT, None, False),
        (Kind.CUSTOMER, Purpose.DEVELOPMENT, None, False),
        (Kind.WORK_PRODUCT, Purpose.DEVELOPMENT, None, True),
        (Kind.KNOWLEDGE, Purpose.DEVELOPMENT, True, True),
        (Kind.SCENARIO, Purpose.DEVELOPMENT, True, True),
        (Kind.KNOWLEDGE, Purpose.DEVELOPMENT, False, False),
        (Kind.KNOWLEDGE, Purpose.DEVELOPMENT, None, False),
    ],
)
def test_the_attested_view_takes_attestations_accepted_work_and_passed_checks(
    kind: Kind, purpose: Purpose, passed: bool | None, is_seen: bool
) -> None:
    found = row(None if passed is not None else 3, "a", kind=kind, purpose=purpose, passed=passed)
    assert found.is_seen_in(View.ATTESTED) is is_seen
    assert found.is_seen_in(View.DEVELOPMENT)


def test_coaching_never_moves_the_attested_level() -> None:
    # Attested visits of 4, 4 and 4 by two people, one certified. Coaching visits of 1 and 5 change nothing there.
    for_decision = [
        row(4, "a", purpose=Purpose.ATTESTATION),
        row(4, "b", purpose=Purpose.ATTESTATION, rater=BEN),
        row(4, "c", kind=Kind.WORK_PRODUCT),
    ]
    coaching = [row(level, f"note-{number}") for number, level in enumerate((1, 1, 1, 5, 5))]
    assert attested(*for_decision) == attested(*for_decision, *coaching)
    found = attested(*for_decision)
    assert (found.held, found.visits, found.raters, found.certified) == (3, 3, 2, 1)
    assert found.standing is Standing.AT_TARGET
    assert estimated(*for_decision, *coaching).visits == 8


def test_three_visits_are_needed_for_an_attested_level_too() -> None:
    found = attested(row(4, "a", purpose=Purpose.ATTESTATION), *(row(4, f"note-{n}") for n in range(9)))
    assert (found.level, found.visits) == (None, 1)


def test_a_note_copied_across_counts_its_visit_once_in_the_development_view() -> None:
    levels = (2, 4, 5)
    indicators = ("C03a", "C03b", None)
    own = [row(one, "observation-7")._replace(indicator=of) for one, of in zip(levels, indicators, strict=True)]
    copies = [one._replace(purpose=Purpose.ATTESTATION, key=9) for one in own]
    others = [row(3, "a"), row(3, "b", rater=BEN)]

    assert estimated(*own, *others) == estimated(*own, *copies, *others)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(("a", "b", "c", "d")), st.booleans()), max_size=12))
def test_the_attested_view_is_the_rule_over_the_attested_rows_alone(made: list[tuple[int, str, bool]]) -> None:
    rows = [
        row(level, visit, purpose=Purpose.ATTESTATION if is_attested else Purpose.DEVELOPMENT)
        for level, visit, is_attested in made
    ]
    alone = [one for one in rows if one.purpose is Purpose.ATTESTATION]
    assert attested(*rows) == estimated(*alone)


# In words


def found(level: int = 3, *, visits: int = 3, check: bool | None = None) -> Estimate:
    chances = tuple(float(one == level) for one in range(1, 6)) if visits else None
    latest, raters = (date(2026, 10, 29), 2) if visits else (None, 0)
    return Estimate("C03", 3, chances, level, visits, raters, raters // 2, latest, TODAY, check, None)


def test_the_attested_view_in_words() -> None:
    assert attested_words(found(visits=0), NAMES) == "Nothing attested yet"
    assert "1 occasion of the 3 needed, latest 3 weeks ago" in attested_words(found(visits=1), NAMES)
    words = attested_words(found(), NAMES)
    assert "Proficient" in words
    assert "3 occasions, 2 observers (1 certified), latest 3 weeks ago" in words
    assert attested_check_words(found()) == ""
    assert attested_check_words(found(check=True)) == "The knowledge check is passed."
    assert attested_check_words(found(check=False)) == "The knowledge check is not passed yet."


# In the database


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def record(
    learner: Person,
    rater: Person,
    level: int | None,
    number: int,
    *,
    kind: Kind = Kind.OBSERVED,
    purpose: Purpose = Purpose.ATTESTATION,
) -> None:
    """One row about C03a, of an occasion of its own."""
    sources = {Kind.PEER: "peer-round", Kind.WORK_PRODUCT: "submission"}
    record_evidence(
        learner, competency="C03", indicator="C03a", kind=kind, purpose=purpose, level=level, rater=rater,
        happened_on=TODAY - DAY, at=NOW, source=(sources.get(kind, "observation"), number), title="Peer feedback"
        if kind is Kind.PEER else "Discovery", visit=f"{'peer' if kind is Kind.PEER else 'observation'}-{number}",
        revision_id=library().revision_id("competency", "c03"), note="Said in confidence",
    )  # fmt: skip


def test_both_views_of_many_people_cost_a_statement_each(world: World, coach: Person, learner: Person) -> None:
    ben = world.coach()
    for number, rater in enumerate((coach, coach, ben)):
        record(learner, rater, 4, 100 + number)
        observed(learner, coach, {"C03a": 1}, day=TODAY - (number + 1) * DAY)
    release = world.library()
    with statements() as sent:
        development = estimates_of([learner], TODAY, release)[learner.id]["C03"]
        attested_view = estimates_of([learner], TODAY, release, View.ATTESTED)[learner.id]["C03"]
    assert len(sent) == 2
    assert (development.level, development.visits) == (3, 6)
    assert (attested_view.level, attested_view.visits, attested_view.raters) == (4, 3, 2)
    assert attested_view.chance_of_at_least(4) > 0.5 > development.chance_of_at_least(4)
    with statements() as sent:
        both = estimates_in_views([learner], TODAY, release)
    assert len(sent) == 1
    assert both[View.DEVELOPMENT][learner.id]["C03"] == development
    assert both[View.ATTESTED][learner.id]["C03"] == attested_view


def test_a_peer_stays_unknown_to_every_reader(world: World, coach: Person, learner: Person) -> None:
    peer = world.learner("Priya Nair")
    record(learner, peer, 3, 100, kind=Kind.PEER, purpose=Purpose.DEVELOPMENT)
    for reader in (learner, coach, peer):
        (entry,) = ledger_of(learner, reader, "C03")
        assert (entry.rater_name, entry.note, entry.is_open) == (None, None, False)
        assert entry.seen_by == "one of several colleagues"
        assert not entry.is_attested
    (entry,) = ledger_of(learner, learner, "C03")
    assert entry.row.rater_id == peer.id  # the rule still counts how many people saw it


def test_a_peers_name_is_on_no_page(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    peer = world.learner("Priya Nair")
    record(learner, peer, 3, 100, kind=Kind.PEER, purpose=Purpose.DEVELOPMENT)
    for reader in (learner, coach):
        browser = browse(reader)
        for place in ("", "/competencies/c03", "/evidence"):
            browser.open(f"/people/{learner.id}{place}")
            assert "Priya" not in browser.page.get_text()
            assert "Said in confidence" not in browser.page.get_text()
        assert "Seen by a peer · one of several colleagues" in browser.words


def test_the_ledger_can_be_narrowed_to_the_attested_view(world: World, coach: Person, learner: Person) -> None:
    observed(learner, coach, {"C03a": 2}, day=TODAY - 2 * DAY)
    record(learner, coach, 3, 100)
    record(learner, learner, 5, 100, kind=Kind.SELF)
    record(learner, coach, 4, 101, kind=Kind.WORK_PRODUCT, purpose=Purpose.DEVELOPMENT)
    entries, total = ledger_page(learner, learner, None, 1, 25, View.ATTESTED)
    assert total == 2
    assert {(one.kind, one.is_attested) for one in entries} == {(Kind.OBSERVED, True), (Kind.WORK_PRODUCT, False)}
    assert ledger_page(learner, learner, None, 1, 25)[1] == 4


def test_the_pages_show_both_views_side_by_side(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    browser = browse(learner).open(f"/people/{learner.id}")
    assert "Nothing is attested yet." in browser.words
    ben = world.coach()
    for number, rater in enumerate((coach, coach, ben)):
        record(learner, rater, 3, 100 + number)
        observed(learner, coach, {"C03a": 2}, day=TODAY - (number + 1) * DAY)
    browser.open(f"/people/{learner.id}")
    shown = "Very likely Proficient or above: 3 occasions, 2 observers (none certified), latest yesterday"
    assert f"Attested. {shown}" in browser.words
    assert "Nothing is attested yet." not in browser.words
    browser.open(f"/people/{learner.id}/competencies/c03")
    assert "6 visits, 2 observers (none certified)" in browser.words
    assert f"Attested view {shown}" in browser.words
    browser.follow("What it rests on")
    assert "3 pieces of evidence for profiling and discovery in the attested view" in browser.words
    assert len(browser.page.select(".evidence-row .tag-evaluation")) == 3
    browser.untick("Attested view only").press("Show")
    assert "6 pieces of evidence for profiling and discovery" in browser.words
    assert len(browser.page.select(".evidence-row .tag-evaluation")) == 3


def test_an_attested_view_without_evidence_says_what_would_come(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/evidence?view=attested")
    assert "Nothing attested yet Attestations, accepted work and passed checks appear here." in browser.words
    assert browser.field("Attested view only").has_attr("checked")
