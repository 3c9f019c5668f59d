"""Having sheets printed by a process of its own, so that no server ever loads what makes PDF."""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Timer

from kamacademy.reports import pdf

LONGEST_SHEET_SECONDS = 60
LONGEST_WRITING_SECONDS = 300
LONGEST_END_SECONDS = 5


class NotPrinted(Exception):
    """The printing process ended or took too long; why is in the server's log."""


class Press:
    """One printing process. It starts in about a second and takes about 120 MB until it is closed."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-I", str(Path(pdf.__file__)), str(folder)]
        self.process = subprocess.Popen(  # noqa: S603  # our own file with our own folder
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PATH": os.environ.get("PATH", "")}
        )

    def keep(self, html: str, *, one_page: bool) -> None:
        """Lay a sheet out after those kept before. Raises NotPrinted."""
        self.ask({"html": html, "one_page": one_page}, LONGEST_WRITING_SECONDS)

    def write(self, title: str) -> bytes:
        """Everything kept as one PDF. Raises NotPrinted."""
        return self.ask({"write": True, "title": title}, LONGEST_WRITING_SECONDS)

    def print(self, html: str, *, one_page: bool) -> bytes:
        """One sheet as a PDF of its own. Raises NotPrinted."""
        return self.ask({"html": html, "one_page": one_page, "write": True}, LONGEST_SHEET_SECONDS)

    def ask(self, message: dict[str, object], seconds: float) -> bytes:
        """Send a message and wait for the answer; a process that is silent for too long is ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        watch = Timer(seconds, self.process.kill)
        watch.start()
        try:
            pdf.write_message(self.process.stdin, json.dumps(message).encode())  # type: ignore[arg-type]  # IO[bytes]
            answer = pdf.read_message(self.process.stdout)  # type: ignore[arg-type]  # IO[bytes]
        except OSError as error:
            raise NotPrinted("The printing process has ended.") from error
        finally:
            watch.cancel()
        if answer is None:
            raise NotPrinted("The printing process ended or took too long.")
        return answer

    def close(self) -> None:
        """End the process, whatever state it is in."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(OSError):  # what it was told last may never have arrived
            self.process.stdin.close()
        try:
            self.process.wait(timeout=LONGEST_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@contextmanager
def press(folder: Path) -> Iterator[Press]:
    """A printing process for as long as it is needed. `folder` holds the static files, the only ones it may read."""
    opened = Press(folder)
    try:
        yield opened
    finally:
        opened.close()


def printed(folder: Path, sheets: Iterable[str], *, one_page: bool, presses: int) -> Iterator[bytes]:
    """Each sheet as a PDF of its own, in order; as many are under way as there are presses.

    Raises NotPrinted.
    """
    idle: SimpleQueue[Press] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(presses):
            idle.put(stack.enter_context(press(folder)))
        workers = stack.enter_context(ThreadPoolExecutor(presses))

        def one(html: str) -> bytes:
            mine = idle.get()
            try:
                return mine.print(html, one_page=one_page)
            finally:
                idle.put(mine)

        under_way: deque[Future[bytes]] = deque()
        for html in sheets:
            if len(under_way) == presses:
                yield under_way.popleft().result()
            under_way.append(workers.submit(one, html))
        while under_way:
            yield under_way.popleft().result()
