"""What a name and an address look like."""

import pytest

from kamacademy.people.account import is_address, tidy_address, tidy_name


def test_a_name_has_single_spaces() -> None:
    assert tidy_name("  Mira   Halvorsen\n") == "Mira Halvorsen"
    assert tidy_name(" \t ") == ""


def test_one_person_has_one_address() -> None:
    assert tidy_address(" Mira.Halvorsen@Fernwick.EXAMPLE ") == "mira.halvorsen@fernwick.example"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("ada@example.org", True), (" ada@example.org ", True), ("ada@example", False), ("ada", False), ("", False),
     ("a b@example.org", False), ("@example.org", False), ("ada@@example.org", False)],
)  # fmt: skip
def test_an_address_is_whole(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one
