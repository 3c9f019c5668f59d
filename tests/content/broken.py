"""One change to the shipped files, and the place where the checker must point."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamacademy.content.reading import place

HERE = "▶"
MODULE = "curricula/account-management-mindset/m03-providers-and-risk"
LESSON = f"{MODULE}/lessons/episodes-and-capitation.md"
DRAWING = f"{MODULE}/images/two-sites.svg"
BANK = "assessments/items/m01.yaml"
PAPER = "assessments/papers/m03-check.yaml"
KPI = "assessments/kpis/k01.yaml"
ACTIONS = "assessments/actions/c01.yaml"
COMPETENCY = "curricula/framework/c01.yaml"
FRAMEWORK = "curricula/framework/framework.yaml"
FACTS = "curricula/facts/accountable-care.yaml"
GLOSSARY = "curricula/glossary/payment.yaml"
PROGRAMME = "curricula/account-management-mindset/programme.yaml"


@dataclass(frozen=True, slots=True)
class Broken:
    """`old` becomes `new` where it first stands in a file; ▶ in `new` marks the expected place of the problem."""

    what: str
    path: str
    old: str
    new: str
    message: str

    def files(self, shipped: Mapping[str, str]) -> dict[str, str]:
        """The shipped files with this one change."""
        return {**shipped, self.path: self.marked(shipped).replace(HERE, "")}

    def line(self, shipped: Mapping[str, str]) -> str:
        """What the checker should print."""
        line, column = place(self.marked(shipped), HERE)
        return f"{self.path}:{line}:{column}: {self.message}"

    def marked(self, shipped: Mapping[str, str]) -> str:
        """The changed file with the mark in it."""
        text = shipped[self.path]
        assert self.old in text, f"{self.old!r} is no longer in {self.path}"
        assert self.new.count(HERE) == 1, self.what
        return text.replace(self.old, self.new, 1)
