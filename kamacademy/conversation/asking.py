"""What a person is asked once before words are kept: words that judge somebody, and what may point to a patient."""

from collections.abc import Iterable

from kamacademy.coaching.progress import HIGHEST_WITHOUT_EVIDENCE
from kamacademy.conversation.versions import Body
from kamacademy.guide.documents import WordHints
from kamacademy.guide.hints import Hint, judging_words, patient_words


def hints_in(texts: Iterable[str | None], hints: WordHints) -> list[Hint]:
    """Every hint about some texts, each finding once."""
    found = {
        one.found.lower(): one
        for text in texts
        if text
        for one in (*judging_words(text, hints), *patient_words(text, hints))
    }
    return list(found.values())


def texts_of(body: Body) -> list[str | None]:
    """Everything of a note that is written in words."""
    return [*(one.evidence_line for one in body.ratings), body.strength, body.improve]


def new_texts(before: Body, wanted: Body) -> list[str | None]:
    """What a change writes anew; what stood there already was asked about when it was shared."""
    old = texts_of(before)
    return [text for text in texts_of(wanted) if text not in old]


def high_without_line(before: Body, wanted: Body) -> list[str]:
    """The indicators that a change leaves above level 3 with no line that says what was seen."""
    return [
        one.indicator
        for one in wanted.ratings
        if (one.level or 0) > HIGHEST_WITHOUT_EVIDENCE and not one.evidence_line and one != before.rating(one.indicator)
    ]
