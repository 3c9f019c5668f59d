"""Columns are offered from headings and from what was chosen last; what is missing is said."""

import pytest

from kamacademy.feed.columns import FIELD_WORDS, TEMPLATE, Field, offered, why_incomplete
from kamacademy.feed.template import template

HEADER = ("E-mail", "Team name", "KPI code", "Month", "Numerator", "Denominator", "Remark")


def test_headings_say_what_they_hold() -> None:
    assert offered(HEADER, {}) == {
        Field.PERSON: 0, Field.TEAM: 1, Field.KPI: 2, Field.PERIOD: 3, Field.NUMERATOR: 4, Field.DENOMINATOR: 5,
        Field.NOTE: 6,
    }  # fmt: skip


def test_what_was_chosen_last_comes_again_and_nothing_is_added_to_it() -> None:
    remembered = {"person": "E-mail", "kpi": "Remark"}
    assert offered(HEADER, remembered) == {Field.PERSON: 0, Field.KPI: 6}


def test_where_a_heading_is_gone_the_others_are_told_by_their_names() -> None:
    found = offered(HEADER, {"person": "E-mail", "kpi": "Remark", "period": "Gone"})
    assert (found[Field.KPI], found[Field.PERIOD], Field.NOTE in found) == (6, 3, False)


def test_the_template_is_known_by_itself() -> None:
    assert offered(template().columns, {}) == {field: place for place, field in enumerate(TEMPLATE)}
    assert all(len(row) == len(TEMPLATE) for row in template().rows)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({}, Field.PERSON),
        ({Field.PERSON: 0}, Field.KPI),
        ({Field.PERSON: 0, Field.KPI: 1}, Field.PERIOD),
        ({Field.PERSON: 0, Field.KPI: 1, Field.START: 2}, Field.PERIOD),
        ({Field.PERSON: 0, Field.KPI: 1, Field.PERIOD: 2}, Field.NUMERATOR),
        ({Field.PERSON: 0, Field.KPI: 1, Field.PERIOD: 2, Field.NUMERATOR: 3}, Field.NUMERATOR),
        ({Field.PERSON: 0, Field.KPI: 1, Field.PERIOD: 2, Field.START: 5, Field.VALUE: 3, Field.N: 4}, Field.PERIOD),
        ({Field.PERSON: 0, Field.KPI: 1, Field.PERIOD: 2, Field.VALUE: 3, Field.N: 3}, Field.N),
    ],
)
def test_what_is_missing_or_chosen_twice_is_said(chosen: dict[Field, int], field: Field) -> None:
    wrong = why_incomplete(chosen)
    assert wrong is not None
    assert wrong[0] == field


def test_enough_is_enough() -> None:
    either = {Field.TEAM: 0, Field.KPI: 1, Field.START: 2, Field.END: 3, Field.VALUE: 4, Field.N: 5}
    assert why_incomplete(either) is None
    assert set(FIELD_WORDS) == set(Field)
