"""A real mail server that does as a test wishes."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask


@dataclass
class Answers:
    """What the server says to a letter, one answer after the other; then it takes every letter."""

    said: list[str] = field(default_factory=list)
    silent: bool = False
    letters: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # aiosmtpd's name
        """The whole letter has come; the sender waits for the answer."""
        assert isinstance(envelope.content, bytes)
        words = self.said.pop(0) if self.said else "250 OK"
        if words.startswith("250") or self.silent:
            self.letters.append(message_from_bytes(envelope.content))
        if self.silent:
            await asyncio.sleep(3)
        return words


@contextmanager
def mail_server(app: Flask, *said: str, silent: bool = False) -> Iterator[Answers]:
    """A server to which the application sends for as long as the block lasts."""
    answers = Answers(list(said), silent)
    controller = Controller(answers, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with sending_to(app, controller.port):
            yield answers
    finally:
        controller.stop(no_assert=True)


@contextmanager
def sending_to(app: Flask, port: int, timeout_seconds: float = 1) -> Iterator[None]:
    """Let the application send by SMTP to a port of this machine."""
    before = {name: app.config[name] for name in ("MAIL_BACKEND", "MAIL_SERVER", "MAIL_PORT", "MAIL_TIMEOUT")}
    app.config.update(MAIL_BACKEND="smtp", MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_TIMEOUT=timeout_seconds)
    app.extensions.pop("mailman", None)
    try:
        yield
    finally:
        app.config.update(before)
        app.extensions.pop("mailman", None)


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def breaking_server() -> Iterator[int]:
    """A server that takes a whole letter and breaks the line instead of answering; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        line, _ = listener.accept()
        with line, line.makefile("rwb", buffering=0) as words:
            words.write(b"220 here\r\n")
            for sent in iter(words.readline, b""):
                if sent.upper().startswith(b"DATA"):
                    words.write(b"354 go on\r\n")
                    while words.readline() != b".\r\n":
                        pass
                    return
                words.write(b"250 fine\r\n")

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    thread.join(5)
    listener.close()


@contextmanager
def speechless_server() -> Iterator[int]:
    """A server that takes the call and never says a word; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    yield listener.getsockname()[1]
    listener.close()
