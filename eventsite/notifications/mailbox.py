"""The folder of mails that went nowhere, and what stands in them: for trying the site out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from eventsite.config import Settings
from eventsite.core.errors import NotFound

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]*")
_LINK = re.compile(r"https?://[^\s<>「」（）]+")


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Piece:
    """A stretch of a mail's text; ``url`` if it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as its addressee sees it. ``name`` is its place in the folder."""

    name: str
    sent_at: datetime
    sender: str
    recipient: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """Yield the body, cut at its links."""
        start = 0
        for link in _LINK.finditer(self.body):
            yield Piece(self.body[start : link.start()])
            yield Piece(link[0], link[0])
            start = link.end()
        yield Piece(self.body[start:])


def mail_folder(settings: Settings) -> Path:
    """Return where mails land without a mail server."""
    return settings.instance / "mail"


def newest(folder: Path, limit: int) -> list[ReceivedMail]:
    """Return the mails written last, newest first."""
    files = sorted(folder.glob("[!.]*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return [_read(file) for file in files[:limit]]


def mail_named(folder: Path, name: str) -> ReceivedMail:
    """Return the mail of that name. Raises NotFound."""
    file = folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    return _read(file)


def _read(file: Path) -> ReceivedMail:
    message = message_from_bytes(file.read_bytes(), EmailMessage, policy=default)
    body = message.get_body(preferencelist=("plain",))
    return ReceivedMail(
        name=file.stem,
        sent_at=message["Date"].datetime,
        sender=str(message["From"]),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        body=body.get_content() if body else "",
        attachments=tuple(map(_attachment, message.iter_attachments())),
    )


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        filename=part.get_filename() or "attachment",
        content_type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
