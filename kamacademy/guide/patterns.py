"""Which words and regular expressions Python and JavaScript read alike."""

import re

# ASCII letters, one blank, hyphen or apostrophe between them: \b means the same in both languages.
PLAIN_WORD = re.compile(r"[A-Za-z]+(?:[ '-][A-Za-z]+)*")
ALIKE_ESCAPES = frozenset(r"bBdDwW.+*?()[]{}|^$/\-")
UNALIKE = (
    (re.compile(r"\(\?(?![:=!])"), "uses a look-behind, a named group, an inline flag or an atomic group"),
    (re.compile(r"(?:[+*?]|\})\+"), "uses a possessive quantifier"),
    (re.compile(r"\{,"), "leaves out the lower bound of a repetition"),
    (re.compile(r"\[\^?\]|\[[^\]]*\["), "has `]` first or `[` inside a set of characters; put a `\\` before it"),
)


def not_a_plain_word(word: str) -> str | None:
    """Why a word cannot be looked for as it stands, or None."""
    if PLAIN_WORD.fullmatch(word):
        return None
    return f"`{word}` should be plain letters, with a single blank, hyphen or apostrophe between words"


def hides(first: str, later: str) -> bool:
    """Whether `later` can never be found once `first` is looked for before it."""
    return re.match(rf"{first}\b", later, re.IGNORECASE) is not None


def not_alike(pattern: str) -> str | None:
    """Why Python and JavaScript would not read a regular expression alike, or None.

    Python reads it with re.ASCII, which gives \\b, \\d and \\w the meaning that JavaScript gives them.
    """
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        return f"is not a regular expression: {error.msg} at character {(error.pos or 0) + 1}"
    if not pattern.isascii():
        return "should be plain ASCII, so that case means the same everywhere"
    bare, escapes = re.sub(r"\\.", "", pattern), re.findall(r"\\(.)", pattern)
    strange = [one for one in escapes if one not in ALIKE_ESCAPES]
    if strange:
        return f"uses `\\{strange[0]}`, which JavaScript reads otherwise or not at all"
    return next(
        (f"{words}, which JavaScript reads otherwise or not at all" for rule, words in UNALIKE if rule.search(bare)),
        None,
    )
