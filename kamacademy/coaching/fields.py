"""Reading the parts of a JSON object, noting each problem in words instead of stopping at the first."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

LARGEST_WHOLE = 2**31 - 1
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INDICATOR = re.compile(r"C\d{2}[a-z]", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Fields:
    """The fields of one object; what is wrong with them is added to `problems` as sentences."""

    def __init__(self, values: Mapping[str, object], problems: list[str] | None = None) -> None:
        self.values = values
        self.problems: list[str] = [] if problems is None else problems

    def refuse(self, problem: str) -> None:
        """Note a problem."""
        self.problems.append(problem)

    def key(self, name: str) -> str | None:
        """A random identifier as phones make it (UUID, small letters)."""
        value = self.values.get(name)
        if isinstance(value, str) and KEY.fullmatch(value):
            return value
        self.refuse("The entry has no identifier of its own.")
        return None

    def indicator(self, name: str) -> str:
        """An indicator's code, such as C03a; empty once a problem was noted."""
        value = self.values.get(name)
        if isinstance(value, str) and INDICATOR.fullmatch(value):
            return value
        self.refuse("An indicator is missing its code.")
        return ""

    def whole(self, name: str, words: str, least: int = 1, most: int = LARGEST_WHOLE) -> int | None:
        """A whole number between two bounds, both included."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.refuse(f"{words} is missing or out of range.")
        return None

    def optional_whole(self, name: str, words: str, most: int = LARGEST_WHOLE) -> int | None:
        """A whole number from 1, or None where nothing is given."""
        return None if self.values.get(name) is None else self.whole(name, words, most=most)

    def text(self, name: str, words: str, longest: int) -> str | None:
        """Words without blanks around them; None for none."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or "\0" in value or not is_writable(value):
            self.refuse(f"{words} cannot be read.")
            return None
        trimmed = value.strip()
        if len(trimmed) > longest:
            self.refuse(f"{words}: keep it below {longest:,} characters.")
        return trimmed or None

    def yes_or_no(self, name: str, words: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return value
        self.refuse(f"{words} is neither yes nor no.")
        return default

    def choice(self, name: str, choices: type[Choice], words: str) -> Choice | None:
        """One of the choices there are."""
        value = self.values.get(name)
        if isinstance(value, str) and value in {one.value for one in choices}:
            return choices(value)
        self.refuse(f"{words} is missing.")
        return None

    def optional_choice(self, name: str, choices: type[Choice], words: str) -> Choice | None:
        """One of the choices, or None where nothing is given."""
        return None if self.values.get(name) is None else self.choice(name, choices, words)

    def day(self, name: str, words: str) -> date | None:
        """A day, written 2026-11-20."""
        value = self.values.get(name)
        if isinstance(value, str) and DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.refuse(f"{words} is missing or is no day.")
        return None

    def moment(self, name: str, words: str) -> datetime | None:
        """A moment with its zone."""
        value = self.values.get(name)
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
            if found is not None and found.tzinfo is not None and found.astimezone(UTC):
                return found
        except (ValueError, OverflowError):
            pass
        self.refuse(f"{words} is missing.")
        return None

    def parts(self, name: str, words: str) -> list["Fields"]:
        """The objects of a list, each to be read like this one; an empty list where none is given."""
        value = self.values.get(name, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return [Fields(one, self.problems) for one in value]
        self.refuse(f"{words} cannot be read.")
        return []

    def part(self, name: str, words: str) -> "Fields | None":
        """An object inside this one, or None where nothing is given."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields(value, self.problems)
        self.refuse(f"{words} cannot be read.")
        return None


def is_writable(words: str) -> bool:
    """Whether the words can be stored: half a surrogate pair cannot."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
