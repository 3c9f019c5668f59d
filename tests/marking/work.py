"""Works to mark for tests: an exercise handed in, an open answer submitted, and marks on both."""

from collections.abc import Mapping
from datetime import datetime

from kamacademy.assessment.models import SittingItem
from kamacademy.assessment.operations import answer, begin_sitting, submit
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.exercise.models import Submission
from kamacademy.marking.given import Given
from kamacademy.marking.models import Mark, Marking
from kamacademy.marking.operations import claim, give_mark
from kamacademy.marking.turn import Decision, Turn, WorkKind
from kamacademy.people.models import Person
from tests.assessment import papers
from tests.exercise import work as exercises
from tests.world import NOW, World

# The bank's open question names it; the same lines as the exercise's.
NOTE_PATH = "assessments/rubrics/reasoned-note.yaml"
PAPER = "own-words"
PAPER_TEXT = papers.paper_text(("ex-open", "ex-single"), pass_percent=60)
FULL: dict[str, int | None] = {"insight": 3, "action": 2, "rules": 2}
WRITTEN = "Four of ten patients wait longer than six weeks."


def rubric_text(percent: int) -> str:
    """The rubric with a share of works for a second marker."""
    return exercises.RUBRIC.replace("accepted_from: 4", f"accepted_from: 4\nsecond_marker_percent: {percent}")


def publish(world: World, drafts: Drafts, percent: int = 0, paper: str = PAPER_TEXT) -> int:
    """A release with the exercise, a paper with an open answer, and their rubrics; its key."""
    files = papers.with_files(drafts, own_words=paper)
    rubric = rubric_text(percent)
    more = {
        NOTE_PATH: rubric,
        exercises.RUBRIC_PATH: rubric,
        exercises.EXERCISE_PATH: exercises.EXERCISE,
    }
    return world.publish(exercises.with_files(files, more), at=NOW).id


def exercise(learner: Person, at: datetime = NOW) -> Submission:
    """An exercise handed in."""
    return exercises.handed_in(learner, library().release_id, at)


def key(work: Submission) -> int:
    """The key of the version that waits."""
    assert work.latest is not None
    return work.latest.id


def open_answer(learner: Person, at: datetime = NOW) -> SittingItem:
    """An open answer of a submitted sitting."""
    sitting = begin_sitting(learner, PAPER, release_id=library().release_id, seed=7, at=at, return_to=None)
    answer(sitting, "ex-open", {"text": WRITTEN}, at=at)
    submit(sitting, at=at)
    return next(one for one in sitting.items if one.item_id == "ex-open")


def given(points: Mapping[str, int | None] | None = None, **more: str) -> Given:
    """A complete mark."""
    words = {"grade": "good", "strength": "Clear facts.", "improve": "Name the role.", "reason": "The date is missing."}
    return Given(
        points=points if points is not None else dict(FULL), comments={"insight": "Joins three."}, **words | more
    )


def mark_exercise(
    work: Submission, by: Person, points: Mapping[str, int | None] | None = None, *,
    decision: Decision = Decision.ACCEPT, at: datetime = NOW, **more: str,
) -> Mark:  # fmt: skip
    """Claim and mark an exercise."""
    found = claim(WorkKind.EXERCISE, key(work), by=by, at=at)
    return give(found, by, points, decision, at, **more)


def mark_answer(
    row: SittingItem, by: Person, points: Mapping[str, int | None] | None = None, *, at: datetime = NOW, **more: str
) -> Mark:
    """Claim and mark an open answer."""
    return give(claim(WorkKind.ANSWER, row.id, by=by, at=at), by, points, Decision.POINTS, at, **more)


def give(
    found: Marking, by: Person, points: Mapping[str, int | None] | None, decision: Decision, at: datetime, **more: str
) -> Mark:
    """Mark a claimed work on the turn it is."""
    return give_mark(found, given(points, **more), decision, by=by, at=at, turn=Turn(found.turn))
