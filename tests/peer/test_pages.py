"""The pages of peer feedback as each person sees them."""

import pytest

from kamacademy import clock
from kamacademy.peer import operations, queries
from kamacademy.peer.models import PeerRound
from kamacademy.people import operations as people
from tests.browser import Browser
from tests.peer.rounds import ITEMS, Company, answer, asking, company, opened, place
from tests.statements import statements
from tests.world import World


@pytest.fixture
def who(world: World) -> Company:
    """A learner, a coach and four colleagues."""
    return company(world)


def closed(who: Company, *, examples: bool = True) -> PeerRound:
    """A round that all four have answered."""
    round_ = asking(who, at=clock.now())
    for person, choice in ((who.kim, 2), (who.mads, 4), (who.nora, 4), (who.otto, 5)):
        words = f"In the tender meeting, {person.email}" if examples else "Seen"
        answer(round_, person, choice, at=clock.now(), example=words)
    return round_


def tick(browser: Browser, item: str, choice: str) -> Browser:
    """Choose a sentence of one statement."""
    for one in browser.page.find_all("input", {"name": f"choice_{item}"}):
        one.attrs.pop("checked", None)
        if one["value"] == choice:
            one["checked"] = ""
    return browser


def chosen(browser: Browser, item: str) -> list[str]:
    """What is chosen for one statement."""
    return [str(one["value"]) for one in browser.page.find_all("input", {"name": f"choice_{item}", "checked": True})]


def write(browser: Browser, item: str, words: str) -> Browser:
    """Write an example for one statement."""
    (field,) = browser.page.find_all("textarea", {"name": f"example_{item}"})
    field.string = words
    return browser


def fill_answers(browser: Browser, choice: str) -> Browser:
    """Choose the same for every statement."""
    for item in ITEMS:
        tick(browser, item, choice)
    return browser


def picked(browser: Browser, label: str) -> str:
    """Who is picked in a list."""
    (option,) = browser.field(label).find_all("option", selected=True)
    return str(option.get_text())


def test_the_story_of_a_round(world: World, who: Company, browse: type[Browser]) -> None:
    learner = browse(who.learner).open("/").follow("Peer feedback")
    assert "You have not asked yet" in learner.words
    learner.follow("Ask colleagues").choose("4, of whom you pick 2")
    learner.fill("Colleague 1", "Kim Alder").fill("Colleague 2", "Mads Moller").press("Ask")
    assert "Your colleagues are picked. Your coach chooses the others" in learner.words
    assert "Kim Alder and Mads Moller" in learner.words
    coach = browse(who.coach).open("/peer-feedback")
    assert "Waits for you" in coach.words
    coach.follow("Lena Berg,")
    assert "Kim Alder, small-k account manager" in coach.words
    coach.fill("Colleague 1", "Nora Quist").fill("Colleague 2", "Otto Rhee").press("Choose and ask all")
    assert "All 4 colleagues have been asked" in coach.words
    for person, choice in ((who.kim, "2"), (who.mads, "4"), (who.nora, "4")):
        browser = browse(person).open("/peer-feedback").follow("Answer about Lena Berg")
        fill_answers(browser, choice).press("Send my answers")
        assert "Lena never sees who answered what" in browser.words
    learner.open("/peer-feedback")
    assert "3 of 4 have answered" in learner.words
    otto = browse(who.otto).open("/peer-feedback").follow("Answer about Lena Berg")
    assert "Lena is not told that you were asked" in otto.words
    otto.press("Decline")
    learner.open("/peer-feedback").follow("Asked")
    assert "3 of 4 colleagues answered" in learner.words
    assert "Middle answer 4, from 2 to 4; 3 answers." in learner.words
    ledger = learner.open(f"/people/{who.learner.id}/evidence")
    assert "Peer feedback" in ledger.words


def test_the_result_names_nobody_but_those_the_learner_picked(who: Company, browse: type[Browser]) -> None:
    round_ = closed(who, examples=False)
    for person in (who.learner, who.coach):
        shown = browse(person).open(f"/peer-feedback/{round_.id}")
        assert "Nora" not in shown.words
        assert "Otto" not in shown.words
        assert "Middle answer 4, from 2 to 5; 4 answers." in shown.words
        assert "Seen on role-limits" in shown.words
    assert "Kim" not in browse(who.coach).open(f"/peer-feedback/{round_.id}").words


def test_nothing_of_the_answers_is_shown_before_the_end(who: Company, browse: type[Browser]) -> None:
    round_ = asking(who, at=clock.now())
    for person in (who.kim, who.mads, who.nora):
        answer(round_, person, 5, at=clock.now(), example="Told early")
    for person in (who.learner, who.coach):
        shown = browse(person).open(f"/peer-feedback/{round_.id}")
        assert "3 of 4 colleagues have answered so far" in shown.words
        assert "Told early" not in shown.words
        assert "Middle answer" not in shown.words


def test_too_few_answers_show_nothing(who: Company, browse: type[Browser]) -> None:
    round_ = asking(who, at=clock.now())
    for person in (who.kim, who.mads):
        answer(round_, person, 5, at=clock.now(), example="Told early")
    operations.close(round_, at=clock.now())
    for person in (who.learner, who.coach):
        shown = browse(person).open(f"/peer-feedback/{round_.id}")
        assert "Too few answers: nothing is shown" in shown.words
        assert "Told early" not in shown.words
        assert "Middle answer" not in shown.words


def test_a_round_is_open_to_its_learner_and_the_present_coach_alone(
    world: World, who: Company, browse: type[Browser]
) -> None:
    round_ = closed(who)
    for person in (who.kim, world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browse(person).open(f"/peer-feedback/{round_.id}", expect=403)
        browse(person).open(f"/peer-feedback/{round_.id}/choose", expect=403)
    later = world.coach("Lior Later")
    people.set_coach(who.learner, later, starts_on=clock.today(), by=None, at=clock.now())
    assert "Middle answer" in browse(later).open(f"/peer-feedback/{round_.id}").words
    browse(who.coach).open(f"/peer-feedback/{round_.id}", expect=403)


def test_a_rater_reads_their_own_answers_and_nobody_elses(who: Company, browse: type[Browser]) -> None:
    round_ = closed(who)
    kim = browse(who.kim).open(f"/peer-feedback/answers/{place(round_, who.kim).id}")
    assert f"In the tender meeting, {who.kim.email} on role-limits" in kim.words
    assert who.otto.email not in kim.words
    kim.open(f"/peer-feedback/answers/{place(round_, who.otto).id}", expect=403)
    for person in (who.learner, who.coach):
        browse(person).open(f"/peer-feedback/answers/{place(round_, who.kim).id}", expect=403)


def test_who_is_picked_but_not_asked_yet_finds_nothing(who: Company, browse: type[Browser]) -> None:
    round_ = opened(who, at=clock.now())
    kim = browse(who.kim)
    kim.open(f"/peer-feedback/answers/{place(round_, who.kim).id}", expect=404)
    assert "Nobody waits for your feedback" in kim.open("/peer-feedback").words


def test_only_the_coach_chooses_and_only_once(who: Company, browse: type[Browser]) -> None:
    round_ = opened(who, at=clock.now())
    browse(who.learner).open(f"/peer-feedback/{round_.id}/choose", expect=403)
    browse(who.learner).post(f"/peer-feedback/{round_.id}/lot", expect=403)
    coach = browse(who.coach).open(f"/peer-feedback/{round_.id}/choose")
    coach.fill("Colleague 1", "Nora Quist").press("Choose and ask all", expect=422)
    assert "Pick 2 different colleagues" in coach.words
    assert picked(coach, "Colleague 1") == "Nora Quist, big-K account manager"
    coach.press("Draw by lot")
    assert "drawn by lot" in coach.words
    coach.open(f"/peer-feedback/{round_.id}/choose")
    assert "Everyone has been chosen already" in coach.words
    coach.post(f"/peer-feedback/{round_.id}/lot")
    assert "Everyone has been chosen already" in coach.words
    assert len(queries.peer_round(round_.id).asked) == 4


def test_a_wrong_pick_is_explained_and_kept(who: Company, browse: type[Browser]) -> None:
    learner = browse(who.learner).open("/peer-feedback/new").choose("5, of whom you pick 3")
    learner.fill("Colleague 1", "Kim Alder").press("Ask", expect=422)
    assert "Pick 3 different colleagues; somebody else chooses the rest." in learner.words
    assert picked(learner, "Colleague 1") == "Kim Alder, small-k account manager"
    learner.post("/peer-feedback/new", expect=422, size="5", weeks="2", colleague_1="x", colleague_2=str(10**30))
    learner.post("/peer-feedback/new", expect=422, size="9", weeks="2")
    learner.post("/peer-feedback/new", expect=422, size="4", weeks="7")
    assert queries.rounds_of([who.learner.id]) == []


def test_a_second_round_waits_for_the_first(who: Company, browse: type[Browser]) -> None:
    opened(who, at=clock.now())
    learner = browse(who.learner).open("/peer-feedback/new")
    assert learner.heading == "Peer feedback"
    assert "A round is open already" in learner.words


def test_only_learners_ask(world: World, browse: type[Browser]) -> None:
    for person in (world.leader(), world.learning_team(), world.administrator()):
        browser = browse(person).open("/peer-feedback")
        assert "Ask colleagues" not in browser.link_words
        browser.open("/peer-feedback/new", expect=403)


def test_an_end_of_the_scale_without_an_example_is_asked_for_and_nothing_is_lost(
    who: Company, browse: type[Browser]
) -> None:
    round_ = asking(who, at=clock.now())
    kim = fill_answers(browse(who.kim).open(f"/peer-feedback/answers/{place(round_, who.kim).id}"), "4")
    write(tick(kim, "role-limits", "1"), "keeps-agreements", "Minutes by Friday").press("Send my answers", expect=422)
    assert "A 1 needs an example: what was done, and when?" in kim.words
    assert chosen(kim, "role-limits") == ["1"]
    write(kim, "role-limits", "Asked for a rebate list in May").press("Send my answers")
    kim.follow("Lena Berg,")
    assert "Minutes by Friday" in kim.words
    assert "Asked for a rebate list in May" in kim.words


def test_words_that_judge_and_patients_are_hinted_at_once_and_never_a_wall(who: Company, browse: type[Browser]) -> None:
    round_ = asking(who, at=clock.now())
    kim = fill_answers(browse(who.kim).open(f"/peer-feedback/answers/{place(round_, who.kim).id}"), "4")
    write(kim, "role-limits", "Too lazy to ask").press("Send my answers", expect=422)
    assert "“lazy”" in kim.words
    assert "Change it, or send it once more as it is." in kim.words
    kim.press("Send my answers")
    assert "Thank you" in kim.words


def test_what_is_answered_is_not_answered_again(who: Company, browse: type[Browser]) -> None:
    round_ = asking(who, at=clock.now())
    asked = place(round_, who.kim)
    first = fill_answers(browse(who.kim).open(f"/peer-feedback/answers/{asked.id}"), "4")
    second = browse(who.kim).open(f"/peer-feedback/answers/{asked.id}")
    first.press("Send my answers")
    fill_answers(second, "2").press("Send my answers")
    assert "This no longer waits for you" in second.words
    second.post(f"/peer-feedback/answers/{asked.id}/decline")
    assert "This no longer waits for you" in second.words
    assert {one.choice for one in queries.asked(asked.id).marks} == {4}


def test_after_the_end_a_late_colleague_is_told_so(who: Company, browse: type[Browser]) -> None:
    round_ = asking(who, at=clock.now())
    operations.close(round_, at=clock.now())
    late = browse(who.otto).open(f"/peer-feedback/answers/{place(round_, who.otto).id}")
    assert "without your answer, and that is all right" in late.words
    assert "Nobody waits for your feedback" in late.open("/peer-feedback").words


def test_no_page_takes_more_statements_with_more_rounds(world: World, who: Company, browse: type[Browser]) -> None:
    learner, coach = browse(who.learner), browse(who.coach)
    counts = []
    for _ in range(2):
        for _ in range(2):
            closed(who)
        asking(world_of(world, who), at=clock.now())
        for browser, address in ((learner, "/peer-feedback"), (coach, "/peer-feedback")):
            browser.open(address)
            with statements() as seen:
                browser.open(address)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


def world_of(world: World, who: Company) -> Company:
    """The same colleagues around another learner of the same coach."""
    other = world.learner(coach=who.coach)
    return Company(other, who.coach, who.kim, who.mads, who.nora, who.otto)


def test_no_page_takes_more_than_twelve_statements(who: Company, browse: type[Browser]) -> None:
    done, round_ = closed(who), opened(who, at=clock.now())
    pages = {
        who.learner: (f"/peer-feedback/{done.id}", f"/peer-feedback/{round_.id}"),
        who.coach: (f"/peer-feedback/{done.id}", f"/peer-feedback/{round_.id}/choose"),
        who.kim: (f"/peer-feedback/answers/{place(done, who.kim).id}", "/peer-feedback/new"),
    }
    for person, addresses in pages.items():
        browser = browse(person)
        for address in addresses:
            with statements() as seen:
                browser.open(address)
            assert len(seen) <= 12, (address, len(seen))
