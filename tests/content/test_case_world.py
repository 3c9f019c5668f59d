"""The made-up world keeps together: nobody shares a first name, and the list of who is who is true of the files."""

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from kamacademy.content.documents import Drafts
from kamacademy.scenario.documents import Scenario
from tests.content.case_world import ACCOUNTS, FERNWICK, PERSONS, ROLES, T1, Person

WORLD = (T1, "assessments/items", "assessments/exercises", "assessments/scenarios", "assessments/calibration")


@pytest.fixture(scope="module")
def written(shipped: Mapping[str, str]) -> Mapping[str, str]:
    """Every file of the world by path, with its lines joined."""
    return {path: " ".join(text.split()) for path, text in shipped.items() if path.startswith(WORLD)}


def test_no_two_persons_share_a_first_name() -> None:
    first = Counter(one.name.removeprefix("Dr ").split()[0] for one in PERSONS)
    assert [name for name, count in first.items() if count > 1] == []


@pytest.mark.parametrize("person", PERSONS, ids=lambda one: one.name)
def test_a_person_appears_where_the_list_says(person: Person, written: Mapping[str, str]) -> None:
    name = re.compile(rf"\b{person.name if person.name.startswith('Dr ') else person.name.split()[0]}\b")
    for start in person.files:
        assert any(name.search(text) for path, text in written.items() if path.startswith(start)), start
    assert any(person.name in text for text in written.values())


def test_whoever_speaks_or_is_a_doctor_is_on_the_list(written: Mapping[str, str], drafts: Drafts) -> None:
    listed = " ".join(one.name for one in PERSONS)
    speakers = {
        node.speaker.removeprefix("Dr ").split(",")[0]
        for _, scenario in drafts.contents("scenario", Scenario)
        for node in scenario.nodes
        if node.speaker and re.match(r"(Dr )?[A-Z]\w+ [A-Z]\w+,", node.speaker)
    }
    doctors = {found for text in written.values() for found in re.findall(r"\bDr ([A-Z][a-z]+)", text)}
    assert len(speakers) > 5
    assert [one for one in sorted(speakers | doctors) if one not in listed] == []


@pytest.mark.parametrize(("account", "role"), ROLES)
def test_a_role_stands_in_a_file_of_its_account(account: str, role: str, written: Mapping[str, str]) -> None:
    short = " ".join(account.split()[:2]) if account.startswith(("St", "Prairie")) else account.split()[0]
    assert any(short in text and role in text.casefold() for text in written.values())


def test_there_are_six_accounts_and_thirty_stakeholders(written: Mapping[str, str]) -> None:
    customers = [one for one in PERSONS if one.house in ACCOUNTS]
    assert {house for house, _ in ROLES} == set(ACCOUNTS)
    assert {one.house for one in PERSONS if one not in customers} == {FERNWICK, "not said"}
    assert len(customers) + len(ROLES) >= 30
    for account in ACCOUNTS:
        assert sum(account in text for text in written.values()) >= 3, account
