"""A form whose token the browser has lost: everything typed is handed back, but never what another site sends."""

import pytest
from flask import Flask

from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import BABA, Opened, an_opened_slot, form_of, registrations

OURS = {"Sec-Fetch-Site": "same-origin"}


def test_what_was_typed_is_handed_back_and_sent_again_by_one_press(app: Flask, client: Resident, make: Make) -> None:
    slot: Opened = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").fill(**BABA)

    lost = Resident(app).post(form.action, data=dict(form.values), headers=OURS)

    assert lost.status == 400
    assert "まだ送られていません" in lost.text
    check = lost.form("/check").submit()
    assert "083-900-0000" in check.text
    check.form("/registrations").submit()
    assert [one.name for one in registrations(app, slot)] == [BABA["name"]]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {},
    ],
    ids=str,
)
def test_what_another_site_may_have_sent_is_handed_back_to_nobody(
    app: Flask, client: Resident, make: Make, headers: dict[str, str]
) -> None:
    slot: Opened = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").fill(**BABA)

    sent = Resident(app).post(form.action, data=dict(form.values), headers=headers)

    assert sent.status == 400
    assert "馬場" not in sent.html


def test_passwords_are_never_handed_back(app: Flask) -> None:
    typed = {"email": "aoki@example.jp", "password": "a long secret"}

    page = Resident(app).post("/staff/sign-in", data=typed, headers=OURS)

    assert page.status == 400
    assert "a long secret" not in page.html
    assert "残っています" not in page.text


def test_a_heap_is_not_handed_back(app: Flask) -> None:
    many = {f"field-{number}": "1" for number in range(400)}

    assert "field-7" not in Resident(app).post("/my/number", data=many, headers=OURS).html
    assert "あああ" not in Resident(app).post("/my/number", data={"note": "あ" * 50_000}, headers=OURS).html
