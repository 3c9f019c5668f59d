"""What shows that actions were done."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.development.models import Action


class ActionEvidence(Base):
    """One piece of what shows that an action was done: words, a link, or a file kept by its hash."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'words' AND words IS NOT NULL) OR (kind = 'link' AND link IS NOT NULL) "
            "OR (kind = 'file' AND digest IS NOT NULL AND file_name IS NOT NULL AND size_bytes IS NOT NULL)",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(5))
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    file_name: Mapped[str | None] = mapped_column(String(120))
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int | None]

    action: Mapped[Action] = relationship()
