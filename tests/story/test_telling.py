"""From what is kept to entries: what is said, what is left out, what is about which competency."""

from datetime import date

import pytest

from kamacademy.commitment.asking import Kept as HowKept
from kamacademy.commitment.lines import Kind as Habit
from kamacademy.competency.evidence import Kind as EvidenceKind
from kamacademy.competency.evidence import Row
from kamacademy.development.words import EVENT_WORDS
from kamacademy.people.job_roles import JobRole
from kamacademy.story.commitments import answer_entries, made_entries
from kamacademy.story.entry import Entry, Kind, Line, Link, narrowed, newest_first
from kamacademy.story.kept import Answered, Committed, Completed, Lexicon, Passed, RoleChange, Series
from kamacademy.story.month_levels import LevelChange
from kamacademy.story.other_evidence import other_entries
from kamacademy.story.roles import role_entries
from kamacademy.story.telling import (
    STEP_TITLES,
    check_entries,
    level_entries,
    module_entries,
    plan_entries,
    result_entries,
    visit_entries,
)
from tests.kpi.definitions import kpi, shares
from tests.story.told import DAY, step, visit
from tests.world import TODAY


def words(entry: Entry) -> list[str]:
    """An entry's lines."""
    return [one.words for one in entry.lines]


def test_a_visit_says_levels_by_indicator_and_links_only_for_who_may_read(lexicon: Lexicon) -> None:
    seen = visit(levels={"C03a": 3, "C04b": None})
    [found] = visit_entries([seen], lexicon)
    assert found.title == "Customer discovery meeting, usual, with Daniel Okafor"
    assert words(found) == [
        "Profiling and discovery, “Discovery conversations”: Proficient.",
        f"{lexicon.competencies['C04'].short_name}, “{lexicon.competencies['C04'].indicator('C04b').name}”: "
        "not observed.",
    ]
    assert found.about == {"C03", "C04"}
    assert found.link == Link("conversation.note", {"observation_id": 1})
    [closed] = visit_entries([visit(is_open=False)], lexicon)
    assert closed.link is None
    [attested] = visit_entries([visit(purpose="attestation")], lexicon)
    assert attested.is_attested
    assert not found.is_attested


def row(
    kind: EvidenceKind, level: int | None = 2, *, key: int = 1, code: str = "C03", visit: str = "submission-7"
) -> Row:
    """A row of the ledger by Daniel."""
    return Row(code, kind, level, TODAY, 5, visit, f"{code}a", key=key)


def test_reviewed_work_says_the_newest_level_of_each_indicator(lexicon: Lexicon) -> None:
    work = EvidenceKind.WORK_PRODUCT
    rows = {"C03": [row(work, 4, key=3), row(work, 2)], "C04": [row(work, 3, code="C04")]}
    [found] = other_entries(rows, lexicon, 7)
    assert (found.on, found.title, found.about) == (TODAY, "Work reviewed", {"C03", "C04"})
    assert words(found)[0] == "Profiling and discovery, “Discovery conversations”: Advanced."
    assert len(words(found)) == 2
    assert found.link == Link("competency.evidence", {"person_id": 7})


def test_colleagues_are_one_entry_a_round_and_none_of_their_levels(lexicon: Lexicon) -> None:
    peers = [row(EvidenceKind.PEER, level, key=level, visit="peer-1") for level in (1, 4)]
    peers += [row(EvidenceKind.PEER, 2, key=9, visit="peer-2")]
    one, two = other_entries({"C03": peers}, lexicon, 7)
    assert one == two == Entry(
        TODAY, Kind.COLLEAGUES, "Feedback from colleagues", (), frozenset({"C03"}),
        Link("competency.evidence", {"person_id": 7}),
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind", [EvidenceKind.OBSERVED, EvidenceKind.SIMULATION, EvidenceKind.SELF, EvidenceKind.KNOWLEDGE]
)
def test_what_has_its_own_entry_or_is_private_is_not_told_twice(lexicon: Lexicon, kind: EvidenceKind) -> None:
    assert other_entries({"C03": [row(kind)]}, lexicon, 7) == []


def test_an_indicator_that_the_release_has_no_more_is_left_out(lexicon: Lexicon) -> None:
    [found] = visit_entries([visit(levels={"C99a": 3})], lexicon)
    assert found.lines == ()


def test_a_day_of_a_plan_is_one_entry_titled_by_what_happened(lexicon: Lexicon) -> None:
    steps = [
        step("agreed"),
        step("agreed"),
        step("opened", title="Ask more", kpi="K01"),
        step("proposed", title="Another"),
        step("stretch", title="Ask more", after="2"),
        step("handed-in", title="Ask more", on=TODAY + DAY),
    ]
    first, second = plan_entries(steps, lexicon)
    assert first.title == "Plan signed, action begun"
    assert words(first) == [
        "Daniel Okafor agreed to the plan.",
        "Daniel Okafor agreed to the plan.",
        "Begun: “Ask more”. For profiling and discovery, to move K01 Living profile.",
    ]
    assert (second.on, second.title) == (TODAY + DAY, "Action handed in")
    assert first.link == Link("plan.closed", {"plan_id": 1})


def test_a_title_names_what_it_is_of_once(lexicon: Lexicon) -> None:
    steps = [step("agreed"), *(step(what, title="Ask more") for what in ("handed-in", "accepted", "handed-in"))]
    [found] = plan_entries(steps, lexicon)
    assert found.title == "Plan signed, action handed in and accepted"


def test_every_event_of_a_plan_has_a_title_or_is_left_out_on_purpose() -> None:
    assert set(STEP_TITLES) | {"proposed", "stretch"} >= set(EVENT_WORDS)


def test_an_action_that_begins_as_it_is_agreed_in_coaching_is_said_to_begin_once(lexicon: Lexicon) -> None:
    agreed = step("agreed-in-coaching", title="Ask more")
    [entry] = plan_entries([agreed, step("opened", title="Ask more")], lexicon)
    assert len(entry.lines) == 1
    later = plan_entries([agreed, step("opened", title="Ask more", on=TODAY + 9 * DAY)], lexicon)
    assert [one.title for one in later] == ["Action agreed in coaching", "Action begun"]


def test_of_one_competency_a_plan_tells_its_actions_and_what_concerns_the_whole_plan(lexicon: Lexicon) -> None:
    steps = [
        step("opened", title="Ask more"),
        step("opened", title="Map it", competency="C09", action_id=2),
        step("agreed"),
        step("agreed", plan_id=2),
        step("opened", title="Plan it", competency="C07", action_id=3, plan_id=2),
    ]
    [found] = plan_entries(steps, lexicon, "C09")
    assert words(found) == [
        "Begun: “Map it”. For stakeholder relationships.",
        "Daniel Okafor agreed to the plan.",
    ]
    assert found.link == Link("plan.closed", {"plan_id": 1})


def test_readings_are_told_where_the_status_becomes_another() -> None:
    series = Series(kpi(), shares((3, 10), (3, 10), (4, 10), (4, 10), (9, 10), (9, 10), (5, 10)), None)
    found = result_entries([series], 7)
    assert [(one.on.month, one.title) for one in found] == [
        (4, "K01 Living profile: first reading"),
        (6, "K01 Living profile: not met yet, above the baseline"),
        (8, "K01 Living profile: met"),
        (9, "K01 Living profile: sustained: met twice running"),
        (10, "K01 Living profile: not met yet, above the baseline"),
    ]
    assert words(found[2]) == ["9 of 10 in Aug 2026 (90 %). Target 80 %: met. Before: not met yet, above the baseline."]
    assert "Before" not in words(found[0])[0]
    assert found[0].about == {"C03"}
    assert found[0].link == Link("outcome.result", {"person_id": 7, "code": "k01"})


def test_the_baseline_of_a_status_ends_where_the_first_action_began() -> None:
    figures = shares((6, 10), (2, 10), (4, 10), (5, 10))
    marked = result_entries([Series(kpi(), figures, figures[1].start)], 7)
    assert [one.title for one in marked] == ["K01 Living profile: first reading", "K01 Living profile: not met yet"]


def test_modules_and_checks_lead_only_the_learner_on() -> None:
    completed = Completed(TODAY, "programme", "m01", "Accounts", frozenset({"C01"}))
    passed = Passed(TODAY, 5, "Check", 13.5, 16, frozenset({"C01"}))
    for is_own in (True, False):
        [module], [check] = module_entries([completed], is_own=is_own), check_entries([passed], is_own=is_own)
        assert module.title == "Module “Accounts” completed"
        assert check.title == "Check “Check” passed"
        assert words(check) == ["13.5 of 16 points."]
        assert (module.link is not None, check.link is not None) == (is_own, is_own)


def test_changes_of_a_month_are_one_entry_with_a_way_to_each_reason(lexicon: Lexicon) -> None:
    end = date(2026, 10, 31)
    changes = [
        LevelChange(end, "C03", "Clearly Proficient or above", "", is_by_time=False),
        LevelChange(end, "C04", "Leaning to Proficient, not yet secure", "Very likely Proficient", is_by_time=True),
        LevelChange(TODAY, "C03", "Very likely Proficient or above", "Clearly Proficient or above", is_by_time=True),
    ]
    past, present = level_entries(changes, lexicon.competencies, 7, TODAY)
    assert (past.on, past.title) == (end, "Levels as known at the end of Oct 2026")
    assert words(past)[0] == "Profiling and discovery: clearly Proficient or above. The first level known."
    assert words(past)[1].endswith(
        "Before: very likely Proficient. Nothing new was seen; what is known fades with time."
    )
    assert past.lines[0].link == Link("competency.why", {"person_id": 7, "code": "c03"})
    assert present.title == "Levels as known today"


def test_a_change_of_role_takes_the_place_of_since_when_it_is_held() -> None:
    change = RoleChange(4, JobRole.REP, JobRole.SK, TODAY - 9 * DAY, TODAY - 40 * DAY, is_in_force=True)
    [told] = role_entries(JobRole.SK, TODAY - 9 * DAY, [change])
    assert (told.on, told.title) == (TODAY - 9 * DAY, "Began as small-k account manager")
    assert words(told) == ["A change from sales representative to small-k account manager."]
    [plain] = role_entries(JobRole.SK, date(2026, 1, 5), [])
    assert (plain.on, plain.link) == (date(2026, 1, 5), None)
    ahead = RoleChange(5, JobRole.SK, JobRole.BK, date(2027, 1, 4), TODAY - DAY, is_in_force=False)
    announced, _ = role_entries(JobRole.SK, date(2026, 1, 5), [ahead])
    assert (announced.on, announced.title) == (TODAY - DAY, "Change of job role announced")
    assert words(announced)[0].endswith("to big-K account manager, on 4 Jan 2027.")


def test_commitments_are_told_by_module_and_by_the_time_they_were_answered(lexicon: Lexicon) -> None:
    slug, module = next(iter(lexicon.modules.items()))
    stop = Committed(1, TODAY - 90 * DAY, slug, "Accounts", Habit.STOP, "the round.")
    start = Committed(1, TODAY - 90 * DAY, slug, "Accounts", Habit.START, "asking")
    gone = Committed(2, TODAY, "m99", "Gone", Habit.START, "reading")
    first, second = made_entries([stop, start, gone], lexicon.modules, 7)
    assert first.title == "Committed after “Accounts”"
    assert words(first) == ["Stop: “the round”.", "Start: “asking”."]
    assert first.about == {one.competency for one in module.builds}
    assert second.about is None
    told = answer_entries(
        [
            Answered(stop, TODAY - 60 * DAY, 30, HowKept.PARTLY, 2.5),
            Answered(start, TODAY - 60 * DAY, 30, HowKept.NOT, None),
            Answered(stop, TODAY - 30 * DAY, 60, HowKept.KEPT, 0),
        ],
        lexicon.modules,
        7,
    )
    assert [one.title for one in told] == [
        "Commitments after “Accounts”, 30 days on",
        "Commitments after “Accounts”, 60 days on",
    ]
    assert words(told[0]) == [
        "Stop “the round”: partly; hours a month really released, by own count: 2.5.",
        "Start “asking”: not kept.",
    ]
    assert words(told[1])[0].endswith(": 0.")


def entry(kind: Kind = Kind.VISIT, *lines: Line, about: frozenset[str] | None = None, on: date = TODAY) -> Entry:
    return Entry(on, kind, "Something", lines, about)


@pytest.mark.parametrize(
    ("one", "left"),
    [
        (entry(about=frozenset({"C03"})), 1),
        (entry(about=frozenset({"C04"})), 0),
        (entry(about=None), 1),
        (entry(Kind.LEVEL, Line("a", frozenset({"C04"}))), 0),
        (entry(Kind.LEVEL, Line("a", frozenset({"C04"})), Line("b", frozenset({"C03"})), Line("c")), 1),
    ],
)
def test_narrowed_to_one_competency_keeps_what_speaks_of_it(one: Entry, left: int) -> None:
    found = narrowed([one], "C03")
    assert len(found) == left
    assert all(line.about is None or "C03" in line.about for some in found for line in some.lines)
    assert narrowed([one], None) == [one]


def test_newest_first_and_within_a_day_the_loop_in_reverse() -> None:
    one, two, three = entry(Kind.PLAN), entry(Kind.VISIT), entry(Kind.LEARNING, on=TODAY + DAY)
    assert newest_first([one, two, three]) == [three, two, one]
