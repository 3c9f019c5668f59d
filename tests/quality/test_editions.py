"""Since which revision of its bank a question has read so."""

from kamacademy.quality.editions import JSON, editions, questions_in

ITEM: dict[str, JSON] = {
    "id": "a", "stem": "Which?", "options": [{"text": "One", "correct": True, "rationale": "It is."}], "tags": ["x"],
}  # fmt: skip


def content(bank: dict[str, JSON]) -> JSON:
    """What the answers to question a depend on."""
    return dict(questions_in(bank))["a"]


def test_a_revision_that_leaves_a_question_alone_keeps_its_edition() -> None:
    assert editions({1: "x", 2: "x", 3: "y", 5: "y", 6: "x"}) == {1: 1, 2: 1, 3: 3, 5: 3, 6: 6}


def test_reasons_and_sources_are_no_new_edition() -> None:
    reworded = ITEM | {"options": [{"text": "One", "correct": True, "rationale": "So it is."}], "source": "New"}
    assert content({"items": [ITEM]}) == content({"items": [reworded]})


def test_another_key_or_stem_is_a_new_edition() -> None:
    rekeyed = ITEM | {"options": [{"text": "One", "correct": False, "rationale": "It is."}]}
    assert content({"items": [ITEM]}) != content({"items": [rekeyed]})
    assert content({"items": [ITEM]}) != content({"items": [ITEM | {"stem": "Which one?"}]})


def test_a_case_changes_all_its_questions_and_no_others() -> None:
    other: dict[str, JSON] = {"id": "b", "stem": "And which?"}
    before: dict[str, JSON] = {"items": [], "cases": [{"id": "c", "stem": "There is.", "items": [ITEM, other]}]}
    retold: dict[str, JSON] = {"items": [], "cases": [{"id": "c", "stem": "There was.", "items": [ITEM, other]}]}
    beside: dict[str, JSON] = {
        "items": [], "cases": [{"id": "c", "stem": "There is.", "items": [ITEM, other | {"stem": "New?"}]}],
    }  # fmt: skip
    assert content(before) != content(retold)
    assert content(before) == content(beside)
