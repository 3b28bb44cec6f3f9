"""What a draw leaves behind. No row of these tables is ever changed or deleted: a trigger refuses both."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.accounts.models import User
from eventsite.core.db import Base, UtcDateTime


class LotterySeal(Base):
    """The rules and the commitment to the seed, published before entries open; only the newest version counts."""

    __tablename__ = "lottery_seals"
    __table_args__ = (UniqueConstraint("call_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    version: Mapped[int]
    rules: Mapped[str] = mapped_column(Text)
    seed: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LotteryFreeze(Base):
    """The list of entries as it stood when entries closed; ``left_out`` are second entries of the same people."""

    __tablename__ = "lottery_freezes"

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    entries: Mapped[str] = mapped_column(Text)
    entries_count: Mapped[int]
    entries_hash: Mapped[str] = mapped_column(String(64))
    left_out: Mapped[int]
    by_staff: Mapped[int]  # entries that staff took in, by telephone, at the desk or from paper
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LotteryValue(Base):
    """What one witness typed in as the public value; two people who agree make the draw."""

    __tablename__ = "lottery_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    value: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class LotteryDraw(Base):
    """The draw and its result: one for each call, for ever. Whatever is said to anybody comes from this row."""

    __tablename__ = "lottery_draws"
    __table_args__ = (
        CheckConstraint("entered_by_id <> confirmed_by_id", name="two_people"),
        # Without a public value nobody drew: everybody fitted.
        CheckConstraint(
            "(public_value = '') = (entered_by_id IS NULL) AND (public_value = '') = (confirmed_by_id IS NULL)",
            name="value_has_witnesses",
        ),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("lottery_freezes.call_id"), primary_key=True)
    seal_id: Mapped[int] = mapped_column(ForeignKey("lottery_seals.id"))
    public_value: Mapped[str] = mapped_column(String(200))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    result: Mapped[str] = mapped_column(Text)
    result_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    seal: Mapped[LotterySeal] = relationship()
    freeze: Mapped[LotteryFreeze] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])


class LotteryRelease(Base):
    """One person's word that the result may go out; the second starts the ten minutes. A stop begins a new round."""

    __tablename__ = "lottery_releases"
    __table_args__ = (UniqueConstraint("call_id", "round", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("lottery_draws.call_id"))
    round: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class LotteryStop(Base):
    """The stop button: what was released in this round does not go out."""

    __tablename__ = "lottery_stops"

    call_id: Mapped[int] = mapped_column(ForeignKey("lottery_draws.call_id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
