"""Mistakes in what a coach is given, each found at its place and explained."""

from collections.abc import Mapping

import pytest

from kamacademy.content.documents import DocumentType, read_all
from tests.content.broken import Broken

FOLDER = "assessments/coaching"
ACTIVITIES, PHRASES = f"{FOLDER}/activities.yaml", f"{FOLDER}/phrases.yaml"
QUESTIONS, CADENCE, HINTS = f"{FOLDER}/questions.yaml", f"{FOLDER}/cadence.yaml", f"{FOLDER}/word-hints.yaml"
EIGHT = "You asked one open question and then waited."
SHARED_ROW = "  - code: shared-team-meeting\n    indicators:\n      - indicator: C10a"

BROKEN = [
    Broken("unknown activity", ACTIVITIES, "code: negotiation", "▶code: haggling", "there is no activity `haggling`"),
    Broken(
        "activity twice",
        ACTIVITIES,
        "code: negotiation",
        "▶code: plan-review",
        "activity `plan-review` stands here twice",
    ),
    Broken(
        "unknown indicator",
        ACTIVITIES,
        SHARED_ROW,
        SHARED_ROW.replace("indicator: C10a", "▶indicator: C99a"),
        "there is no indicator `C99a`",
    ),
    Broken(
        "indicator twice in an activity",
        ACTIVITIES,
        f"{SHARED_ROW}\n        example: Offers the team what it may know from own contacts, and asks what others have "
        "learned.\n      - indicator: C10b",
        f"{SHARED_ROW}\n        example: Offers the team what it may know from own contacts, and asks what others have "
        "learned.\n      - ▶indicator: C10a",
        "indicator `C10a` stands here twice",
    ),
    Broken(
        "beyond the firewall",
        ACTIVITIES,
        SHARED_ROW,
        SHARED_ROW.replace("indicator: C10a", "▶indicator: C08a"),
        "`C08a` is not rated across functions, so a shared team meeting cannot offer it",
    ),
    Broken(
        "a visit called a simulation",
        ACTIVITIES,
        "  - code: journey-workshop\n",
        "  - code: journey-workshop\n    ▶is_simulation: true\n",
        "a role-play, and nothing else, is a simulation: only that keeps it from counting as a visit",
    ),
    Broken(
        "a role-play called a visit",
        ACTIVITIES,
        "    is_simulation: true\n",
        "    ▶is_simulation: false\n",
        "a role-play, and nothing else, is a simulation: only that keeps it from counting as a visit",
    ),
    Broken(
        "phrase for an unknown indicator",
        PHRASES,
        "    indicator: C01a",
        "    ▶indicator: C99a",
        "there is no indicator `C99a`",
    ),
    Broken(
        "short phrase",
        PHRASES,
        "words: When the customer paused, you stayed quiet, and the most useful answer of the day came.",
        "▶words: You stayed quiet.",
        "a phrase has 8 to 20 words, this one has 3",
    ),
    Broken(
        "long tag",
        PHRASES,
        "    - Left an earlier promise without a word",
        "    - ▶Left an earlier promise without a word, although it stood in the notes",
        "a tag has 4 to 10 words, this one has 13",
    ),
    Broken(
        "tag twice",
        PHRASES,
        "    - Named a late promise before the customer did",
        "    - ▶Went through last time's promises with the customer",
        "this tag stands here twice",
    ),
    Broken("tags for an unknown indicator", PHRASES, "  C13b:\n", "  ▶C99b:\n", "there is no indicator `C99b`"),
    Broken("too few tags", PHRASES, "  C13b:\n", "  ▶C13b: []\n  C99b:\n", "`C13b` has 0 entries, expected at least 3"),
    Broken(
        "unknown bank",
        QUESTIONS,
        "code: will",
        "▶code: wish",
        "`code` should be one of 'goal', 'reality', 'options', 'will', 'sbi', 'strategy' or 'change', found 'wish'",
    ),
    Broken("bank twice", QUESTIONS, "code: will", "▶code: goal", "bank `goal` stands here twice"),
    Broken(
        "job role twice",
        CADENCE,
        "job_roles: [BK, AL]\n    observed",
        "job_roles: [BK, ▶SK]\n    observed",
        "job role `SK` stands here twice",
    ),
    Broken(
        "more than the most",
        CADENCE,
        "observed_least: 1\n    observed_most: 2",
        "▶observed_least: 3\n    observed_most: 2",
        "`observed_least` is above `observed_most`",
    ),
    Broken(
        "a word that is not plain",
        HINTS,
        "      - lazy\n",
        "      - ▶lazy!\n",
        "`lazy!` should be plain letters, with a single blank, hyphen or apostrophe between words",
    ),
    Broken(
        "a word that hides another",
        HINTS,
        "      - poor attitude\n",
        "      - poor\n      - ▶poor attitude\n",
        "`poor attitude` is never found, since `poor` stands before it",
    ),
    Broken(
        "a pattern for one language",
        HINTS,
        r"pattern: \bbed ",
        r"▶pattern: (?<=in )bed ",
        "uses a look-behind, a named group, an inline flag or an atomic group, which JavaScript reads otherwise or "
        "not at all",
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.what)
def test_a_mistake_is_found_at_its_place_and_explained(
    broken: Broken, shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    files = broken.files(shipped)
    _, problems = read_all(types, files)
    assert broken.line(shipped) in [str(problem) for problem in problems]
    assert {problem.path for problem in problems} == {broken.path}


def problems_after(shipped: Mapping[str, str], types: list[DocumentType], path: str, old: str, new: str) -> list[str]:
    """Every problem once `old` has become `new` in a file."""
    assert old in shipped[path]
    _, problems = read_all(types, {**shipped, path: shipped[path].replace(old, new)})
    return [str(one) for one in problems]


def line_of(shipped: Mapping[str, str], path: str, words: str) -> int:
    """The line on which these words first stand."""
    return shipped[path][: shipped[path].index(words)].count("\n") + 1


def test_every_indicator_can_be_seen_somewhere(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    found = problems_after(shipped, types, ACTIVITIES, "indicator: C02a", "indicator: C04a")
    assert found == [f"{ACTIVITIES}:1:1: indicator `C02a` can be seen in no activity"]


def test_every_activity_is_there(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    text = shipped[ACTIVITIES]
    without = text[: text.index("  - code: role-play")]
    _, problems = read_all(types, {**shipped, ACTIVITIES: without})
    assert [str(one) for one in problems] == [f"{ACTIVITIES}:1:1: activity `role-play` is missing here"]


def test_every_job_role_has_a_rhythm(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    found = problems_after(shipped, types, CADENCE, "job_roles: [BK, AL]", "job_roles: [BK]")
    assert found == [f"{CADENCE}:{line_of(shipped, CADENCE, 'rows:')}:1: job role `AL` is missing here"]


def test_newcomers_have_one_rhythm(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    row = shipped[CADENCE].index("  - name: New in role")
    again = shipped[CADENCE][row : shipped[CADENCE].index("  - name: Sales representative")]
    _, problems = read_all(types, {**shipped, CADENCE: shipped[CADENCE] + again})
    assert [one.message for one in problems] == ["job role `REP` stands here twice"]
    assert problems[0].line == shipped[CADENCE].count("\n") + 2


def test_every_indicator_has_tags(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    text = shipped[PHRASES]
    _, problems = read_all(types, {**shipped, PHRASES: text[: text.index("  C13b:\n    - Tried")]})
    line = line_of(shipped, PHRASES, "tags:\n")
    assert [str(one) for one in problems] == [f"{PHRASES}:{line}:1: indicator `C13b` has no tags"]


@pytest.mark.parametrize("key", ["strength", "improve"])
def test_every_visit_finds_a_phrase(shipped: Mapping[str, str], types: list[DocumentType], key: str) -> None:
    lines = ["strength:", "improve:"]
    general = f"{key}:\n  - words: A sentence of eight words or of more than these.\n    indicator: C01a"
    text = "\n".join([general, *(f"{one}\n  - words: {EIGHT}" for one in lines if one != f"{key}:")])
    tags = shipped[PHRASES][shipped[PHRASES].index("tags:\n") :]
    _, problems = read_all(types, {**shipped, PHRASES: f"{text}\n{tags}"})
    assert [str(one) for one in problems] == [
        f"{PHRASES}:1:1: `{key}` needs a phrase without an indicator, so that every visit finds one"
    ]


@pytest.mark.parametrize("path", [ACTIVITIES, PHRASES, QUESTIONS, CADENCE, HINTS])
def test_a_release_holds_every_file_that_coaches_are_given(
    shipped: Mapping[str, str], types: list[DocumentType], path: str
) -> None:
    _, problems = read_all(types, {one: text for one, text in shipped.items() if one != path})
    name = path.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
    assert [str(one) for one in problems] == [f"{path}:1:1: there is no file `{name}`, which every coach is given"]


@pytest.mark.parametrize("path", [ACTIVITIES, PHRASES, QUESTIONS, CADENCE, HINTS])
def test_a_file_that_cannot_be_read_is_not_also_called_missing(
    shipped: Mapping[str, str], types: list[DocumentType], path: str
) -> None:
    _, problems = read_all(types, {**shipped, path: "\tbroken"})
    assert [one.path for one in problems] == [path]
    assert "there is no file" not in problems[0].message


def test_content_without_a_framework_needs_none_of_them(types: list[DocumentType]) -> None:
    assert read_all(types, {})[1] == []
