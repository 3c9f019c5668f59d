"""The kamacademy command as a process of its own, on a database of its own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kamacademy.config import PROJECT
from tests.conftest import SECRET


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Command:
    """Runs `kamacademy ...` with its data in one folder. `environment` goes over the usual settings."""

    data: Path

    def __call__(self, *arguments: str, **environment: str) -> Answer:
        usual = {
            "KAMACADEMY_SECRET_KEY": SECRET,
            "KAMACADEMY_DATA": str(self.data),
            "KAMACADEMY_ARGON2_TIME_COST": "1",
            "KAMACADEMY_ARGON2_MEMORY_KIB": "8",
            "PATH": "/usr/bin:/bin",
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "kamacademy", *arguments],
            cwd=PROJECT, env=usual | environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)
