"""The demo company on a real server, and a real Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kamacademy.config import own_secret

PASSWORD = "demo-academy-2026"  # printed by the demo for all to see
PHONE, LAPTOP = (390, 844), (1280, 900)
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Academy:
    """A running demo: where it is, and where its data lie."""

    address: str
    data: Path
    environment: dict[str, str]


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Academy]:
    """The demo, filled by its own command and served by gunicorn."""
    data = tmp_path_factory.mktemp("academy")
    subprocess.run(
        [sys.executable, "-m", "kamacademy", "demo", "--fill-only", "--data", str(data)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with served(data, environment_of(data)) as found:
        yield found


def environment_of(data: Path) -> dict[str, str]:
    """The settings of an academy whose data lie there."""
    return {
        **os.environ,
        "KAMACADEMY_DATA": str(data),
        "KAMACADEMY_SECRET_KEY": own_secret(data),
        "KAMACADEMY_INSECURE_HTTP": "1",
    }


@contextmanager
def served(data: Path, environment: dict[str, str], module: str = "kamacademy.wsgi") -> Iterator[Academy]:
    """An academy behind gunicorn, until the block ends."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", f"{module}:app", "--bind", f"127.0.0.1:{port}", "--threads", "4",
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield Academy(f"http://127.0.0.1:{port}", data, environment)
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    place = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    assert place is not None, "the browser tests need Chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person at one real browser."""

    page: Page
    address: str

    @property
    def own_profile(self) -> str:
        """The address of the person's own profile, from the navigation."""
        return str(self.page.locator("a.app-nav-link", has_text="Profile").get_attribute("href"))

    def open(self, path: str) -> Page:
        """Go to a page."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        return self.page

    def press(self, words: str) -> None:
        """Press the button that reads so, and wait for the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()

    def follow(self, words: str) -> None:
        """Click the link that reads so, and wait for the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=words).first.click()


def signed_in(chromium: Browser, academy: Academy, name: str, size: tuple[int, int], scheme: str = "light") -> Visitor:
    """Somebody of the demo, signed in at a browser of their own; whoever asks closes its context."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # nobody waits for a page that scrolls smoothly
    )
    page = context.new_page()
    page.on("console", refuse_errors)
    page.goto(f"{academy.address}/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@fernwick.example")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    return Visitor(page, academy.address)


@pytest.fixture
def visit(academy: Academy, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open browsers: `visit("mira.halvorsen", PHONE)` is signed in on a phone."""
    contexts: list[BrowserContext] = []

    def open_browser(name: str, size: tuple[int, int] = LAPTOP, scheme: str = "light") -> Visitor:
        visitor = signed_in(chromium, academy, name, size, scheme)
        contexts.append(visitor.page.context)
        return visitor

    yield open_browser
    for context in contexts:
        context.close()


def refuse_errors(message: object) -> None:
    """A page that logs an error, such as a broken rule of the content policy, fails its test."""
    assert getattr(message, "type", "") != "error", getattr(message, "text", "")
