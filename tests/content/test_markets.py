"""What an author can get wrong about markets, at its place and in words."""

from collections.abc import Mapping

import pytest

from kamacademy.content.documents import DocumentType, read_all
from kamacademy.content.reading import place
from tests.content.broken import HERE, MODULE, PROGRAMME
from tests.curriculum.uk import UK, UK_LESSON, UK_MODULE, without

M03 = "m03-providers-and-risk"
ENTRY = f"  - module: {M03}\n"
OWN = "    in_market: {UK: " + UK + "}\n"
US_PATH, FOLDER = f"{MODULE}/module.yaml", PROGRAMME.rpartition("/")[0]
UK_PATH = f"{FOLDER}/{UK}/module.yaml"
C01, FACTS, GLOSSARY = (
    "curricula/framework/c01.yaml", "curricula/facts/accountable-care.yaml", "curricula/glossary/payment.yaml",
)  # fmt: skip
LESSON_OF_ONE = without(UK_LESSON, "::fact")


def found_in(shipped: Mapping[str, str], types: list[DocumentType], changed: Mapping[str, str]) -> list[str]:
    """What the checker prints of the shipped files with some changed or added, without the marks."""
    files = {**shipped, **{path: text.replace(HERE, "") for path, text in changed.items()}}
    return [str(problem) for problem in read_all(types, files)[1]]


def at_mark(path: str, text: str, message: str) -> str:
    line, column = place(text, HERE)
    return f"{path}:{line}:{column}: {message}"


def in_programme(shipped: Mapping[str, str], own: str) -> str:
    """The programme with something said of markets at the place of the third module, and nowhere else."""
    return without(shipped[PROGRAMME], "    in_market:").replace(ENTRY, f"{ENTRY}{own}")


@pytest.fixture
def written(shipped: Mapping[str, str]) -> dict[str, str]:
    """The third module for the United States, and another one for the United Kingdom that nobody is given."""
    modules = {path: without(text, "market: US") for path, text in shipped.items() if path.endswith("/module.yaml")}
    us = modules[US_PATH].replace("code: M03\n", "code: M03\nmarket: US\n")
    uk = UK_MODULE.replace("m03-uk-small-check", "m03-check").replace("[who-plans-care]", "[one]")
    return {**modules, US_PATH: us, UK_PATH: uk, f"{FOLDER}/{UK}/lessons/one.md": LESSON_OF_ONE}


def test_a_module_of_each_market_is_right(
    shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    problems = found_in(shipped, types, {**written, PROGRAMME: in_programme(shipped, OWN)})
    assert [one for one in problems if "warning" not in one] == []


TWICE = "module `m01-from-products-to-accounts` is in the programme twice"
MISTAKES = [
    ("    in_market: {▶UK: m03-uk-wales}\n", "there is no module `m03-uk-wales`"),
    ("    in_market: {▶UK: m01-from-products-to-accounts}\n", TWICE),
    ("    in_market: {▶US: " + UK + "}\n", f"`{UK}` is for `UK`; write `market: US` in its module.yaml"),
    ("    in_market: {▶US: " + UK + "}\n", f"`{M03}` is for `US` itself; leave that market out here"),
    ("    in_market: {▶FR: " + UK + "}\n", "`FR` should be one of 'US' or 'UK', found 'FR'"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "message"), MISTAKES)
def test_a_mistake_in_the_programme_is_told_at_its_place(
    own: str, message: str, shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    text = in_programme(shipped, own)
    assert at_mark(PROGRAMME, text, message) in found_in(shipped, types, {**written, PROGRAMME: text})


def test_a_module_of_one_market_needs_another_for_the_rest(
    shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    text = in_programme(shipped, "").replace(ENTRY, f"  - ▶module: {M03}\n")
    words = f"`{M03}` is for `US`; name under `in_market` what stands there for UK"
    assert at_mark(PROGRAMME, text, words) in found_in(shipped, types, {**written, PROGRAMME: text})


def test_a_module_that_one_market_is_left_for_says_so(
    shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    text = in_programme(shipped, "").replace(ENTRY, f"  - ▶module: {M03}\n{OWN}")
    words = f"only US is left for `{M03}`; write `market: US` in its module.yaml"
    plain = {**written, US_PATH: without(shipped[US_PATH], "market:"), PROGRAMME: text}
    assert at_mark(PROGRAMME, text, words) in found_in(shipped, types, plain)


def test_a_module_that_nobody_is_given_is_told(
    shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    text = in_programme(shipped, "").replace(ENTRY, f"  - ▶module: {M03}\n    in_market: {{US: m03-uk-a, UK: {UK}}}\n")
    words = f"every market has another module, so nobody is given `{M03}`"
    assert at_mark(PROGRAMME, text, words) in found_in(shipped, types, {**written, PROGRAMME: text})


def test_the_code_bears_the_market_that_the_folder_names(
    shipped: Mapping[str, str], types: list[DocumentType], written: dict[str, str]
) -> None:
    text = written[UK_PATH].replace("code: M03-UK", "▶code: M03")
    words = f"the folder is named {UK}, so the code should be M03-UK"
    changed = {**written, UK_PATH: text, PROGRAMME: in_programme(shipped, OWN)}
    assert at_mark(UK_PATH, text, words) in found_in(shipped, types, changed)


SAME = "`m03-check` is the check everywhere; name another paper or leave the market out"
CHECKS = [
    ("check: m03-check\ncheck_in_market: {▶UK: m03-uk-none}\n", "there is no paper `m03-uk-none`"),
    ("check: m03-check\ncheck_in_market: {▶UK: m03-check}\n", SAME),
    ("check_in_market: {▶UK: m01-check}\n", "name under `check` the paper that this one stands for"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "message"), CHECKS)
def test_a_check_of_a_market_is_another_paper(
    said: str, message: str, shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    text = without(shipped[C01], "check_in_market:").replace("check: m03-check\n", said)
    assert at_mark(C01, text, message) in found_in(shipped, types, {C01: text})


@pytest.mark.parametrize(("path", "old"), [(FACTS, "    market: US\n"), (GLOSSARY, "    term: ")])
def test_a_fact_and_a_term_name_a_market_that_there_is(
    path: str, old: str, shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    new = "    ▶market: FR\n" if "market" in old else f"    ▶market: FR\n{old}"
    text = shipped[path].replace(old, new, 1)
    told = found_in(shipped, types, {path: text})
    line, column = place(text, HERE)
    assert any(one.startswith(f"{path}:{line}:{column}: `market` should be one of ") for one in told), told
