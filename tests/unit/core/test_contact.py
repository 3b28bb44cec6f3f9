"""Telephone numbers and e-mail addresses are understood however they are typed."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventsite.core.contact import email_address, format_phone, phone_digits
from eventsite.core.text import InvalidText


def code_of(read: Callable[[str], str], typed: str) -> str:
    """Return the code with which a text is refused."""
    with pytest.raises(InvalidText) as refusal:
        read(typed)
    return refusal.value.code


@pytest.mark.parametrize(
    "typed",
    [
        *("0839000000", "083-900-0000", "083（900）0000", "０８３－９００－００００", "083ー900ー0000"),
        *("083−900―0000", "083 900 0000", "083　900　0000", "+81 83-900-0000", "+81-(0)83-900-0000"),
        *("＋８１８３９０００００0", "083.900.0000", "083‐900‐0000"),
    ],
)
def test_one_number_may_be_written_in_many_ways(typed: str) -> None:
    assert phone_digits(typed) == "0839000000"
    assert format_phone(typed) == "083-900-0000"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("09012345678", "090-1234-5678"),
        ("０９０－１２３４－５６７８", "090-1234-5678"),
        ("0836-52-1234", "0836-52-1234"),
        ("083-95-21234", "083-95-21234"),
        ("0120123456", "0120-123-456"),
        ("内線 12", "内線 12"),
    ],
)
def test_a_number_is_shown_in_the_writers_groups_or_the_plans(typed: str, shown: str) -> None:
    assert format_phone(typed) == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("083-900-000", "phone_length"),
        ("090-1234-56789", "phone_length"),
        ("9000000000", "phone_length"),
        ("", "phone_length"),
        ("083-900-0000 内線3", "phone_letters"),
        ("+1 202 555 0100", "phone_foreign"),
        ("٠٨٣٩٠٠٠٠٠٠", "phone_letters"),
    ],
)
def test_what_is_no_japanese_number_gets_a_reason(typed: str, code: str) -> None:
    assert code_of(phone_digits, typed) == code


@example("0000000000")
@example("01000000000")
@given(st.from_regex(r"0[0-9]{9,10}", fullmatch=True))
def test_every_number_survives_being_shown(number: str) -> None:
    assert phone_digits(format_phone(number)) == number


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("aoki@example.jp", "aoki@example.jp"),
        ("ａｏｋｉ＠ｅｘａｍｐｌｅ．ｊｐ", "aoki@example.jp"),
        (" aoki @ example.jp ", "aoki@example.jp"),
        ("Aoki.Hanako@Example.JP", "Aoki.Hanako@example.jp"),
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp"),
        ("aoki.@docomo.ne.jp", "aoki.@docomo.ne.jp"),
        ("aoki+event@example.co.jp", "aoki+event@example.co.jp"),
        ("aoki@xn--wgv71a.jp", "aoki@xn--wgv71a.jp"),
    ],
)
def test_an_address_is_taken_as_it_was_given_out(typed: str, stored: str) -> None:
    assert email_address(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("aoki.example.jp", "email_without_at"),
        ("aoki@", "email_invalid"),
        ("@example.jp", "email_invalid"),
        ("aoki@example", "email_invalid"),
        ("a@b@example.jp", "email_invalid"),
        ("aoki@example..jp", "email_invalid"),
        ("aoki@-example.jp", "email_invalid"),
        ("aoki hanako@example.jp", "email_invalid"),
        ("aoki@example.jp\nBcc: baba@example.jp", "email_invalid"),
        ("青木@example.jp", "email_invalid"),
        ("aoki@example,jp", "email_invalid"),
        ("a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".jp", "email_too_long"),
        ("a" * 65 + "@example.jp", "email_invalid"),
    ],
)
def test_what_is_no_address_gets_a_reason(typed: str, code: str) -> None:
    assert code_of(email_address, typed) == code


@given(st.emails())
def test_an_accepted_address_stays_accepted(address: str) -> None:
    try:
        stored = email_address(address)
    except InvalidText:
        return
    assert email_address(stored) == stored


@given(st.text())
def test_any_text_is_either_read_or_refused_with_a_reason(text: str) -> None:
    for read in (phone_digits, email_address):
        with suppress(InvalidText):
            assert read(text).isascii()
    assert isinstance(format_phone(text), str)
