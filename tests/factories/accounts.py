"""Builders for centers and the people who work for them; call them inside a transaction."""

from datetime import UTC, datetime
from typing import Any

from eventsite.accounts.models import Center, CenterKind, CenterPhone, PhoneKind, Role, RoleAssignment, User
from eventsite.core.db import db
from tests.factories.counter import number

READINGS = {
    "仁保地域交流センター": "にほちいきこうりゅうせんたー",
    "大殿地域交流センター": "おおどのちいきこうりゅうせんたー",
}
LONG_AGO = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


def a_center(
    slug: str | None = None,
    name: str = "仁保地域交流センター",
    kind: CenterKind = CenterKind.CENTER,
    phone: str = "083-929-0411",
    **more: Any,
) -> Center:
    """A center with one line."""
    center = Center(
        slug=slug or f"center-{number()}",
        name=name,
        name_kana=READINGS.get(name, ""),
        area="仁保",
        kind=kind,
        **more,
    )
    center.phones = [CenterPhone(kind=PhoneKind.PHONE, label="講座", number=phone)]
    db.session.add(center)
    db.session.flush()
    return center


def a_user(
    role: Role = Role.CENTER_STAFF, center_id: int | None = None, name: str = "青木 花子", email: str | None = None
) -> User:
    """Somebody with an account and one role; nobody can sign in with the stand-in password hash."""
    user = User(email=email or f"user{number()}@example.jp", name=name, password_hash="unusable", created_at=LONG_AGO)
    user.roles = [RoleAssignment(role=role, center_id=center_id)]
    db.session.add(user)
    db.session.flush()
    return user
