"""The message as it goes over the wire, read back with a mail reader's eyes."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from eventsite.notifications.letters import Letter, written
from eventsite.notifications.models import OutgoingMail

TOKYO = ZoneInfo("Asia/Tokyo")
ICS = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:大内塗\r\nEND:VCALENDAR\r\n"


def a_mail(**facts: object) -> OutgoingMail:
    """A mail to Aoki about her registration."""
    standard: dict[str, object] = {
        "recipient": "aoki@example.jp",
        "sender_name": "山口市 大殿地域交流センター",
        "subject": "【受付完了】11/14(土) 大内塗はし絵付け YG-4827",
        "body": "青木 花子 様\n\n申し込みを受け付けました。\n",
        "calendar": "",
        "calendar_method": "",
        "message_id": "<abc@city.example.jp>",
        "created_at": datetime(2026, 11, 10, 3, 0, tzinfo=UTC),
    }
    return OutgoingMail(**{**standard, **facts})


def letter(**facts: object) -> Letter:
    return written(a_mail(**facts), sender="moyooshi@city.example.jp", zone=TOKYO)


def read(sent: Letter) -> EmailMessage:
    return message_from_bytes(sent.content, EmailMessage, policy=default)


def test_a_reader_sees_the_center_the_person_and_the_japanese_text() -> None:
    message = read(letter())

    assert message["From"].addresses[0].display_name == "山口市 大殿地域交流センター"
    assert message["From"].addresses[0].addr_spec == "moyooshi@city.example.jp"
    assert [one.addr_spec for one in message["To"].addresses] == ["aoki@example.jp"]
    assert message["Subject"] == "【受付完了】11/14(土) 大内塗はし絵付け YG-4827"
    assert message["Message-ID"] == "<abc@city.example.jp>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == datetime(2026, 11, 10, 12, 0, tzinfo=TOKYO)
    assert message.get_content().splitlines() == ["青木 花子 様", "", "申し込みを受け付けました。"]
    assert not [name for name in message if name.startswith("List-")]


def test_it_is_plain_ascii_with_short_lines_on_the_wire() -> None:
    content = letter(body="長い行" * 400, subject="長い件名" * 40).content

    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_calendar_file_carries_its_method_and_name() -> None:
    (part,) = read(letter(calendar=ICS, calendar_method="CANCEL")).iter_attachments()

    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "CANCEL"
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "cancel.ics"
    assert part.get_payload(decode=True) == ICS.encode()


def test_writing_the_same_mail_again_gives_the_same_bytes() -> None:
    assert letter().content == letter().content


@pytest.mark.parametrize(
    ("address", "sent"),
    [("taro..y@docomo.example", '"taro..y"@docomo.example'), ("taro.@au.example", '"taro."@au.example')],
)
def test_an_old_mobile_address_is_quoted_so_that_it_arrives(address: str, sent: str) -> None:
    written_letter = letter(recipient=address)

    assert written_letter.recipient == sent
    assert f"To: {sent}\r\n".encode() in written_letter.content


@pytest.mark.parametrize(
    "facts",
    [
        {"recipient": "aoki@example.jp, baba@example.jp"},
        {"recipient": "aoki@example.jp\r\nBcc: baba@example.jp"},
        {"recipient": ""},
        {"recipient": "Everybody: aoki@example.jp, baba@example.jp;"},
        {"recipient": "青木@example.jp"},
        {"subject": "受付\r\nBcc: baba@example.jp"},
        {"sender_name": "山口市\nBcc: baba@example.jp"},
    ],
)
def test_a_second_recipient_or_a_smuggled_header_makes_no_mail_at_all(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        letter(**facts)
