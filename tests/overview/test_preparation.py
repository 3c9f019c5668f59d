"""What the sheet says of an indicator to look at."""

import pytest

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.content.documents import Drafts
from kamacademy.overview.preparation import focus_line
from tests.competency.known import CLEAR_3, LEANING_3, LIKELY_5, ONCE, UNSEEN, known


@pytest.mark.parametrize(
    ("estimate", "standing", "present", "following"),
    [
        (UNSEEN, "No level yet: 0 of 3 visits", None, 3),
        (ONCE, "No level yet: 1 of 3 visits", None, 3),
        (known(CLEAR_3), "Profiling and discovery: clearly Proficient or above; target Proficient", 3, 4),
        (
            known(LEANING_3, target=4),
            "Profiling and discovery: leaning to Proficient, not yet secure; target Advanced",
            3,
            4,
        ),
        (known(LIKELY_5, target=None), "Profiling and discovery: very likely Role model", 5, None),
    ],
)
def test_the_level_is_worded_as_surely_as_it_is_known(
    drafts: Drafts, estimate: Estimate, standing: str, present: int | None, following: int | None
) -> None:
    framework = drafts.of("framework")[0].content
    assert isinstance(framework, Framework)
    competency = next(one for _, one in drafts.contents("competency", Competency) if one.code == "C03")
    line = focus_line("C03a", None, framework, competency, estimate)
    assert line.standing == standing
    assert [one and one.level for one in (line.present, line.following)] == [present, following]
