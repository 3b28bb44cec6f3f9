"""What is in force and what is wrong: each check returns findings, from plain facts where that is possible."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select

from eventsite.accounts.queries import has_administrator
from eventsite.config import Settings
from eventsite.core.assets import AssetMissing, read_manifest
from eventsite.core.db import db
from eventsite.events.models import Event
from eventsite.notifications.mailbox import mail_folder
from eventsite.notifications.models import MailState, OutgoingMail

_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")
_TOO_LITTLE, _LITTLE = 100_000_000, 1_000_000_000  # bytes free
_OVERDUE = timedelta(minutes=10)


class Level(StrEnum):
    """How a check turned out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``advice`` says what to do, and is empty where all is well."""

    level: Level
    topic: str
    said: str
    advice: str = ""


@dataclass(frozen=True)
class Outbox:
    """The mails that are not yet away, and those given up."""

    waiting: int
    overdue: int
    failed: int


def ok(topic: str, said: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(Level.OK, topic, said)


def warn(topic: str, said: str, advice: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(Level.WARN, topic, said, advice)


def fail(topic: str, said: str, advice: str) -> Finding:
    """Return a finding with which the site cannot do its work."""
    return Finding(Level.FAIL, topic, said, advice)


def check_installation(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what can be said without the database."""
    city = settings.city
    yield ok("市", f"{city.name}（{city.code}）、設定ファイル {city.file.name}")
    yield ok("Python", sys.version.split()[0])
    yield from check_mail(settings)
    yield check_address(settings.base_url)
    yield check_secret_key(settings.secret_key, settings.instance / "secret_key")
    yield check_assets()
    yield check_disk(settings.instance, shutil.disk_usage(settings.instance).free)
    yield check_clock(now, settings)


def check_content(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what can be said of what the database holds."""
    yield check_demo(_count(select(func.count()).where(Event.is_demo)), expected=settings.demo)
    yield check_administrator(exists=has_administrator())
    yield from check_outbox(_outbox(now))


def check_mail(settings: Settings) -> Iterator[Finding]:
    """Yield where mails go and in whose name."""
    sender = settings.city.mail_sender
    if settings.smtp is None:
        said = f"送らず、{mail_folder(settings)} に保存します"
        advice = "本番では EVENTSITE_SMTP_HOST（メールサーバーの名前）を設定してください。"
        yield ok("メール", said) if settings.demo else warn("メール", said, advice)
        return
    smtp = settings.smtp
    yield ok("メール", f"{smtp.host}:{smtp.port}（{smtp.tls}）から {sender} の名前で送ります")
    if sender.endswith((".example", ".invalid", ".test")):
        advice = f"{settings.city.file.name} の [mail] sender を、実際に使うアドレスにしてください。"
        yield warn("差出人", f"{sender} は見本のアドレスで、返信が届きません", advice)


def check_address(base_url: str) -> Finding:
    """Return whether the address in mails and QR codes is protected."""
    parts = urlsplit(base_url)
    if parts.scheme == "https":
        return ok("アドレス", base_url)
    if parts.hostname in _OWN_MACHINE:
        return warn(
            "アドレス",
            f"{base_url}（この機械だけ）",
            "公開するときは EVENTSITE_BASE_URL を https:// で始めてください。",
        )
    return warn(
        "アドレス",
        f"{base_url} は暗号化されません",
        "HTTPS を用意し、EVENTSITE_BASE_URL を https:// で始めてください。",
    )


def check_secret_key(key: str, file: Path) -> Finding:
    """Return where the secret key comes from, and whether others on this machine can read it."""
    kept = file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""
    if kept != key:
        return ok("秘密の鍵", "EVENTSITE_SECRET_KEY から")
    if file.stat().st_mode & 0o077 and sys.platform != "win32":
        return warn("秘密の鍵", f"{file} をほかの利用者も読めます", f"chmod 600 {file} を実行してください。")
    return ok("秘密の鍵", f"{file} から")


def check_assets() -> Finding:
    """Return whether style sheet and scripts have been built."""
    try:
        return ok("画面の部品", f"{len(read_manifest())} 個、作成済み")
    except AssetMissing:
        return fail("画面の部品", "まだ作られていません", "python3 -m eventsite up を一度実行してください。")


def check_disk(folder: Path, free: int) -> Finding:
    """Return whether ``free`` bytes are enough to go on storing."""
    said = f"{folder} の空きは {free / 1e9:.1f} GB"
    if free < _TOO_LITTLE:
        return fail("ディスク", said, "空きを作ってください。申込が保存できなくなります。")
    if free < _LITTLE:
        return warn("ディスク", said, "1 GB 以上の空きを作ってください。")
    return ok("ディスク", said)


def check_clock(now: datetime, settings: Settings) -> Finding:
    """Return the city's time, to be compared with a watch."""
    local = now.astimezone(settings.city.zone)
    return ok("時計", f"{local:%Y-%m-%d %H:%M:%S}（{settings.city.zone}、UTC{local:%z}）")


def check_demo(events: int, *, expected: bool) -> Finding:
    """Return whether demo events are shown to people who take them for real."""
    if events and not expected:
        return warn(
            "見本データ",
            f"見本の催しが {events:,} 件あります",
            "公開には、見本のない新しいデータベースを使ってください。",
        )
    return ok("見本データ", f"見本の催しが {events:,} 件あります" if events else "なし")


def check_administrator(*, exists: bool) -> Finding:
    """Return whether there is somebody who can invite others."""
    if exists:
        return ok("管理者", "います")
    return warn("管理者", "まだいません", "flask site prepare が示すリンクから登録してください。")


def check_outbox(mails: Outbox) -> Iterable[Finding]:
    """Yield whether mails leave."""
    if mails.overdue:
        said = f"{mails.overdue:,} 通が {_OVERDUE.seconds // 60} 分以上遅れています"
        yield fail("送信待ち", said, "flask jobs run --watch が動いているか確かめてください。")
    else:
        yield ok("送信待ち", f"{mails.waiting:,} 通")
    if mails.failed:
        said = f"{mails.failed:,} 通を送れませんでした"
        yield warn("送信失敗", said, "申込者には電話で伝え、アドレスとメールサーバーの設定を確かめてください。")


def worst(findings: Sequence[Finding]) -> Level:
    """Return the worst level among findings."""
    return max((finding.level for finding in findings), key=list(Level).index, default=Level.OK)


def _outbox(now: datetime) -> Outbox:
    queued = select(func.count()).where(OutgoingMail.state == MailState.QUEUED)
    return Outbox(
        waiting=_count(queued),
        overdue=_count(queued.where(OutgoingMail.due_at < now - _OVERDUE)),
        failed=_count(select(func.count()).where(OutgoingMail.state == MailState.FAILED)),
    )


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0
