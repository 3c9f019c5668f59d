"""Where the parts of the picture lie, against places worked out by hand, and the picture in words."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from kamacademy.competency.estimation import Estimate
from kamacademy.kpi.figures import Figure
from kamacademy.story.kept import PlanAction, Series, Visit
from kamacademy.story.months import ends, span
from kamacademy.story.strip import LEVELS_BOTTOM, LEVELS_TOP, Told, shown_actions, strip
from kamacademy.story.strip_words import description, facts, month_rows
from tests.kpi.definitions import days_kpi, kpi
from tests.story.told import DAY, action, visit

NAMES = ("Aware", "Developing", "Proficient", "Advanced", "Expert")
# October to December have 31 + 30 + 31 = 92 days.
TODAY = date(2026, 12, 16)
MONTHS = span(TODAY, 3)


def known(on: date, *chances: float, seen: int = 3, target: int | None = 3) -> Estimate:
    return Estimate("C03", target, chances or None, None, seen, 2, 0, on - DAY, on, None, None)


def told(
    *,
    estimates: Sequence[Estimate] | None = None,
    visits: Sequence[Visit] = (),
    actions: Sequence[PlanAction] = (),
    series: Series | None = None,
    today: date = TODAY,
) -> Told:
    days = ends(MONTHS, today)
    found = estimates if estimates is not None else [known(on, 0, 0.2, 0.6, 0.2, 0) for on in days]
    return Told("Discovery", MONTHS, found, visits, actions, series, NAMES)


def test_a_month_is_as_wide_as_its_days_and_as_high_as_its_range() -> None:
    picture = strip(told(), "words")
    october, november, december = picture.bands
    assert (MONTHS.last - MONTHS.first).days + 1 == 92
    assert october.x == 0
    assert november.x == pytest.approx(100 * 31 / 92, abs=0.01)
    assert november.width == pytest.approx(100 * 30 / 92 - 0.4, abs=0.01)
    assert december.x + december.width == pytest.approx(100 * (61 + 16) / 92 - 0.4, abs=0.02), "as far as today"
    step = (LEVELS_BOTTOM - LEVELS_TOP) / 5
    assert october.y == LEVELS_TOP + step, "from above Advanced"
    assert october.height == 3 * step, "Developing to Advanced"
    assert october.level_y == LEVELS_TOP + 2.5 * step
    assert picture.target == LEVELS_TOP + 3 * step, "where Proficient begins"
    assert october.words == "Oct 2026: very likely Proficient or above; range Developing to Advanced"


def test_a_month_without_a_level_is_left_blank_and_a_role_without_a_target_has_none() -> None:
    days = ends(MONTHS, TODAY)
    few = [known(days[0], 0, 0.2, 0.6, 0.2, 0, seen=2, target=None), known(days[1], target=None, seen=0)]
    few.append(known(days[2], 0, 0, 1, 0, 0, target=None))
    picture = strip(told(estimates=few), "words")
    assert [one.words[:8] for one in picture.bands] == ["Dec 2026"]
    assert picture.target is None


def test_visits_stand_on_their_day_and_attestations_apart() -> None:
    visits = [visit(date(2026, 10, 1)), visit(date(2026, 12, 31), purpose="attestation")]
    first, last = strip(told(visits=visits), "words").visits
    assert first.x == pytest.approx(100 * 0.5 / 92, abs=0.01)
    assert last.x == pytest.approx(100 * 91.5 / 92, abs=0.01)
    assert (first.is_attested, last.is_attested) == (False, True)


def test_visits_before_these_months_are_not_drawn() -> None:
    assert strip(told(visits=[visit(date(2026, 9, 30))]), "words").visits == ()


def test_actions_that_overlap_lie_in_lanes_of_their_own() -> None:
    actions = [
        action(date(2026, 10, 1), date(2026, 10, 31), action_id=1),
        action(date(2026, 10, 15), action_id=2),
        action(date(2026, 11, 10), action_id=3),
        action(date(2026, 8, 1), date(2026, 9, 30), action_id=4),
        action(date(2027, 1, 1), action_id=5),
    ]
    picture = strip(told(actions=actions), "words")
    one, two, three = picture.actions
    assert [bar.number for bar in picture.actions] == [1, 2, 3]
    assert (one.x, one.is_running) == (0, False)
    assert one.width == pytest.approx(100 * 31 / 92, abs=0.01)
    assert two.x + two.width == pytest.approx(100 * 77 / 92, abs=0.02), "a running one goes as far as today"
    assert two.is_running
    assert one.y == three.y < two.y
    assert picture.height > strip(told(actions=actions[:1]), "words").height


def test_a_short_action_keeps_room_for_its_number_inside_the_picture() -> None:
    [bar] = strip(told(actions=[action(TODAY - DAY)], today=TODAY), "words").actions
    assert bar.width == 6
    late = told(actions=[action(date(2026, 12, 31), date(2026, 12, 31))])
    assert strip(late, "words").actions[0].x == 94


def figures(*ends_on: date) -> list[Figure]:
    return [Figure(one.replace(day=1), one, 8, 10) for one in ends_on]


def test_the_result_lies_under_the_levels_on_the_same_axis() -> None:
    found = figures(date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30))
    part = strip(told(series=Series(kpi(), found, None)), "words").kpi
    assert part is not None
    assert part.top > LEVELS_BOTTOM
    assert [point.x for point in part.points] == [
        pytest.approx(100 * 15.5 / 92, abs=0.01),
        pytest.approx(100 * 46 / 92, abs=0.01),
    ]
    assert part.points[0].y == pytest.approx(part.bottom - 0.8 * (part.bottom - part.top))
    assert part.target == part.points[0].y
    assert [tick.word for tick in part.ticks] == ["0 %", "100 %", "80 %"]
    assert len(part.lines) == 1


def test_the_line_breaks_where_a_period_is_missing_and_an_end_too_near_the_target_has_no_word() -> None:
    found = figures(date(2026, 10, 31), date(2026, 12, 31))
    part = strip(told(series=Series(kpi(target={"value": 95}), found, None)), "words").kpi
    assert part is not None
    assert part.lines == ()
    assert [tick.word for tick in part.ticks] == ["0 %", "95 %"]


def test_a_target_with_two_ends_is_a_band() -> None:
    banded = kpi(direction="band", target={"low": 20, "high": 50})
    part = strip(told(series=Series(banded, figures(date(2026, 10, 31)), None)), "words").kpi
    assert part is not None
    assert part.target is None
    assert part.band is not None
    assert part.band[1] == pytest.approx(0.3 * (part.bottom - part.top))


def test_without_a_reading_in_these_months_there_is_no_result_part() -> None:
    assert strip(told(series=Series(kpi(), figures(date(2026, 8, 31)), None)), "words").kpi is None


def test_the_newest_month_keeps_its_name_on_a_phone() -> None:
    ticks = strip(told(), "words").months
    assert [(tick.word, tick.is_major) for tick in ticks] == [("Oct 26", False), ("Nov 26", False), ("Dec 26", True)]


def test_the_words_say_levels_once_visits_actions_and_readings() -> None:
    days = ends(MONTHS, TODAY)
    estimates = [known(days[0], seen=0), known(days[1], 0, 0, 1, 0, 0), known(days[2], 0, 0, 1, 0, 0)]
    made = told(
        estimates=estimates,
        visits=[visit(date(2026, 9, 1)), visit(date(2026, 11, 3), purpose="attestation"), visit(date(2026, 11, 4))],
        actions=[action(date(2026, 11, 5), date(2026, 12, 1), title="Ask")],
        series=Series(kpi(), figures(date(2026, 10, 31)), None),
    )
    assert description(made) == (
        "Level: from Oct 2026 no level yet, from Nov 2026 clearly Proficient or above; range Proficient. "
        "2 visits, 1 of them for an attestation. Action 1: “Ask”, begun on 5 Nov 2026, done on 1 Dec 2026. "
        "K01 Living profile, target 80 %: 8 of 10 in Oct 2026 (80 %)."
    )
    rows = month_rows(made)
    assert [row.month for row in rows] == ["Dec 2026", "Nov 2026", "Oct 2026"]
    assert (rows[1].visits, rows[1].actions, rows[1].reading) == (
        "3 Nov 2026, Daniel Okafor and 4 Nov 2026, Daniel Okafor",
        "1",
        "",
    )
    assert (rows[2].level, rows[2].actions, rows[2].reading) == ("No level yet", "", "8 of 10 in Oct 2026 (80 %)")


def test_the_facts_are_of_the_end_of_the_months_told() -> None:
    made = told(
        visits=[visit(date(2026, 11, 3)), visit(date(2027, 1, 3), coach="Later Coach")],
        actions=[action(date(2026, 11, 5), title="Ask"), action(date(2027, 1, 5), title="Later", action_id=9)],
        series=Series(days_kpi(), [Figure(date(2026, 10, 1), date(2026, 10, 31), value=8, cases=6)], None),
    )
    level, done, seen, result = facts(made)
    assert level.more == "Target Proficient, seen 3 times so far"
    assert (done.words, done.more) == ("Ask", "Due on 10 Dec 2026")
    assert (seen.words, seen.more) == ("3 Nov 2026", "With Daniel Okafor")
    assert result.words == "8 days in Oct 2026, from 6 cases"
    empty = facts(told())
    assert [one.words for one in empty[1:]] == ["None yet", "None yet", "None kept"]


def test_a_dropped_and_a_handed_in_action_say_so() -> None:
    assert action(ended_on=TODAY, state="dropped").state_words == "dropped on 16 Dec 2026"
    assert action(state="handed-in").state_words == "handed in"


def test_actions_are_shown_from_their_first_to_their_last_day() -> None:
    last = action(date(2026, 8, 1), MONTHS.first)
    assert shown_actions([last], MONTHS) == [last]
    assert shown_actions([action(date(2026, 8, 1), MONTHS.first - timedelta(days=1))], MONTHS) == []
