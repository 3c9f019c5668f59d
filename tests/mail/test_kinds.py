"""The table of kinds covers what is written anywhere, and its words can stand on the page."""

from pathlib import Path

import pytest

from kamacademy.access import Function
from kamacademy.config import PROJECT
from kamacademy.mail.kinds import KINDS, TABLE, Topic, UnknownKind, for_reader, kind_of, may_choose

LETTERS = [
    one for one in sorted(Path(PROJECT / "kamacademy").glob("*/templates/*/letters/*.txt")) if one.stem != "foot"
]
# What a feature puts before the name of a letter's text to make its kind.
PREFIX = {"pairing": "pair", "conversation": "note"}
# Features whose texts are all of one kind.
ONE_KIND = {"transition": "transition.announced"}


@pytest.mark.parametrize(
    "text", [one for one in LETTERS if one.stem != "foot"], ids=lambda one: f"{one.parts[-3]}-{one.stem}"
)
def test_every_text_of_a_letter_belongs_to_a_kind(text: Path) -> None:
    feature = text.parts[-3]
    if feature in ONE_KIND:
        assert ONE_KIND[feature] in KINDS
        return
    prefix = PREFIX.get(feature, feature)
    assert {text.stem, f"{prefix}-{text.stem}", f"{prefix}.{text.stem}"} & set(KINDS), text


def test_no_kind_stands_twice_and_each_can_be_kept() -> None:
    assert len(KINDS) == len(TABLE)
    assert len({one.title for one in TABLE}) == len(TABLE)
    assert all(0 < len(one.code) <= 40 and one.readers for one in TABLE)


def test_what_must_come_says_why_in_a_sentence() -> None:
    compulsory = {one.code for one in TABLE if not one.may_stop}
    assert {"password-reset", "attestation-announced", "attestation-signed"} <= compulsory
    assert not compulsory & {"practice", "plan.reminder", "plan.review_due", "team.digest", "commitment.asked"}
    assert all(one.must.endswith(".") for one in TABLE if one.must is not None)


def test_only_a_new_password_does_not_wait() -> None:
    assert [one.code for one in TABLE if not one.waits] == ["password-reset"]


def test_a_reader_sees_the_kinds_of_their_functions_in_the_order_of_topics() -> None:
    learner, administrator = for_reader(frozenset({Function.LEARNER})), for_reader(frozenset({Function.ADMINISTRATOR}))
    codes = [one.code for kinds in learner.values() for one in kinds]
    assert {"practice", "plan.reminder", "note-shared"} <= set(codes)
    assert not {"team.digest", "note-answered"} & set(codes)
    assert list(learner) == [one for one in Topic if one in learner]
    assert Topic.PLAN not in administrator
    assert all(one.may_stop for one in may_choose(frozenset(Function)))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKind, match="gossip"):
        kind_of("gossip")
