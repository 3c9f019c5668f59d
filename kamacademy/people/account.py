"""What an account's name, address and password must look like."""

import re

SHORTEST_PASSWORD = 12
ADDRESS_FORM = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"


def tidy_name(text: str) -> str:
    """A name with single spaces; empty where there is none."""
    return " ".join(text.split())


def tidy_address(text: str) -> str:
    """An e-mail address as it is kept, so that one person has one."""
    return text.strip().lower()


def is_address(text: str) -> bool:
    """Whether a text has the form of a whole e-mail address."""
    return re.match(ADDRESS_FORM, text) is not None
