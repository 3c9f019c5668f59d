"""Papers of every kind for tests: published beside the shipped content, begun and answered."""

from datetime import datetime
from pathlib import Path

from flask import current_app

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import answer, begin_sitting, start_clock, submit
from kamacademy.assessment.queries import sheet_of
from kamacademy.assessment.sheet import Question
from kamacademy.content.documents import Draft, Drafts, read_file
from kamacademy.content.queries import document_types, library
from kamacademy.demo.answering import right_answer, wrong_answer
from kamacademy.people.models import Person
from tests.world import NOW, World

CONTENT = Path(__file__).parent / "content"
BANK, TABLE = "assessments/items/every-kind.yaml", "assessments/data/two-sites.csv"
KINDS = (
    "ex-single", "ex-multiple", "ex-true-false", "ex-numeric", "ex-short", "ex-open", "ex-ordering", "ex-matching",
    "ex-categorise", "ex-judgement",
)  # fmt: skip
WITHOUT_OPEN = tuple(one for one in KINDS if one != "ex-open")


def paper_text(items: tuple[str, ...] = (), **more: object) -> str:
    """A paper as its author would write it."""
    values: dict[str, object] = {"title": "A test check", "purpose": "To try it out.", "pass_percent": 80, "minutes": 9}
    if items:
        values["items"] = f"[{', '.join(items)}]"
    lines = [f"{name}: {str(one).lower() if isinstance(one, bool) else one}" for name, one in (values | more).items()]
    return "\n".join(lines) + "\n"


def with_files(drafts: Drafts, **papers: str) -> Drafts:
    """The shipped files with a bank of every kind, its table, and papers by name (underscores become hyphens)."""
    current_app.extensions["libraries"].clear()
    files = {BANK: (CONTENT / "every-kind.yaml").read_text(), TABLE: (CONTENT / "two-sites.csv").read_text()}
    files |= {f"assessments/papers/{name.replace('_', '-')}.yaml": text for name, text in papers.items()}
    return Drafts([*drafts, *(read(path, text) for path, text in files.items())])


def read(path: str, text: str) -> Draft:
    """One file as a draft."""
    kind = next(one for one in document_types() if one.slug_of(path) is not None)
    draft, problems = read_file(kind, path, text)
    assert draft is not None, problems
    return draft


def publish(world: World, drafts: Drafts, **papers: str) -> None:
    """Publish papers beside the shipped content."""
    world.publish(with_files(drafts, **papers), at=NOW)


def begin(learner: Person, paper: str, *, seed: int = 7, at: datetime = NOW) -> Sitting:
    """A sitting in the newest release, its clock started if it has one."""
    sitting = begin_sitting(learner, paper, release_id=library().release_id, seed=seed, at=at, return_to=None)
    return start_clock(sitting, at=at)


def give(sitting: Sitting, question: Question, *, right: bool = True, at: datetime = NOW) -> None:
    """Answer one question rightly or wrongly."""
    made = right_answer if right else wrong_answer
    answer(sitting, question.entry.item.id, made(question.entry.item, question.variant, question.key), at=at)


def fill(sitting: Sitting, wrong: int = 0, *, at: datetime = NOW) -> Sitting:
    """Answer everything, the first ones wrongly."""
    for number, question in enumerate(sheet_of(sitting).questions):
        give(sitting, question, right=number >= wrong, at=at)
    return sitting


def sit(learner: Person, paper: str, wrong: int = 0, *, seed: int = 7, at: datetime = NOW) -> Sitting:
    """A whole sitting, submitted."""
    return submit(fill(begin(learner, paper, seed=seed, at=at), wrong, at=at), at=at)
