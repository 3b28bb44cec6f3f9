"""What an account may be: pure rules."""

import unicodedata

import pytest

from eventsite.accounts import rules
from eventsite.accounts.errors import (
    PasswordGuessable,
    PasswordNamesOwner,
    PasswordTooLong,
    PasswordTooShort,
    RoleIsCityWide,
    RoleNeedsCenter,
)
from eventsite.accounts.models import Role
from eventsite.accounts.permissions import HeldRole

AOKI = ("aoki.hanako@city.example.jp", "青木 花子", "山口市", "yamaguchi", "仁保地域交流センター", "niho")
NIHO, ODONO = 1, 2
ADMIN = HeldRole(Role.ADMIN, None)
MANAGER = HeldRole(Role.CENTER_MANAGER, NIHO)
CLERK = HeldRole(Role.CENTER_STAFF, NIHO)
SUPPORTER = HeldRole(Role.SUPPORTER, None)


@pytest.mark.parametrize(
    "password",
    [
        "みかんと味噌とうぐいすの夕方七時",
        "correct horse battery staple",
        "a" + "Kx7!pQ2z" * 1 + " rain on the roof",
        "x" * 3 + "🐟 鯨と泳いだ八月の朝ごはん",
    ],
)
def test_a_sentence_of_fifteen_characters_needs_no_digits_or_signs(password: str) -> None:
    rules.require_good_password(password, personal=AOKI)


def test_fourteen_characters_are_too_few_and_the_error_says_how_many_it_takes() -> None:
    with pytest.raises(PasswordTooShort) as refused:
        rules.require_good_password("みかんと味噌とうぐいすの夕方", personal=AOKI)

    assert refused.value.values == {"minimum": 15}


def test_two_hundred_characters_are_enough_for_anybody() -> None:
    sentence = "".join(f"{number}番の鳥は{number * 7}羽、" for number in range(40))

    rules.require_good_password(sentence[:200], personal=AOKI)
    with pytest.raises(PasswordTooLong):
        rules.require_good_password(sentence[:201], personal=AOKI)


@pytest.mark.parametrize(
    "password",
    [
        "aoki.hanako@city.example.jp",
        "Aoki-Hanako-2026",
        "ＡＯＫＩ　ｈａｎａｋｏ　２０２６",
        "仁保地域交流センター123456",
        "yamaguchi-niho-55",
        "青木花子山口市仁保地域交流センター",
    ],
)
def test_a_password_made_of_ones_own_names_is_refused(password: str) -> None:
    with pytest.raises(PasswordNamesOwner):
        rules.require_good_password(password, personal=AOKI)


@pytest.mark.parametrize(
    "password",
    [
        "password12345678",
        "Password-Password",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "123456789012345678",
        "zzzzzzzzzzzzzzzzzzzz",
        "うさぎうさぎうさぎうさぎうさぎ",
        "aB3!xY9?aB3!xY9?",
        "Sakura-2345-Sakura",
        "iloveyou-iloveyou-1",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordGuessable):
        rules.require_good_password(password, personal=AOKI)


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    typed = "がぎぐげごと鯨の朝ごはんの味"

    assert rules.normalise_password(unicodedata.normalize("NFD", typed)) == typed


def test_a_clerks_role_needs_a_center_and_an_administrators_has_none() -> None:
    rules.require_place(Role.CENTER_STAFF, NIHO)
    rules.require_place(Role.ADMIN, None)

    with pytest.raises(RoleNeedsCenter):
        rules.require_place(Role.CENTER_MANAGER, None)
    with pytest.raises(RoleIsCityWide):
        rules.require_place(Role.SUPPORTER, NIHO)


def test_nobody_gives_a_role_above_their_own_or_elsewhere() -> None:
    assert rules.grantable([MANAGER, SUPPORTER], NIHO) == [Role.CENTER_STAFF, Role.CENTER_MANAGER]
    assert rules.grantable([MANAGER], ODONO) == []
    assert rules.grantable([MANAGER], None) == []
    assert rules.grantable([CLERK, SUPPORTER], NIHO) == []
    assert rules.grantable([ADMIN], ODONO) == [Role.CENTER_STAFF, Role.CENTER_MANAGER]
    assert rules.grantable([ADMIN], None) == [Role.SUPPORTER, Role.ADMIN]


def test_a_manager_rules_over_people_of_the_own_center_only() -> None:
    elsewhere = HeldRole(Role.CENTER_STAFF, ODONO)

    assert rules.may_rule_over([MANAGER], [CLERK])
    assert not rules.may_rule_over([MANAGER], [CLERK, elsewhere])
    assert not rules.may_rule_over([MANAGER], [CLERK, ADMIN])
    assert rules.may_rule_over([ADMIN], [CLERK, elsewhere, ADMIN, SUPPORTER])


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
    ],
)
def test_neighbours_in_one_network_are_one_source(address: str, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    "target", ["/staff", "/staff/", "/staff/events/abc-1/roster?page=2&q=%E5%B1%B1", "/supporters/"]
)
def test_the_way_back_leads_to_pages_of_this_site(target: str) -> None:
    assert rules.own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/staff/",
        "javascript:alert(1)",
        "/staff/../events",
        "/staff/..",
        "/staff/%2e%2e/events",
        "/staff//evil.example",
        "/staff@evil.example",
        "/staff.evil.example",
        "/staffing",
        "/staff/\n",
        "/staff/a\tb",
        "/events",
        " /staff/",
        "/ｓｔａｆｆ/",
    ],
)
def test_every_other_way_back_is_refused(target: str) -> None:
    assert rules.own_path(target) is None


def test_supporters_arrive_at_their_board_and_everybody_else_at_the_desk() -> None:
    assert rules.landing([SUPPORTER]) == "/supporters/"
    assert rules.landing([SUPPORTER, CLERK]) == "/staff/"
    assert rules.landing([]) == "/staff/"


def test_the_twenty_first_failure_closes_the_door_for_a_while() -> None:
    assert not rules.is_throttled(20)
    assert rules.is_throttled(21)
