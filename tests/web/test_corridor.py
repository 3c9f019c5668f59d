"""The form for the corridor on a phone, in a real Chromium: offline, within its budget, nothing lost or doubled."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request
from playwright.sync_api import Error as PlaywrightError

from kamacademy import clock
from kamacademy.competency.evidence import Purpose
from kamacademy.content.documents import Drafts
from kamacademy.corridor.operations import empty_phones
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.people.models import Person
from kamacademy.people.operations import set_coach
from kamacademy.visit.operations import plan
from tests.own import own_app
from tests.web.conftest import PHONE
from tests.web.corridor import Corridor, LostAnswers, Phone, serve
from tests.web.test_every_page import faults_on
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_TAPS, MOST_SECONDS, MOST_BYTES, WARM_SECONDS = 18, 170, 300_000, 2.0
ON_TOP = "document.elementFromPoint(100, 100).closest('#cover, #page').id"
LEAVE = """() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
}"""
COUNT_KEYS = "window.keysPressed = 0; document.addEventListener('keydown', () => { window.keysPressed += 1; }, true)"


@pytest.fixture(scope="module")
def corridor(tmp_path_factory: pytest.TempPathFactory, drafts: Drafts) -> Iterator[Corridor]:
    """An academy of its own, served."""
    folder = tmp_path_factory.mktemp("corridor")
    app = own_app(folder)
    with app.app_context():
        World().publish(drafts)
        db.session.commit()
    served = serve(app, folder)
    yield served
    served.server.terminate()
    served.server.wait(20)
    with app.app_context():
        db.engine.dispose()


Phones = Callable[..., Phone]


@pytest.fixture
def phone(corridor: Corridor, chromium: Browser) -> Iterator[Phones]:
    """Phones of people: `phone()` is a new one, `phone(scheme="dark", width=320)` another."""
    contexts: list[BrowserContext] = []

    def open_phone(scheme: str = "light", width: int = PHONE[0]) -> Phone:
        context = chromium.new_context(
            viewport={"width": width, "height": PHONE[1]}, has_touch=True, is_mobile=True,
            color_scheme="dark" if scheme == "dark" else "light",
        )  # fmt: skip
        context.add_init_script(COUNT_KEYS)
        contexts.append(context)
        page = context.new_page()
        held = Phone(page, corridor.address)
        page.on("pageerror", lambda error: held.faults.append(str(error)))
        return held

    yield open_phone
    for context in contexts:
        context.close()


@pytest.fixture
def coach(corridor: Corridor) -> str:
    """A coach with a visit today, by address."""
    return corridor.visit_today()[0]


def test_two_indicators_without_a_network_within_the_budget(
    corridor: Corridor, phone: Phones, coach: str, capsys: pytest.CaptureFixture[str]
) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.set_offline(True)
    held.page.close()
    held.page = held.context.new_page()
    begun = time.monotonic()
    held.open()
    held.page.get_by_role("button", name=re.compile("Mira Halvorsen")).first.wait_for()
    warm = time.monotonic() - begun
    held.whole_note()
    held.save()
    hands, with_reading = held.estimate_seconds()
    with capsys.disabled():
        sys.stdout.write(
            f"\ncorridor: {held.taps} taps, 0 typed; keystroke-level estimate {hands:.0f} s, {with_reading:.0f} s with "
            f"all {held.words} words of questions and choices read; warm start without a network {warm:.2f} s\n"
        )
    assert held.taps <= MOST_TAPS
    assert held.page.evaluate("window.keysPressed") == 0
    assert with_reading < MOST_SECONDS
    assert warm < WARM_SECONDS
    assert held.page.get_by_text("unsent: 1").is_visible()
    held.context.set_offline(False)
    held.page.get_by_text("At the academy as your draft.").wait_for()
    with corridor.app.app_context():
        (note,) = corridor.notes_of(coach)
        assert not note.is_shared
        assert sorted((one.indicator, one.level) for one in note.ratings if one.evidence_line) == sorted(
            (one.indicator, one.level) for one in note.ratings
        )
        assert {one.level for one in note.ratings} == {3, 4}
        assert note.planned_visit is not None
        assert note.strength
        assert note.improve
        assert note.agreed_action
        assert note.device_at is not None
    assert held.faults == []


def test_the_page_is_light(phone: Phones, coach: str, capsys: pytest.CaptureFixture[str]) -> None:
    held = phone()
    held.sign_in(coach)
    held.context.new_cdp_session(held.page).send("Network.clearBrowserCache")
    seen: list[Request] = []
    held.page.on("requestfinished", lambda request: seen.append(request))
    held.open()
    held.page.get_by_role("heading", name="Today", exact=True).wait_for()
    held.page.wait_for_load_state("networkidle")
    mine = [one for one in seen if one.frame == held.page.main_frame]
    sent = sum(one.sizes()["responseBodySize"] for one in mine)
    with capsys.disabled():
        sys.stdout.write(
            f"\ncorridor: {len(mine)} requests, {sent / 1000:.0f} kB over the wire when opened cold, pack and all\n"
        )
    assert sent < MOST_BYTES


def test_a_lost_answer_never_makes_a_second_note(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    wire = LostAnswers(3)
    held.page.route("**/corridor/entries", lambda route: wire.carry(route))
    held.whole_note()
    held.save()
    held.page.get_by_text("unsent: 1").wait_for()
    held.open("#/")
    send = held.page.get_by_role("button", name=re.compile("Send now"))
    for lost in (1, 2, 3):
        held.page.wait_for_timeout(500)
        if wire.lost < lost:
            send.tap()
    send.tap()
    held.page.get_by_text("At the academy as your draft").wait_for()
    assert wire.lost == wire.to_lose
    with corridor.app.app_context():
        assert len(corridor.notes_of(coach)) == 1


def test_a_killed_tab_loses_nothing(phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.set_offline(True)
    held.begin()
    held.choose("complexity", 2)
    held.go_on(re.compile("^(?!Observe)"))
    indicator = held.page.locator("main h1").inner_text()
    held.choose("tag", 1)
    held.page.locator("#line").press_sequentially(" She waited.")
    held.choose("level", 2)
    line = held.page.locator("#line").input_value()
    held.kept()  # a reading of the store begins once the writing of the last tap, some milliseconds, has ended
    crash(held)
    held.open()
    held.page.get_by_role("button", name=re.compile("Not finished")).tap()
    held.arrive(indicator)
    assert held.page.locator("#line").input_value() == line
    assert line.endswith("She waited.")
    assert held.page.locator("[name=level]").nth(2).is_checked()


def crash(held: Phone) -> None:
    """End the tab's own process, as a phone does that needs its memory."""
    with held.page.expect_event("crash"), suppress(PlaywrightError):
        held.page.goto("chrome://crash")
    held.page = held.context.new_page()


def test_shared_after_the_talk_it_leaves_the_phone(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.whole_note()
    held.save()
    held.page.get_by_text("At the academy as your draft.").wait_for()
    held.tap(held.page.get_by_role("button", name="Share with Mira"))
    held.arrive("Sent")
    assert held.kept() == []
    with corridor.app.app_context():
        (note,) = corridor.notes_of(coach)
        assert note.is_shared
        assert note.action is not None


def test_an_ended_session_keeps_the_note_and_asks_for_sign_in(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.clear_cookies()
    held.whole_note()
    held.save()
    held.page.get_by_text("It is sent once you have signed in again.").wait_for()
    assert len(held.kept()) == 1
    held.sign_in(coach)
    held.open()
    held.page.get_by_text("At the academy as your draft").wait_for()
    with corridor.app.app_context():
        assert len(corridor.notes_of(coach)) == 1


def test_sign_out_empties_the_phone(phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.begin()
    assert len(held.kept()) == 1
    held.page.goto(f"{held.address}/account")
    leave = held.page.get_by_role("button", name="Sign out").first
    leave.tap()
    held.page.get_by_text("has not been sent").wait_for()
    leave.tap()
    held.page.wait_for_url("**/sign-in**")
    held.page.wait_for_load_state("networkidle")
    assert held.kept() == []
    assert held.page.evaluate("caches.keys()") == []


def test_another_persons_sign_in_shows_nothing_of_the_former_and_wipes(
    corridor: Corridor, phone: Phones, coach: str
) -> None:
    held, other = phone(), corridor.visit_today()[0]
    held.fill_up(coach)
    held.context.set_offline(True)
    held.whole_note()
    held.save()
    # The session ends first: a page that is being left may lose the emulated lack of a network and send once more.
    held.context.clear_cookies()
    held.page.goto("about:blank")
    held.context.set_offline(False)
    held.sign_in(other)
    held.open()
    held.arrive("Someone else signed in")
    assert "North 11" not in held.page.locator("main").inner_text()
    with held.page.expect_download():
        held.page.get_by_role("button", name="Keep a sealed copy").tap()
    held.page.locator("summary", has_text="Go on as").tap()
    held.page.get_by_role("button", name="Yes, remove it and go on").tap()
    held.arrive("Today")
    assert held.kept() == []
    with corridor.app.app_context():
        assert corridor.notes_of(coach) == []
        assert corridor.notes_of(other) == []


def test_an_order_to_forget_empties_the_phone_at_the_next_contact(
    corridor: Corridor, phone: Phones, coach: str
) -> None:
    held = phone()
    held.fill_up(coach)
    held.begin()
    with corridor.app.app_context():
        person = db.session.scalars(db.select(Person).filter_by(email=coach)).one()
        empty_phones(person, by=person, at=clock.now())
        db.session.commit()
    held.open()
    held.arrive("This phone is empty")
    assert held.kept() == []
    assert "Mira" not in held.page.locator("body").inner_text()


def test_what_changed_in_two_places_is_kept_twice(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.whole_note()
    held.save()
    held.page.get_by_text("At the academy as your draft.").wait_for()
    key = held.kept()[0]["key"]
    held.context.set_offline(True)
    held.page.goto(f"{held.address}/corridor/#/notes/{key}/words")
    held.choose("strength-phrase", 1)
    held.go_on("One thing to try")
    with corridor.app.app_context():
        (note,) = corridor.notes_of(coach)
        note.strength = "Written at the desk meanwhile."
        note.edition += 1
        db.session.commit()
    held.save()
    held.context.set_offline(False)
    held.page.get_by_text("Both versions are kept at the academy.").wait_for()
    with corridor.app.app_context():
        first, second = corridor.notes_of(coach)
        assert first.strength == "Written at the desk meanwhile."
        assert second.conflict_of_id == first.id
        assert second.strength != first.strength


def test_a_sealed_copy_opens_at_the_academy_only(corridor: Corridor, phone: Phones, coach: str, tmp_path: Path) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.set_offline(True)
    held.whole_note()
    held.save()
    held.open("#/phone")
    with held.page.expect_download() as download:
        held.page.get_by_role("button", name="Keep a sealed copy").tap()
    place = tmp_path / "sealed.json"
    download.value.save_as(place)
    assert json.loads(place.read_text())["format"] == "kam-academy-sealed-1"
    assert "Mira" not in place.read_text()
    held.context.set_offline(False)
    held.page.goto(f"{held.address}/corridor/open-export")
    held.page.locator("input[type=file]").set_input_files(place)
    held.page.get_by_role("button", name="Open and take in").tap()
    held.page.get_by_text("Taken in").first.wait_for()
    held.open()
    held.page.get_by_text("At the academy as your draft").wait_for()
    with corridor.app.app_context():
        assert len(corridor.notes_of(coach)) == 1


def test_a_learner_gives_an_own_view_without_a_network(corridor: Corridor, phone: Phones) -> None:
    coach, learner, _ = corridor.visit_today()
    held = phone()
    held.fill_up(learner)
    held.context.set_offline(True)
    held.tap(held.page.get_by_role("button", name=re.compile("With Daniel Okafor")))
    held.arrive(re.compile("."))
    first = held.page.locator("main h1").inner_text()
    held.rate(None, 3, re.compile(f"^(?!{re.escape(first)})"))
    held.rate(None, 0, "In your words")
    held.save()
    held.context.set_offline(False)
    held.arrive("Sent")
    assert held.kept() == []
    with corridor.app.app_context():
        assert corridor.notes_of(coach) == []


def test_the_screen_is_covered_after_two_minutes_and_on_leaving(phone: Phones, coach: str) -> None:
    held = phone()
    held.page.clock.install()
    held.fill_up(coach)
    held.page.clock.fast_forward("02:01")
    go_on = held.page.get_by_role("button", name="Go on")
    go_on.wait_for()
    assert held.page.evaluate(ON_TOP) == "cover"
    go_on.tap()
    held.page.get_by_role("heading", name="Today", exact=True).wait_for()
    held.page.evaluate(LEAVE)
    go_on.wait_for()


def test_questions_are_asked_once_and_hints_are_gentle(phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.begin()
    held.choose("complexity", 1)
    held.go_on(re.compile("^(?!Observe)"))
    first = held.page.locator("main h1").inner_text()
    held.page.locator("#line").fill("He was lazy about Mr Brown, DOB 3/4/1961")
    held.page.get_by_text("“lazy”:").wait_for()
    assert held.page.locator(".typed-hints .notice-caution").count() == 1
    held.page.locator("#line").fill("")
    held.rate(None, 4, re.compile(f"^(?!{re.escape(first)})"))
    held.rate(None, 0, "In your words")
    held.go_on("One thing to try")
    held.tap(held.page.locator("[name=action][value=nothing]"))
    held.page.get_by_role("button", name="Save on this phone").tap()
    held.page.get_by_text("Above level 3 without a line of evidence").wait_for()
    held.page.get_by_role("button", name="Save as it is").tap()
    held.arrive("Saved")


def test_what_the_academy_refuses_stays_with_its_reasons(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.set_offline(True)
    held.whole_note()
    held.save()
    with corridor.app.app_context():
        person = db.session.scalars(db.select(Person).filter_by(email=coach)).one()
        learner = db.session.get_one(Person, held.kept()[0]["learner"])
        set_coach(learner, None, starts_on=clock.today(), by=person, at=clock.now())
        db.session.commit()
    held.context.set_offline(False)
    held.arrive("One more look")
    assert len(held.kept()) == 1
    assert held.kept()[0]["problems"]
    with corridor.app.app_context():
        assert corridor.notes_of(coach) == []


def test_an_announced_attestation_opens_at_the_academy(corridor: Corridor, phone: Phones, coach: str) -> None:
    with corridor.app.app_context():
        person = db.session.scalars(db.select(Person).filter_by(email=coach)).one()
        learner = World().learner("Aisha Rahman", coach=person)
        today = clock.today()
        visit = plan(
            learner, person, planned_on=today, activity=Activity.EXECUTIVE, focus=["C06a"], by=person, at=clock.now(),
            purpose=Purpose.ATTESTATION,
        )  # fmt: skip
        db.session.commit()
        address = f"/visits/{visit.id}"
    held = phone()
    held.fill_up(coach)
    tile = held.page.get_by_role("link", name=re.compile("Aisha Rahman"))
    assert tile.get_attribute("href") == address
    assert "Attestation" in tile.inner_text()
    assert held.page.get_by_role("button", name=re.compile("Aisha Rahman")).count() == 0


def test_an_old_unsent_note_warns(phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.context.set_offline(True)
    held.whole_note()
    held.save()
    held.page.clock.install(time=time.time() + 49 * 3600)
    held.open()
    held.page.get_by_text("waited for more than two days").wait_for()


def test_the_workers_cache_holds_nothing_of_a_person(phone: Phones, coach: str) -> None:
    held = phone()
    held.fill_up(coach)
    held.page.goto(f"{held.address}/coaching")
    held.open()
    cached = held.page.evaluate(
        "async () => { const found = []; for (const name of await caches.keys()) for (const one of await "
        "(await caches.open(name)).keys()) found.push([new URL(one.url).pathname, await (await (await "
        "caches.open(name)).match(one)).text()]); return found; }"
    )
    assert "/corridor/" in [path for path, _ in cached]
    assert not [path for path, _ in cached if path in ("/corridor/pack", "/corridor/contact", "/coaching")]
    assert not [path for path, words in cached if "Halvorsen" in words or "Okafor" in words]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 320)])
def test_every_screen_is_well_made(phone: Phones, coach: str, scheme: str, width: int) -> None:
    held = phone(scheme, width)
    held.fill_up(coach)
    found = faults_on(held.page, "home", scheme)
    held.begin()
    found += faults_on(held.page, "visit", scheme)
    held.page.goto(f"{held.page.url.rsplit('/', 1)[0]}/focus")
    held.arrive("focus")
    found += faults_on(held.page, "focus", scheme)
    held.page.go_back()
    held.choose("complexity", 1)
    held.go_on(re.compile("^(?!Observe)"))
    held.choose("tag", 0)
    held.choose("level", 5)
    found += faults_on(held.page, "rate", scheme)
    held.go_on(re.compile("."))
    held.rate(1, 3, "In your words")
    found += faults_on(held.page, "words", scheme)
    held.go_on("One thing to try")
    held.choose("action", 0)
    found += faults_on(held.page, "action", scheme)
    held.context.set_offline(True)
    held.save()
    found += faults_on(held.page, "saved", scheme)
    for place in ("#/", "#/phone"):
        held.open(place)
        found += faults_on(held.page, place, scheme)
    assert found == []


def test_the_whole_form_goes_by_keyboard(corridor: Corridor, phone: Phones, coach: str) -> None:
    held = phone(width=1280)
    held.fill_up(coach)
    page = held.page
    focus_by_tab(page, "button.who-tile")
    page.keyboard.press("Enter")
    held.arrive(re.compile("Observe"))
    for group in ("complexity", "level", "level"):
        focus_by_tab(page, f"[name={group}]")
        page.keyboard.press("ArrowDown")
        before = page.locator("main h1").inner_text()
        page.keyboard.press("Enter")
        held.arrive(re.compile(f"^(?!{re.escape(before)})"))
    page.keyboard.press("Tab")
    focus_by_tab(page, "[type=submit]")
    page.keyboard.press("Enter")
    held.arrive("One thing to try")
    focus_by_tab(page, "[name=action]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    held.arrive("Saved")
    page.get_by_text("At the academy as your draft.").wait_for()
    with corridor.app.app_context():
        assert len(corridor.notes_of(coach)) == 1


def focus_by_tab(page: Page, selector: str) -> None:
    """Press the tab key until something that fits has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key never reached {selector}")
