"""How a team's cells are drawn and read."""

import re
from datetime import date
from typing import cast

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.content.documents import Drafts
from kamacademy.overview.heat import cell, cells

TODAY = date(2026, 11, 20)
CELL = (
    r'<td class="heat-cell (?P<css>[^"]+)" role="cell" title="(?P<words>[^"]+)"><span aria-hidden="true">(?P<mark>.)<'
)


def estimate(
    level: int | None, *, visits: int = 4, raters: int = 2, target: int = 3, latest: date = date(2026, 11, 1)
) -> Estimate:
    return Estimate("C03", target, level, level, level, visits, raters, latest, None)


def framework_of(drafts: Drafts) -> Framework:
    return cast(Framework, drafts.of("framework")[0].content)


def competency_of(drafts: Drafts) -> Competency:
    return next(content for _, content in drafts.contents("competency", Competency) if content.code == "C03")


def drawn(drafts: Drafts, one: Estimate, *, starts_cluster: bool = False) -> tuple[str, str, str]:
    made = cell(one, competency_of(drafts), framework_of(drafts), today=TODAY, starts_cluster=starts_cluster)
    found = re.search(CELL, made)
    assert found is not None, made
    assert f'<span class="visually-hidden">{found["words"]}</span></td>' in made
    return found["mark"], found["css"], found["words"].partition(": ")[2]


def test_a_level_seen_by_two_people_is_solid(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(3)) == ("3", "is-sure level-3", "Proficient, secure")


def test_a_level_seen_by_one_person_is_faint(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(3, raters=1)) == ("3", "is-leaning level-3", "Proficient, not yet secure")


def test_old_evidence_is_a_guess(drafts: Drafts) -> None:
    old = estimate(3, latest=date(2025, 11, 19))
    assert drawn(drafts, old) == ("3", "is-guess level-3", "Proficient, wide or old evidence")


def test_below_target_is_said_in_words_too(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(2)) == ("2", "is-sure level-2 below-target", "Developing, secure, below target")


def test_under_three_visits_there_is_a_dash_and_no_level(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(None, visits=2)) == ("–", "is-unknown", "2 of 3 visits")
    assert drawn(drafts, estimate(None, visits=0)) == ("–", "is-unknown", "not seen yet")


def test_a_gap_stands_before_each_cluster_but_the_first(drafts: Drafts) -> None:
    assert drawn(drafts, estimate(3), starts_cluster=True)[1] == "is-sure level-3 starts-cluster"
    framework = framework_of(drafts)
    competencies = {code: competency_of(drafts) for code in framework.codes}
    row = cells(dict.fromkeys(framework.codes, estimate(3)), competencies, framework, TODAY)
    assert row.count('class="heat-cell') == 13
    assert row.count("heat-gap") == len(framework.clusters) - 1
    assert row.startswith('<td class="heat-cell')


def test_what_the_content_says_is_escaped(drafts: Drafts) -> None:
    loud = competency_of(drafts).model_copy(update={"short_name": "<b>Loud</b>"})
    made = cell(estimate(3), loud, framework_of(drafts), today=TODAY, starts_cluster=False)
    assert "<b>" not in made
    assert "&lt;b&gt;Loud" in made
