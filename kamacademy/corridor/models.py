"""Devices that must forget what they hold."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import Base


class DeviceOrder(Base):
    """All devices of a person that were filled before a moment are to empty themselves at their next contact."""

    __tablename__ = "device_order"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    forget_before: Mapped[datetime]
