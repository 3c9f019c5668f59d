"""The whole story of one visit: observed on the phone, shared, read, answered, seen in the profile and the plan."""

from tests.browser import Browser
from tests.world import World


def test_a_visit_from_the_first_tap_to_seen(world: World, browse: type[Browser]) -> None:
    daniel = world.coach("Daniel Okafor")
    mira = world.learner("Mira Halvorsen", coach=daniel)

    coach = browse(daniel).open("/coaching").follow("New observation").follow("Mira Halvorsen")
    assert coach.heading == "Observe Mira"
    assert "For growth; not used for pay" in coach.words
    coach.choose("Customer discovery meeting").choose("Complex").fill("Account alias", "North 11").press("Next")
    coach.choose("Discovery conversations").choose("Moving stakeholders").press("Next")

    # Which of the two comes first is chance; the phone goes back into the pocket after one of them.
    assert "focus 1 of 2" in coach.words
    answer(coach).press("Next focus")
    coach = browse(daniel).open("/coaching")
    assert "1 of 2 indicators rated" in coach.words
    answer(coach.follow("Go on")).press("Next")

    coach.choose("When the customer paused, you stayed quiet")
    coach.fill("One strength", "She named the CFO.").fill("One thing to improve", "Ask who decides.")
    coach.choose("Not seen").press("Next")
    coach.choose("Uncover one driver that public sources do not show").choose("19 Jan 2027").press("Review")
    assert coach.heading == "Before you share"

    rep = browse(mira)
    assert "No notes yet" in rep.open(f"/people/{mira.id}/observations").words
    coach.press("Share with Mira")
    assert coach.heading == "Customer discovery meeting, complex"

    rep.open(f"/people/{mira.id}/observations").follow("Customer discovery meeting, complex, 20 Nov 2026")
    assert "the most useful answer of the day came. She named the CFO." in rep.words
    assert "Uncover one driver that public sources do not show By 19 Jan 2027" in rep.words
    for field in rep.page.select('input[type="radio"][value="none"]'):
        field["checked"] = ""
    rep.fill("Your own words", "The waiting worked.").press("Save my view")
    rep.press("Seen")
    assert "You marked this note as seen on 20 Nov 2026" in rep.words

    assert "every note you shared has been seen" in coach.open("/coaching").words
    coach.follow("Mira Halvorsen")
    assert coach.heading == "Competency profile"
    assert "1 visit of the 3 needed, latest today" in coach.words
    coach.follow("Profiling and discovery")
    assert "you lose twice?" in coach.words
    rep.open(f"/people/{mira.id}/plan")
    assert "Uncover one driver that public sources do not show" in rep.words


def answer(coach: Browser) -> Browser:
    """Rate the indicator that the form asks about."""
    if coach.heading == "Moving stakeholders":
        return coach.choose("Not observed")
    assert coach.heading == "Discovery conversations"
    coach.fill("What was said or done?", "If stays fall but readmissions rise, you lose twice?")
    return coach.choose("Goes beyond the prepared questions")
