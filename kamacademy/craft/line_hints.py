"""A rule of thumb about lines of evidence: words said or an act, a verb, under sixty words. Pure.

It only hints, and only to whoever wrote the line. It knows verbs by the ending of their past and by a short list of
forms, and errs often; nothing is counted against anybody by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.craft.notes import CraftNote, CraftRating
from kamacademy.wording import counted, listed

LONGEST_WORDS = 60
NOTES_NAMED = 3
# Words said: quotation marks of any kind, or a question.
SAID = re.compile(r"[“”„«»\"?]|(?:^|\s)[‘'][^‘’']+[’'](?=\W|$)")
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
# End like a past tense and are none.
NOT_PAST = frozenset({
    "need", "indeed", "speed", "exceed", "proceed", "succeed", "feed", "seed", "weed", "bed", "red", "hundred",
    "shed", "united", "limited", "detailed", "related", "interested", "experienced", "skilled", "tired",
    "motivated", "committed", "dedicated", "talented", "gifted",
})  # fmt: skip
ACTS = frozenset({
    "asked", "asks", "ask", "said", "says", "say", "told", "tells", "tell", "named", "names", "gave", "gives",
    "give", "got", "took", "takes", "take", "went", "goes", "came", "comes", "made", "makes", "make", "did", "does",
    "saw", "sees", "heard", "hears", "kept", "keeps", "let", "lets", "left", "leaves", "led", "leads", "held",
    "holds", "brought", "brings", "drew", "draws", "wrote", "writes", "read", "reads", "spoke", "speaks", "chose",
    "chooses", "put", "puts", "set", "sets", "sent", "sends", "showed", "shows", "sat", "sits", "stood", "stands",
    "began", "begins", "broke", "cut", "cuts", "met", "meets", "paid", "pays", "ran", "runs", "sought", "found",
    "finds", "thanked", "waits", "listens", "opens", "closes", "sums", "agrees", "offers", "explains", "checks",
    "repeats", "answers", "interrupts", "proposes", "suggests", "promises", "notes",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineHint:
    """A note of which a line could be sharper: with whom, when it was, and why in words."""

    note: CraftNote
    words: str


@dataclass(frozen=True, slots=True)
class LineHints:
    """How many lines were looked at, how many name neither words nor an act, how many are long; the newest to reread.

    A line may be both.
    """

    lines: int
    without_act: int
    long: int
    newest: tuple[LineHint, ...]


def names_act(line: str) -> bool:
    """Whether a line seems to quote words or to name an act."""
    words = WORD.findall(line.lower())
    return bool(SAID.search(line)) or any(
        word in ACTS or (word.endswith("ed") and len(word) > 3 and word not in NOT_PAST) for word in words
    )


def is_long(line: str) -> bool:
    """Whether a line has sixty words or more."""
    return len(line.split()) >= LONGEST_WORDS


def sharper(line: str) -> str | None:
    """What could be sharper about a line, or None."""
    if not names_act(line):
        return "names neither words said nor an act"
    return "has sixty words or more" if is_long(line) else None


def line_hints(notes: Sequence[CraftNote], ratings: Sequence[CraftRating]) -> LineHints:
    """The rule of thumb over the lines of some notes; `newest` names at most three notes, each once."""
    by_key = {one.id: one for one in notes}
    lines = [(by_key[one.note_id], one.line) for one in ratings if one.line and one.note_id in by_key]
    found: dict[int, LineHint] = {}
    for note, line in sorted(lines, key=lambda pair: (pair[0].observed_on, pair[0].id), reverse=True):
        if words := sharper(line):
            found.setdefault(note.id, LineHint(note, words))
    return LineHints(
        lines=len(lines),
        without_act=sum(1 for _, line in lines if not names_act(line)),
        long=sum(1 for _, line in lines if is_long(line)),
        newest=tuple(found.values())[:NOTES_NAMED],
    )


def hint_words(found: LineHints) -> str:
    """The rule of thumb over one's own lines, in a sentence."""
    parts = []
    if found.without_act:
        verb = "names" if found.without_act == 1 else "name"
        parts.append(f"{found.without_act} {verb} neither words said nor an act")
    if found.long:
        parts.append(f"{found.long} {'has' if found.long == 1 else 'have'} sixty words or more")
    whole = counted(found.lines, "line")
    if not parts:
        return f"By a rule of thumb nothing stands out in {whole}: each quotes words or names an act."
    return f"Of {whole}, {listed(parts)}. A rule of thumb that errs often: a reason to read a line again, no more."
