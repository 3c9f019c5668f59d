"""A problem in an authored file, with its place."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A problem stops a release; a warning asks to be looked at."""

    PROBLEM = "problem"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, and what was expected. Lines and columns count from 1."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity = Severity.PROBLEM

    def __str__(self) -> str:
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.message}"


class BrokenRule(ValueError):
    """Raised by a document's own rule; `at` leads from that document to the part that breaks it."""

    def __init__(self, message: str, *at: str | int) -> None:
        super().__init__(message)
        self.at = at


class UnreadableFile(Exception):
    """A file that cannot be read at all; carries what is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
