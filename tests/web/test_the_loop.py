"""One loop in a real browser: a rep learns, a coach sees, the plan changes, a KPI is kept, an administrator looks on.

Tom Whitaker of the demo company has not begun; Daniel Okafor coaches him. Rep and coach are on a phone.
"""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from kamacademy.content.documents import Drafts
from kamacademy.curriculum.documents import Lesson
from kamacademy.items.documents import Bank
from kamacademy.items.single import Single
from kamacademy.wording import typeset
from tests.web.conftest import LAPTOP, PHONE, Visitor
from tests.web.test_every_page import faults_on

MODULE = "/learn/account-management-mindset/m01-from-products-to-accounts"
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def right(drafts: Drafts) -> Mapping[str, str]:
    """The right answer to every question of one choice in the shipped content, by its stem."""
    items = {
        " ".join(item.stem.split()): item.options[item.right].text
        for _, bank in drafts.contents("bank", Bank)
        for item in bank.all_items
        if isinstance(item, Single) and any(option.correct for option in item.options)
    }
    recalls = {
        " ".join(typeset(one.stem).split()): " ".join(typeset(one.options[one.right].text).split())
        for _, lesson in drafts.contents("lesson", Lesson)
        for one in lesson.retrieval
    }
    return items | recalls


def answer_recalls(rep: Visitor, right: Mapping[str, str]) -> None:
    """Answer the questions of the lesson that are still open."""
    while rep.page.get_by_role("button", name="Check my answer").count():
        form = rep.page.locator("form.retrieval:has(button:has-text('Check my answer'))").first
        stem = " ".join(form.locator("legend").inner_text().split())
        found = next(text for known, text in right.items() if known in stem)
        form.get_by_label(found, exact=True).check()
        with rep.page.expect_navigation():
            form.get_by_role("button", name="Check my answer").click()


def assert_clean(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url) == []


def take_check(rep: Visitor, right: Mapping[str, str]) -> None:
    """Answer every question of one choice rightly, which passes, leave those of other kinds open, and submit."""
    rep.press("Begin the check")
    rep.follow("Begin with question 1")
    assert_clean(rep)
    while rep.page.get_by_role("button", name="Save and").count():
        stem = " ".join(rep.page.locator("legend").first.inner_text().split())
        found = next((text for known, text in right.items() if known in stem), None)
        if found is None:
            rep.follow("Skip for now")
            continue
        rep.page.get_by_label(found, exact=True).check()
        rep.press("Save and")
    assert_clean(rep)
    rep.press("Submit")
    assert_clean(rep)


def test_a_rep_learns_and_nothing_is_lost_when_the_browser_closes(
    visit: Callable[..., Visitor], right: Mapping[str, str]
) -> None:
    rep = visit("tom.whitaker", PHONE)
    rep.open("/next-step")
    rep.follow("Look at the module")
    rep.press("Start the module")
    answer_recalls(rep, right)
    rep.press("Mark as read and go on")
    half_way = rep.page.url
    form = rep.page.locator("form.retrieval").first
    form.get_by_role("radio").first.check()
    with rep.page.expect_navigation():
        form.get_by_role("button", name="Check my answer").click()
    rep.page.context.close()

    again = visit("tom.whitaker", PHONE)
    again.open("/next-step")
    again.page.locator(".next-step a.btn-primary").click()
    expect(again.page).to_have_url(half_way)
    expect(again.page.locator(".feedback").first).to_be_visible()
    again.page.context.close()

    rep = visit("tom.whitaker", PHONE)
    rep.open(MODULE)
    for _ in range(3):
        rep.page.locator(".next-step a.btn-primary").click()
        answer_recalls(rep, right)
        rep.press("Mark as read and go on")
        rep.open(MODULE)
    take_check(rep, right)
    expect(rep.page.get_by_role("main")).to_contain_text("passed", ignore_case=True)
    rep.open(MODULE)
    expect(rep.page.get_by_role("main")).to_contain_text("Completed")


def rate(coach: Visitor, line: str, level: int | None) -> None:
    """One indicator: the evidence line, then a sentence or "not observed"."""
    coach.page.get_by_label("What was said or done?").fill(line)
    choices = coach.page.locator(".anchor-choice")
    if level is None:
        choices.filter(has_text="Not observed").click()
    else:
        choices.filter(has=coach.page.locator(f".level-{level}")).click()
    coach.press("Next")


def test_a_coach_observes_and_the_rep_answers_and_the_plan_has_it(visit: Callable[..., Visitor]) -> None:
    coach = visit("daniel.okafor", PHONE)
    coach.open("/team")
    coach.follow("Observe")
    coach.follow("Tom Whitaker")
    assert_clean(coach)
    coach.page.locator(".tile-choices .tile").first.click()
    coach.page.locator(".anchor-choice", has_text="Usual").click()
    coach.press("Next")
    assert_clean(coach)
    for box in coach.page.locator(".anchor-choice input").all()[:2]:
        box.check()
    coach.press("Next")
    rate(coach, "Asked the pharmacist who else must agree, and waited.", 3)
    assert_clean(coach)
    rate(coach, "", None)
    assert_clean(coach)
    coach.page.get_by_label("One strength").fill("You asked one open question and let the silence work.")
    coach.page.get_by_label("One thing to improve").fill("Sum up at the end what you heard.")
    coach.press("Next")
    assert_clean(coach)
    coach.page.locator(".anchor-choice").first.click()
    coach.page.locator("fieldset", has_text="By").locator(".tile").first.click()
    coach.press("Review")
    assert_clean(coach)
    coach.press("Share with Tom")

    rep = visit("tom.whitaker", PHONE)
    rep.open("/next-step")
    rep.follow("Read the notes")
    main = rep.page.get_by_role("main")
    expect(main).to_contain_text("You asked one open question")
    expect(main).to_contain_text("not used for pay")
    assert_clean(rep)
    give_own_view(rep.page)
    assert_clean(rep)
    rep.press("Seen")
    rep.follow("plan")
    expect(rep.page.locator(".plan-action").first).to_contain_text("coaching", ignore_case=True)


def give_own_view(page: Page) -> None:
    """The rep's own level on each indicator, and own words."""
    form = page.locator("form[action$='/view']")
    for group in form.locator("fieldset").all():
        group.locator("label").nth(1).click()
    form.locator("textarea").fill("I was nervous about the silence; it worked.")
    with page.expect_navigation():
        form.get_by_role("button").click()


def test_a_reading_is_kept_and_charted_with_its_n(visit: Callable[..., Visitor]) -> None:
    rep = visit("tom.whitaker", LAPTOP)
    rep.open(f"{rep.own_profile}/kpis/k13")
    rep.follow("Enter a reading")
    rep.page.get_by_label("How many", exact=True).fill("6")
    rep.page.get_by_label("Out of how many").fill("8")
    rep.page.get_by_label("Source").fill("Coaching form, counted by hand")
    assert_clean(rep)
    rep.press("Keep the reading")
    expect(rep.page.get_by_role("main")).to_contain_text("6 of 8")


def test_an_administrator_adds_a_person_who_signs_in_and_chooses_a_password(visit: Callable[..., Visitor]) -> None:
    admin = visit("grace.thornton", LAPTOP)
    admin.open("/admin/people")
    admin.follow("Add a person")
    admin.page.get_by_label("Name", exact=True).fill("Ilse Brandt")
    admin.page.get_by_label("E-mail address").fill("ilse.brandt@fernwick.example")
    admin.page.locator("#coach").select_option(label="Ingrid Sole")
    admin.press("Add and show the first password")
    password = admin.page.locator(".given-password").inner_text()
    assert_clean(admin)
    admin.open("/admin/audit")
    expect(admin.page.get_by_role("main")).to_contain_text("person.added")

    newcomer = admin.page.context.browser
    assert newcomer is not None
    page = newcomer.new_context().new_page()
    page.goto(f"{admin.address}/sign-in")
    page.get_by_label("E-mail address").fill("ilse.brandt@fernwick.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_label("Present password").fill(password)
    page.get_by_label("New password").fill("four plain words here")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("main")).to_contain_text("Your password is changed")
    page.context.close()
