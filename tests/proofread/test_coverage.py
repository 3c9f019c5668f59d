"""What is counted: by competency and level, by module and objective; as a page and as a command."""

from dataclasses import replace

import pytest
import time_machine

from kamacademy.cli import main
from kamacademy.content.documents import Drafts
from kamacademy.items.documents import Bank
from kamacademy.proofread.holdings import Holdings, from_drafts, from_library
from kamacademy.proofread.modules import module_line, module_lines
from kamacademy.proofread.tally import Held, by_competency
from tests.browser import Browser
from tests.curriculum.study import M01, M03
from tests.world import NOW, World


@pytest.fixture(scope="module")
def found(drafts: Drafts) -> Holdings:
    """What the shipped files hold."""
    return from_drafts(drafts)


def test_every_question_stands_in_exactly_one_cell(drafts: Drafts, found: Holdings) -> None:
    items = [item for _, bank in drafts.contents("bank", Bank) for item in bank.all_items]
    column = list(Held).index(Held.ITEMS)
    counted = {
        (one.code, row.level): row.counts[column] for one in by_competency(found) for row in one.rows if row.level
    }
    assert sum(counted.values()) == len(items)
    for code, level in {(item.competency, item.level) for item in items}:
        assert counted[code, level] == sum((item.competency, item.level) == (code, level) for item in items)


def test_lessons_stand_at_the_level_to_which_their_module_builds(found: Holdings) -> None:
    alone = replace(
        found, modules={M03: found.modules[M03]}, banks={}, rubrics={}, exercises={}, scenarios={}, cases={}, actions={}
    )
    rows = {one.code: one for one in by_competency(alone)}
    assert [row.counts[0] for row in rows["C01"].rows] == [0, 0, 6, 0, 0]
    assert [row.counts[0] for row in rows["C02"].rows] == [0, 1, 0, 0, 0]
    assert rows["C01"].built == 3
    assert "No question at level 1." in rows["C01"].gaps
    assert rows["C03"].gaps[0] == "No module builds it."


def test_cases_and_actions_are_counted(found: Holdings) -> None:
    rows = {one.code: one for one in by_competency(found)}
    cases = sum(row.counts[list(Held).index(Held.CASES)] for one in rows.values() for row in one.rows)
    assert cases == sum(
        len({(one.indicator[:3], one.reference) for one in case.ratings}) for case in found.cases.values()
    )
    assert rows["C01"].rows[-1].level is None
    assert rows["C01"].rows[-1].counts[list(Held).index(Held.ACTIONS)] == len(found.actions["c01"].actions)


def test_a_module_of_a_market_and_the_one_in_its_place_keep_their_own_questions(found: Holdings) -> None:
    module, bank = found.modules[M03], found.banks["m03"]
    both = replace(
        found,
        modules={M03: module, "m03-uk-small": module.model_copy(update={"code": "M03-UK"})},
        banks={"m03": bank, "m03-more": bank, "m03-uk": bank, "m03-uk-gate": bank, "m033": bank},
    )
    own = len(list(bank.all_items))
    assert [len(both.items_of(slug)) for slug in both.modules] == [2 * own, 2 * own]
    alone = replace(both, modules={M03: module})
    assert len(alone.items_of(M03)) == 4 * own


def test_an_objective_counts_the_questions_on_its_lessons(found: Holdings) -> None:
    line = module_line(found, M03)
    wanted = [
        sum(item.lesson in found.modules[M03].teaches[number] for item in found.items_of(M03)) for number in (1, 2, 3)
    ]
    assert [one.items for one in line.objectives] == wanted
    assert min(wanted) > 0
    assert all(one.is_practised for one in line.objectives)
    assert line.gaps == ()
    assert line.items == len(found.items_of(M03)) == sum(line.by_kind.values())


def test_the_gate_bank_belongs_to_its_module(found: Holdings) -> None:
    slug = "m05-rules-of-the-road"
    assert found.items_of(slug)
    assert {item.competency for item in found.items_of(slug)} >= {"C12"}


def test_what_is_missing_is_named(found: Holdings) -> None:
    bare = replace(found, banks={}, aids={}, guides={})
    gaps = module_line(bare, M01).gaps
    for words in (
        "objective 1 has no question", "has 0 questions, expected 12 or more", "has no job aid",
        "has no facilitator guide for its virtual class",
    ):  # fmt: skip
        assert words in gaps
    unlinked = found.modules[M01].model_copy(update={"teaches": {}})
    loose = replace(found, modules={M01: unlinked})
    line = module_line(loose, M01)
    assert [one.items for one in line.objectives] == [None, None, None]
    assert any(gap.startswith("does not say in `teaches`") for gap in line.gaps)


def test_the_page_says_what_the_command_says(
    world: World, browse: type[Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = browse(world.learning_team())
    browser.open("/academy").follow("Coverage")
    assert browser.address == "/academy/coverage"
    with time_machine.travel(NOW), pytest.raises(SystemExit) as ended:
        main(["content", "coverage"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for line in module_lines(from_library(world.library())):
        assert f"{line.module.code} {line.module.title}\n" in said
        for gap in line.gaps:
            assert f"  - {gap}\n" in said
            assert f"{line.module.code} {gap}.".replace("`", "") in browser.words
    for one in by_competency(from_library(world.library())):
        assert f"{one.code} {one.name}" in said
        assert all(gap in browser.words for gap in one.gaps)
    assert len(browser.page.select(".coverage-table tbody")) == 13


def test_the_page_is_for_the_learning_team(world: World, browse: type[Browser]) -> None:
    for person in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browse(person).open("/academy/coverage", 403)
