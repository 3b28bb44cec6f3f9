"""Each word that residents type is a marker here, and no page, feed, header, mail or log of anybody else holds one."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models_registrations import Registration
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.support.pages import Page, Resident
from tests.web.security.ways import City, a_city, addresses

# Baba, who comes, Chiba, who waits, and Doi, who has withdrawn; no word of theirs occurs anywhere else.
PEOPLE = {
    "馬場標識": {"name_kana": "ばばひょうしき", "phone": "083-987-6541", "email": "canary-baba@example.jp"},
    "千葉標識": {"name_kana": "ちばひょうしき", "phone": "083-987-6542", "email": "canary-chiba@example.jp"},
    "土井標識": {"name_kana": "どいひょうしき", "phone": "083-987-6543", "email": "canary-doi@example.jp"},
}
MARKERS = ("標識", "ひょうしき", "ヒョウシキ", "98765", "987-65", "canary", "%E6%A8%99%E8%AD%98", "\\u6a19\\u8b58")


def register_everybody(client: Resident, city: City) -> None:
    for name, said in PEOPLE.items():
        page = client.open(f"/calls/{city.names['calls']}/registrations/new")
        typed = {"name": name, "party_size": "2", "companions": f"{name}の連れ", **said}
        page = answered(page.form("/check").submit(**typed)).form("/registrations").submit()
        assert name in page.text
        if name == "土井標識":
            client.open(f"{page.address}/withdrawal").form("/withdrawal").submit()


def answered(page: Page, words: str = "標識の答え") -> Page:
    """Go on to the page that shows everything, with these words in every answer that takes words."""
    while [form for form in page.forms if form.action.endswith("/check")]:
        form = page.form("/check")
        texts = {one.get("name", "") for one in form.element.iter("textarea")}
        page = form.submit(**dict.fromkeys(texts, words))
    return page


def told_to(who: Resident, places: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what these addresses tell, headers included, in every language."""
    for language in ("", "/easy", "/en"):
        for place in places:
            answer = who.http.get(language + place)
            yield language + place, f"{answer.headers} {answer.get_data().decode('utf-8', 'replace')}"


def assert_no_marker(told: Iterator[tuple[str, str]]) -> int:
    count = 0
    for address, text in told:
        assert not [marker for marker in MARKERS if marker in text], address
        count += 1
    return count


def searches(city: City) -> list[str]:
    """Return addresses that ask for the people by what somebody may know about them."""
    code = city.names["calls"]
    return [f"/my?number={code}", f"/calls/{code}/registrations/new?name=x", "/events?past=1", "/calendar.ics?past=1"]


@pytest.fixture
def city(make: Callable[..., Any], client: Resident, app: Flask) -> City:
    """A city in which Baba, Chiba and Doi have registered by the public page."""
    found: City = make(a_city)
    register_everybody(client, found)
    return found


def test_a_stranger_reads_of_nobody(app: Flask, city: City) -> None:
    places = [address for _rule, address in addresses(app, city)]

    assert assert_no_marker(told_to(Resident(app), [*places, *searches(city), "/no-such-page", "/my/none"])) > 100


def test_staff_of_another_center_and_supporters_read_of_nobody(
    app: Flask, make: Callable[..., Any], city: City
) -> None:
    foreign = make(a_center, "ato")
    places = [address for _rule, address in addresses(app, city)]
    for role, center_id in ((Role.CENTER_MANAGER, foreign.id), (Role.CENTER_STAFF, foreign.id), (Role.SUPPORTER, None)):
        who = Resident(app).sign_in_as(make(a_user, role, center_id).id)
        assert assert_no_marker(told_to(who, places)) > 100


def test_control_a_clerk_of_the_center_reads_them(app: Flask, city: City) -> None:
    clerk = Resident(app).sign_in_as(city.clerk_id)

    with pytest.raises(AssertionError, match="registrations"):
        assert_no_marker(told_to(clerk, [f"/staff/events/{city.names['events']}/registrations"]))


def test_ones_own_page_shows_nobody_else(app: Flask, city: City) -> None:
    with app.app_context():
        tokens_of = {
            one.name: one.manage_token for one in db.session.scalars(select(Registration)) if one.name in PEOPLE
        }
    assert tokens_of.keys() == PEOPLE.keys()
    for name, token in tokens_of.items():
        others = [other for other in PEOPLE if other != name]
        for place in ("", "/ticket", "/ticket.svg", "/calendar.ics", "/withdrawal"):
            text = Resident(app).open(f"/my/{token}{place}").html
            for other in others:
                assert other not in text
                assert PEOPLE[other]["phone"] not in text


def test_no_mail_carries_a_word_that_was_typed(app: Flask, city: City) -> None:
    with app.app_context():
        mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient.startswith("canary"))).all()
    assert len(mails) == 4  # three registrations and a withdrawal
    assert_no_marker((mail.recipient, f"{mail.subject} {mail.body} {mail.calendar}") for mail in mails)


def test_the_answer_to_a_form_sent_again_by_somebody_else_tells_nothing(app: Flask, city: City) -> None:
    with app.app_context():
        key = db.session.scalar(select(Registration.submission_key).where(Registration.name == "馬場標識"))
    eto = Resident(app)
    form = eto.open(f"/calls/{city.names['calls']}/registrations/new").form("/check")
    sent = form.submit(name="江藤", name_kana="えとう", phone="083-900-0009", party_size="1", companions="", key=key)

    page = answered(sent, "よろしく").form("/registrations").submit()

    assert page.status == 422
    assert_no_marker(iter([("the refusal", page.html)]))


def test_logs_hold_nobody(
    app: Flask,
    make: Callable[..., Any],
    client: Resident,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    found: City = make(a_city)
    monkeypatch.setattr(tokens, "ticket_code", lambda: "0" * 25)  # a constraint refuses the second of these

    with pytest.raises(AssertionError):  # the second of them gets the page of an error
        register_everybody(client, found)

    assert "uq_registrations_ticket_code" in caplog.text or "registrations.ticket_code" in caplog.text
    assert_no_marker(iter([("the log", caplog.text)]))


def test_a_row_that_a_check_refuses_is_not_written_to_the_log(
    app: Flask,
    make: Callable[..., Any],
    client: Resident,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: City = make(a_city)
    monkeypatch.setattr("eventsite.admission.services._participants", lambda _entry: [])
    # A key without its digest is refused.
    monkeypatch.setattr("eventsite.admission.entries.Entry.digest", lambda *_: None)

    with pytest.raises(AssertionError):
        register_everybody(client, found)

    assert "ck_registrations_submission" in caplog.text
    assert_no_marker(iter([("the log", caplog.text)]))
