"""What the tests of the form as a file share with those of all files."""

from tests.content.conftest import shipped, types

__all__ = ["shipped", "types"]
