"""Commands: the work that is due by itself. What is due stands in JOBS, one line each."""

import json
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from eventsite.accounts.services import forget_expired
from eventsite.admission import jobs as admission_jobs
from eventsite.calls import jobs as calls_jobs
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.feedback import jobs as feedback_jobs
from eventsite.lookup import jobs as lookup_jobs
from eventsite.lottery import jobs as lottery_jobs
from eventsite.notifications.delivery import deliver_due

cli = AppGroup("jobs", help="Work that is due.")

IDLE_PAUSE = 1.0  # seconds between two looks when nothing was due
LONGEST_PAUSE = 30.0  # seconds between two tries of a job that fails
STOP_WITHIN = 8.0  # seconds for the piece of work in hand, once somebody asked us to end
_MAILS_AT_ONCE = 20

_log = logging.getLogger("eventsite.jobs")


@dataclass(frozen=True)
class Job:
    """One kind of work: ``work(now)`` does what is due, opens its own transactions and returns how much it did."""

    name: str
    work: Callable[[datetime], int]
    every: float = IDLE_PAUSE  # seconds


def _deliver_mails(now: datetime) -> int:
    return deliver_due(now, limit=_MAILS_AT_ONCE)


def _forget_expired(now: datetime) -> int:
    with transaction():
        return forget_expired(now)


JOBS = (
    Job("mail", _deliver_mails),
    Job("seal", lottery_jobs.seal_due),
    Job("freeze", lottery_jobs.freeze_due),
    Job("announce", lottery_jobs.announce_due),
    Job("offers", admission_jobs.lapse_due),
    Job("held places", admission_jobs.reopen_due),
    Job("links", lookup_jobs.answer_requests),
    Job("reminders", admission_jobs.remind_due, every=60.0),
    Job("thanks", feedback_jobs.thank_due, every=600.0),
    Job("minimum", calls_jobs.decide_minimum, every=60.0),
    Job("calls", admission_jobs.call_instead, every=60.0),
    Job("expired", _forget_expired, every=60.0),
    Job("personal data", admission_jobs.forget_people, every=3600.0),
    Job("answers", admission_jobs.forget_answers, every=3600.0),
    Job("traces", admission_jobs.forget_traces, every=3600.0),
)


@cli.command("run")
@click.option("--watch", is_flag=True, help="Go on until told to stop (SIGTERM, SIGINT, Ctrl-C).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --watch one object for each piece of work.")
def run(*, watch: bool, as_json: bool) -> None:
    """Do all work that is due: mails, and deleting what has expired.

    Ends with 0, or with 1 where the database could not be reached or a job failed.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    if watch:
        _watch(_say_json if as_json else _say_words)
        return
    try:
        done = {job.name: _until_nothing_is_due(job) for job in JOBS}
    except DBAPIError as error:
        raise click.ClickException(f"データベースが使えません（{type(error.orig).__name__}）。") from None
    if as_json:
        click.echo(json.dumps(done))
        return
    for name, count in done.items():
        click.echo(f"{name}: {count}")


def _until_nothing_is_due(job: Job) -> int:
    total = 0
    while done := _do(job):
        total += done
    return total


def _do(job: Job) -> int:
    try:
        return job.work(clock.now())
    finally:
        db.session.remove()


def _say_words(name: str, count: int) -> None:
    click.echo(f"{name}: {count}")


def _say_json(name: str, count: int) -> None:
    click.echo(json.dumps({"at": clock.now().isoformat(), "job": name, "count": count}))


@dataclass
class _Rounds:
    """The rounds of a watching worker: when each job comes next, and which ones fail at the moment."""

    say: Callable[[str, int], None]
    seconds: Callable[[], float] = time.monotonic
    next_at: dict[str, float] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    def one(self) -> float:
        """Do every job whose time has come and return the pause before the next round, in seconds."""
        due = [job for job in JOBS if self.seconds() >= self.next_at.get(job.name, 0.0)]
        did = [self._did(job) for job in due]
        return 0.0 if any(did) else IDLE_PAUSE

    def _did(self, job: Job) -> bool:
        try:
            count = _do(job)
        except Exception as error:  # a worker that ends for one job's sake would stop all the others
            self._put_off(job, error)
            return False
        if failures := self.failures.pop(job.name, 0):
            _log.info("%s: working again after %d failures", job.name, failures)
        if count:
            self.say(job.name, count)
            return True
        self.next_at[job.name] = self.seconds() + job.every
        return False

    def _put_off(self, job: Job, error: Exception) -> None:
        """Try again later and later; say so once, without the error's own words: people may have written them."""
        failures = self.failures[job.name] = self.failures.get(job.name, 0) + 1
        self.next_at[job.name] = self.seconds() + min(IDLE_PAUSE * 2.0**failures, LONGEST_PAUSE)
        if failures > 1:
            return
        if isinstance(error, DBAPIError):
            _log.error("%s: the database is away, trying again", job.name)
        else:
            where = "".join(traceback.format_tb(error.__traceback__)[-3:])
            _log.error("%s: %s\n%s", job.name, type(error).__name__, where)


def _watch(say: Callable[[str, int], None]) -> None:
    stopping = _stop_on_signals()
    rounds = _Rounds(say)
    _log.info("watching for work: %s", ", ".join(job.name for job in JOBS))
    while not stopping.is_set():
        stopping.wait(rounds.one())
    _log.info("stopped")


def _stop_on_signals() -> threading.Event:
    """Return an event that a signal sets; work that takes too long after it is left for another worker."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()
        last_resort = threading.Timer(STOP_WITHIN, os._exit, [0])
        last_resort.daemon = True
        last_resort.start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping
