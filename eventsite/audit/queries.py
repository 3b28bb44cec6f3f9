"""Read the audit log."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventsite.audit import sentences, subjects
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.audit.services import Subject
from eventsite.core.actor import ActorKind
from eventsite.core.clock import local
from eventsite.core.db import Base, db
from eventsite.core.errors import found

PAGE = 50
_NAMELESS = {ActorKind.VISITOR: "ご本人", ActorKind.SYSTEM: "自動"}


@dataclass(frozen=True)
class Place:
    """The center whose log is read."""

    center_id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted: half-open in time, all actions without one, older than the entry ``before``."""

    center_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    action: Action | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry, ready to be read; ``at`` is the city's own time."""

    at: datetime
    place: str
    who: str
    what: str

    @property
    def when(self) -> str:
        """Return the moment as staff read it: 2026年11月14日 10:02."""
        return f"{self.at.year}年{self.at.month}月{self.at.day}日 {self.at:%H:%M}"

    @property
    def sentence(self) -> str:
        """Return where, who and what: 大殿地域交流センター 田中 花子：申し込み YG-4827 を取り消し."""
        return f"{self.place} {self.who}：{self.what}".strip()


@dataclass(frozen=True)
class LogPage:
    """Up to PAGE lines, newest first, and the key of the page after them."""

    lines: Sequence[Line]
    older: int | None


def place_by_slug(slug: str) -> Place:
    """Return the center of that address, or raise NotFound."""
    centers = Base.metadata.tables["centers"]
    query = select(centers.c.id, centers.c.slug, centers.c.name).where(centers.c.slug == slug)
    return Place(*found(db.session.execute(query).first()))


def page(wanted: Filter) -> LogPage:
    """Return the newest entries that fit, in words."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if wanted.center_id is not None:
        query = query.where(AuditEntry.center_id == wanted.center_id)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.before is not None:
        query = query.where(AuditEntry.id < wanted.before)
    entries = list(db.session.scalars(query))
    shown = entries[:PAGE]
    return LogPage(_lines(shown), shown[-1].id if len(entries) > PAGE else None)


def last_times(action: Action, user_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return when each of these persons last did that; those who never did are left out."""
    query = (
        select(AuditEntry.actor_user_id, func.max(AuditEntry.at))
        .where(AuditEntry.action == action, AuditEntry.actor_user_id.in_(user_ids))
        .group_by(AuditEntry.actor_user_id)
    )
    return {user_id: at for user_id, at in db.session.execute(query) if user_id is not None}


def _lines(entries: Sequence[AuditEntry]) -> list[Line]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.subject_type].add(entry.subject_id)
        wanted["users"].update(filter(None, [entry.actor_user_id]))
        wanted["centers"].update(filter(None, [entry.center_id]))
    named = {table: subjects.names(table, ids) for table, ids in wanted.items()}
    return [_line(entry, named) for entry in entries]


def _line(entry: AuditEntry, named: Mapping[str, Mapping[int, str]]) -> Line:
    who = named["users"].get(entry.actor_user_id or 0) or _NAMELESS.get(entry.actor_kind, sentences.GONE)
    subject = named[entry.subject_type].get(entry.subject_id)
    return Line(
        at=local(entry.at),
        place=named["centers"].get(entry.center_id or 0, ""),
        who=who,
        what=sentences.sentence(entry.action, subject, entry.detail),
    )


def was_done(action: Action, subject: Subject) -> bool:
    """Return whether this has ever been done to the record."""
    about = (AuditEntry.subject_type == subject.__tablename__, AuditEntry.subject_id == subject.id)
    done = select(AuditEntry.id).where(*about, AuditEntry.action == action)
    return db.session.scalar(done.limit(1)) is not None
