"""`make bench`: CPU and SQL statements of the main pages, beside a bare Flask page, in one run.

Every page is asked of a real gunicorn with one worker, as a browser would ask (keep-alive, compressed, signed in), on
the demo company. CPU is user and system time of the worker from /proc, over all requests of a page, divided by their
number. In each of 25 short rounds the floor is asked right before each page, so that both meet the same machine; CPU
and "x floor" are medians over the rounds. Statements are counted by the database driver's events. Academy and Plans by
team are measured as readers find them within ten minutes of a count; counted anew they cost about three times as much.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import event, text

REQUESTS, WARM_UP, ROUNDS = 10, 15, 25
MOST_STATEMENTS, MOST_TIMES_FLOOR = 12, 4.0
# The one page that walks through everything known of a person, month by month; opened a few times a year, before a
# review. Levels kept for each month's end would halve it, and would have to be kept right when a note is corrected.
MOST_FOR_PAGE = {"Story": 10.0}
MOST_COLD_KB, MOST_COLD_REQUESTS = 150, 10
PASSWORD = "demo-academy-2026"
AS_BROWSERS_DO = "gzip, deflate, br, zstd"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page cost."""

    name: str
    ask: "Ask"
    statements: int
    milliseconds: list[float] = field(default_factory=list)
    times_floor: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ask:
    """A page of a server, ready to be asked."""

    client: "Client"
    worker: int
    path: str

    def __call__(self) -> int:
        """Ask once; gives the bytes sent."""
        status, body, _ = self.client.ask("GET", self.path)
        assert status == 200, f"{self.path} answered {status}"
        return len(body)

    def milliseconds(self) -> float:
        """CPU a request."""
        before = cpu_nanoseconds(self.worker)
        for _ in range(REQUESTS):
            self()
        return (cpu_nanoseconds(self.worker) - before) / REQUESTS / 1e6


@contextmanager
def gunicorn(target: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server with one worker; its port and the worker's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4",
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "error", "--keep-alive", "60",
    ]  # fmt: skip
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        yield port, worker_of(server.pid, port)
    finally:
        server.terminate()
        server.wait(20)


def worker_of(master: int, port: int) -> int:
    """The worker's process, once the server answers."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            if children:
                return int(children[0])
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def cpu_nanoseconds(process: int) -> int:
    """User and system time of a process so far, over its threads."""
    return sum(int(one.read_text().split()[0]) for one in Path(f"/proc/{process}/task").glob("*/schedstat"))


class Client:
    """One keep-alive connection with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""

    def ask(
        self, method: str, path: str, body: str | None = None, accept: str = AS_BROWSERS_DO
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """One request; gives status, body as sent, headers."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": accept, "Host": "localhost"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        sent = answer.read()
        if answer.headers.get("Set-Cookie"):
            self.cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        return answer.status, sent, answer.headers

    def sign_in(self, email: str) -> None:
        """Sign in through the form."""
        _, page, _ = self.ask("GET", "/sign-in", accept="identity")
        token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        form = urlencode({"csrf_token": token.group(1).decode(), "email": email, "password": PASSWORD})
        status, _, _ = self.ask("POST", "/sign-in", form)
        assert status == 303, f"{email} could not sign in: {status}"


def measure(pages: list[Measured], floor: Ask) -> list[float]:
    """Fill in what the pages cost; gives the floor's milliseconds."""
    for ask in (floor, *(page.ask for page in pages)):
        for _ in range(WARM_UP):
            ask()
    floors = []
    for _ in range(ROUNDS):
        for page in pages:
            floors.append(floor.milliseconds())
            page.milliseconds.append(page.ask.milliseconds())
            page.times_floor.append(page.milliseconds[-1] / floors[-1])
    return floors


def cold_first_page(port: int) -> tuple[float, int]:
    """Kilobytes and requests of the sign-in page for a browser that has nothing yet."""
    client, total, count = Client(port), 0, 0
    waiting = ["/sign-in"]
    while waiting:
        path = waiting.pop()
        total, count = total + len(client.ask("GET", path)[1]), count + 1
        if "fonts/" in path:
            continue
        page = client.ask("GET", path, accept="identity")[1].decode()
        waiting += [
            one.replace("&amp;", "&") for one in set(re.findall(r'(?:href|src)="(/(?:static|bootstrap)[^"#]+)', page))
        ]
        waiting += [f"/static/{one}" for one in re.findall(r'url\("(fonts/[^"]+)"\)', page)]
    return total / 1000, count


def demo_pages(data: Path) -> list[tuple[str, str, str]]:
    """Name, account and address of the pages to measure."""
    from kamacademy import create_app
    from kamacademy.people.queries import find_person

    app = create_app()
    with app.app_context():
        mira, daniel = find_person("mira.halvorsen@fernwick.example"), find_person("daniel.okafor@fernwick.example")
        assert mira is not None
        assert daniel is not None
        rep, coach = mira.email, daniel.email
        note, sitting = newest("observation", "shared_at", mira.id), newest("sitting", "submitted_at", mira.id)
    module = "/learn/account-management-mindset/m03-providers-and-risk"
    return [
        ("Next step (rep)", rep, "/next-step"),
        ("Learn", rep, "/learn"),
        ("Module", rep, module),
        ("Lesson", rep, f"{module}/how-shared-savings-work"),
        ("Check result", rep, f"/sittings/{sitting}"),
        ("Profile", rep, f"/people/{mira.id}"),
        ("Observation", rep, f"/observations/{note}"),
        ("Plan", rep, f"/people/{mira.id}/plan"),
        ("Results", rep, f"/people/{mira.id}/kpis"),
        ("KPI chart", rep, f"/people/{mira.id}/kpis/k01"),
        ("Scorecard", rep, f"/people/{mira.id}/kpis/scorecard"),
        ("Story", rep, f"/people/{mira.id}/story"),
        ("Action library", rep, "/library"),
        ("Today (coach)", coach, "/today"),
        ("Team (coach)", coach, "/team"),
        ("Plans of the team", coach, "/team/plans"),
        ("Observe, list", coach, "/coaching"),
        ("Academy", "nadia.petrova@fernwick.example", "/academy"),
        ("Plans by team", "nadia.petrova@fernwick.example", "/academy/plans"),
        ("Did it work?, list", "nadia.petrova@fernwick.example", "/effects"),
        ("Did it work?", "nadia.petrova@fernwick.example", "/effects/programme/account-management-mindset"),
        ("Study", "nadia.petrova@fernwick.example", "/effects/studies/1"),
        ("Roll-out", "nadia.petrova@fernwick.example", "/rollouts/1"),
        ("People (administrator)", "grace.thornton@fernwick.example", "/admin/people"),
        ("Audit trail", "grace.thornton@fernwick.example", "/admin/audit"),
    ]


def newest(table: str, finished: str, learner_id: int) -> int:
    """The key of a person's newest finished row."""
    from kamacademy.db import db

    query = f"SELECT max(id) FROM {table} WHERE learner_id = :learner AND {finished} IS NOT NULL"
    return int(db.session.execute(text(query), {"learner": learner_id}).scalar_one())


def statements_of(pages: list[tuple[str, str, str]]) -> dict[str, int]:
    """SQL statements of each page, counted in this process."""
    from kamacademy import create_app
    from kamacademy.db import db

    app = create_app()
    counted: dict[str, int] = {}
    with app.app_context():
        engine = db.engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    for name, email, path in pages:
        client = app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        client.post("/sign-in", data={"csrf_token": token.group(1), "email": email, "password": PASSWORD})
        client.get(path)
        seen.clear()
        client.get(path)
        counted[name] = sum(1 for one in seen if not one.startswith(("BEGIN", "PRAGMA")))
    return counted


def main() -> int:
    """Measure, print the table, and say which budgets are broken."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ["KAMACADEMY_DATA"] = str(data)
        os.environ["KAMACADEMY_INSECURE_HTTP"] = "1"
        os.environ["BENCH_FLOOR"] = str(data / "floor.sqlite")
        from kamacademy.config import own_secret

        os.environ["KAMACADEMY_SECRET_KEY"] = own_secret(data)
        subprocess.run(
            [sys.executable, "-m", "kamacademy", "demo", "--fill-only", "--data", str(data)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        pages = demo_pages(data)
        statements = statements_of(pages)
        with (
            gunicorn("bench.floor:app", {}) as (floor_port, floor_worker),
            gunicorn("kamacademy.wsgi:app", {}) as (port, worker),
        ):
            clients = {email: Client(port) for _, email, _ in pages}
            for email, client in clients.items():
                client.sign_in(email)
            measured = [
                Measured(name, Ask(clients[email], worker, path), statements[name]) for name, email, path in pages
            ]
            floors = measure(measured, Ask(Client(floor_port), floor_worker, "/"))
            sizes = {one.name: one.ask() / 1000 for one in measured}
            return report(measured, sizes, statistics.median(floors), cold_first_page(port))


def report(measured: list[Measured], sizes: dict[str, float], floor_ms: float, cold: tuple[float, int]) -> int:
    """Print the table; 1 where a budget is broken."""
    print(f"\n{'page':<24}{'CPU ms':>8}{'x floor':>9}{'SQL':>6}{'kB':>8}")
    print(f"{'floor (bare Flask)':<24}{floor_ms:>8.2f}{1.0:>9.1f}{1:>6}{20.0:>8.1f}")
    broken = []
    for one in measured:
        milliseconds, times = statistics.median(one.milliseconds), statistics.median(one.times_floor)
        print(f"{one.name:<24}{milliseconds:>8.2f}{times:>9.1f}{one.statements:>6}{sizes[one.name]:>8.1f}")
        most = MOST_FOR_PAGE.get(one.name, MOST_TIMES_FLOOR)
        if times > most:
            broken.append(f"{one.name}: {times:.1f} times the floor, at most {most}")
        if one.statements > MOST_STATEMENTS:
            broken.append(f"{one.name}: {one.statements} statements, at most {MOST_STATEMENTS}")
    print(
        f"\ncold first page: {cold[0]:.0f} kB in {cold[1]} requests (at most {MOST_COLD_KB} kB in {MOST_COLD_REQUESTS})"
    )
    if cold[0] > MOST_COLD_KB or cold[1] > MOST_COLD_REQUESTS:
        broken.append("cold first page")
    for words in broken:
        print(f"over budget: {words}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
