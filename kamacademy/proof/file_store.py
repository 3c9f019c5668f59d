"""Files kept by the hash of their content, one folder for each learner, outside of what the web server serves.

Not a pure file: the one place that keeps people's files on the disk.
"""

import os
from hashlib import sha256
from pathlib import Path

FOLDER = "files"


def place_of(data: Path, learner_id: int, digest: str) -> Path:
    """Where a file lies under the data folder."""
    assert len(digest) == 64, "a digest is a whole SHA-256 in hexadecimal"
    assert digest.isalnum(), "a digest is a whole SHA-256 in hexadecimal"
    return data / FOLDER / str(learner_id) / digest[:2] / digest


def keep(data: Path, learner_id: int, content: bytes) -> str:
    """Keep content and give its hash; the same content is kept once. It is whole or not there, even after a crash."""
    digest = sha256(content).hexdigest()
    place = place_of(data, learner_id, digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = place.with_name(f"{digest}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(place)
    return digest


def find(data: Path, learner_id: int, digest: str) -> bytes | None:
    """The content that was kept, or None where the file is gone."""
    place = place_of(data, learner_id, digest)
    return place.read_bytes() if place.is_file() else None


def forget(data: Path, learner_id: int, digest: str) -> None:
    """Take a file away, if it is there."""
    place_of(data, learner_id, digest).unlink(missing_ok=True)
