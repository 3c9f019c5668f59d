"""What the learning team and judges see and do; who is refused; nothing lost, nothing written by reading."""

import pytest
from sqlalchemy import func, select

from kamacademy.assessment.models import CutScore
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.quality import operations, queries
from kamacademy.quality.forms import MOST_JUDGES
from kamacademy.quality.models import PanelEstimate, QualityRun
from kamacademy.quality.panel import Stage
from kamacademy.records.models import AuditEvent, Signature
from tests.assessment.papers import paper_text, publish, sit
from tests.browser import Browser
from tests.quality.panels import PAPER, PORTRAIT, opened, rated, ready
from tests.statements import statements
from tests.world import NOW, PASSWORD, World

MOST_STATEMENTS = 12
pytestmark = pytest.mark.usefixtures("still")


def taken(world: World, drafts: Drafts, people: int = 4) -> None:
    """A paper of two questions that some people took, with its figures."""
    publish(world, drafts, two=paper_text(("ex-single", "ex-numeric")))
    for number in range(people):
        sit(world.learner(), "two", wrong=number % 2)
    operations.compute(at=NOW)


def test_the_learning_team_reads_how_questions_and_papers_behave(
    world: World, browse: type[Browser], drafts: Drafts
) -> None:
    taken(world, drafts)
    browser = browse(world.learning_team()).open("/academy/items")
    assert "Figures of 20 Nov 2026, 09:30 UTC." in browser.words
    assert "ex-single · single choice · 4 answers Too few answers to say" in browser.words
    browser.open("/academy/items/ex-single")
    assert "4 answers so far. From 30 on its figures say something." in browser.words
    assert "Difficulty 50 % of its points" in browser.words
    assert "No parameters yet. 4 sittings so far; from 60 on a figure can be given." in browser.words
    assert "Correct after use" in browser.link_words
    browser.open("/academy/papers/two")
    assert "Figures rest on 4 first sittings." in browser.words
    assert "4 sittings so far; from 30 on a figure can be given." in browser.words
    assert "80 % passes, as the paper says. No pass mark has been set by judges." in browser.words
    assert "100 % of the answered items lie where the blueprint puts them." in browser.words


def test_a_question_without_answers_says_so_and_one_that_is_not_there_is_not_found(
    world: World, browse: type[Browser]
) -> None:
    browser = browse(world.learning_team()).open("/academy/items/m01-01")
    assert "No figures yet" in browser.words
    browser.open("/academy/items/none", expect=404)
    browser.open("/academy/papers/none", expect=404)
    browser.open("/academy/exercises/none/pass-mark", expect=404)
    browser.open("/academy/panels/99", expect=404)


def test_asking_for_figures_starts_one_run(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learning_team()).open("/academy/papers").press("Compute the figures")
    assert "The figures are being computed." in browser.words
    assert browser.address == "/academy/papers"
    assert "they are made in the background" in browser.words
    browser.post("/academy/quality/compute", to="https://elsewhere.example")
    assert browser.address == "/academy/items"
    assert db.session.scalar(select(func.count()).select_from(QualityRun)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/academy/items", "/academy/items/m01-01", "/academy/papers", f"/academy/papers/{PAPER}",
        f"/academy/papers/{PAPER}/panels/new", "/academy/exercises/none/pass-mark",
    ],
)  # fmt: skip
def test_others_are_refused(world: World, browse: type[Browser], address: str) -> None:
    for person in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browse(person).open(address, expect=403)


def test_a_panel_is_opened_with_its_judges(world: World, browse: type[Browser]) -> None:
    judges = [world.learner() for _ in range(2)]
    browser = browse(world.learning_team()).open(f"/academy/papers/{PAPER}").follow("Open a panel")
    browser.fill("Who is barely competent?", "Too short").press("Open the panel and invite", expect=422)
    assert "Write between 40 and 2,000 characters." in browser.words
    browser.fill("Who is barely competent?", PORTRAIT)
    browser.fill("E-mail addresses of judges", "ada at fernwick").press("Open the panel and invite", expect=422)
    assert "“ada” is no e-mail address." in browser.words
    many = " ".join(f"judge{number}@fernwick.example" for number in range(MOST_JUDGES + 1))
    browser.fill("E-mail addresses of judges", many).press("Open the panel and invite", expect=422)
    assert f"Invite at most {MOST_JUDGES} people." in browser.words
    browser.fill("E-mail addresses of judges", "nobody@fernwick.example").press("Open the panel and invite", expect=422)
    assert "Nobody with an open account has the address nobody@fernwick.example." in browser.words
    assert browser.field("Who is barely competent?").get_text().strip() == PORTRAIT
    addresses = f"{judges[0].email}, {judges[1].email.upper()}\n{judges[0].email}"
    browser.fill("E-mail addresses of judges", addresses).press("Open the panel and invite")
    assert browser.heading.startswith("Panel for Knowledge check")
    assert "2 of at least 6" in browser.words
    browser.fill("E-mail addresses of judges", world.learner().email).press("Invite")
    assert "1 judge invited." in browser.words
    browser.press("Close the first round")
    assert "A pass mark needs at least 6 judges; this panel has 3." in browser.words
    assert [one.stage for one in queries.panels_of(PAPER)] == [Stage.ROUND_ONE]


def test_a_judge_sees_their_own_sheet_and_nobody_elses(world: World, browse: type[Browser]) -> None:
    panel = opened(world)
    rated(panel, 1)
    judge = browse(panel.judges[0].person).open("/panels").follow("Knowledge check: from products to accounts")
    assert "You have handed in." in judge.words
    assert "You said 60 of 100." in judge.words
    assert "62 of 100" not in judge.words
    assert "judges said" not in judge.words
    for person in (world.learner(), panel.opened_by):
        browse(person).open(f"/panels/{panel.id}", expect=404)
    judge.open(f"/academy/panels/{panel.id}", expect=403)


def test_estimates_are_explained_kept_and_handed_in(world: World, browse: type[Browser]) -> None:
    panel = opened(world)
    items = list(panel.weights)
    judge = browse(panel.judges[0].person).open(f"/panels/{panel.id}")
    label = "Of 100 barely competent people , question {}"
    judge.fill(label.format(1), "many").fill(label.format(2), "45").press("Hand in", expect=422)
    assert "Write a whole number from 0 to 100." in judge.words
    assert (judge.field(label.format(1))["value"], judge.field(label.format(2))["value"]) == ("many", "45")
    assert db.session.scalar(select(func.count()).select_from(PanelEstimate)) == 0
    judge.fill(label.format(1), "70").press("Hand in")
    assert f"{len(items) - 2} estimates still open" in judge.words
    assert judge.field(label.format(2))["value"] == "45"
    for number in range(3, len(items) + 1):
        judge.fill(label.format(number), "50")
    judge.press("Keep and go on later").press("Hand in")
    assert "Handed in. Thank you." in judge.words
    judge.post(f"/panels/{panel.id}", **{f"e-{items[0]}": "1", "then": "keep"})
    assert "The panel has moved on" in judge.words
    assert queries.own_estimates(panel.judges[0].id, 1)[items[0]].of_hundred == 70


def test_the_second_round_shows_where_judges_differ_and_ones_own(world: World, browse: type[Browser]) -> None:
    panel = opened(world)
    operations.close_round(rated(panel, 1), 1, by=panel.opened_by, at=NOW)
    judge = browse(panel.judges[0].person).open(f"/panels/{panel.id}")
    assert "First round: 6 judges said 60 to 70, 65 on average. You said 60." in judge.words
    label = "Of 100 barely competent people , question 1"
    assert judge.field(label)["value"] == "60"
    judge.fill(label, "64").press("Hand in")
    kept = queries.own_estimates(panel.judges[0].id, 2)
    assert sorted({one.of_hundred for one in kept.values()}) == [60, 64]
    # A page that was left open in the first round changes nothing in the second.
    other = browse(panel.judges[1].person).open(f"/panels/{panel.id}")
    other.post(f"/panels/{panel.id}", **{f"e-{next(iter(panel.weights))}": "1", "round": "1", "then": "hand-in"})
    assert "The panel has moved on" in other.words
    assert queries.own_estimates(panel.judges[1].id, 2) == {}


def test_a_pass_mark_is_signed_with_the_password_and_shown(world: World, browse: type[Browser]) -> None:
    team = world.learning_team("Nadia Petrova")
    panel = ready(world, team)
    browser = browse(team).open(f"/academy/panels/{panel.id}")
    assert "6 judges, round 2: 65 % (" in browser.words
    assert "points), standard error 1.5, likely 61.1 to 68.9 %." in browser.words
    browser.follow("Go on to sign the pass mark")
    assert "I set the pass mark of “Knowledge check: from products to accounts” at 65 %" in browser.words
    browser.press("Sign and set the pass mark", expect=422)
    assert "Enter your password to sign." in browser.words
    browser.fill("Your password", "a wild guess at it").press("Sign and set the pass mark", expect=422)
    assert "That is not your password. Nothing is signed yet" in browser.words
    assert panel.stage is Stage.TO_SIGN
    browser.fill("Your password", PASSWORD).press("Sign and set the pass mark")
    assert "The pass mark is set and signed." in browser.words
    assert "Signed by Nadia Petrova on 20 Nov 2026, 09:30 UTC. Unchanged since." in browser.words
    assert "it counts once the paper says “cut: true”" in browser.words
    assert "Pass mark set" in browser.words
    browser.open(f"/academy/panels/{panel.id}/sign")
    assert browser.address == f"/academy/panels/{panel.id}"
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 1


def test_a_signature_that_no_longer_fits_is_called_out(world: World, browse: type[Browser]) -> None:
    panel = ready(world)
    cut = operations.sign_panel(panel, operations.proposal(panel).meaning, by=panel.opened_by, at=NOW)
    db.session.connection().exec_driver_sql(f"UPDATE cut_score SET percent = 60 WHERE id = {cut.id}")
    db.session.expire_all()
    browser = browse(world.learning_team()).open(f"/academy/papers/{PAPER}")
    assert "What is kept here is not what was signed." in browser.words
    assert "Unchanged since." not in browser.words


def test_wrong_passwords_make_the_next_signature_wait_but_not_signing_in(world: World, browse: type[Browser]) -> None:
    panel = ready(world)
    browser = browse(panel.opened_by).open(f"/academy/panels/{panel.id}/sign")
    for _ in range(4):
        browser.fill("Your password", "not this one either")
        browser.press("Sign and set the pass mark", expect=422)
    browser.fill("Your password", PASSWORD).press("Sign and set the pass mark", expect=429)
    assert "Too many tries in a row. Wait" in browser.words
    assert db.session.scalar(select(func.count()).select_from(CutScore)) == 0
    refused = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "signature.refused")).all()
    assert [one.actor_id for one in refused] == [panel.opened_by_id] * 4
    assert browse(panel.opened_by).open("/academy/papers").status == 200


def test_a_panel_is_ended_without_a_pass_mark(world: World, browse: type[Browser]) -> None:
    panel = opened(world, judges=7)
    browser = browse(panel.opened_by).open(f"/academy/panels/{panel.id}")
    browser.press("Release")
    assert "Judge Number0 is released and counts no more." in browser.words
    assert "6 of at least 6" in browser.words
    browser.press("End the panel")
    assert "The panel has ended. The pass mark stands as it was." in browser.words
    browser.post(f"/academy/panels/{panel.id}/rounds/1/close")
    assert "The panel has moved on" in browser.words
    assert "Open a panel" in browser.open(f"/academy/papers/{PAPER}").link_words


def test_an_exercise_says_what_it_needs_for_a_pass_mark(world: World, browse: type[Browser]) -> None:
    operations.compute(at=NOW)
    browser = browse(world.learning_team()).open("/academy/papers")
    for slug, exercise in operations.graded_exercises(library()).items():
        browser.open("/academy/papers").follow(exercise.title)
        assert "0 candidates with a grade; from 50 on a cut can be given." in browser.words, slug
        assert not browser.page.find("input", {"name": "password"})


def test_pages_take_few_statements_however_much_there_is(world: World, browse: type[Browser], drafts: Drafts) -> None:
    taken(world, drafts)
    panel = ready(world)
    operations.sign_panel(panel, operations.proposal(panel).meaning, by=panel.opened_by, at=NOW)
    another = opened(world)
    operations.close_round(rated(another, 1), 1, by=another.opened_by, at=NOW)
    team, judge = browse(world.learning_team()), browse(another.judges[0].person)
    pages = [
        *((team, path) for path in ("/academy/items", "/academy/items/ex-single", "/academy/papers")),
        (team, f"/academy/papers/{PAPER}"),
        (team, f"/academy/panels/{panel.id}"),
        (team, f"/academy/panels/{another.id}"),
        (judge, f"/panels/{another.id}"),
        (judge, "/panels"),
    ]
    for browser, path in pages:
        browser.open(path)
        with statements() as seen:
            browser.open(path)
        assert len(seen) <= MOST_STATEMENTS, (path, len(seen), seen)
