"""Links asked for by mail."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime


class LinkRequest(Base):
    """Somebody asked for the links of a mail address. Answered by the worker, and deleted by that.

    The page answers before anybody has looked, so its time tells nothing of who is registered.
    """

    __tablename__ = "link_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
