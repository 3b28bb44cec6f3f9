"""Mails leave at least once, every copy recognisable, whatever server, workers and power do."""

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventsite.commands import processes, up
from eventsite.config import Smtp, Tls
from eventsite.core.db import db, transaction
from eventsite.notifications import carriers, delivery
from eventsite.notifications.delivery import LEASE, MAX_ATTEMPTS, RETRY_AFTER, deliver_due
from eventsite.notifications.models import MailState, OutgoingMail
from eventsite.notifications.services import Mail, abort_pending, queue
from tests.concurrency.mail_server import DROP_AFTER, DROP_BEFORE, OK, MailServer, Received, slow_server
from tests.support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def queue_mails(app: Flask, *names: str, now: datetime = NOW) -> None:
    """Put one mail for each into the outbox."""
    with app.app_context(), transaction():
        for number, name in enumerate(names):
            mail = Mail(
                f"test:{name}", "registrations", number, f"{name}@example.jp", "山口市", f"件名 {name}", "本文\n"
            )
            queue(mail, now=now)


def use(app: Flask, port: int) -> None:
    """Make the app send to the mail server at that port."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=Smtp("127.0.0.1", port, None, None, Tls.NONE))


def deliver(app: Flask, now: datetime = NOW, limit: int = 1000) -> int:
    with app.app_context():
        return deliver_due(now, limit=limit)


def states(app: Flask) -> Counter[MailState]:
    with app.app_context():
        return Counter(db.session.scalars(select(OutgoingMail.state)))


def row(app: Flask, name: str) -> OutgoingMail:
    with app.app_context():
        return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == f"test:{name}")).one()


def message_ids(received: list[Received]) -> dict[str, set[str]]:
    """Return the Message-IDs that each recipient saw."""
    seen: dict[str, set[str]] = {}
    for one in received:
        seen.setdefault(one.recipients[0], set()).add(str(one.message["Message-ID"]))
    return seen


def test_each_person_gets_one_mail_of_their_own(app: Flask) -> None:
    queue_mails(app, "aoki", "baba", "chiba")
    with MailServer() as server:
        use(app, server.port)

        assert deliver(app) == 3

    assert sorted(one.recipients for one in server.received) == [[f"{n}@example.jp"] for n in ("aoki", "baba", "chiba")]
    assert all(str(one.message["To"]) == one.recipients[0] for one in server.received)
    assert states(app) == {MailState.SENT: 3}


def test_a_passing_refusal_is_tried_again_after_five_minutes(app: Flask) -> None:
    queue_mails(app, "aoki")
    answers = iter(["451 try later", OK])
    with MailServer(lambda _received: next(answers)) as server:
        use(app, server.port)

        deliver(app)
        assert row(app, "aoki").state is MailState.QUEUED
        assert deliver(app, NOW + RETRY_AFTER - timedelta(seconds=1)) == 0
        deliver(app, NOW + RETRY_AFTER + timedelta(seconds=5))

    aoki = row(app, "aoki")
    assert (aoki.state, aoki.attempts) == (MailState.SENT, 2)
    assert {one for ids in message_ids(server.received).values() for one in ids} == {aoki.message_id}


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_a_lasting_refusal_fails_at_once_and_names_nobody(app: Flask, where: str) -> None:
    queue_mails(app, "aoki", "baba")
    plan: Callable[[Received], str] = lambda one: "554 no" if one.recipients[0].startswith("aoki") else OK  # noqa: E731
    rcpt: Callable[[str], str] = lambda address: "550 unknown" if address.startswith("aoki") else OK  # noqa: E731
    with MailServer(rcpt=rcpt) if where == "recipient" else MailServer(plan) as server:
        use(app, server.port)
        deliver(app)

    aoki = row(app, "aoki")
    assert aoki.state is MailState.FAILED
    assert aoki.last_error in ("the server refused the recipient with 550", "the server refused the message with 554")
    assert row(app, "baba").state is MailState.SENT


def test_a_line_cut_before_the_answer_loses_nothing(app: Flask) -> None:
    queue_mails(app, "aoki")
    answers = iter([DROP_BEFORE, OK])
    with MailServer(lambda _received: next(answers)) as server:
        use(app, server.port)
        deliver(app)
        deliver(app, NOW + RETRY_AFTER + timedelta(seconds=5))

    assert len(server.taken) == 1
    assert states(app) == {MailState.SENT: 1}


def test_a_line_cut_after_the_answer_makes_a_copy_with_the_same_message_id(app: Flask) -> None:
    queue_mails(app, "aoki")
    answers = iter([DROP_AFTER, OK])
    with MailServer(lambda _received: next(answers)) as server:
        use(app, server.port)
        deliver(app)
        deliver(app, NOW + RETRY_AFTER + timedelta(seconds=5))

    assert len(server.taken) == 2
    assert message_ids(server.taken) == {"aoki@example.jp": {row(app, "aoki").message_id}}
    assert states(app) == {MailState.SENT: 1}


def test_a_server_that_is_away_is_asked_forty_eight_times_and_then_staff_can_see_it(app: Flask) -> None:
    queue_mails(app, "aoki")
    use(app, free_port())

    for attempt in range(MAX_ATTEMPTS):
        assert row(app, "aoki").state is MailState.QUEUED
        assert deliver(app, NOW + attempt * (RETRY_AFTER + timedelta(seconds=1))) == 1

    aoki = row(app, "aoki")
    assert (aoki.state, aoki.attempts) == (MailState.FAILED, 48)
    assert "ConnectionRefusedError" in aoki.last_error


def test_an_hours_outage_with_many_mails_loses_none(app: Flask) -> None:
    names = [f"resident{n}" for n in range(15)]
    queue_mails(app, *names)
    away = True
    with MailServer(lambda _received: "421 away" if away else OK) as server:
        use(app, server.port)
        for minutes in range(0, 60, 5):
            deliver(app, NOW + timedelta(minutes=minutes, seconds=minutes))
        assert states(app) == {MailState.QUEUED: 15}

        away = False
        deliver(app, NOW + timedelta(minutes=70))

    assert states(app) == {MailState.SENT: 15}
    assert sorted(one.recipients[0] for one in server.taken) == sorted(f"{name}@example.jp" for name in names)


def test_a_server_that_never_stops_talking_is_hung_up_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "SEND_LIMIT", 1.0)
    queue_mails(app, "aoki")
    with slow_server() as port:
        use(app, port)

        started = time.monotonic()
        deliver(app)

    assert time.monotonic() - started < 5
    assert row(app, "aoki").state is MailState.QUEUED


def test_one_mail_that_cannot_be_written_stops_nobody_elses(app: Flask) -> None:
    names = [f"resident{n}" for n in range(20)]
    queue_mails(app, *names[:10], "aoki", *names[10:])
    with app.app_context(), transaction():
        poison = {"subject": "件名\r\nBcc: everybody@example.jp"}
        db.session.execute(update(OutgoingMail).where(OutgoingMail.key == "test:aoki").values(poison))
    with MailServer() as server:
        use(app, server.port)
        deliver(app)

    assert states(app) == {MailState.SENT: 20, MailState.FAILED: 1}
    assert row(app, "aoki").last_error == "cannot be written: ValueError"
    assert len(server.taken) == 20


def test_without_isolation_the_poison_would_stop_the_others(app: Flask) -> None:
    queue_mails(app, "aoki", "baba")
    with app.app_context(), transaction():
        poison = {"subject": "件名\r\nBcc: everybody@example.jp"}
        db.session.execute(update(OutgoingMail).where(OutgoingMail.key == "test:aoki").values(poison))

    def bare(mail: OutgoingMail, carrier: carriers.Carrier) -> tuple[delivery.Outcome, str]:
        carrier.send(delivery._letter(mail))
        return delivery.Outcome.SENT, ""

    with MailServer() as server, patch.object(delivery, "_try", bare):
        use(app, server.port)
        with pytest.raises(ValueError, match="Header"):
            deliver(app)

    assert server.taken == []


def test_what_was_taken_back_before_sending_does_not_leave(app: Flask) -> None:
    queue_mails(app, "aoki", "baba")
    with app.app_context(), transaction():
        abort_pending("registrations", 0)
    with MailServer() as server:
        use(app, server.port)
        deliver(app)

    assert [one.recipients for one in server.taken] == [["baba@example.jp"]]
    assert states(app) == {MailState.SENT: 1, MailState.ABORTED: 1}


def test_a_worker_that_dies_on_a_mail_each_time_does_not_hold_it_for_ever(app: Flask) -> None:
    queue_mails(app, "aoki")
    with app.app_context(), transaction():
        db.session.execute(update(OutgoingMail).values(attempts=MAX_ATTEMPTS))
    with MailServer() as server:
        use(app, server.port)
        deliver(app)

    assert row(app, "aoki").state is MailState.FAILED
    assert server.received == []


def test_a_claimed_mail_is_out_of_sight_until_its_lease_is_over(app: Flask) -> None:
    queue_mails(app, "aoki")
    with app.app_context():
        assert delivery._claim(NOW) is not None
        assert delivery._claim(NOW + LEASE - timedelta(seconds=1)) is None
        again = delivery._claim(NOW + LEASE)

    assert again is not None
    assert again.attempts == 2


# With real workers


@contextmanager
def worker(app: Flask, folder: Path, port: int, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `flask jobs run` as `up` does, against the app's database and the mail server at that port."""
    env = {
        **os.environ,
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "EVENTSITE_INSTANCE": str(folder),
        "EVENTSITE_SMTP_HOST": "127.0.0.1",
        "EVENTSITE_SMTP_PORT": str(port),
        "EVENTSITE_SMTP_TLS": "none",
    }
    with (folder / "log").open("ab") as log:
        process = processes.start_in_background([*up.FLASK, "jobs", "run", *words], env, output=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def slowly_taken(_received: Received) -> str:
    time.sleep(0.02)
    return OK


def test_two_workers_share_the_work_and_send_nothing_twice(app: Flask, tmp_path: Path) -> None:
    queue_mails(app, *(f"resident{n}" for n in range(120)))
    with (
        MailServer() as server,
        worker(app, tmp_path, server.port) as first,
        worker(app, tmp_path, server.port) as second,
    ):
        assert (first.wait(120), second.wait(120)) == (0, 0)

    assert len(server.taken) == 120
    assert len(message_ids(server.taken)) == 120
    assert states(app) == {MailState.SENT: 120}


def test_workers_killed_in_the_middle_lose_nothing(app: Flask, tmp_path: Path) -> None:
    total = 150
    queue_mails(app, *(f"resident{n}" for n in range(total)))
    chance = random.Random(7)
    kills = 0
    with MailServer(slowly_taken) as server:
        while kills < 4:
            enough = len(server.taken) + chance.randrange(3, 20)
            with worker(app, tmp_path, server.port, "--watch") as victim:
                wait_until(lambda enough=enough: len(server.taken) >= enough)  # type: ignore[misc]
                victim.send_signal(signal.SIGKILL)
            kills += 1
        with app.app_context(), transaction():  # the leases of the dead would be over in three minutes
            pending = update(OutgoingMail).where(OutgoingMail.state == MailState.QUEUED)
            db.session.execute(pending.values(due_at=datetime.now(UTC)))
        with worker(app, tmp_path, server.port) as survivor:
            assert survivor.wait(120) == 0

    assert states(app) == {MailState.SENT: total}
    assert len(message_ids(server.taken)) == total
    assert all(len(ids) == 1 for ids in message_ids(server.taken).values())
    assert all(len(one.recipients) == 1 for one in server.received)
    assert len(server.taken) <= total + kills


def test_noting_a_mail_as_sent_before_sending_it_would_lose_some(app: Flask) -> None:
    queue_mails(app, "aoki", "baba")

    def hasty(mail: OutgoingMail, carrier: carriers.Carrier) -> tuple[delivery.Outcome, str]:
        delivery._settle(mail, delivery.Outcome.SENT, "", now=NOW)
        raise KeyboardInterrupt  # the worker dies here

    with MailServer() as server:
        use(app, server.port)
        with patch.object(delivery, "_try", hasty), pytest.raises(KeyboardInterrupt):
            deliver(app)
        deliver(app, NOW + timedelta(hours=1))

    assert states(app) == {MailState.SENT: 2}
    assert len(server.taken) == 1


def test_a_watching_worker_sends_what_comes_in_and_stops_when_asked(app: Flask, tmp_path: Path) -> None:
    with MailServer() as server, worker(app, tmp_path, server.port, "--watch", "--json") as watching:
        for count, name in enumerate(("aoki", "baba"), start=1):
            queue_mails(app, name, now=datetime.now(UTC))
            wait_until(lambda count=count: len(server.taken) == count)  # type: ignore[misc]
        wait_until(lambda: states(app) == {MailState.SENT: 2})

        started = time.monotonic()
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(15) == 0

    assert time.monotonic() - started < 10
    log = (tmp_path / "log").read_text()
    assert sum(int(count) for count in re.findall('"job": "mail", "count": ([0-9]+)', log)) == 2
    assert "example.jp" not in log


def test_it_stops_in_time_even_in_the_middle_of_a_mail(app: Flask, tmp_path: Path) -> None:
    queue_mails(app, "aoki")
    with slow_server() as port, worker(app, tmp_path, port, "--watch") as watching:
        wait_until(lambda: row(app, "aoki").attempts == 1)

        started = time.monotonic()
        watching.send_signal(signal.SIGTERM)
        watching.wait(15)

    assert time.monotonic() - started < 10
    assert row(app, "aoki").state is MailState.QUEUED
