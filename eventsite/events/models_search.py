"""What events are found by; ``content.index`` keeps it."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.core.db import Base
from eventsite.events.models import Event

# On PostgreSQL an index, on SQLite a virtual table with tables of its own whose names begin so: no model describes it.
TERMS_INDEX = "event_terms"


class EventSearch(Base):
    """The folded text of an event, as written and as read (``searchable.py``)."""

    __tablename__ = "event_search"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    title_reading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    text_reading: Mapped[str] = mapped_column(Text)

    event: Mapped[Event] = relationship()


class EventTerms(Base):
    """The terms of an event's text, divided by spaces.

    ``TERMS_INDEX`` finds rows by whole terms: GIN on PostgreSQL; on SQLite FTS5, which triggers keep.
    """

    __tablename__ = "event_search_terms"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    terms: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))

    event: Mapped[Event] = relationship()
