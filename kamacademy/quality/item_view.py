"""What is known of questions, as pages show it: every figure with its n, and flags in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kamacademy.assessment.catalogue import Catalogue
from kamacademy.items.documents import Bank
from kamacademy.items.item import LETTERS
from kamacademy.quality.figures import ItemFigures, OptionFigures
from kamacademy.quality.flags import FEWEST_ANSWERS, ItemFlag, item_flags, option_flags
from kamacademy.quality.question_view import QuestionShown, kind_words, stem_of
from kamacademy.quality.responses import Refused
from kamacademy.quality.snapshot import ItemSnapshot
from kamacademy.quality.words import (
    figure,
    figures_between,
    item_sentence,
    option_sentence,
    parameters_sentence,
    refusal,
    shares_between,
)
from kamacademy.wording import counted, number, percent

GRAVE = frozenset({ItemFlag.KEY_SUSPECT, ItemFlag.NEGATIVE})
UNCALIBRATED = (
    "No parameters: a question needs 60 answers, some of them right and some not, to be put on a scale beside others."
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag with its weight for the eye: problem, caution, or nothing."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question in the list of its bank; `n` is None where no figures were computed for its present wording."""

    id: str
    stem: str
    kind: str
    n: int | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class BankRows:
    """A bank in the list."""

    title: str
    slug: str
    rows: tuple[ItemRow, ...]
    words: str


def flag_shown(value: str) -> Flag:
    """A flag as it was kept."""
    flag = ItemFlag(value)
    kind = "problem" if flag in GRAVE else "" if flag is ItemFlag.TOO_FEW else "caution"
    return Flag(flag.value.capitalize(), kind)


def bank_rows(
    banks: Mapping[str, Bank], found: Catalogue, kept: Mapping[str, tuple[int, Sequence[str]]]
) -> list[BankRows]:
    """Every bank with its questions; `kept` gives answers and flags by question."""
    shown = []
    for slug, bank in banks.items():
        rows = tuple(
            ItemRow(
                one.id,
                stem_of(found, one.id),
                kind_words(one.kind),
                kept[one.id][0] if one.id in kept else None,
                tuple(flag_shown(flag) for flag in kept[one.id][1]) if one.id in kept else (),
            )
            for one in bank.all_items
        )
        to_look_at = sum(1 for row in rows if any(flag.kind for flag in row.flags))
        enough = sum(1 for row in rows if row.n is not None and row.n >= FEWEST_ANSWERS)
        words = (
            f"{counted(len(rows), 'question')}, {enough} with {FEWEST_ANSWERS} answers or more, {to_look_at} to look at"
        )
        shown.append(BankRows(bank.title, slug, rows, words))
    return shown


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: what it is, how much, and its interval or n."""

    name: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option in the table."""

    code: str
    text: str
    is_key: bool
    n: int
    share: str
    discrimination: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionShown:
    """A question's figures as long as it read so."""

    revision: int
    is_current: bool
    computed_at: datetime
    flags: tuple[tuple[Flag, str], ...]
    facts: tuple[Fact, ...]
    options: tuple[OptionRow, ...]
    scale: str


def edition_shown(
    snapshot: ItemSnapshot, question: QuestionShown | None, *, is_current: bool, computed_at: datetime
) -> EditionShown:
    """One edition. Options have their words only where the question still reads so."""
    of = snapshot.figures
    return EditionShown(
        of.revision,
        is_current,
        computed_at,
        tuple((flag_shown(flag.value), item_sentence(of, flag)) for flag in item_flags(of)),
        facts(of),
        tuple(option_row(of, one, question) for one in of.options),
        scale_words(snapshot),
    )


def facts(of: ItemFigures) -> tuple[Fact, ...]:
    """The figures of a question."""
    unreached = f", {of.not_reached} did not reach it" if of.not_reached else ""
    between = of.discrimination_interval
    likely = f"likely {figures_between(between)}" if between else "cannot be said"
    found = [
        Fact("Answers", f"{of.n:,}", f"first sittings{unreached}"),
        Fact("Difficulty", percent(of.difficulty), f"of its points; likely {shares_between(of.difficulty_interval)}"),
        Fact(
            "Discrimination",
            figure(of.discrimination),
            f"with the rest; {likely}, n {of.discrimination_n}",
        ),
        Fact("Left out", percent(of.omitted_share), f"of {counted(of.n, 'person', 'people')}"),
    ]
    if of.seconds is not None:
        note = f"half took {number(of.seconds.low, 0)} to {number(of.seconds.high, 0)} s"
        found.append(Fact("Time", f"{number(of.seconds.median, 0)} s", note))
    return tuple(found)


def option_row(of: ItemFigures, option: OptionFigures, question: QuestionShown | None) -> OptionRow:
    """One option with its flags in words."""
    return OptionRow(
        option.option or "–",
        "Left out" if option.option is None else option_text(option.option, question),
        option.is_key,
        option.n,
        percent(option.share),
        figure(option.discrimination),
        tuple(option_sentence(option, flag) for flag in option_flags(of, option)),
    )


def option_text(code: str, question: QuestionShown | None) -> str:
    """The words of an option that is one letter; other codes speak for themselves."""
    place = LETTERS.find(code) if len(code) == 1 else -1
    if question is None or not 0 <= place < len(question.parts):
        return ""
    return question.parts[place].text


def scale_words(snapshot: ItemSnapshot) -> str:
    """What may be said of the question on a scale with others, or why nothing."""
    if snapshot.parameters is None:
        return UNCALIBRATED
    if isinstance(snapshot.parameters, Refused):
        return f"No parameters yet. {refusal(snapshot.parameters)}"
    return parameters_sentence(snapshot.parameters)
