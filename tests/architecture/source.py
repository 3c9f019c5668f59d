"""The package's own source, as the architecture's rules see it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kamacademy.config import PROJECT

PACKAGE = PROJECT / "kamacademy"

# Features from left to right: each may import only from those before it.
FEATURES = (
    "records", "mail", "people", "content", "tally", "rater", "competency", "items", "assessment", "scenario",
    "exercise", "marking", "curriculum", "handout", "retrieval", "quality", "kpi", "effect", "feed", "development",
    "proposal", "agreeing", "proof", "reviewing", "outcome", "plan", "guide", "visit", "coaching", "intake",
    "attestation", "conversation", "corridor", "peer", "pairing", "calibration", "proofread", "monitor", "craft",
    "commitment", "transition", "rollout", "impact", "worth", "scorecard", "workbook", "delivery", "survey",
    "talent", "change", "studio", "board", "overview", "story", "reminder", "reports", "interop", "demo",
)  # fmt: skip
ROLES = ("models", "queries", "operations", "forms", "routes", "pdf", "charts", "jobs", "cli", "__init__")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the package: `feature` is None for the files at the top."""

    place: Path
    feature: str | None
    name: str

    @property
    def role(self) -> str:
        """The role that its name gives it; pure for every other name."""
        return self.name if self.name in ROLES else "pure"

    @property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.place.read_text(encoding="utf-8"))

    def __str__(self) -> str:
        return self.place.relative_to(PROJECT).as_posix()

    def imports(self) -> Iterator[str]:
        """Every module it imports when it runs; what only a type checker reads does not count."""
        yield from imported(self.tree)


def sources() -> list[Source]:
    """Every Python file of the package."""
    return [
        Source(place, place.parent.name if place.parent != PACKAGE else None, place.stem)
        for place in sorted(PACKAGE.rglob("*.py"))
        if "shipped" not in place.parts
    ]


def imported(node: ast.AST) -> Iterator[str]:
    """Modules imported anywhere under a node, each by its whole dotted name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        else:
            yield from imported(child)


def target(module: str) -> tuple[str, str] | None:
    """The feature and file that an import reaches, or None where it is no feature's."""
    parts = module.split(".")
    if parts[0] != "kamacademy" or len(parts) < 2 or not (PACKAGE / parts[1]).is_dir():
        return None
    is_file = len(parts) > 2 and (PACKAGE / parts[1] / f"{parts[2]}.py").exists()
    return parts[1], parts[2] if is_file else "__init__"
