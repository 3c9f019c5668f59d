"""Which library actions are proposed."""

from typing import Any

from kamacademy.development.action_library import Entry
from kamacademy.development.documents import LibraryAction
from kamacademy.development.gaps import Gap
from kamacademy.proposal.suggestions import Suggestion, suggest


def entry(name: str, kind: str = "job", kpi: str = "K01", modules: tuple[str, ...] = ()) -> Entry:
    code = name[:3].upper()
    action = LibraryAction.model_validate(
        {
            "id": name, "kind": kind, "title": name, "how": "So.", "indicator": f"{code}a", "evidence": "A page.",
            "kpi": kpi, "days": 45, "modules": modules,
        }
    )  # fmt: skip
    return Entry(action, code, 1)


def gap(code: str) -> Gap:
    return Gap(code, 1, 2, 3, is_gate=False, is_priority=False, is_sure=True)


ENTRIES = {
    "C01": [entry("c01-job", kpi="K02"), entry("c01-others", "others"), entry("c01-study", "study", modules=("m03",))],
    "C02": [entry("c02-job")],
    "C03": [entry("c03-job", kpi="K09")],
    "C04": [entry("c04-job")],
}


def suggested(codes: list[str], **changes: Any) -> list[Suggestion]:
    wanted: dict[str, Any] = {
        "places": 3, "carried": {"K01", "K02", "K09"}, "taken": set(), "covered": set(), "modules": {}, "in_place": {},
    } | changes  # fmt: skip
    return suggest([gap(code) for code in codes], ENTRIES, **wanted)


def names(found: list[Suggestion]) -> list[str]:
    return [one.entry.action.id for one in found]


def test_one_action_on_the_job_for_each_gap_in_order() -> None:
    assert names(suggested(["C03", "C01"])) == ["c03-job", "c01-job"]


def test_never_more_than_there_are_places() -> None:
    assert names(suggested(["C01", "C02", "C03", "C04"])) == ["c01-job", "c02-job", "c03-job"]
    assert names(suggested(["C01", "C02"], places=0)) == []


def test_an_action_whose_kpi_the_role_may_not_carry_is_skipped_where_there_is_another() -> None:
    assert names(suggested(["C01", "C03"], carried={"K01"})) == ["c01-others", "c03-job"]


def test_what_the_plan_has_had_or_works_on_is_not_suggested_again() -> None:
    assert names(suggested(["C01", "C02"], taken={"c01-job"}, covered={"C02"})) == ["c01-others"]
    assert names(suggested(["C02"], taken={"c02-job"})) == []


def test_a_module_not_completed_that_builds_the_competency_goes_with_it() -> None:
    assert suggested(["C01"], modules={"C01": ["m01", "m03"]})[0].module == "m01"
    assert suggested(["C01"], taken={"c01-job", "c01-others"}, modules={"C01": ["m01", "m03"]})[0].module == "m03"
    assert suggested(["C01"])[0].module is None
