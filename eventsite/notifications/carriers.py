"""The two ways on which a letter leaves: a mail server, or a folder of files where none is set."""

import os
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from eventsite.config import Smtp, Tls
from eventsite.notifications.letters import Letter

ANSWER_LIMIT = 20.0  # seconds of silence
SEND_LIMIT = 60.0  # seconds for one mail in all, however slowly the server goes on talking


class Delayed(Exception):
    """It did not work now; it may later. The message names no person."""


class Refused(Exception):
    """The server will never take this mail. The message names no person."""


class Carrier(Protocol):
    """A way out."""

    def send(self, letter: Letter) -> None:
        """Hand over one letter. Raises Delayed, Refused."""


class FolderCarrier:
    """Writes each letter as an .eml file; a copy of the same mail replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> None:
        """Write the file whole or not at all. Raises Delayed if the disk does not take it."""
        name = re.sub(r"[^A-Za-z0-9@._-]", "", letter.message_id).lstrip(".")
        draft = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(letter.content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise Delayed(f"cannot write to the mail folder: {error.strerror}") from error


class SmtpCarrier:
    """Speaks to the mail server; one connection serves many letters until something goes wrong."""

    def __init__(self, smtp: Smtp, *, greeting: str) -> None:
        self._smtp = smtp
        self._greeting = greeting
        self._client: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """Send to the letter's one recipient. Raises Delayed, Refused."""
        try:
            self._send(letter)
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            code = next(iter(error.recipients.values()))[0]
            raise _verdict("recipient", code) from error
        except smtplib.SMTPDataError as error:
            self.close()
            raise _verdict("message", error.smtp_code) from error
        except smtplib.SMTPResponseException as error:
            # A refused greeting, sign-in or sender is our own setting's fault: the mails wait until it is mended.
            self.close()
            raise Delayed(f"the server refused us with {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: TLS on a closed socket
            self.close()
            raise Delayed(f"no connection to the server: {type(error).__name__}") from error

    def close(self) -> None:
        """Leave the server."""
        client, self._client = self._client, None
        if client:
            client.close()

    def _send(self, letter: Letter) -> None:
        client = self._client or _new_client(self._smtp, self._greeting)
        fresh, self._client = self._client is None, client
        with _hang_up_after(client, SEND_LIMIT):
            if fresh:
                _connect(client, self._smtp)
            client.sendmail(letter.sender, [letter.recipient], letter.content)


def _verdict(what: str, code: int) -> Exception:
    """Return the error for an answer about this very mail. Source: RFC 5321, 4.2.1 (5yz: do not repeat)."""
    sentence = f"the server refused the {what} with {code}"
    return Refused(sentence) if 500 <= code <= 599 else Delayed(sentence)


def _new_client(smtp: Smtp, greeting: str) -> smtplib.SMTP:
    """Return a client that has not connected yet, so that its socket can be reached from the first moment."""
    if smtp.tls is Tls.TLS:
        return smtplib.SMTP_SSL(local_hostname=greeting, timeout=ANSWER_LIMIT, context=ssl.create_default_context())
    return smtplib.SMTP(local_hostname=greeting, timeout=ANSWER_LIMIT)


def _connect(client: smtplib.SMTP, smtp: Smtp) -> None:
    # Whose certificate is asked for: smtplib notes it only where it connects at once, out of reach of our clock.
    client._host = smtp.host  # type: ignore[attr-defined]  # as above
    client.connect(smtp.host, smtp.port)
    if smtp.tls is Tls.STARTTLS:
        client.starttls(context=ssl.create_default_context())
    if smtp.user is not None and smtp.password is not None:
        client.login(smtp.user, smtp.password)


@contextmanager
def _hang_up_after(client: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End the connection when its time is over: a server that sends a byte a second never falls silent."""
    timer = threading.Timer(seconds, _hang_up, [client])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(client: smtplib.SMTP) -> None:
    if client.sock:
        with suppress(OSError):
            client.sock.shutdown(socket.SHUT_RDWR)
