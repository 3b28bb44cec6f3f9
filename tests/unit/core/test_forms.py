"""A form understands what people type, keeps it as typed, and says in a sentence what is wrong."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FormField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from eventsite.core.errors import DomainError
from eventsite.core.fields import (
    ChoiceCards,
    CountField,
    EmailField,
    HiddenTextField,
    KanaField,
    LocalDateField,
    LocalTimeField,
    LongTextField,
    NameField,
    PhoneField,
    SecretField,
    TextField,
    YenField,
)
from eventsite.core.forms import BaseForm, Required, Rows
from eventsite.i18n import init_app, lazy, use_locale


class EntryForm(BaseForm):
    """What a resident is asked, and a little more."""

    name = NameField(validators=[Required()])
    name_kana = KanaField(validators=[Required()])
    phone = PhoneField(validators=[Required()])
    email = EmailField()
    party_size = CountField("人数", minimum=1, maximum=5)
    born_on = LocalDateField("生年月日")
    comes_at = LocalTimeField("来る時刻")
    fee = YenField("参加費")
    note = LongTextField("メモ", max_length=20)
    token = HiddenTextField()


AOKI = {"name": "青木　花子", "name_kana": "アオキ　ハナコ", "phone": "０８３（９００）００００"}


@pytest.fixture(autouse=True)
def site() -> Iterator[Flask]:
    """A request to a bare application without a database."""
    app = Flask(__name__)
    app.testing = True
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    init_app(app)
    with app.test_request_context("/", method="POST"):
        yield app


class RowForm(BaseForm):
    """One row."""

    class Meta(BaseForm.Meta):
        """No token of its own."""

        csrf = False

    name = NameField()


class ListForm(BaseForm):
    """Rows of names."""

    rows = Rows(FormField(RowForm))


def filled(form: type[BaseForm] = EntryForm, /, **typed: str) -> Any:
    """Return a form as if these values had been sent."""
    return form(formdata=MultiDict(typed))


def sentences(field: Any) -> list[str]:
    """Return the sentences at a field as a person reads them."""
    return [str(error) for error in field.errors]


def test_what_is_unambiguous_is_understood() -> None:
    form = filled(
        **AOKI,
        email="ａｏｋｉ＠example.jp",
        party_size="２",
        born_on="昭和30年8月15日",
        comes_at="10時半",
        fee="￥1,000",
        note="よろしく\r\nお願いします",
    )

    assert form.validate()
    assert form.name.data == "青木　花子"
    assert form.name_kana.data == "あおき はなこ"
    assert form.phone.data == "083-900-0000"
    assert form.email.data == "aoki@example.jp"
    assert form.party_size.data == 2
    assert form.born_on.data == date(1955, 8, 15)
    assert form.comes_at.data == time(10, 30)
    assert form.fee.data == 1000
    assert form.note.data == "よろしく\nお願いします"


def test_every_empty_field_asks_for_itself() -> None:
    form = filled()

    assert not form.validate()
    assert sentences(form.name) == ["お名前を入力してください"]
    assert sentences(form.name_kana) == ["ふりがなを入力してください"]
    assert sentences(form.phone) == ["電話番号を入力してください"]
    assert sentences(form.email) == []
    assert form.email.data is None


@pytest.mark.parametrize("number", ["²", "①", "１", "-1", "1000", "x", ""])
def test_a_row_whose_number_is_no_plain_one_is_passed_over(number: str) -> None:
    form = filled(ListForm, **{"rows-1-name": "青木 花子", f"rows-{number}-name": "千葉 次郎"})

    assert [row.form.name.data for row in form.rows] == ["青木 花子"]


def test_spaces_alone_are_empty() -> None:
    form = filled(**AOKI | {"name": "　 "})

    assert not form.validate()
    assert sentences(form.name) == ["お名前を入力してください"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_kana", "青木", "ふりがなは、ひらがなかカタカナで入力してください"),
        ("phone", "083-900", "電話番号は10桁か11桁で入力してください"),
        ("phone", "内線3", "電話番号は、数字で入力してください"),
        ("email", "aoki.example.jp", "メールアドレスに「@」がありません。確認してください"),
        ("party_size", "6", "1から5までの数を入力してください"),
        ("party_size", "0", "1から5までの数を入力してください"),
        ("party_size", "9" * 30, "1から5までの数を入力してください"),
        ("party_size", "ふたり", "数字で入力してください"),
        ("born_on", "2027-02-29", "この日付は暦にありません。確認してください"),
        ("born_on", "1700-01-01", "この日付は暦にありません。確認してください"),
        ("comes_at", "午後12時", "12時は「正午」か「0:00」と入力してください"),
        ("fee", "五百円", "金額を数字で入力してください。無料のときは0です"),
        ("fee", "99999999", "0から1000000までの数を入力してください"),
        ("note", "あ" * 21, "20文字までで入力してください"),
        ("name", "あ" * 101, "100文字までで入力してください"),
        ("name", "青木\x00花子", "使えない文字が入っています。その文字を消してください"),
        ("phone", "083\ud83d9000000", "使えない文字が入っています。その文字を消してください"),
        ("token", "あ" * 201, "200文字までで入力してください"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(field: str, typed: str, sentence: str) -> None:
    form = filled(**AOKI | {field: typed})

    assert not form.validate()
    assert {name: [str(error) for error in errors] for name, errors in form.errors.items()} == {field: [sentence]}
    assert form[field].data is None


@pytest.mark.parametrize("typed", ["０８３ー９００", "  083 ", "<b>\"&'"])
def test_what_was_typed_stands_there_again(typed: str) -> None:
    form = filled(**AOKI | {"phone": typed})
    form.validate()

    assert form.phone._value() == typed


def test_a_page_can_be_made_of_what_no_database_takes() -> None:
    form = filled(**AOKI | {"name": "青\x00木\udcff", "note": "\ud83d"})
    form.validate()

    assert form.name().encode()
    assert form.note().encode()


def test_a_stored_value_stands_in_the_field_at_first() -> None:
    form = EntryForm(formdata=None, data={"born_on": date(1955, 8, 15), "comes_at": time(9, 5), "party_size": 2})

    assert form.born_on._value() == "1955-08-15"
    assert form.comes_at._value() == "09:05"
    assert form.party_size._value() == "2"
    assert form.name._value() == ""


def test_the_browser_can_fill_in_what_it_knows() -> None:
    form = filled()

    assert 'autocomplete="name"' in form.name()
    assert 'autocomplete="tel"' in form.phone()
    assert 'type="tel"' in form.phone()
    assert 'inputmode="numeric"' in form.party_size()


def test_messages_and_labels_speak_the_language_of_the_reader() -> None:
    form = filled()
    form.validate()

    with use_locale("en"):
        assert sentences(form.name) == ["Enter your name"]
        assert str(form.phone.label.text) == "Phone number"
    with use_locale("ja_easy"):
        assert sentences(form.name_kana) == ["名前の 読みかたを 書いて ください"]
        assert "<rt>なまえ</rt>" in form.name_kana.label.text.html


class StaffForm(BaseForm):
    """Fields of staff pages, with labels in plain Japanese."""

    title = TextField("題名", [Required()])
    secret = SecretField("パスワード", [Required()])
    kind = ChoiceCards(
        "種類", [Required()], choices=[SelectChoice("course", "講座"), SelectChoice("market", lazy("field.name"))]
    )
    center = SelectField("センター", choices=[SelectChoice("niho", "仁保")])
    agreed = BooleanField("同意", [Required("error.required_general")])


def test_a_plain_label_stands_in_the_sentence() -> None:
    form = filled(StaffForm, center="niho")
    form.validate()

    assert sentences(form.title) == ["題名を入力してください"]
    assert sentences(form.kind) == ["種類を選んでください"]
    assert sentences(form.agreed) == ["入力してください"]
    assert sentences(form.secret) == ["パスワードを入力してください"]


def test_an_answer_that_was_not_offered_is_refused_in_our_words() -> None:
    form = filled(StaffForm, title="朝市", secret="x", kind="war", center="tokyo", agreed="y")
    form.validate()

    assert sentences(form.kind) == ["選べるものの中から、もう一度選んでください"]
    assert sentences(form.center) == ["選べるものの中から、もう一度選んでください"]


def test_an_offered_answer_is_taken() -> None:
    form = filled(StaffForm, title="朝市", secret=" x ", kind="market", center="niho", agreed="y")

    assert form.validate()
    assert form.kind.data == "market"


def test_a_secret_is_taken_as_typed_and_never_shown_again() -> None:
    form = filled(StaffForm, secret="  ひみつ ")

    assert form.secret.data == "  ひみつ "
    assert "ひみつ" not in form.secret()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("a\x00", "使えない文字が入っています。その文字を消してください"), ("a" * 201, "200文字までで入力してください")],
)
def test_a_secret_has_its_bounds(typed: str, sentence: str) -> None:
    form = filled(StaffForm, secret=typed)
    form.validate()

    assert sentences(form.secret) == [sentence]


def test_a_librarys_own_message_never_reaches_a_person_in_its_own_words() -> None:
    class Form(BaseForm):
        title = TextField("題名", [Length(min=5)])

    form = filled(Form, title="市")
    form.validate()

    assert sentences(form.title) == ["この内容では受け取れません。もう一度確認してください"]


def test_a_field_that_would_store_anything_is_refused() -> None:
    class Form(BaseForm):
        title = StringField("題名")

    with pytest.raises(TypeError, match=r"eventsite\.core\.fields"):
        filled(Form)


class TooLate(DomainError):
    """A refusal of a service."""

    code = "registration_closed"


def test_the_refusal_of_a_service_stands_at_its_field_or_over_the_form() -> None:
    form = filled(**AOKI)
    form.validate()

    form.refuse(TooLate())
    form.refuse(TooLate(), "phone")

    closed = "申し込みの受付は終わりました。空きはセンターにお電話でお聞きください"
    assert [str(error) for error in form.form_errors] == [closed]
    assert sentences(form.phone) == [closed]


def test_a_token_against_forgery_is_asked_for(site: Flask) -> None:
    site.config["WTF_CSRF_ENABLED"] = True

    form = filled(**AOKI)

    assert not form.validate()
    assert list(form.errors) == ["csrf_token"]


def test_a_text_of_one_line_is_stored_as_one_line_and_a_long_text_keeps_its_lines() -> None:
    form = EntryForm(MultiDict({**AOKI, "name": "青木\r\n花子", "note": "雨の日は\r\n車で"}))

    assert form.validate()
    assert form.name.data == "青木 花子"
    assert form.note.data == "雨の日は\n車で"


def test_a_reading_that_is_longer_than_what_was_typed_must_fit_all_the_same() -> None:
    form = EntryForm(MultiDict({**AOKI, "name_kana": "㌖" * 17}))

    assert not form.validate()
    assert [str(one) for one in form.name_kana.errors] == ["100文字までで入力してください"]
