"""A scratch site to be measured: demo data, some calls made for the purpose, and real server processes."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket
from time import monotonic, sleep

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from eventsite.accounts.models import Center, Role, RoleAssignment, StaffSession, User
from eventsite.admission import services
from eventsite.admission.entries import Entry
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Channel, RegistrationState
from eventsite.app import ROOT, create_app
from eventsite.city.records import read_city
from eventsite.commands import processes, up
from eventsite.config import Settings, load
from eventsite.core import clock, tokens
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, Occurrence
from eventsite.ops.bench_events import new_slot
from eventsite.ops.bench_visits import Scene
from eventsite.ops.demo import NO_PASSWORD, Scale, load_demo
from eventsite.ops.loading import load_city

RUSH_PLACES = 100
TICKETS = 300
_SAMPLE = 200  # event pages to be opened
_READY_WITHIN = 60.0  # seconds
_SHOWN = 3_000  # characters of the server's log, where it did not come up


def environment(database_url: str, folder: Path, address: str) -> dict[str, str]:
    """Return the environment of a scratch site's processes, free of the caller's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVENTSITE_")}
    # The visitors say that a proxy sent them, each time from elsewhere: one source may send but so many registrations.
    own = {"DATABASE_URL": database_url, "EVENTSITE_INSTANCE": str(folder), "EVENTSITE_BASE_URL": address}
    return {**kept, **own, "EVENTSITE_PROXIES": "1"}


def prepare(env: Mapping[str, str], scale: Scale) -> Scene:
    """Fill an empty database and return what it offers to visitors."""
    app = create_app(load(env, ROOT))
    with app.app_context():
        upgrade()
        now = clock.now()
        load_city_records(app, now)
        load_demo(scale, now=now)
        with transaction():
            scene = _scene(env["EVENTSITE_BASE_URL"], now)
        db.engine.dispose()
    return scene


def rush_result(env: Mapping[str, str], call: str) -> tuple[int, int, bool]:
    """Return how many parties of a call have a place, how many wait, and whether their order is without a gap."""
    app = create_app(load(env, ROOT))
    with app.app_context():
        parties = db.session.execute(
            select(Registration.sequence, Registration.state).join(Registration.call).where(Call.code == call)
        ).all()
        db.session.remove()
        db.engine.dispose()
    states = [state for _, state in parties]
    in_order = sorted(sequence for sequence, _ in parties) == list(range(1, len(parties) + 1))
    return states.count(RegistrationState.CONFIRMED), states.count(RegistrationState.WAITING), in_order


@contextmanager
def serving(env: Mapping[str, str], address: str, target: str = "wsgi:app") -> Iterator[None]:
    """Serve the site, or another application, as `up` does, while the block lasts."""
    port = int(address.rpartition(":")[2])
    command = [target if part == "wsgi:app" else part for part in up.server_command("127.0.0.1", port)]
    log = Path(env["EVENTSITE_INSTANCE"], "server.log")
    with log.open("ab") as output:
        server = processes.start_in_background(command, env, output=output)
    try:
        _wait(address, log)
        yield
    finally:
        processes.stop([server], patience=up.STOP_PATIENCE)


def free_address() -> str:
    """Return an address on this machine that was free a moment ago."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _wait(address: str, log: Path) -> None:
    deadline = monotonic() + _READY_WITHIN
    while not up.is_healthy(address):
        if monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-_SHOWN:]
            raise RuntimeError(f"the server at {address} did not come up. It wrote:\n{said}")
        sleep(0.05)


def load_city_records(app: Flask, now: datetime) -> None:
    """Bring the city's centers into an empty database."""
    settings: Settings = app.config["SETTINGS"]
    with transaction():
        load_city(read_city(settings.city), settings.city, now)


def _scene(address: str, now: datetime) -> Scene:
    center = db.session.scalars(select(Center).order_by(Center.id).limit(1)).one()
    in_a_week = clock.at(clock.today(now) + timedelta(days=7), datetime.min.time().replace(hour=10))
    open_slot, rush_slot, door_slot = (
        new_slot(center, in_a_week, places, now) for places in (None, RUSH_PLACES, TICKETS)
    )
    tickets = [services.register(door_slot.id, _entry(), actor=SYSTEM, now=now).ticket_code for _ in range(TICKETS)]
    return Scene(
        address=address,
        event_codes=_codes(now),
        month=f"{clock.today(now):%Y-%m}",
        open_call=open_slot.call.code,
        rush_call=rush_slot.call.code,
        door=door_slot.occurrences[0].code,
        tickets=tuple(tickets),
        staff_token=_staff_token(center, now),
    )


def _codes(now: datetime) -> tuple[str, ...]:
    """Return the codes of events to come, evenly from the next to the last."""
    ahead = select(Event.code).join(Event.occurrences).where(Occurrence.starts_at > now, Event.is_demo)
    total = db.session.scalar(select(func.count()).select_from(ahead.subquery())) or 1
    codes = db.session.scalars(ahead.order_by(Occurrence.starts_at)).all()
    return tuple(codes[:: max(1, total // _SAMPLE)])


def _entry() -> Entry:
    return Entry(name="見本 花子", name_kana="みほん はなこ", phone="083-900-0000", channel=Channel.DESK)


def _staff_token(center: Center, now: datetime) -> str:
    token = tokens.capability()
    user = User(email="bench@demo.invalid", name="計測", password_hash=NO_PASSWORD, created_at=now)
    user.roles = [RoleAssignment(role=Role.CENTER_STAFF, center=center)]
    db.session.add(user)
    db.session.flush()
    session = StaffSession(token_hash=tokens.digest(token), user_id=user.id, created_at=now, last_seen_at=now)
    db.session.add(session)
    return token
