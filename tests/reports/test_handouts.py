"""Job aids and facilitator guides on paper."""

import pytest

from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.handout.documents import JOB_AID, MOST_WORDS, JobAid
from kamacademy.handout.page import AidPage
from kamacademy.reports.paper import print_now
from kamacademy.reports.sheets import Paper
from tests.browser import Browser
from tests.curriculum.study import M01, M03
from tests.reports.fetching import fetched
from tests.reports.printed import Printed
from tests.world import World


def test_a_job_aid_is_one_tagged_page_of_its_own_size(world: World, browse: type[Browser]) -> None:
    answer = fetched(browse(world.learner()), f"/job-aids/{M01}/paper.pdf")
    made = Printed(answer.data)
    made.assert_accessible()
    assert made.pages == 1
    assert made.title == "Job aid: From five facts to one action"
    assert "Job aid - M01 - 2026-11-20.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    for words in ("You have half an hour", "Words that open the talk", "Business partner", "30 Nov 2027"):
        assert words in made.words
    assert made.tags.count("/H2") == 5
    assert "/Table" in made.tags


@pytest.mark.parametrize("module", [M01, M03])
def test_a_facilitator_guide_is_tagged_and_whole(world: World, browse: type[Browser], module: str) -> None:
    made = Printed(fetched(browse(world.coach()), f"/guides/{module}/paper.pdf").data)
    made.assert_accessible()
    assert 2 <= made.pages <= 5
    assert made.title is not None
    assert made.title.startswith("Facilitator guide: ")
    for words in ("Agenda by minute", "Often said", "What tends to go wrong", "Not for learners"):
        assert words in made.words


def fullest(release: Library) -> JobAid:
    """The M01 aid with lines added until it has as many words as a page may have, in six blocks."""
    aid = release.one(JobAid, JOB_AID, M01)
    spare = MOST_WORDS - aid.words - 2
    long = " ".join(["readmissions"] * (spare // 4))
    block = aid.blocks[0].model_copy(update={"title": "Six more", "lines": (long,) * 4})
    return aid.model_copy(update={"blocks": (*aid.blocks, block)})


def test_the_limit_of_words_still_fits_one_page(world: World) -> None:
    release = library()
    aid = fullest(release)
    assert len(aid.blocks) == 6
    assert MOST_WORDS - 4 <= aid.words <= MOST_WORDS
    page = AidPage(M01, release.one(Module, "module", M01), None, aid)
    assert Printed(print_now(Paper.JOB_AID, page)).pages == 1
