"""Words, sentences and syllables of English text, and the grade at which it reads. Pure."""

import re
from collections.abc import Iterable, Iterator

from kamacademy.wording import words_in

WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)*")
# A full stop after one of these ends no sentence.
SHORTENED = re.compile(r"\b(?:e\.g|i\.e|cf|vs|No|Nos|Dr|Mr|Ms|St|approx|U\.S|[A-Z])\.$")
END = re.compile(r"(?<=[.!?])[\"”’)*]*\s+(?=[\"“‘(*]*[A-Z0-9$£])")
MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]")
SILENT = re.compile(r"(?:[^laeiouysxzcgh]es|[^laeiouydt]ed|[^laeiouy]e)$")
# Vowels side by side that are spoken apart, as in area, create, reliable, payer.
APART = re.compile(r"ea$|creat(?!u)|[^cstgxln]i[ao]|lia(?!n)|(?<!p)eo|iu|[aeo]y[aeiou]")
FEWEST_SYLLABLES = 1


def sentences(text: str) -> Iterator[str]:
    """The sentences of a passage. A passage without a full stop is one."""
    begun = ""
    at = 0
    for end in [*END.finditer(text), None]:
        begun += text[at : end.start() if end else len(text)]
        if end and SHORTENED.search(begun):
            begun += " "
        elif begun.strip():
            yield begun.strip()
            begun = ""
        at = end.end() if end else at


def plain(markdown: str) -> str:
    """Short Markdown without its marks: the words of a link alone, no stars."""
    return MARKS.sub(lambda found: found.group(1) or "", markdown)


def alike(sentence: str) -> str:
    """A sentence as it is compared with others: its words alone, in lower case."""
    return " ".join(words_in(plain(sentence))).lower().replace("’", "'")


def syllables(word: str) -> int:
    """The syllables of an English word by its groups of vowels, without most silent endings; 1 or more.

    A rule of thumb: over a lesson it is a few per cent from a count by hand, for one word it may be off by one.
    """
    bare = SILENT.sub(lambda found: found.group()[0], re.sub(r"[’'].*", "", word.lower()))
    return max(FEWEST_SYLLABLES, len(re.findall(r"[aeiouy]+", bare)) + len(APART.findall(bare)))


def grade(passages: Iterable[str]) -> float:
    """The Flesch-Kincaid grade: 0.39 words per sentence and 11.8 syllables per word, less 15.59.

    Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel,
    Research Branch Report 8-75. Grade 9 reads easily at about 14 years of age. Figures count as no words.
    """
    told = [WORD.findall(sentence) for passage in passages for sentence in sentences(passage)]
    told = [words for words in told if words]
    count = sum(map(len, told))
    if not count:
        return 0.0
    return 0.39 * count / len(told) + 11.8 * sum(map(syllables, (w for words in told for w in words))) / count - 15.59
