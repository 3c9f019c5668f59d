"""What arrived from phones."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.coaching.models import Observation, OwnView
from kamacademy.db import AppendOnly, Base


class Arrival(AppendOnly, Base):
    """One entry that arrived from a phone: where it was stored, and the edition that the server had then.

    The same `device_key` and `digest` arrive once; sent again, they change nothing. `device_edition` counts what was
    saved on the phone. `device` tells one phone from another where it is known.
    """

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("device_key", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_key: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    device_edition: Mapped[int]
    device: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    own_view_id: Mapped[int | None] = mapped_column(ForeignKey("own_view.id"))
    edition: Mapped[int]
    device_at: Mapped[datetime]
    at: Mapped[datetime]

    observation: Mapped[Observation | None] = relationship()
    own_view: Mapped[OwnView | None] = relationship()
