"""Regular expressions and words that Python and JavaScript would not read alike are refused, with the reason."""

import pytest

from kamacademy.guide.patterns import hides, not_a_plain_word, not_alike


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(?<=patient )\d+", "look-behind"),
        (r"(?<!patient )\d+", "look-behind"),
        (r"(?P<age>\d+)", "named group"),
        (r"(?i)patient", "inline flag"),
        (r"(?i:patient)", "inline flag"),
        (r"(?>a+)b", "atomic group"),
        (r"a++b", "possessive"),
        (r"a{2}+b", "possessive"),
        (r"a{,3}", "lower bound"),
        (r"[]a]", "`]` first"),
        (r"[^]a]", "`]` first"),
        (r"[a[b]", "`[` inside"),
        (r"a\sb", r"`\s`"),
        (r"\Apatient", r"`\A`"),
        (r"patient\Z", r"`\Z`"),
        (r"(a)\1", r"`\1`"),
        ("naïve", "plain ASCII"),
        ("(a", "not a regular expression: missing ), unterminated subpattern at character 1"),
        ("a(b", "at character 2"),
    ],
)
def test_what_would_be_read_otherwise_is_refused(pattern: str, reason: str) -> None:
    assert reason in (not_alike(pattern) or "")


@pytest.mark.parametrize(
    "pattern", [r"\bpatient,? \(?\d{1,3}\b", r"(?:a|b)(?!c)(?=d)", r"[A-Z]\. ?[./-]", r"\[\]", r"a{2,}b?", r"a\+\+b"]
)
def test_what_is_read_alike_may_stand(pattern: str) -> None:
    assert not_alike(pattern) is None


@pytest.mark.parametrize("word", ["lazy", "great attitude", "couldn't be bothered", "well-meant"])
def test_plain_words(word: str) -> None:
    assert not_a_plain_word(word) is None


@pytest.mark.parametrize("word", ["lazy.", "great  attitude", "couldn’t", "naïve", "a+", "-lazy", "top10", " lazy"])
def test_words_that_are_not_plain(word: str) -> None:
    assert "plain letters" in (not_a_plain_word(word) or "")


def test_a_word_hides_a_longer_one_after_it() -> None:
    assert hides("poor", "Poor attitude")
    assert hides("lazy", "lazy")
    assert not hides("natural", "naturally gifted")
    assert not hides("poor attitude", "poor")
