"""Who people are: centers, the people who work for them, and the roles that join the two."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.core.db import Base, UtcDateTime, choice


class CenterKind(StrEnum):
    """What posts events: a regional exchange center, its branch (分館), a city office, a partner body."""

    CENTER = "center"
    BRANCH = "branch"
    OFFICE = "office"
    PARTNER = "partner"


class Center(Base):
    """A place or body that posts events and has staff."""

    __tablename__ = "centers"
    __table_args__ = (CheckConstraint("(kind = 'branch') = (parent_id IS NOT NULL)", name="branch_has_parent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[CenterKind] = mapped_column(choice(CenterKind, "kind"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("centers.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(100))
    name_kana: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(40), default="")
    council_name: Mapped[str] = mapped_column(String(100), default="")
    source: Mapped[str] = mapped_column(default="")

    parent: Mapped["Center | None"] = relationship(remote_side="Center.id")
    phones: Mapped[list["CenterPhone"]] = relationship(order_by="CenterPhone.position", cascade="all, delete-orphan")

    @property
    def center_id(self) -> int:
        """Return its own id, so that a center can be asked like everything that belongs to one."""
        return self.id


class PhoneKind(StrEnum):
    """A line is for speaking or for paper."""

    PHONE = "phone"
    FAX = "fax"


class CenterPhone(Base):
    """One of a center's lines: lending and courses, administrative desk, fax."""

    __tablename__ = "center_phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    center_id: Mapped[int] = mapped_column(ForeignKey("centers.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[PhoneKind] = mapped_column(choice(PhoneKind, "kind"))
    label: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(default="")


class Role(StrEnum):
    """What somebody is to the city or to one center."""

    ADMIN = "admin"
    CENTER_MANAGER = "center_manager"
    CENTER_STAFF = "center_staff"
    SUPPORTER = "supporter"


# A role is either held at one center or in the whole city, never loosely.
_ROLE_PLACE = "(role IN ('center_manager', 'center_staff')) = (center_id IS NOT NULL)"


class User(Base):
    """A person who signs in: staff of a center, city employee, administrator. Residents never do."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    roles: Mapped[list["RoleAssignment"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class RoleAssignment(Base):
    """One role of one person, at one center or in the whole city."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        CheckConstraint(_ROLE_PLACE, name="role_place"),
        Index(
            "uq_role_assignments_city", "user_id", "role", unique=True,
            sqlite_where=text("center_id IS NULL"), postgresql_where=text("center_id IS NULL"),
        ),
        Index("uq_role_assignments_center", "user_id", "role", "center_id", unique=True),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    center_id: Mapped[int | None] = mapped_column(ForeignKey("centers.id"), index=True)

    center: Mapped[Center | None] = relationship()


class Invitation(Base):
    """A one-time link by which an invited person chooses a password; only the link's hash is kept."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint(_ROLE_PLACE, name="role_place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    center_id: Mapped[int | None] = mapped_column(ForeignKey("centers.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    center: Mapped[Center | None] = relationship()


class StaffSession(Base):
    """One signed-in browser; only the hash of its cookie is kept, and revoking it works by the next request."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined")


class SignInAttempt(Base):
    """A failed attempt to sign in, by source: what throttles the attacker and never the account."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_source_at", "source", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
