"""Commitments on a story: what somebody meant to stop, start or continue after a module, and how it was kept. Pure."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from kamacademy.commitment.asking import KEPT_WORDS
from kamacademy.commitment.lines import KIND_WORDS
from kamacademy.curriculum.documents import Module
from kamacademy.story.entry import Entry, Kind, Line, Link
from kamacademy.story.kept import Answered, Committed
from kamacademy.wording import inside, number


def made_entries(committed: Iterable[Committed], modules: Mapping[str, Module], person_id: int) -> list[Entry]:
    """What was committed to, one entry for each module, in order as given."""
    return [
        Entry(
            some[0].on, Kind.COMMITMENT, f"Committed after “{some[0].title}”",
            tuple(Line(f"{KIND_WORDS[one.kind]}: “{without_stop(one.words)}”.") for one in some),
            about_of(some[0].module, modules), link_to(person_id),
        )
        for some in (list(group) for _, group in groupby(committed, key=lambda one: one.pledge_id))
    ]  # fmt: skip


def answer_entries(answered: Iterable[Answered], modules: Mapping[str, Module], person_id: int) -> list[Entry]:
    """How it was kept, one entry for each time that was answered, in order as given."""
    return [
        Entry(
            some[0].on, Kind.COMMITMENT, f"Commitments after “{some[0].of.title}”, {some[0].after_days} days on",
            tuple(Line(answer_words(one)) for one in some),
            about_of(some[0].of.module, modules), link_to(person_id),
        )
        for some in (list(group) for _, group in groupby(answered, key=lambda one: (one.of.pledge_id, one.after_days)))
    ]  # fmt: skip


def answer_words(one: Answered) -> str:
    """How one was kept, with the hours that were released where somebody said so."""
    hours = "" if one.hours is None else f"; hours a month really released, by own count: {number(one.hours)}"
    return f"{KIND_WORDS[one.of.kind]} “{without_stop(one.of.words)}”: {inside(KEPT_WORDS[one.kept])}{hours}."


def without_stop(words: str) -> str:
    """Somebody's words without the full stop at their end, to stand within a sentence."""
    return words.removesuffix(".")


def about_of(module: str, modules: Mapping[str, Module]) -> frozenset[str] | None:
    """The competencies that the module builds; None where the newest release has it no more."""
    found = modules.get(module)
    return None if found is None else frozenset(one.competency for one in found.builds)


def link_to(person_id: int) -> Link:
    """Where the learner's commitments stand, each reader's share of them."""
    return Link("commitment.of_person", {"person_id": person_id})
