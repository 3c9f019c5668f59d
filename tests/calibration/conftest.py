"""What the tests of the cases as files share with those of all files."""

from tests.content.conftest import shipped, types

__all__ = ["shipped", "types"]
