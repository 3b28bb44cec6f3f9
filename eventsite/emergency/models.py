"""The one notice that stands above every page while something urgent is so: a typhoon, a closed center."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime

TITLE_MAX, TEXT_MAX = 30, 100  # characters: it is read at a glance
OTHER_MAX = 3  # times as long in other languages


class EmergencyNotice(Base):
    """What everybody reads first, in their language where it was written; there is at most one."""

    __tablename__ = "emergency_notices"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("title <> '' AND text <> ''", name="says_something"),
        CheckConstraint("(title_easy = '') = (text_easy = '')", name="easy"),
        CheckConstraint("(title_en = '') = (text_en = '')", name="en"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    text: Mapped[str] = mapped_column(String(TEXT_MAX))
    title_easy: Mapped[str] = mapped_column(String(TITLE_MAX * OTHER_MAX), default="")
    text_easy: Mapped[str] = mapped_column(String(TEXT_MAX * OTHER_MAX), default="")
    title_en: Mapped[str] = mapped_column(String(TITLE_MAX * OTHER_MAX), default="")
    text_en: Mapped[str] = mapped_column(String(TEXT_MAX * OTHER_MAX), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    until: Mapped[datetime] = mapped_column(UtcDateTime)  # it goes by itself: nobody thinks of it after the storm
