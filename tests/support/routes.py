"""The URL map as tests ask it: a world with one of everything, and the address of each route in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from eventsite.accounts.access import Rule as AccessRule
from eventsite.accounts.models import Role
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.attendance.models import Source
from eventsite.attendance.services import check_in
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db
from eventsite.core.errors import NotFound
from eventsite.i18n.eras import fiscal_year
from eventsite.kpi.models import KpiDefinition
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.factories.lottery import a_lottery, announced
from tests.factories.phone import a_phone_notice
from tests.factories.questions import a_question


@dataclass(frozen=True)
class World:
    """One center with one of everything that routes are about; ``names`` are all that could stand in an address."""

    center_id: int
    administrator_id: int
    names: tuple[str | int, ...]

    def of_kind(self, kind: str) -> list[int]:
        """Return the places of the names that are numbers, or of those that are words."""
        return [place for place, name in enumerate(self.names) if isinstance(name, int) == (kind == "int")]


def a_world(slug: str) -> World:
    """Build a center and everything below it."""
    now = datetime.now(UTC)
    center = a_center(slug)
    event = an_event(center.id)
    occurrence = an_occurrence(event.id)
    call = a_call(event.id)
    slot = a_slot(call.id, occurrence_ids=(occurrence.id,))
    registration = a_registration(slot.id)
    colleague = a_user(Role.CENTER_STAFF, center.id, name="同僚 一子")
    supporter = a_user(Role.SUPPORTER, name="応援 二郎")
    shift = a_slot(a_call(event.id, audience=Audience.CITY_STAFF).id, occurrence_ids=(occurrence.id,))
    question = a_question(shift.call_id, "ひとこと")
    drawn = announced(a_lottery(event=event))
    chosen = a_call(event.id, Admission.BY_ORGANISER)
    came = check_in(
        occurrence.id, registration.participants[0].id, source=Source.NAME, nonce=f"door-{slug}", actor=SYSTEM, now=now
    ).attendance
    names = (
        f"{clock.today(now):%Y-%m}", an_indicator(), fiscal_year(clock.today(now)),
        slug, event.code, occurrence.code, call.code, slot.code, registration.manage_token, event.id, occurrence.id,
        registration.id, registration.participants[0].id, colleague.id, supporter.id,
        shift.code, came.id if came else 0, shift.call.code, question.code,
        a_phone_notice(registration).id, drawn.code, chosen.code,
    )  # fmt: skip
    return World(center.id, a_user(Role.ADMIN, name="管理 三子").id, names)


def an_indicator() -> str:
    """Return the key of the indicator that is counted from events; there is one for all worlds."""
    key = "training_attendance"
    if db.session.get(KpiDefinition, key) is None:
        db.session.add(
            KpiDefinition(
                key=key, level="KPI", name="地域づくりに関する研修会の参加者数", unit="人", counted_from_events=True
            )
        )
    return key


def rules(app: Flask) -> list[tuple[Rule, AccessRule]]:
    """Return every route with its access rule."""
    return [(rule, access_rule(app, rule)) for rule in app.url_map.iter_rules()]


def access_rule(app: Flask, rule: Rule) -> AccessRule:
    """Return the access rule of a route; fail for a route without one."""
    declared = getattr(app.view_functions[rule.endpoint], "access_rule", None)
    assert declared is not None, f"{rule.rule} declares no access rule"
    return declared  # type: ignore[no-any-return]  # asserted


def shape(rule: Rule, declared: AccessRule, world: World) -> tuple[int, ...] | None:
    """Return which of the world's names the route is about, by their places in ``names``; None if about none.

    Only for a route whose object a loader finds; the caller holds an application context.
    """
    parts = sorted(rule.arguments)
    for places in product(*(world.of_kind(kind_of(rule, part)) for part in parts)):
        args = {part: world.names[place] for part, place in zip(parts, places, strict=True)}
        if declared.of and leads_somewhere(declared.of, args, world):
            return places
    return None


def leads_somewhere(of: Callable[..., Any], args: dict[str, Any], world: World) -> bool:
    """Return whether the loader finds something of that world's center."""
    try:
        return of(**args).center_id in (world.center_id, None)
    except (NotFound, ValueError, TypeError):
        return False


def path(app: Flask, rule: Rule, args: dict[str, Any]) -> str:
    """Return the path of a route."""
    return app.url_map.bind("localhost").build(rule.endpoint, args, method=method(rule))


def method(rule: Rule) -> str:
    """Return the method by which the route does most."""
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def kind_of(rule: Rule, part: str) -> str:
    """Return which kind of value a part of the address takes."""
    return "int" if isinstance(rule._converters[part], NumberConverter) else "string"


def address(app: Flask, rule: Rule, declared: AccessRule, world: World, works: Callable[[str], bool]) -> str | None:
    """Return an address of the route in that world: where a loader decides, its object's, else the first that works."""
    parts = sorted(rule.arguments)
    if declared.of:
        with app.app_context():
            places = shape(rule, declared, world)
        return _address(app, rule, world, places) if places is not None else None
    every = product(*(world.of_kind(kind_of(rule, part)) for part in parts))
    return next((found for places in every if works(found := _address(app, rule, world, places))), None)


def _address(app: Flask, rule: Rule, world: World, places: tuple[int, ...]) -> str:
    args = {part: world.names[place] for part, place in zip(sorted(rule.arguments), places, strict=True)}
    return path(app, rule, args)


def guarded(app: Flask, own: World, target: World | None = None) -> list[tuple[Rule, AccessRule, str]]:
    """Return every route that is about one center's things, with its address there, or in another world."""
    found = []
    with app.app_context():
        for rule, declared in rules(app):
            places = shape(rule, declared, own) if declared.of else None
            if places is not None:
                names = (target or own).names
                args = {part: names[place] for part, place in zip(sorted(rule.arguments), places, strict=True)}
                found.append((rule, declared, path(app, rule, args)))
    return found
