"""Job aids that fit a page, guides whose minutes add up."""

from collections.abc import Mapping
from datetime import date

import pytest

from kamacademy.content.documents import Drafts, read_file
from kamacademy.handout.documents import GUIDE, JOB_AID, MOST_WORDS, JobAid, ModuleGuide
from kamacademy.handout.kinds import DOCUMENT_TYPES
from tests.handout import files
from tests.handout.files import AID, FOLDER, problems_of


def test_a_small_aid_and_a_small_guide_are_whole() -> None:
    assert problems_of("job-aid", AID) == []
    assert problems_of("facilitator-guide", files.GUIDE) == []


def test_every_word_that_is_printed_counts_towards_the_page() -> None:
    # Title 3, moment 4, steps 7, checks 13, table 15, source 2.
    assert JobAid.model_validate(values(AID)).words == 44
    line = "word " * 30
    long = AID.replace("Ask who decides", line).replace("A day stands beside it", line).replace("It is late", line)
    aid = JobAid.model_validate(values(long))
    assert aid.words == JobAid.model_validate(values(AID)).words + 90 - 3 - 5 - 3
    over = long.replace("Before a first meeting.", "word " * (MOST_WORDS - aid.words + 5))
    assert problems_of("job-aid", over) == [
        f"3: the page has {MOST_WORDS + 1} words; at most {MOST_WORDS} fit one page"
    ]
    fits = long.replace("Before a first meeting.", "word " * (MOST_WORDS - aid.words + 4))
    assert problems_of("job-aid", fits) == [], "the limit itself is allowed"


def values(text: str) -> Mapping[str, object]:
    """A file's plain values."""
    found: Mapping[str, object] = DOCUMENT_TYPES[0].read("job-aid.yaml", text).values
    return found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: steps", "kind: phrases", "6: `lines` does not go with a block of kind phrases"),
        ("lines: [Ask who decides, Ask when]", "lines: [Ask]", "5: a block of kind steps needs at least two `lines`"),
        ("[It is late, Since when]", "[It is late]", "15: this row has 1 cells, the table 2 columns"),
        ("kind: table", "kind: table\n    lines: [One, Two]", "12: `lines` does not go with a block of kind table"),
        (
            "kind: checks\n    lines: [A day stands beside it, A source stands beside it]",
            "kind: phrases",
            "8: a block of kind phrases needs at least two `phrases`",
        ),
        ("sources:\n  - words: The academy\n", "", "1: `sources` is missing here"),
    ],
)
def test_a_block_has_what_its_kind_needs(old: str, new: str, words: str) -> None:
    assert old in AID
    assert words in problems_of("job-aid", AID.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("minutes: 45", "minutes: 46", "7: the agenda takes 61 minutes, the virtual part 60"),
        ("part: virtual", "part: leader-led", "2: the module states no minutes for leader-led; it is no part of it"),
        ("part: virtual", "part: team", "2: the module states minutes for virtual: guide that part"),
        (
            "part: virtual",
            "part: virtual\n    minutes: 60",
            "3: the module states the minutes of this part; leave `minutes` out here",
        ),
    ],
)
def test_a_guide_keeps_to_the_minutes_of_its_module(drafts: Drafts, old: str, new: str, words: str) -> None:
    assert words in found_with(drafts, files.GUIDE.replace(old, new, 1))


def test_a_team_session_is_for_modules_that_nobody_leads(drafts: Drafts) -> None:
    folder = FOLDER.replace("m01-from-products-to-accounts", "m03-providers-and-risk")
    team = files.GUIDE.replace("part: virtual", "part: team\n    minutes: 60")
    assert found_with(drafts, team, folder) == []
    assert found_with(drafts, team.replace("    minutes: 60\n", "", 1), folder) == [
        "2: a team session states its `minutes`, since the module states none"
    ]
    assert found_with(drafts, team.replace("minutes: 45,", "minutes: 40,"), folder) == [
        "8: the agenda takes 55 minutes, the team part 60"
    ]


def found_with(drafts: Drafts, text: str, folder: str = FOLDER) -> list[str]:
    """What the checks over all files say of one guide in place of the shipped one."""
    path = f"{folder}/facilitator-guide.yaml"
    modules = [one for one in drafts if one.kind == "module"]
    guide_kind = next(one for one in DOCUMENT_TYPES if one.kind == GUIDE)
    draft, found = read_file(guide_kind, path, text)
    assert draft is not None, found
    return [files.without_path(one) for one in guide_kind.check(Drafts([*modules, draft]))]


def test_a_part_is_led_once_and_a_group_has_an_end() -> None:
    twice = files.GUIDE + files.GUIDE.removeprefix("sessions:\n")
    assert problems_of("facilitator-guide", twice) == ["23: the part `virtual` stands here twice"]
    assert problems_of("facilitator-guide", files.GUIDE.replace("most: 12", "most: 3")) == [
        "3: `most` is below `fewest`"
    ]


def test_what_belongs_to_no_module_is_a_problem() -> None:
    aid, guide = (next(one for one in DOCUMENT_TYPES if one.kind == kind) for kind in (JOB_AID, GUIDE))
    for kind, name, text in ((aid, "job-aid", AID), (guide, "facilitator-guide", files.GUIDE)):
        draft, _ = read_file(kind, f"curricula/account-management-mindset/m98-nowhere/{name}.yaml", text)
        assert draft is not None
        assert [one.message for one in kind.check(Drafts([draft]))] == ["there is no module `m98-nowhere`"]


def test_an_aid_past_its_day_is_a_warning(drafts: Drafts) -> None:
    kind = next(one for one in DOCUMENT_TYPES if one.kind == JOB_AID)
    late = [one.message for one in kind.due(drafts, date(2027, 2, 1))]
    assert [words.partition(": ")[0] for words in late] == [
        "job aid `m03-providers-and-risk` was due for review by 2027-01-31"
    ]
    assert not list(kind.due(drafts, date(2027, 1, 31)))


def test_the_steps_of_a_session_have_the_minute_at_which_they_begin() -> None:
    guide = ModuleGuide.model_validate(DOCUMENT_TYPES[1].read("guide.yaml", files.GUIDE).values)
    session = guide.sessions[0]
    assert [begins for begins, _ in session.timed] == [0, 10, 55]
    assert (session.total, session.group_words, session.part_words) == (60, "4 to 12 people", "Virtual class")


def test_the_shipped_ones_are_whole(drafts: Drafts) -> None:
    found = {draft.slug: aid.words for draft, aid in drafts.contents(JOB_AID, JobAid)}
    assert {"m01-from-products-to-accounts", "m03-providers-and-risk"} <= set(found)
    assert max(found.values()) <= MOST_WORDS
    for _, guide in drafts.contents(GUIDE, ModuleGuide):
        assert all(session.debrief and session.pitfalls for session in guide.sessions)
