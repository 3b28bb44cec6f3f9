"""A real mail server for tests, which answers as it is told and remembers every envelope."""

import asyncio
import socket
import threading
from asyncio import Transport
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Received:
    """One message as it came in."""

    recipients: list[str]
    content: bytes
    acknowledged: bool

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, EmailMessage, policy=default)


# What to do with a message: an answer, or "drop before" / "drop after" it was taken.
Plan = Callable[[Received], str]
OK = "250 OK"
DROP_BEFORE, DROP_AFTER = "drop before", "drop after"


class MailServer:
    """Listens on a free port of this machine while the block runs."""

    def __init__(self, plan: Plan = lambda _received: OK, *, rcpt: Callable[[str], str] = lambda _address: OK) -> None:
        self.plan = plan
        self.rcpt = rcpt
        self.received: list[Received] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def taken(self) -> list[Received]:
        """Return what the server has answered for with 250, or would have."""
        return [one for one in self.received if one.acknowledged]

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(lambda: SMTP(self, loop=self._loop), "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks(self._loop) - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        answer = self.rcpt(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take a message, or do to it what the plan says."""
        assert isinstance(envelope.content, bytes)
        received = Received(list(envelope.rcpt_tos), envelope.content, acknowledged=False)
        answer = self.plan(received)
        received.acknowledged = answer in (OK, DROP_AFTER)
        self.received.append(received)
        if answer in (DROP_BEFORE, DROP_AFTER):
            assert isinstance(server.transport, Transport)
            server.transport.abort()
        return answer


@contextmanager
def slow_server() -> Iterator[int]:
    """Listen on a port, and greet whoever comes with one letter every tenth of a second, for ever."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_drip, args=(listening, over), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join(5)


def _drip(listening: socket.socket, over: threading.Event) -> None:
    listening.settimeout(0.1)
    guests: list[socket.socket] = []
    while not over.wait(0.1):
        with suppress(TimeoutError):
            guests.append(listening.accept()[0])
        for guest in list(guests):
            try:
                guest.send(b"2")
            except OSError:
                guests.remove(guest)
                guest.close()
    for guest in guests:
        guest.close()
