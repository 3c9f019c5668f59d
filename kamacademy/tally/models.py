"""The table of counts that are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import Base


class Tally(Base):
    """What was counted under a name, when, and by which release. `found` is JSON."""

    __tablename__ = "tally"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    counted_at: Mapped[datetime]
    found: Mapped[str] = mapped_column(Text)
