"""Published figures, as the files have them."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from kamacademy.effect.staggered import NEVER, Panel

FOLDER = Path(__file__).parent / "vectors"
# Any: figures and tables as the files have them.
CHANGE: dict[str, Any] = json.loads((FOLDER / "change.json").read_text(encoding="utf-8"))
COUNTIES: dict[str, Any] = json.loads((FOLDER / "mpdta.json").read_text(encoding="utf-8"))


def counties() -> Panel:
    """The 500 counties of Callaway and Sant'Anna, each a team of its own; years counted from 0."""
    starts = [row[0] - COUNTIES["first_year"] if row[0] else NEVER for row in COUNTIES["rows"]]
    figures = np.array([row[1] for row in COUNTIES["rows"]])
    return Panel(figures, np.array(starts), np.arange(len(starts)))
