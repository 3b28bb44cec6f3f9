"""/display: large letters and furigana, without JavaScript, kept in cookies and never shown to somebody else."""

import pytest
from flask import Flask

from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make
from tests.support.pages import Form, Resident


def open_display(client: Resident, language: str = "") -> Form:
    """Open the page and return its form."""
    page = client.open(f"{language}/display")
    return next(form for form in page.forms if "size" in form.names())


def test_furigana_are_off_in_japanese_until_baba_wants_them(client: Resident) -> None:
    assert "<rt>" not in client.open("/").html

    after = open_display(client).submit(furigana="on")

    assert "<rt>もよお</rt>" in after.html
    assert "<rt>もよお</rt>" in client.open("/").html
    assert open_display(client)["furigana"] == "on"


def test_furigana_are_on_in_easy_japanese_until_baba_does_not_want_them(client: Resident) -> None:
    assert "<rt>" in client.open("/easy/").html

    open_display(client, "/easy").submit(furigana="off")

    assert "<rt>" not in client.open("/easy/").html


def test_each_way_of_writing_has_its_own_choice(client: Resident) -> None:
    open_display(client, "/easy").submit(furigana="on", size="large")

    assert "<rt>" not in client.open("/").html
    assert 'class="text-large"' in client.open("/").html


def test_english_has_no_furigana(client: Resident) -> None:
    form = open_display(client, "/en")

    assert "furigana" not in form.names()
    form.submit(size="xlarge")
    assert 'class="text-xlarge"' in client.open("/en/").html


def test_names_have_their_stored_readings_and_are_never_guessed(client: Resident, make: Make) -> None:
    told = make(an_event, title="大内塗の会", title_kana="おおうちぬりのかい")
    untold = make(an_event, title="竹細工の会")
    for event in (told, untold):
        make(an_occurrence, event.id)

    open_display(client).submit(furigana="on")

    assert "<rt>おおうちぬりのかい</rt>" in client.open(f"/events/{told.code}").html
    heading = client.open(f"/events/{untold.code}").html.partition("<h1")[2].partition("</h1>")[0]
    assert "<rt>" not in heading


@pytest.mark.parametrize("address", ["/", "/events", "/centers", "/accessibility"])
def test_one_readers_choice_never_reaches_another_through_a_cache(app: Flask, client: Resident, address: str) -> None:
    open_display(client).submit(furigana="on")

    own, others = client.http.get(address), Resident(app).http.get(address)

    assert "<rt>" in own.get_data(as_text=True)
    assert "<rt>" not in others.get_data(as_text=True)
    assert "Cookie" in own.vary
    assert "Cookie" in others.vary


@pytest.mark.parametrize("value", ["", "yes", "on;off", "<rt>", "オン"])
def test_a_strange_cookie_is_no_choice(client: Resident, value: str) -> None:
    client.http.set_cookie("furigana", value)

    page = client.open("/")

    assert page.status == 200
    assert "<rt>" not in page.html


@pytest.mark.parametrize(("field", "value"), [("size", "huge"), ("furigana", "perhaps")])
def test_what_is_not_offered_is_refused_with_a_sentence(client: Resident, field: str, value: str) -> None:
    form = open_display(client)
    form.values = [(name, value if name == field else old) for name, old in form.values]

    assert form.submit().status == 422
    assert "<rt>" not in client.open("/").html
