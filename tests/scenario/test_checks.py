"""What is wrong with a scenario is found at its place and explained."""

from datetime import date

import pytest

from kamacademy.content.documents import Drafts
from kamacademy.content.problems import Severity
from kamacademy.scenario.checks import scenarios_due
from kamacademy.scenario.documents import Scenario
from tests.scenario.small import PATH, SMALL, checked, read

HERE = "▶"
NODE_REPAIR = SMALL[SMALL.index("  - id: repair") : SMALL.index("  - id: hub")]
SHAPE = {
    "start outside": ("start: 3, highest: 4", "▶start: 5, highest: 4", "`start` should be from 0 to 4, found 5"),
    "ranges begin too high": (
        "[{at_least: 0, words: Little}",
        "[▶{at_least: 1, words: Little}",
        "the first range should begin at the lowest value, 0",
    ),
    "ranges fall": (
        "{at_least: 4, words: Sound}",
        "▶{at_least: 0, words: Sound}",
        "ranges rise from the lowest value to the highest",
    ),
    "range too high": (
        "{at_least: 4, words: Sound}",
        "▶{at_least: 6, words: Sound}",
        "this range lies above the highest value, 5",
    ),
    "strong without indicator": (
        "effects: {trust: 3}, indicator: C12b, shows: strong",
        "effects: {trust: 3}, ▶shows: strong",
        "a strong choice names the `indicator` that it speaks to",
    ),
    "hard stop that is strong": (
        "shows: weak, hard_stop",
        "▶shows: strong, hard_stop",
        "a hard stop shows `weak`, found 'strong'",
    ),
    "speech without speaker": (
        "    speaker: The director\n    says:",
        "    ▶says:",
        "`says` needs `speaker` beside it",
    ),
    "speaker without speech": (
        "    speaker: The director\n    says: Have you something for me?\n",
        "    ▶speaker: The director\n",
        "`speaker` needs `says` beside it",
    ),
    "too large a change": ("effects: {trust: 3}", "effects: {▶trust: 4}", "`trust` should be at most 3, found 4"),
    "unknown key": (
        "minutes: 5\n",
        "minutes: 5\n▶colour: red\n",
        "`colour` is not a known key here; take it out or correct its name",
    ),
    "one range": (
        ", ranges: [{at_least: 0, words: Cold}, {at_least: 2, words: Polite}]",
        ", ▶ranges: [{at_least: 0, words: Cold}]",
        "`ranges` has 1 entries, expected at least 2",
    ),
}
WHOLE = {
    "too few nodes": (
        NODE_REPAIR,
        "",
        "`nodes` has 5 entries, expected at least 6",
    ),
    "one choice": (
        "      - {text: Wait for her, to: hub, shows: neutral, consequence: She sighs., rationale: Nothing gained.}\n",
        "",
        "`choices` has 1 entries, expected at least 2",
    ),
    "id twice": ("{id: fair,", "{▶id: hub,", "`hub` is already the name of one of the nodes"),
    "leads nowhere": (
        "{text: Wait for her, to: hub",
        "{text: Wait for her, ▶to: hob",
        "there is no node or ending `hob` in this scenario",
    ),
    "hard stop that goes on": (
        "{text: Give it to her, to: halt",
        "{text: Give it to her, ▶to: hub",
        "a hard stop leads to an ending of kind `stopped`; `hub` is none",
    ),
    "stopped without hard stop": (
        "{text: Wait for her, to: hub",
        "{text: Wait for her, ▶to: halt",
        "only a hard stop leads to `halt`, which is of kind `stopped`",
    ),
    "unknown indicator": (
        "indicators: [C12b, C12a, C03a]",
        "indicators: [C12b, C12a, C03a, ▶C99a]",
        "there is no indicator `C99a`",
    ),
    "indicator twice": (
        "indicators: [C12b, C12a, C03a]",
        "indicators: [C12b, C12a, C03a, ▶C12a]",
        "indicator `C12a` is listed twice",
    ),
    "indicator never shown": (
        "indicators: [C12b, C12a, C03a]",
        "indicators: [C12b, C12a, C03a, ▶C03b]",
        "no choice that shows `strong` speaks to `C03b`",
    ),
    "indicator not announced": (
        "{text: Tell half, to: fair, indicator: C12b",
        "{text: Tell half, to: fair, ▶indicator: C09a",
        "add `C09a` to `indicators` above, or name one that is there",
    ),
    "no strong choice": (
        "    choices:\n      - {text: Sum up, to: last, indicator: C12b, shows: strong",
        "    ▶choices:\n      - {text: Sum up, to: last, indicator: C12b, shows: weak",
        "node `close` offers no choice that shows `strong`",
    ),
    "same words": ("- {text: Say good-bye", "- ▶{text: Sum up", "node `close` offers the same words twice"),
    "unknown passing ending": (
        "  endings: [well, fair]",
        "  endings: [well, ▶fairly]",
        "there is no ending `fairly` in this scenario",
    ),
    "hard stop passes": (
        "  endings: [well, fair]",
        "  endings: [well, ▶halt]",
        "`halt` is of kind `stopped`, which never passes",
    ),
    "poor ending passes": (
        "  endings: [well, fair]",
        "  endings: [well, ▶badly]",
        "`badly` is of kind `poor`, which never passes",
    ),
    "asks too much": (
        "least: {information: 2, compliance: 4}",
        "least: {information: 2, ▶compliance: 6}",
        "`compliance` runs from 0 to 5, so at least 6 asks too much",
    ),
    "asks nothing": (
        "least: {information: 2, compliance: 4}",
        "least: {information: 2, ▶compliance: 0}",
        "`compliance` runs from 0 to 5, so at least 0 asks nothing",
    ),
    "node not reached": (
        "{text: Change the subject, to: repair",
        "{text: Change the subject, to: hub",
        "no way from the first node leads to `repair`",
    ),
    "ending not reached": (
        "{text: Tell nothing, to: badly",
        "{text: Tell nothing, to: fair",
        "no way from the first node leads to `badly`",
    ),
    "loop without a way out": (
        "{text: Tell all, to: well, indicator: C12b, shows: strong, consequence: He listens., rationale: Told.}\n"
        "      - {text: Tell half, to: fair, indicator: C12b, shows: weak, consequence: He asks., rationale: Half.}\n"
        "      - {text: Tell nothing, to: badly",
        "{text: Tell all, to: close, indicator: C12b, shows: strong, consequence: He listens., rationale: Told.}\n"
        "      - {text: Tell half, to: last, indicator: C12b, shows: weak, consequence: He asks., rationale: Half.}\n"
        "      - {text: Tell nothing, to: last",
        "from `close` no way leads to an ending; give it a way out",
    ),
    "cannot pass": (
        "effects: {information: 2}",
        "effects: {information: -2}",
        "no way reaches `well` with the least values that passing asks for",
    ),
    "cannot fail": (
        "{text: Give it to her, to: halt, effects: {compliance: -3}, indicator: C12b, shows: weak, hard_stop: true",
        "{text: Give it to her, to: hub, effects: {compliance: -3}, indicator: C12b, shows: weak",
        "every way through passes, so that passing says nothing",
    ),
}

# What else has to change so that only the one mistake is left.
ALSO = {
    "cannot fail": (
        ("least: {information: 2, compliance: 4}", "least: {}"),
        ("went badly., kind: poor}", "went badly., kind: mixed}"),
        ("  - {id: halt, title: The run stops, text: That was a limit., kind: stopped}\n", ""),
        ("[well, fair]", "[well, fair, badly]"),
    )
}


def place_of(text: str) -> str:
    """Line and column of the mark."""
    before = text[: text.index(HERE)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize("what", SHAPE)
def test_a_file_of_the_wrong_shape_is_explained_at_its_place(what: str) -> None:
    old, new, message = SHAPE[what]
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    draft, problems = read(text.replace(HERE, ""))
    assert draft is None
    assert problems == [f"{PATH}:{place_of(text)}: {message}"]


@pytest.mark.parametrize("what", WHOLE)
def test_what_does_not_hang_together_is_explained_at_its_place(drafts: Drafts, what: str) -> None:
    old, new, message = WHOLE[what]
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    if what == "cannot fail":
        text = text.replace("least: {information: 2, compliance: 4}", "least: {}")
        text = text.replace(
            "{id: badly, title: All is lost, text: It went badly., kind: poor}",
            "{id: badly, title: All is lost, text: It went badly., kind: mixed}",
        )
        text = text.replace(
            "  - {id: halt, title: The run stops, text: That was a limit., kind: stopped}\n", ""
        ).replace("[well, fair]", "[well, fair, badly]")
    found = [str(one) for one in checked(drafts, text.replace(HERE, ""))]
    if HERE in text:
        assert f"{PATH}:{place_of(text)}: {message}" in found
    else:
        assert any(one.endswith(f": {message}") for one in found), found


def test_the_small_scenario_is_sound(drafts: Drafts) -> None:
    assert checked(drafts, SMALL) == []


def test_all_that_is_wrong_comes_in_one_run(drafts: Drafts) -> None:
    text = SMALL.replace("{text: Wait for her, to: hub", "{text: Wait for her, to: hob").replace(
        "[well, fair]", "[well, fare]"
    )
    text = text.replace("- {text: Say good-bye", "- {text: Sum up")
    assert len(checked(drafts, text)) == 3


def test_a_scenario_may_not_have_the_name_of_a_paper(drafts: Drafts) -> None:
    found = checked(drafts, SMALL, "assessments/scenarios/m03-check.yaml")
    assert [one.message for one in found] == [
        "the name `m03-check` is already used by a paper; give the file another name"
    ]


def test_a_review_date_that_has_passed_is_a_warning() -> None:
    draft, _ = read()
    assert draft is not None
    assert not list(scenarios_due(Drafts([draft]), date(2027, 11, 22)))
    late = list(scenarios_due(Drafts([draft]), date(2027, 11, 23)))
    assert [(one.severity, one.line) for one in late] == [(Severity.WARNING, 12)]


def test_the_shipped_scenarios_have_hard_stops_and_a_strong_way_through(drafts: Drafts) -> None:
    shipped = drafts.contents("scenario", Scenario)
    assert {draft.slug for draft, _ in shipped} >= {"m05-corridor", "m05-keep-your-share", "m05-the-invitation"}
    for draft, scenario in shipped:
        stops = [choice for node in scenario.nodes for choice in node.choices if choice.hard_stop]
        assert stops, draft.path


def test_the_longest_choice_does_not_give_the_strong_one_away(drafts: Drafts) -> None:
    for draft, scenario in drafts.contents("scenario", Scenario):
        longest = [max(node.choices, key=lambda one: len(one.text)).shows for node in scenario.nodes]
        assert longest.count("strong") <= len(scenario.nodes) / 2, draft.path
