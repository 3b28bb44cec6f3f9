"""Who may open what, asked of every route of the URL map: a new route is asked too, without being listed here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from eventsite.accounts.access import Reach, requires
from eventsite.accounts.access import Rule as AccessRule
from eventsite.accounts.models import Role
from eventsite.accounts.permissions import CITY_WIDE, GRANTS, Permission
from eventsite.admission.models import Audience
from eventsite.attendance.models import Source
from eventsite.attendance.services import check_in
from eventsite.core.actor import SYSTEM
from eventsite.core.errors import NotFound
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.pages import Resident

ABSENT = {"string": "no-such-thing", "int": 999_999}
REFUSED_UNKNOWN, REFUSED_KNOWN = 404, 403


@dataclass(frozen=True)
class World:
    """One center with one of everything that routes are about; ``names`` are all that could stand in an address."""

    center_id: int
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
    came = check_in(
        occurrence.id, registration.participants[0].id, source=Source.NAME, nonce=f"door-{slug}", actor=SYSTEM, now=now
    ).attendance
    names = (
        slug, event.code, occurrence.code, call.code, slot.code, registration.manage_token, event.id, occurrence.id,
        registration.id, registration.participants[0].id, colleague.id, supporter.id,
        shift.code, came.id if came else 0,
    )  # fmt: skip
    return World(center.id, names)


def rules(app: Flask) -> list[tuple[Rule, AccessRule]]:
    """Return every route with its access rule."""
    return [(rule, access_rule(app, rule)) for rule in app.url_map.iter_rules()]


def access_rule(app: Flask, rule: Rule) -> AccessRule:
    """Return the access rule of a route; fail for a route without one."""
    declared = getattr(app.view_functions[rule.endpoint], "access_rule", None)
    assert declared is not None, f"{rule.rule} declares no access rule"
    return declared  # type: ignore[no-any-return]  # asserted


def shape(app: Flask, rule: Rule, declared: AccessRule, world: World) -> tuple[int, ...] | None:
    """Return which of the world's names the route is about, by their places in ``names``; None if about none."""
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


def send(who: Resident, verb: str, address: str) -> tuple[int, bytes]:
    """Return status and body of the bare answer, without the address that was asked for."""
    response = who.http.open(address, method=verb)
    return response.status_code, response.get_data().replace(address.encode(), b"")


@pytest.fixture
def two_centers(make: Callable[..., Any], app: Flask) -> tuple[World, World]:
    """Aoki's center, and Baba's."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make(a_world, "niho"), make(a_world, "ato")


def guarded(app: Flask, own: World, target: World | None = None) -> list[tuple[Rule, AccessRule, str]]:
    """Return every route that is about one center's things, with its address there, or in another world."""
    found = []
    with app.app_context():
        for rule, declared in rules(app):
            places = shape(app, rule, declared, own) if declared.of else None
            if places is not None:
                names = (target or own).names
                args = {part: names[place] for part, place in zip(sorted(rule.arguments), places, strict=True)}
                found.append((rule, declared, path(app, rule, args)))
    return found


def test_every_route_declares_a_rule(app: Flask) -> None:
    assert len(rules(app)) > 30


def test_every_guarded_route_is_reached_by_the_tests_below(app: Flask, two_centers: tuple[World, World]) -> None:
    asked = {rule.rule for rule, _declared, _address in guarded(app, two_centers[0])}
    with app.app_context():
        missing = {rule.rule for rule, declared in rules(app) if declared.of} - asked

    assert not missing, "add to a_world() what these routes are about"


def test_a_stranger_is_sent_to_the_sign_in_page(app: Flask, two_centers: tuple[World, World]) -> None:
    stranger = Resident(app)

    for rule, declared, address in guarded(app, two_centers[0]):
        status, _ = send(stranger, method(rule), address)
        assert (status, declared.reach) == (303, Reach.PERMISSION), rule.rule


def test_another_centers_things_look_like_absent_ones(
    app: Flask, make: Callable[..., Any], two_centers: tuple[World, World]
) -> None:
    own, foreign = two_centers
    aoki = Resident(app).sign_in_as(make(a_user, Role.CENTER_MANAGER, own.center_id).id)

    for rule, declared, address in guarded(app, own, foreign):
        if declared.permission in CITY_WIDE:
            continue
        absent = path(app, rule, {part: ABSENT[kind_of(rule, part)] for part in rule.arguments})
        assert send(aoki, method(rule), address)[0] == REFUSED_UNKNOWN, rule.rule
        assert send(aoki, method(rule), address) == send(aoki, method(rule), absent), rule.rule


@pytest.mark.parametrize("role", [Role.CENTER_STAFF, Role.CENTER_MANAGER])
def test_staff_reach_what_their_role_grants_at_their_center(
    role: Role, app: Flask, make: Callable[..., Any], two_centers: tuple[World, World]
) -> None:
    own, _ = two_centers
    aoki = Resident(app).sign_in_as(make(a_user, role, own.center_id).id)

    for rule, declared, address in guarded(app, own):
        status, _ = send(aoki, method(rule), address)
        if declared.permission in GRANTS[role]:
            assert status not in (REFUSED_KNOWN, 500), (rule.rule, status)
        else:
            assert status in (REFUSED_KNOWN, REFUSED_UNKNOWN), (rule.rule, status)


def test_a_supporter_finds_no_centers_things(
    app: Flask, make: Callable[..., Any], two_centers: tuple[World, World]
) -> None:
    chiba = Resident(app).sign_in_as(make(a_user, Role.SUPPORTER).id)

    for rule, declared, address in guarded(app, two_centers[0]):
        if declared.permission not in CITY_WIDE:
            assert send(chiba, method(rule), address)[0] == REFUSED_UNKNOWN, rule.rule


def test_city_wide_pages_are_for_administrators(
    app: Flask, make: Callable[..., Any], two_centers: tuple[World, World]
) -> None:
    own, _ = two_centers
    aoki = Resident(app).sign_in_as(make(a_user, Role.CENTER_STAFF, own.center_id).id)
    admin = Resident(app).sign_in_as(make(a_user, Role.ADMIN).id)

    for rule, declared in rules(app):
        if declared.reach is Reach.PERMISSION and not declared.of and not rule.arguments:
            address = path(app, rule, {})
            allowed = declared.permission in CITY_WIDE
            assert (send(aoki, method(rule), address)[0] == REFUSED_KNOWN) != allowed, rule.rule
            assert send(admin, method(rule), address)[0] not in (REFUSED_KNOWN, 500), rule.rule


def test_no_unsafe_request_passes_without_its_token(
    app: Flask, make: Callable[..., Any], two_centers: tuple[World, World]
) -> None:
    own, _ = two_centers
    admin = Resident(app).sign_in_as(make(a_user, Role.ADMIN).id)
    app.config["WTF_CSRF_ENABLED"] = True

    for rule, _declared, address in guarded(app, own):
        if method(rule) == "POST":
            assert send(admin, "POST", address)[0] == 400, rule.rule


def kind_of(rule: Rule, part: str) -> str:
    """Return which kind of value a part of the address takes."""
    return "int" if isinstance(rule._converters[part], NumberConverter) else "string"


def test_control_a_route_without_a_rule_is_never_served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "health.healthz", lambda: "open to all")

    with pytest.raises(AssertionError, match="declares no access rule"):
        rules(app)
    assert Resident(app).http.get("/healthz").status_code == 500


def test_control_a_route_of_the_wrong_scope_is_caught(
    app: Flask, make: Callable[..., Any], two_centers: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, _ = two_centers
    careless = requires(Permission.EVENT_WRITE, of=lambda **_args: SimpleNamespace(center_id=own.center_id))
    monkeypatch.setitem(app.view_functions, "admission_staff.roster", careless(lambda _owned: "seen by all"))

    with pytest.raises(AssertionError, match="registrations"):
        test_another_centers_things_look_like_absent_ones(app, make, two_centers)
