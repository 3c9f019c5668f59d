"""The page on which a person chooses letters, hours and time zone."""

from datetime import time

import time_machine

from kamacademy.access import Function
from kamacademy.mail import queries
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.statements import statements
from tests.world import NOW, World

SAVED = "Your choices are kept."


def test_from_the_account_to_fewer_letters(world: World, browse: type[Browser]) -> None:
    mira = world.learner("Mira Halvorsen")
    someone = browse(mira).open("/account").follow("Choose your letters")
    assert someone.heading == "Your letters"
    someone.untick("Questions from lessons come back today").press("Keep these choices")
    assert SAVED in someone.words or SAVED in str(someone.page)
    assert queries.switched_off_by(mira.id) == {"practice"}
    assert not someone.field("Questions from lessons come back today").has_attr("checked")
    assert someone.field("Your coach shares a note with you").has_attr("checked")
    someone.choose("Questions from lessons come back today").press("Keep these choices")
    assert queries.switched_off_by(mira.id) == frozenset()


def test_what_must_come_is_named_with_its_reason_and_has_no_box(world: World, browse: type[Browser]) -> None:
    mira = world.learner()
    someone = browse(mira).open("/account/letters")
    assert (
        "A visit will be an attestation Always comes. Nobody is attested who was not told beforehand." in someone.words
    )
    assert "attestation-announced" not in str(someone.page)
    someone.post("/account/letters", kinds="attestation-announced", expect=422)
    assert queries.switched_off_by(mira.id) == frozenset()


@time_machine.travel(NOW, tick=False)
def test_hours_and_time_zone_are_kept_and_shown_again(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    someone = browse(coach).open("/account/letters")
    assert "Your clock reads 09:30 now." in someone.words
    someone.fill("No letters from", "21:30").fill("No letters until", "06:45")
    someone.fill("Your time zone", "Kolkata").choose("Thursday").press("Keep these choices")
    hours = queries.hours_of(coach.id)
    assert (hours.zone.key, hours.quiet_from, hours.quiet_until, hours.digest_weekday) == (
        "Asia/Kolkata", time(21, 30), time(6, 45), 3,
    )  # fmt: skip
    assert "Your clock reads 15:00 now." in someone.words
    assert someone.field("No letters from")["value"] == "21:30"
    assert someone.field("Thursday").has_attr("checked")
    someone.fill("No letters from", "").fill("No letters until", "").press("Keep these choices")
    assert queries.hours_of(coach.id).quiet_from is None


def bad(someone: Browser, start: str, end: str) -> str:
    """What the page says to quiet hours that cannot be."""
    someone.open("/account/letters").untick("Somebody plans a visit with you")
    someone.fill("No letters from", start).fill("No letters until", end).press("Keep these choices", expect=422)
    assert someone.field("No letters from")["value"] == start
    assert not someone.field("Somebody plans a visit with you").has_attr("checked")
    error = someone.page.find(id="quiet_until-error")
    assert error is not None
    return " ".join(error.get_text(" ").split())


def test_hours_that_cannot_be_are_explained_and_nothing_is_lost(world: World, browse: type[Browser]) -> None:
    mira = world.learner()
    someone = browse(mira)
    assert bad(someone, "21:00", "") == "Give both times, or neither."
    assert bad(someone, "", "07:00") == "Give both times, or neither."
    assert "at most 16 hours" in bad(someone, "07:00", "23:30")
    assert "an end that is not their beginning" in bad(someone, "07:00", "07:00")
    assert queries.find_hours(mira.id) is None
    assert queries.switched_off_by(mira.id) == frozenset()
    someone.open("/account/letters").fill("No letters from", "15:00").fill("No letters until", "07:00")
    someone.press("Keep these choices")
    assert queries.hours_of(mira.id).quiet_from == time(15)


def test_a_time_zone_that_is_not_offered_is_refused(world: World, browse: type[Browser]) -> None:
    mira = world.learner()
    browse(mira).post("/account/letters", expect=422, time_zone="Mars/Olympus")
    assert queries.find_hours(mira.id) is None


def kinds_shown(someone: Browser) -> set[str]:
    """The kinds that can be switched on this page."""
    return {str(one["value"]) for one in someone.page.find_all("input", {"name": "kinds"})}


def test_each_function_is_offered_its_own_kinds(world: World, browse: type[Browser]) -> None:
    learner = browse(world.learner()).open("/account/letters")
    coach = browse(world.person(functions=(Function.COACH,))).open("/account/letters")
    administrator = browse(world.administrator()).open("/account/letters")
    assert "plan.reminder" in kinds_shown(learner)
    assert "team.digest" not in kinds_shown(learner)
    assert learner.page.find(id="digest-title") is None
    assert "team.digest" in kinds_shown(coach)
    assert coach.page.find(id="digest-title") is not None
    assert not {"plan.reminder", "team.digest", "visit-planned"} & kinds_shown(administrator)


def test_a_kind_of_another_function_keeps_its_choice(world: World, browse: type[Browser]) -> None:
    coach: Person = world.coach()
    browse(coach).open("/account/letters").untick("What needs attention in your team").press("Keep these choices")
    coach.function_codes = ["learner"]
    browse(coach).open("/account/letters").press("Keep these choices")
    assert queries.switched_off_by(coach.id) == {"team.digest"}


def test_one_chooses_for_oneself_alone_and_reading_changes_nothing(world: World, browse: type[Browser]) -> None:
    mira, other = world.learner(), world.learner()
    browse(mira).open("/account/letters").untick("Somebody plans a visit with you").press("Keep these choices")
    browse(other).open("/account/letters")
    assert queries.switched_off_by(other.id) == frozenset()
    assert queries.find_hours(other.id) is None
    assert browse().open("/account/letters").address.startswith("/sign-in")


def test_the_page_takes_few_statements(world: World, browse: type[Browser]) -> None:
    someone = browse(world.coach()).open("/account/letters")
    with statements() as seen:
        someone.open("/account/letters")
    assert len(seen) <= 6
