"""The list above a form names every error, in the words of the fields, and says whom it is about."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, StringField

from eventsite.core.form_errors import FormError, errors_of
from eventsite.i18n import lazy


class Person(Form):  # type: ignore[misc]  # the library has no types
    name = StringField("お名前")


class Party(Form):  # type: ignore[misc]  # as above
    title = StringField("題名")
    phone = StringField("電話番号")
    people = FieldList(FormField(Person), min_entries=2)


@pytest.fixture
def party() -> Iterator[Party]:
    with Flask(__name__).test_request_context():
        yield Party(MultiDict())


def test_a_form_without_errors_lists_none(party: Party) -> None:
    assert errors_of(party) == []


def test_what_is_wrong_with_the_whole_form_comes_first_and_leads_nowhere(party: Party) -> None:
    party.phone.errors = ["電話番号を入力してください"]
    party.form_errors = ["満員です"]

    assert errors_of(party) == [FormError(None, "満員です"), FormError("phone", "電話番号を入力してください")]


def test_an_error_within_a_row_leads_to_the_field_of_that_row(party: Party) -> None:
    party.people[1].form["name"].errors = ["お名前を入力してください"]

    assert errors_of(party) == [FormError("people-1-name", "お名前を入力してください")]


def test_a_sentence_that_fits_any_field_has_the_name_of_its_own(party: Party) -> None:
    party.title.errors = [lazy("error.too_long", max=60)]

    assert [error.about for error in errors_of(party)] == ["題名"]


def test_a_sentence_that_stands_twice_has_the_name_of_its_field_each_time(party: Party) -> None:
    party.title.errors = party.phone.errors = ["入力してください"]

    assert [error.about for error in errors_of(party)] == ["題名", "電話番号"]


def test_an_error_about_one_of_several_people_has_the_persons_name(party: Party) -> None:
    party.owners = {"people-1-name": "お子さん"}
    party.people[1].form["name"].errors = party.people[0].form["name"].errors = ["お名前を入力してください"]

    assert [error.about for error in errors_of(party)] == ["お名前", "お子さん"]
