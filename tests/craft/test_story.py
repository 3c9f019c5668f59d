"""A coach is a learner too: profile, plan, and a coaching session watched by the coach's own coach, in their steps."""

from datetime import timedelta

import time_machine

from kamacademy.access import Function
from kamacademy.people.job_roles import JobRole
from tests.attestation.attesting import certified
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.world import NOW, PASSWORD, TODAY, World

DAY = timedelta(days=1)


def test_a_field_manager_is_coached_in_turn(world: World, browse: type[Browser]) -> None:
    samuel = world.person("Samuel Adeyemi", functions=(Function.COACH, Function.LEADER), job_role=JobRole.SL)
    daniel = world.coach("Daniel Okafor")
    world.give_coach(daniel, samuel)
    mira = world.learner("Mira Halvorsen", coach=daniel)
    observed(mira, daniel, {"C03a": 3}, day=TODAY)

    # The manager asks to be watched, on the page about the own coaching.
    manager = browse(daniel).open("/my-coaching")
    assert "The first is due." in manager.words
    manager.follow("Plan a coaching session")
    manager.choose("Observing and feedback").choose("Follow-up on actions").fill("Day", TODAY.isoformat())
    manager.press("Plan the visit")
    assert "Planned for" in manager.words
    assert "The next is planned for 20 Nov 2026." in manager.open("/my-coaching").words

    # The manager's own coach finds it, comes along, and writes a note on both indicators.
    leader = browse(samuel).open("/today")
    assert "Daniel Okafor Coaching session" in leader.words
    assert "Observing and feedback" in leader.words
    leader.follow("Daniel Okafor").follow("Start the note").press("Next")
    for _ in range(2):
        leader = rated(leader)
    leader.fill("One strength", "You asked for her view first.").press("Next")
    leader.choose("Share one coaching day").choose("19 Jan 2027").press("Review").press("Share with Daniel")

    # The manager reads it, and sees it in profile, plan and on the page about the own coaching.
    manager.open("/next-step").follow("Read the notes")
    assert "You asked for her view first." in manager.words
    manager.press("Seen")
    assert "Coaching others" in manager.open(f"/people/{daniel.id}").words
    words = manager.open(f"/people/{daniel.id}/competencies/c11").words
    assert "Coaching session" in words
    assert "Share one coaching day" in manager.open(f"/people/{daniel.id}/plan").words
    words = manager.open("/my-coaching").words
    assert "1 coaching session watched in the last 12 months" in words
    assert "20 Nov 2026 , by Samuel Adeyemi" in words
    assert "The next is due by 22 May 2027." in words
    manager.follow("20 Nov 2026")
    assert manager.heading == "Coaching session, usual"

    # The leader can go on with the manager's development; the people whom the manager coaches stay unseen.
    assert "Share one coaching day" in leader.open(f"/people/{daniel.id}/plan").words
    assert leader.open(f"/people/{daniel.id}").heading == "Competency profile"
    leader.open(f"/people/{mira.id}", expect=403)


def test_a_field_manager_is_attested_in_coaching_others(world: World, browse: type[Browser]) -> None:
    samuel = world.person("Samuel Adeyemi", functions=(Function.COACH, Function.LEADER), job_role=JobRole.SL)
    daniel = world.coach("Daniel Okafor")
    world.give_coach(daniel, samuel)
    certified(samuel)
    leader = browse(samuel).open(f"/people/{daniel.id}").follow("Announce an attestation").follow("Coaching session")
    leader.fill("Day", (TODAY + 5 * DAY).isoformat())
    leader.choose("Observing and feedback").choose("Follow-up on actions").press("Announce")
    sheet = leader.address
    with time_machine.travel(NOW + 5 * DAY, tick=False):
        leader = browse(samuel).open(sheet).follow("Start the note").press("Next")
        for _ in range(2):
            leader = rated(leader)
        leader.press("Next").choose("Nothing new this time").press("Review").follow("Go on to sign")
        leader.fill("Your password", PASSWORD).press("Sign, lock and share")
        assert "Signed by Samuel Adeyemi on 25 Nov 2026" in leader.words
        manager = browse(daniel).open("/my-coaching")
        assert "1 coaching session watched in the last 12 months" in manager.words
        assert "Coaching session" in manager.open(f"/people/{daniel.id}/evidence?view=attested").words


def rated(leader: Browser) -> Browser:
    """Rate the indicator that the form asks about with the third sentence."""
    assert leader.heading in ("Observing and feedback", "Follow-up on actions")
    is_observing = leader.heading == "Observing and feedback"
    leader.fill("What was said or done?", "Asked: what did you notice?")
    leader.choose("Agrees the focus, observes" if is_observing else "Opens with the last agreed action, checks")
    return leader.press("Next")
