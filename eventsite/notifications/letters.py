"""Write the message of a mail as it goes over the wire."""

from dataclasses import dataclass
from datetime import tzinfo
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from eventsite.core.qr import qr_png
from eventsite.notifications.models import OutgoingMail

TICKET_NAME = "ticket.png"
_CALENDAR_NAMES = {"CANCEL": "cancel.ics"}


@dataclass(frozen=True)
class Letter:
    """A message as it goes over the wire, and the two addresses of its envelope."""

    content: bytes
    sender: str
    recipient: str
    message_id: str


def written(mail: OutgoingMail, *, sender: str, zone: tzinfo) -> Letter:
    """Return the message of an outbox row; written again it is the same, so that copies can be recognised.

    Raises:
        ValueError: something in it would break the message, or there is not exactly one recipient.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(mail.sender_name, addr_spec=sender)
    message["To"] = recipient = envelope_address(mail.recipient)
    addressees = [f"{one.username}@{one.domain}" for one in message["To"].addresses]
    if addressees != [mail.recipient] or not recipient.isascii():
        raise ValueError("a mail goes to exactly one recipient")
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at.astimezone(zone)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5.1: no out-of-office reply answers it
    message.set_content(mail.body, charset="utf-8")
    if mail.calendar:
        _attach_calendar(message, mail)
    if mail.ticket_code:
        _attach_ticket(message, mail)
    return Letter(message.as_bytes(), sender, recipient, mail.message_id)


def envelope_address(address: str) -> str:
    """Return an address in the form that RFC 5321 allows.

    Mobile carriers once gave out local parts such as ``taro..y`` and ``taro.``; quoted, they are correct and arrive.
    """
    local, _, domain = address.rpartition("@")
    if ".." in local or local.startswith(".") or local.endswith("."):
        return f'"{local}"@{domain}'
    return address


def _attach_calendar(message: EmailMessage, mail: OutgoingMail) -> None:
    message.add_attachment(
        mail.calendar,
        subtype="calendar",
        charset="utf-8",
        filename=_CALENDAR_NAMES.get(mail.calendar_method, "event.ics"),
        params={"method": mail.calendar_method} if mail.calendar_method else {},
    )


def _attach_ticket(message: EmailMessage, mail: OutgoingMail) -> None:
    """Attach the ticket as a plain picture, which every mail reader shows without network once the mail is there."""
    message.add_attachment(qr_png(mail.ticket_code), maintype="image", subtype="png", filename=TICKET_NAME)
