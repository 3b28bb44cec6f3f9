"""The ticket in the mail: who has nothing but the mail that arrived is let in at the door."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from eventsite.admission import services
from eventsite.admission.vocabulary import Audience
from eventsite.core.actor import VISITOR
from eventsite.core.db import transaction
from eventsite.notifications.delivery import deliver_due
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.door import Niho, a_walk
from tests.support.fixtures import Make
from tests.support.pages import Resident

PICTURE_BYTES = 5_000
MAIL = "baba@example.jp"


@pytest.fixture
def niho(app: Flask, make: Make, client: Resident, tmp_path: Path) -> Niho:
    """A walk with one date today, whose mails are written to files."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=None, instance=tmp_path)
    return a_walk(app, make, client)


def delivered(app: Flask) -> list[EmailMessage]:
    """Send what waits and return all mails as they were written, oldest first."""
    with app.app_context():
        deliver_due(datetime.now(UTC) + timedelta(seconds=1), limit=100)
    files = sorted((app.config["SETTINGS"].instance / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), EmailMessage, policy=default) for file in files]


def kinds(mail: EmailMessage) -> Sequence[str]:
    """Return the types of what is attached."""
    return [part.get_content_type() for part in mail.iter_attachments()]


def picture(mail: EmailMessage) -> bytes:
    """Return the picture in the mail."""
    [found] = [part for part in mail.iter_attachments() if part.get_content_type() == "image/png"]
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def text_of(mail: EmailMessage) -> str:
    """Return the message itself."""
    body = mail.get_body(preferencelist=("plain",))
    assert body
    text: str = body.get_content()
    return text


def test_the_code_in_the_mail_lets_baba_in(niho: Niho) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう", email=MAIL)

    [mail] = delivered(niho.app)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture(mail))))

    assert found.text == party.ticket_code
    assert party.receipt in text_of(mail)  # the short code, to be read without any picture
    assert "馬場 太郎" in niho.scan(found.text).text
    assert niho.totals().residents == 1


def test_one_calendar_and_one_small_picture_go_along_and_the_text_stays_the_message(niho: Niho) -> None:
    niho.registered(email=MAIL)

    [mail] = delivered(niho.app)

    assert sorted(kinds(mail)) == ["image/png", "text/calendar"]
    assert len(picture(mail)) < PICTURE_BYTES
    assert mail.get_body(preferencelist=("html",)) is None
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["event.ics", "ticket.png"]
    assert "ticket.png" in text_of(mail)


@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_the_text_names_the_picture_in_every_language(niho: Niho, locale: str) -> None:
    niho.registered(email=MAIL, locale=locale)

    [mail] = delivered(niho.app)

    assert "ticket.png" in text_of(mail)
    assert "image/png" in kinds(mail)


def test_the_picture_prints_sharp_and_wide_enough(niho: Niho) -> None:
    niho.registered(email=MAIL)

    [mail] = delivered(niho.app)
    image = Image.open(io.BytesIO(picture(mail)))

    assert image.width / image.info["dpi"][0] * 25.4 >= 30
    assert image.width >= 240


def test_who_waits_gets_none_until_a_place_is_free(niho: Niho) -> None:
    holders = [niho.registered(name, "あ", party_size=4) for name in ("青木", "千葉", "土井", "江藤", "福田")]
    waiting = niho.registered("馬場 太郎", "ばば たろう", email=MAIL)
    [first] = delivered(niho.app)
    with niho.app.app_context(), transaction():
        services.withdraw(holders[0].id, actor=VISITOR, now=datetime.now(UTC))

    mails = delivered(niho.app)

    assert kinds(first) == []
    assert "ticket.png" not in text_of(first)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture(mails[-1]))))
    assert found.text == waiting.ticket_code


def test_the_mail_about_a_withdrawal_brings_no_ticket(niho: Niho) -> None:
    party = niho.registered(email=MAIL)
    delivered(niho.app)
    with niho.app.app_context(), transaction():
        services.withdraw(party.id, actor=VISITOR, now=datetime.now(UTC))

    assert [kinds(mail) for mail in delivered(niho.app)[1:]] == [["text/calendar"]]


def test_a_shift_of_the_staff_is_no_ticket(niho: Niho, make: Make) -> None:
    make(a_shift_with_mail)

    assert [kinds(mail) for mail in delivered(niho.app)] == [["text/calendar"]]


def a_shift_with_mail() -> object:
    """Somebody of the staff who helps at an event and has a mail address."""
    event = an_event()
    slot = a_slot(a_call(event.id, audience=Audience.CITY_STAFF).id, 5, (an_occurrence(event.id).id,))
    return a_registration(slot.id, email=MAIL)
