"""How a team's cells are drawn and read."""

import re
from datetime import date
from typing import cast

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.content.documents import Drafts
from kamacademy.overview.heat import cell, cells
from tests.competency.known import ANYTHING, CLEAR_3, LEANING_3, LIKELY_2, LIKELY_3, ONCE, UNSEEN, known

CELL = (
    r'<td class="heat-cell (?P<css>[^"]+)" role="cell" title="(?P<words>[^"]+)"><span aria-hidden="true">(?P<mark>.)<'
)


def framework_of(drafts: Drafts) -> Framework:
    return cast(Framework, drafts.of("framework")[0].content)


def competency_of(drafts: Drafts) -> Competency:
    return next(content for _, content in drafts.contents("competency", Competency) if content.code == "C03")


def drawn(drafts: Drafts, one: Estimate, *, starts_cluster: bool = False) -> tuple[str, str, str]:
    made = cell(one, competency_of(drafts), framework_of(drafts), starts_cluster=starts_cluster)
    found = re.search(CELL, made)
    assert found is not None, made
    assert f'<span class="visually-hidden">{found["words"]}</span></td>' in made
    return found["mark"], found["css"], found["words"].partition(": ")[2]


def test_a_level_that_is_sure_is_solid(drafts: Drafts) -> None:
    assert drawn(drafts, known(CLEAR_3, held=3)) == ("3", "is-sure level-3", "Clearly Proficient or above")


def test_a_level_that_leans_or_is_open_at_the_target_is_faint(drafts: Drafts) -> None:
    leaning = known((0.0, 0.3, 0.62, 0.08, 0.0), target=None)
    assert drawn(drafts, leaning) == ("3", "is-leaning level-3", "Leaning to Proficient, not yet secure")
    alone = known(LIKELY_3, raters=1)
    assert drawn(drafts, alone) == ("3", "is-leaning level-3", "Very likely Proficient or above, not yet secure")


def test_wide_or_old_evidence_is_a_guess(drafts: Drafts) -> None:
    wide = ("3", "is-guess level-3", "Leaning to Proficient, not yet secure, wide or old evidence")
    assert drawn(drafts, known(ANYTHING)) == drawn(drafts, known(LEANING_3)) == wide
    old = known(LIKELY_2, latest=date(2025, 11, 19), target=2)
    assert drawn(drafts, old) == ("2", "is-guess level-2", "Very likely Developing or above, wide or old evidence")


def test_below_target_is_said_in_words_too(drafts: Drafts) -> None:
    below = "Very likely Developing or above, below target"
    assert drawn(drafts, known(LIKELY_2)) == ("2", "is-sure level-2 below-target", below)


def test_under_three_visits_there_is_a_dash_and_no_level(drafts: Drafts) -> None:
    assert drawn(drafts, ONCE) == ("–", "is-unknown", "1 of 3 visits")
    assert drawn(drafts, UNSEEN) == ("–", "is-unknown", "not seen yet")


def test_a_gap_stands_before_each_cluster_but_the_first(drafts: Drafts) -> None:
    assert drawn(drafts, known(held=3), starts_cluster=True)[1] == "is-sure level-3 starts-cluster"
    framework = framework_of(drafts)
    competencies = {code: competency_of(drafts) for code in framework.codes}
    row = cells(dict.fromkeys(framework.codes, known()), competencies, framework)
    assert row.count('class="heat-cell') == 13
    assert row.count("heat-gap") == len(framework.clusters) - 1
    assert row.startswith('<td class="heat-cell')


def test_what_the_content_says_is_escaped(drafts: Drafts) -> None:
    loud = competency_of(drafts).model_copy(update={"short_name": "<b>Loud</b>"})
    made = cell(known(), loud, framework_of(drafts), starts_cluster=False)
    assert "<b>" not in made
    assert "&lt;b&gt;Loud" in made
