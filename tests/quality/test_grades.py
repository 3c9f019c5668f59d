"""Fifty graded works become a signed pass mark, from the marker's grade to the page that shows the signature."""

import pytest
from sqlalchemy import func, select

from kamacademy.assessment.models import CutScore
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.quality import operations, queries
from kamacademy.quality.refusals import NoCut, NotNow
from kamacademy.quality.setting import BORDERLINE, cut_name
from kamacademy.records.models import Signature
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import is_intact
from tests.browser import Browser
from tests.exercise.work import SLUG
from tests.quality.grades import graded, mark
from tests.statements import statements
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.usefixtures("still")
MOST_STATEMENTS = 12
PAGE = f"/academy/exercises/{SLUG}/pass-mark"


def test_fifty_graded_works_give_a_pass_mark_that_is_signed_once(
    world: World, drafts: Drafts, browse: type[Browser]
) -> None:
    marker = graded(world, drafts, 49)
    operations.compute(at=NOW)
    with pytest.raises(NoCut, match="49 candidates with a grade; from 50 on a cut can be given"):
        operations.grade_proposal(SLUG)
    browser = browse(marker).open(PAGE)
    assert "49 candidates with a grade; from 50 on a cut can be given." in browser.words
    assert not browser.page.find("input", {"name": "password"})

    mark(world.learner(), marker, "excellent", dip=1)
    operations.compute(at=NOW)
    browser = browse(world.learning_team("Nadia Petrova")).open("/academy/papers")
    assert "Five facts, one insight 50 graded people" in browser.words
    browser.follow("Five facts, one insight")
    # The line by hand: grades 1 to 5 ten times each, points 2 or 2, 4 or 3, 6 or 5, 8 or 7, 9 or 8 of nine.
    assert "50 candidates: 41.1 % at the borderline grade, standard error 1, likely " in browser.words
    assert "I set the pass mark of “Five facts, one insight” at 41.1 %" in browser.words
    with statements() as seen:
        browser.open(PAGE)
    assert len(seen) <= MOST_STATEMENTS, seen

    browser.fill("Your password", "a wild guess at it").press("Sign and set the pass mark", expect=422)
    assert "That is not your password. Nothing is signed yet" in browser.words
    assert "41.1 % at the borderline grade" in browser.words
    browser.fill("Your password", PASSWORD).press("Sign and set the pass mark")
    assert browser.address == PAGE
    assert "The pass mark is set and signed." in browser.words
    assert "Signed by Nadia Petrova on 20 Nov 2026, 09:30 UTC. Unchanged since." in browser.words
    assert "That is the pass mark that was set." in browser.words
    assert not browser.page.find("input", {"name": "password"})
    assert "Set by grades: 41.1 %" in browser.open("/academy/papers").words

    (kept,) = queries.cuts_of(cut_name(SLUG))
    assert (kept.cut.percent, kept.cut.method) == (41.1, BORDERLINE)
    (signature,) = signatures_of("cut_score", [kept.cut.id])[kept.cut.id]
    assert is_intact(queries.signed_content(kept), signature)
    with pytest.raises(NotNow):
        operations.sign_grades(SLUG, operations.grade_proposal(SLUG).meaning, by=marker, at=NOW)
    assert [db.session.scalar(select(func.count()).select_from(one)) for one in (CutScore, Signature)] == [1, 1]
