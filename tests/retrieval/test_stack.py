"""One day's questions, and what a finished day shows."""

from datetime import UTC, date, datetime, timedelta

from kamacademy.retrieval.plan import Practice
from kamacademy.retrieval.stack import Answered, Kept, Met, Place, newest, scores, stack_on

TODAY = date(2026, 11, 20)
FINISHED = datetime(2026, 11, 10, 8, tzinfo=UTC)


def met(question: str, finished_at: datetime = FINISHED, kept: Kept | None = None) -> Met:
    return Met(1, "mindset", Place("m01", "lesson", question), 1, True, finished_at, kept)


def kept(due_on: date | None, answered_on: date = date(2026, 11, 17), finished_at: datetime = FINISHED) -> Kept:
    return Kept(1, finished_at, due_on, answered_on)


def questions(*many: Met) -> list[str]:
    return [one.place.question for one in stack_on(TODAY, many, {}).left]


def test_at_most_five_are_asked_longest_due_first() -> None:
    many = [met(f"q{n}", FINISHED - timedelta(days=n)) for n in range(8)]
    assert questions(*many) == ["q7", "q6", "q5", "q4", "q3"]


def test_answered_ones_count_towards_the_five() -> None:
    done = [met(f"d{n}", kept=kept(date(2026, 12, 1), TODAY)) for n in range(4)]
    stack = stack_on(TODAY, [*done, met("q1"), met("q2")], {})
    assert (stack.answered, len(stack.left), stack.total) == (4, 1, 5)


def test_after_five_the_rest_comes_tomorrow() -> None:
    done = [met(f"d{n}", kept=kept(date(2026, 12, 1), TODAY)) for n in range(5)]
    stack = stack_on(TODAY, [*done, met("q1")], {})
    assert (stack.left, stack.next_on) == ((), TODAY + timedelta(days=1))


def test_nothing_is_asked_before_its_day() -> None:
    fresh = met("q1", datetime(2026, 11, 14, 8, tzinfo=UTC))
    stack = stack_on(TODAY, [fresh], {})
    assert (stack.left, stack.next_on) == ((), date(2026, 11, 21))
    assert questions(met("q1", datetime(2026, 11, 13, 23, tzinfo=UTC))) == ["q1"]


def test_what_rests_never_comes_back() -> None:
    stack = stack_on(date(2030, 1, 1), [met("q1", kept=kept(None))], {})
    assert (stack.left, stack.next_on) == ((), None)


def test_a_lesson_read_anew_begins_anew() -> None:
    old = kept(None, finished_at=FINISHED - timedelta(days=300))
    assert questions(met("q1", kept=old)) == ["q1"]


def test_of_two_readings_the_later_counts() -> None:
    early, late = met("q1", FINISHED - timedelta(days=90)), met("q1")
    assert newest([late, early]) == newest([early, late]) == [late]
    other = early._replace(learner_id=2)
    assert newest([early, other]) == [early, other]


def test_a_programme_may_ask_the_model() -> None:
    fresh = met("q1", datetime(2026, 11, 18, 8, tzinfo=UTC))
    assert stack_on(TODAY, [fresh], {"mindset": Practice.FSRS}).left == (fresh,)
    assert stack_on(TODAY, [fresh], {"mindset": Practice.FIXED}).left == ()


def test_a_day_is_scored_by_competency() -> None:
    day = [
        Answered(11, 7, True, frozenset({"C01", "C13"}), 5),
        Answered(12, 21, False, frozenset({"C13"}), 6),
        Answered(13, 7, True, frozenset({"C13"}), 6),
    ]
    one, other = scores(day)
    assert (one.competency, one.right, one.asked, one.title) == ("C01", 1, 1, "Practice, day 7")
    assert (other.competency, other.right, other.asked, other.title) == ("C13", 2, 3, "Practice, days 7 and 21")
    assert (other.answer_id, other.revision_id) == (11, 5)
