"""What coaches and whoever leads calibration see and may do."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from kamacademy.attestation.operations import certify
from kamacademy.calibration import operations, queries
from kamacademy.calibration.models import CalibrationSeat
from kamacademy.calibration.rules import USUAL_CASES
from kamacademy.competency.queries import indicator_in
from kamacademy.marking.agreement import FEWEST_PAIRS
from kamacademy.people.models import Person
from kamacademy.people.operations import deactivate
from kamacademy.wording import counted
from tests.browser import Browser
from tests.calibration.events import WEEK, held, levels_asked, made, one_lower, rate_all, rate_case, seat_of
from tests.statements import statements
from tests.world import NOW, World

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("the_day")


@pytest.fixture
def the_day() -> object:
    """Every page is asked on the day of the tests."""
    import time_machine

    with time_machine.travel(NOW, tick=False):
        yield


def sentence(world: World, indicator: str, level: int) -> str:
    """The sentence of a level."""
    return indicator_in(world.library(), indicator).anchors[level - 1]


def choose(browser: Browser, world: World, indicator: str, level: int | None) -> None:
    """Tick a level of an indicator."""
    name = f"level_{indicator}"
    for one in browser.page.find_all("input", {"name": name}):
        one.attrs.pop("checked", None)
        if one["value"] == ("none" if level is None else str(level)):
            one["checked"] = ""


def rate_on_page(browser: Browser, world: World, seat: CalibrationSeat, place: int) -> None:
    """Give a case its references."""
    case = queries.cases_of(seat.event)[seat.cases[place - 1]]
    browser.open(f"/calibration/seats/{seat.id}/cases/{place}")
    for one in case.ratings:
        choose(browser, world, one.indicator, one.reference)
    browser.press("Keep and go on")


def test_three_coaches_from_the_invitation_to_the_certificate(world: World, browse: type[Browser]) -> None:
    owner, names = world.learning_team("Nadia Petrova"), ("Cora Linde", "Ines Falk", "Otto Rhee")
    coaches = [world.coach(name) for name in names]
    lead = browse(owner).open("/calibration/events")
    assert "No event yet" in lead.words
    lead.follow("Make an event").fill("Title", "Autumn calibration")
    lead.fill("Opens on", "2026-11-20").fill("Closes on", "2026-11-27")
    for name in names:
        lead.choose(name)
    lead.press("Make it and invite")
    assert "0 of 3 finished" in lead.words
    assert f"{USUAL_CASES} cases." in lead.words
    event = queries.events()[0]
    how_far = {"Cora Linde": 0, "Ines Falk": -1, "Otto Rhee": 0}
    for coach in coaches:
        seat = seat_of(event, coach)
        browser = browse(coach).open("/calibration")
        assert f"{USUAL_CASES} of {USUAL_CASES} cases to rate" in browser.words
        browser.follow("Open Autumn calibration").follow("Begin")
        for place in range(1, USUAL_CASES + 1):
            case = queries.cases_of(seat.event)[seat.cases[place - 1]]
            assert browser.heading == case.title
            for one in case.ratings:
                choose(browser, world, one.indicator, max(one.reference + how_far[coach.name], 1))
            browser.press("Keep and go on")
        assert "Every case is rated" in browser.words
        browser.press("Finish")
        assert "as soon as the event is closed" in browser.words
        assert "Reference" not in browser.words
    lead.open(f"/calibration/events/{event.id}")
    assert "3 of 3 finished" in lead.words
    lead.press("Close the event")
    assert "Krippendorff" in lead.words
    lead.follow("Certification")
    assert lead.button_words == ["Certify Cora Linde", "Certify Otto Rhee"]
    assert "about one level stricter than the reference" in lead.words
    lead.press("Certify Cora Linde")
    assert "Cora Linde may attest from 20 Nov 2026 to 20 Nov 2027." in lead.words
    assert lead.button_words == ["Certify Otto Rhee"]
    cora = browse(coaches[0]).open("/calibration")
    assert "Meets the rule" in cora.words
    assert "You are certified to attest until 20 Nov 2027." in cora.words
    ines = browse(coaches[1]).open("/calibration")
    assert "Not yet" in ines.words
    assert "The same yardstick" in ines.words
    assert "Cora" not in ines.words


def test_a_case_shows_its_story_and_never_a_reference(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    case = queries.cases_of(seat.event)[seat.cases[0]]
    page = browse(coach).open(f"/calibration/seats/{seat.id}/cases/1")
    assert case.story[0][:60] in page.words
    html = str(page.page)
    assert not [one for one in case.ratings if one.reason[:40] in html]
    assert len(page.page.find_all("input", {"type": "radio"})) == 6 * len(case.ratings)
    assert not page.page.find_all("input", {"checked": True})
    shown = [one.get_text() for one in page.page.find_all("legend")]
    assert len(shown) == len(case.ratings)
    assert sentence(world, case.ratings[0].indicator, 3) in page.words


def test_a_missing_level_is_asked_for_and_nothing_is_lost(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    case = queries.cases_of(seat.event)[seat.cases[0]]
    first, *left = case.indicators
    page = browse(coach).open(f"/calibration/seats/{seat.id}/cases/1")
    choose(page, world, first, 4)
    page.page.find("input", {"name": f"reason_{first}"})["value"] = "She asked twice"  # type: ignore[index]  # it is there
    page.press("Keep and go on", expect=422)
    assert f"{counted(len(left), 'field')} need{'s' if len(left) == 1 else ''} another look" in page.words
    assert page.page.find("input", {"name": f"level_{first}", "value": "4"}).has_attr("checked")  # type: ignore[union-attr]  # it is there
    assert page.page.find("input", {"name": f"reason_{first}"})["value"] == "She asked twice"  # type: ignore[index]  # it is there
    assert seat.ratings == []


def test_rating_goes_on_where_it_stopped_and_can_be_changed(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    page = browse(coach)
    rate_on_page(page, world, seat, 2)
    assert page.heading == queries.cases_of(seat.event)[seat.cases[2]].title
    page.open(f"/calibration/seats/{seat.id}")
    assert f"1 of {len(seat.cases)} rated" in page.words
    page.follow("Go on")
    assert page.heading == queries.cases_of(seat.event)[seat.cases[0]].title
    page.open(f"/calibration/seats/{seat.id}/cases/2")
    asked = queries.cases_of(seat.event)[seat.cases[1]].ratings
    assert len(page.page.find_all("input", {"checked": True})) == len(asked)
    page.open(f"/calibration/seats/{seat.id}/cases/{len(seat.cases) + 1}", expect=404)


def test_there_is_no_case_before_the_first_or_after_the_last(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    for place in (0, len(seat.cases) + 1):
        browse(coach).open(f"/calibration/seats/{seat.id}/cases/{place}", expect=404)


def test_who_left_is_waited_for_no_more(world: World, browse: type[Browser]) -> None:
    coach, gone, owner = world.coach(), world.coach(), world.learning_team()
    event = made(world, [coach, gone], by=owner)
    rate_all(seat_of(event, coach))
    page = browse(owner)
    assert "1 coach still rating" in page.open(f"/calibration/events/{event.id}").words
    deactivate(gone, at=NOW, by=world.administrator())
    assert "Nobody is rating any more" in page.open(f"/calibration/events/{event.id}").words


@pytest.mark.parametrize(("ahead", "is_offered"), [(60, True), (61, False)])
def test_a_renewal_is_offered_on_the_days_on_which_it_is_given(
    world: World, browse: type[Browser], ahead: int, is_offered: bool
) -> None:
    coach, owner = world.coach("Cora Linde"), world.learning_team()
    held(world, coach)
    certify(
        coach, valid_from=NOW.date() - 300 * DAY, valid_until=NOW.date() + ahead * DAY, basis="A test", by=owner,
        at=NOW - 300 * DAY,
    )  # fmt: skip
    page = browse(owner).open("/calibration/certification")
    assert ("Renew for Cora Linde" in page.button_words) is is_offered
    if is_offered:
        assert "Cora Linde may attest from 20 Jan 2027" in page.press("Renew for Cora Linde").words


def test_nobody_sees_a_seat_of_somebody_else(world: World, browse: type[Browser]) -> None:
    coach, other, owner = world.coach(), world.coach(), world.learning_team()
    seat = seat_of(held(world, coach), coach)
    for who in (other, owner, world.learner(coach=coach), world.administrator(), world.leader()):
        page = browse(who)
        for address in ("", "/cases/1"):
            page.open(f"/calibration/seats/{seat.id}{address}", expect=403)
        page.post(f"/calibration/seats/{seat.id}/finish", expect=403)


def test_only_the_learning_team_leads(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    event = held(world, coach)
    for who in (coach, world.administrator(), world.leader(), world.learner()):
        page = browse(who)
        for address in (
            "/events",
            "/events/new",
            f"/events/{event.id}",
            f"/events/{event.id}/discussion",
            "/certification",
        ):
            page.open(f"/calibration{address}", expect=403)
        for address in (f"/events/{event.id}/close", f"/events/{event.id}/invite", f"/certification/{coach.id}"):
            page.post(f"/calibration{address}", expect=403)


def test_the_own_report_sets_each_level_beside_the_reference(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    event = held(world, coach, level=one_lower)
    seat = seat_of(event, coach)
    page = browse(coach).open(f"/calibration/seats/{seat.id}")
    assert page.heading == "Your report: Calibration, autumn"
    case = queries.cases_of(seat.event)[seat.cases[0]]
    one = max(case.ratings, key=lambda one: one.reference)
    assert one.reason in page.words
    assert sentence(world, one.indicator, one.reference - 1) in page.words
    assert "One level below the reference" in page.words
    # There is nothing below the lowest level, so those agree.
    lowest = [one for every in queries.cases_of(event).values() for one in every.ratings if one.reference == 1]
    assert f"{len(lowest)} of {levels_asked(event)}" in page.words
    assert "on average below the reference" in page.words
    page.open(f"/calibration/seats/{seat.id}/cases/1")
    assert page.heading == "Your report: Calibration, autumn"


def test_a_report_keeps_the_references_of_cases_that_are_rated_again_closed(
    world: World, browse: type[Browser]
) -> None:
    coach, owner = world.coach(), world.learning_team()
    first = held(world, coach, at=NOW - 400 * DAY)
    seat, every = seat_of(first, coach), queries.cases_of(first)
    again = made(world, [coach], by=owner, cases=list(every)[:-1])
    left, number = list(every)[-1], len(every) - 1
    page = browse(coach).open(f"/calibration/seats/{seat.id}")
    assert f"{number} cases of this report are being rated again" in page.words
    assert {one.reason for one in every[left].ratings} == {
        one.reason for case in every.values() for one in case.ratings if one.reason in page.words
    }
    rate_all(seat_of(again, coach))
    assert f"{number} cases of this report" in page.open(f"/calibration/seats/{seat.id}").words
    operations.close(again, by=owner, at=NOW)
    words = page.open(f"/calibration/seats/{seat.id}").words
    assert "of this report" not in words
    assert all(one.reason in words for case in every.values() for one in case.ratings)


def test_a_quarter_keeps_older_references_of_its_cases_closed_until_it_is_done(
    world: World, browse: type[Browser]
) -> None:
    coach, owner = world.coach(), world.learning_team()
    first = held(world, coach, at=NOW - 400 * DAY)
    operations.certify(coach, by=owner, at=NOW - 300 * DAY)
    operations.give_quarter(seed=1, at=NOW)
    page, report = browse(coach), f"/calibration/seats/{seat_of(first, coach).id}"
    assert "2 cases of this report are being rated again" in page.open(report).words
    rate_all(queries.own_seats(coach)[0])
    assert "of this report" not in page.open(report).words


def test_a_short_event_is_indicative(world: World, browse: type[Browser]) -> None:
    coach, owner = world.coach(), world.learning_team()
    cases = list(queries.cases_in(world.library()))[:6]
    event = made(world, [coach], by=owner, cases=cases)
    rate_all(seat_of(event, coach))
    operations.close(event, by=owner, at=NOW)
    page = browse(coach).open("/calibration")
    assert "Indicative" in page.words
    assert f"{FEWEST_PAIRS - levels_asked(event)} more ratings" in page.words
    assert "Weighted kappa" not in page.words.partition("The rule")[0]


def test_an_event_that_cannot_be_made_says_why_and_keeps_what_was_written(world: World, browse: type[Browser]) -> None:
    world.coach("Cora Linde")
    page = browse(world.learning_team()).open("/calibration/events/new")
    page.fill("Title", "Spring").fill("Opens on", "2026-11-20").fill("Closes on", "2026-11-27")
    page.press("Make it and invite", expect=422)
    assert "Invite at least one coach." in page.words
    options = [one.get_text() for one in page.field("How many to draw").find_all("option")]
    published = len(queries.cases_in(world.library()))
    assert (options[0], options[-1]) == ("6 cases", f"{published} cases")
    page.choose("Cora Linde").fill("How many to draw", "6 cases").fill("Closes on", "2026-11-19")
    page.press("Make it and invite", expect=422)
    assert "Let it close on the day it opens or later." in page.words
    page.fill("Closes on", "2026-11-27").choose("Choose them below").press("Make it and invite", expect=422)
    assert "Choose at least 6 cases; these are 0." in page.words
    assert page.field("Title")["value"] == "Spring"
    assert queries.events() == []


def test_an_event_is_not_closed_while_somebody_rates(world: World, browse: type[Browser]) -> None:
    coach, owner = world.coach("Cora Linde"), world.learning_team()
    event = made(world, [coach], by=owner)
    page = browse(owner).open(f"/calibration/events/{event.id}").press("Close the event")
    assert "1 coach still rating" in page.words
    assert event.closed_at is None
    page.open(f"/calibration/events/{event.id}/discussion")
    assert "made when the event is closed" in page.words
    import time_machine

    with time_machine.travel(NOW + WEEK, tick=False):
        page = browse(owner).open(f"/calibration/events/{event.id}").press("Close the event")
        assert "Cora Linde did not finish; there is no report for Cora." in page.words
        late = browse(coach).open(f"/calibration/seats/{seat_of(event, coach).id}")
        assert "before you had finished" in late.words


def test_more_coaches_are_invited_while_an_event_is_open(world: World, browse: type[Browser]) -> None:
    owner = world.learning_team()
    event = made(world, [world.coach("Cora Linde")], by=owner)
    world.coach("Late Comer")
    page = browse(owner).open(f"/calibration/events/{event.id}").choose("Late Comer").press("Invite")
    assert "1 invited." in page.words
    assert "0 of 2 finished" in page.words
    page.post(f"/calibration/events/{event.id}/invite")
    assert "Invite at least one coach." in page.words


def test_the_discussion_pack_names_no_coach(world: World, browse: type[Browser]) -> None:
    coaches, owner = [world.coach("Cora Linde"), world.coach("Otto Rhee")], world.learning_team("Nadia Petrova")
    event = made(world, coaches, by=owner)
    rate_all(seat_of(event, coaches[0]))
    rate_all(seat_of(event, coaches[1]), lambda level: 6 - level)
    operations.close(event, by=owner, at=NOW)
    page = browse(owner).open(f"/calibration/events/{event.id}/discussion")
    assert "Leading a calibration event" in page.words
    first = page.page.find(id="first-title").find_parent("section")  # type: ignore[union-attr]  # it is there
    assert isinstance(first, BeautifulSoup | type(first))
    assert len(first.find_all("article")) == 3  # type: ignore[union-attr]  # it is there
    assert "1 gave level 1, 1 gave level 5" in page.words
    for one in coaches:
        assert one.name not in page.words
        assert one.first_name not in page.words


def test_an_event_of_one_coach_who_agrees_everywhere_has_a_report_too(world: World, browse: type[Browser]) -> None:
    coach, owner = world.coach("Cora Linde"), world.learning_team()
    event = held(world, coach)
    page = browse(owner).open(f"/calibration/events/{event.id}")
    assert f"{levels_asked(event)} of {levels_asked(event)}" in page.words
    assert "Krippendorff" not in page.words
    page.follow("Discussion pack")
    assert "Everybody gave the reference everywhere" in page.words


def test_a_quarter_says_who_missed_it(world: World, browse: type[Browser]) -> None:
    coach, owner = world.coach("Cora Linde"), world.learning_team()
    held(world, coach, at=NOW - 30 * DAY)
    operations.certify(coach, by=owner, at=NOW - 20 * DAY)
    operations.give_quarter(seed=1, at=NOW)
    quarter = next(one for one in queries.events() if one.is_quarterly)
    page = browse(coach).open("/calibration").follow("Open Two cases, Oct to Dec 2026")
    assert "before you have finished" in page.words
    for place in (1, 2):
        rate_on_page(page, world, seat_of(quarter, coach), place)
    lead = browse(owner).open("/calibration/events")
    assert "0 of 1 coach finished" in lead.words
    page.press("Finish")
    assert page.heading == "Your report: Two cases, Oct to Dec 2026"
    lead.open(f"/calibration/events/{quarter.id}")
    assert "Close the event" not in lead.button_words


def test_the_pages_of_the_lead_ask_no_more_for_many_coaches(world: World, browse: type[Browser]) -> None:
    owner = world.learning_team()
    counts = list[dict[str, int]]()
    for number in (2, 12):
        coaches = [world.coach(f"Coach Number{number}x{one}") for one in range(number)]
        event = held(world, *coaches)
        page, asked_by = browse(owner), dict[str, int]()
        page.open("/calibration/certification")
        for address in ("/certification", "/events", f"/events/{event.id}", f"/events/{event.id}/discussion"):
            with statements() as asked:
                page.open(f"/calibration{address}")
            asked_by[address.rstrip("0123456789").replace(str(event.id), "")] = len(asked)
        counts.append(asked_by)
    assert counts[0] == counts[1]


def test_a_certificate_is_refused_in_words(world: World, browse: type[Browser]) -> None:
    coach: Person = world.coach("Cora Linde")
    page = browse(world.learning_team()).open("/calibration/certification")
    page.post(f"/calibration/certification/{coach.id}")
    assert "Cora Linde does not meet the rule yet. 30 more ratings" in page.words


def test_rating_after_the_end_is_told(world: World, browse: type[Browser]) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach], by=owner)
    seat = seat_of(event, coach)
    page = browse(coach).open(f"/calibration/seats/{seat.id}/cases/1")
    for one in queries.cases_of(event)[seat.cases[0]].ratings:
        choose(page, world, one.indicator, 3)
    operations.close(event, by=owner, at=NOW + WEEK)
    page.press("Keep and go on")
    assert "before you had finished" in page.words
    assert seat.ratings == []


def test_rating_one_case_keeps_the_rest_open(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    rate_case(seat, seat.cases[0])
    page = browse(coach).open(f"/calibration/seats/{seat.id}")
    page.post(f"/calibration/seats/{seat.id}/finish")
    assert f"{len(seat.cases) - 1} cases still without your ratings" in page.words
    assert not seat.is_finished
