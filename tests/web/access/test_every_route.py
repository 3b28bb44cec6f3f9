"""Who may open what, asked of every route of the URL map: a new route is asked too, without being listed here."""

from types import SimpleNamespace

import pytest
from flask import Flask

from eventsite.accounts.access import Reach, requires
from eventsite.accounts.models import Role
from eventsite.accounts.permissions import CITY_WIDE, GRANTS, Permission
from tests.factories.accounts import a_user
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.routes import World, a_world, guarded, kind_of, method, path, rules

ABSENT = {"string": "no-such-thing", "int": 999_999}
REFUSED_UNKNOWN, REFUSED_KNOWN = 404, 403


def send(who: Resident, verb: str, address: str) -> tuple[int, bytes]:
    """Return status and body of the bare answer, without the address that was asked for."""
    response = who.http.open(address, method=verb)
    return response.status_code, response.get_data().replace(address.encode(), b"")


@pytest.fixture
def two_centers(make: Make, app: Flask) -> tuple[World, World]:
    """Aoki's center, and Baba's."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make(a_world, "niho"), make(a_world, "ato")


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


def test_another_centers_things_look_like_absent_ones(app: Flask, make: Make, two_centers: tuple[World, World]) -> None:
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
    role: Role, app: Flask, make: Make, two_centers: tuple[World, World]
) -> None:
    own, _ = two_centers
    aoki = Resident(app).sign_in_as(make(a_user, role, own.center_id).id)

    for rule, declared, address in guarded(app, own):
        status, _ = send(aoki, method(rule), address)
        if declared.permission in GRANTS[role]:
            assert status not in (REFUSED_KNOWN, 500), (rule.rule, status)
        else:
            assert status in (REFUSED_KNOWN, REFUSED_UNKNOWN), (rule.rule, status)


def test_a_supporter_finds_no_centers_things(app: Flask, make: Make, two_centers: tuple[World, World]) -> None:
    chiba = Resident(app).sign_in_as(make(a_user, Role.SUPPORTER).id)

    for rule, declared, address in guarded(app, two_centers[0]):
        if declared.permission not in CITY_WIDE:
            assert send(chiba, method(rule), address)[0] == REFUSED_UNKNOWN, rule.rule


def test_city_wide_pages_are_for_administrators(app: Flask, make: Make, two_centers: tuple[World, World]) -> None:
    own, _ = two_centers
    aoki = Resident(app).sign_in_as(make(a_user, Role.CENTER_STAFF, own.center_id).id)
    admin = Resident(app).sign_in_as(make(a_user, Role.ADMIN).id)

    for rule, declared in rules(app):
        if declared.reach is Reach.PERMISSION and not declared.of and not rule.arguments:
            address = path(app, rule, {})
            allowed = declared.permission in CITY_WIDE
            assert (send(aoki, method(rule), address)[0] == REFUSED_KNOWN) != allowed, rule.rule
            assert send(admin, method(rule), address)[0] not in (REFUSED_KNOWN, 500), rule.rule


def test_no_unsafe_request_passes_without_its_token(app: Flask, make: Make, two_centers: tuple[World, World]) -> None:
    own, _ = two_centers
    admin = Resident(app).sign_in_as(make(a_user, Role.ADMIN).id)
    app.config["WTF_CSRF_ENABLED"] = True

    for rule, _declared, address in guarded(app, own):
        if method(rule) == "POST":
            assert send(admin, "POST", address)[0] == 400, rule.rule


def test_control_a_route_without_a_rule_is_never_served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "health.healthz", lambda: "open to all")

    with pytest.raises(AssertionError, match="declares no access rule"):
        rules(app)
    assert Resident(app).http.get("/healthz").status_code == 500


def test_control_a_route_of_the_wrong_scope_is_caught(
    app: Flask, make: Make, two_centers: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, _ = two_centers
    careless = requires(Permission.EVENT_WRITE, of=lambda **_args: SimpleNamespace(center_id=own.center_id))
    monkeypatch.setitem(app.view_functions, "admission_staff.roster", careless(lambda _owned: "seen by all"))

    with pytest.raises(AssertionError, match="registrations"):
        test_another_centers_things_look_like_absent_ones(app, make, two_centers)
