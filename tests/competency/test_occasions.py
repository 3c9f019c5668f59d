"""From ledger rows to histories."""

from kamacademy.competency.evidence import Kind, Purpose, Row, View
from kamacademy.competency.occasions import Answers, History, history
from tests.competency.histories import ANNA, BEN, LEARNER, answered, days_ago, row


def made(*rows: Row, view: View = View.DEVELOPMENT) -> History:
    return history(rows, LEARNER, view)


def test_the_indicators_of_a_visit_are_one_occasion_for_each_rater() -> None:
    rows = (row(3, "a"), row(4, "a", indicator="C03b"), row(2, "a", rater=BEN), row(5, "b", day=days_ago(60)))
    assert [(one.visit, one.rater_id, one.levels) for one in made(*rows).occasions] == [
        ("b", ANNA, (("C03a", 5),)),
        ("a", ANNA, (("C03a", 3), ("C03b", 4))),
        ("a", BEN, (("C03a", 2),)),
    ]


def test_a_note_copied_for_a_decision_counts_its_indicators_once_the_newest_row_winning() -> None:
    own = [row(2, "a", key=1), row(4, "a", indicator="C03b", key=2)]
    copy = [row(3, "a", purpose=Purpose.ATTESTATION, key=7)]
    (development,) = made(*copy, *own).occasions
    (attested,) = made(*copy, *own, view=View.ATTESTED).occasions
    assert development.levels == (("C03a", 3), ("C03b", 4))
    assert attested.levels == (("C03a", 3),)


def test_answers_begin_anew_with_a_pass_in_order_of_day_and_row() -> None:
    failed = answered(6, 16, passed=False, ref="check", day=days_ago(9), key=1)
    passed = answered(14, 16, passed=True, ref="check", day=days_ago(8), key=3)
    before_it = answered(0, 2, day=days_ago(8), key=2)
    after_it = answered(2, 2, day=days_ago(8), key=4)
    assert [one.key for one in made(failed, before_it).answers] == [1, 2]
    assert made(after_it, passed, before_it, failed).answers == (
        Answers(days_ago(8), 3, 14, 16),
        Answers(days_ago(8), 4, 2, 2),
    )


def test_a_pass_of_another_paper_takes_no_earlier_pass_away() -> None:
    long = answered(14, 15, passed=True, ref="m03-check", day=days_ago(30), key=1)
    wrong = answered(0, 2, day=days_ago(20), key=2)
    short = answered(2, 5, passed=True, ref="m01-check", day=days_ago(9), key=3)
    assert [one.key for one in made(short, wrong, long).answers] == [1, 3]


def test_only_scores_of_knowledge_are_answers_and_every_row_of_knows_dates_them() -> None:
    found = made(
        answered(1, 6, kind=Kind.SCENARIO, passed=True, ref="s01", day=days_ago(2), key=1),
        answered(3, 4, day=days_ago(5), key=2),
        answered(0, 0, day=days_ago(4), key=3),
    )
    assert [one.key for one in found.answers] == [2]
    assert found.knows_on == days_ago(2)
    assert found.passes == {"s01": None}


def test_without_rows_there_is_nothing() -> None:
    assert made() == History((), (), {}, None)
