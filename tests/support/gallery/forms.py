"""Forms of the gallery: one as a resident left it, with errors, and one of the staff."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional, Regexp

CENTERS = [
    SelectChoice("odono", "大殿地域交流センター", optgroup="中部"),
    SelectChoice("yuda", "湯田地域交流センター", optgroup="中部"),
    SelectChoice("niho", "仁保地域交流センター", optgroup="北部"),
    SelectChoice("ouchi", "大内地域交流センター", optgroup="北部"),
]
NEEDS = [SelectChoice("sign", "手話通訳"), SelectChoice("wheelchair", "車いすの席"), SelectChoice("childcare", "託児")]
PEOPLE = [SelectChoice(str(n), f"{n}人") for n in range(1, 5)]


class CompanionForm(Form):
    """A person who comes along."""

    name = StringField("いっしょに来る方のお名前", [InputRequired("いっしょに来る方のお名前を入力してください")])


class RegistrationForm(Form):
    """A resident's form."""

    name = StringField("お名前", [DataRequired("お名前を入力してください")])
    name_kana = StringField("ふりがな", [DataRequired("ふりがなを入力してください")])
    phone = TelField(
        "電話番号",
        [
            DataRequired("電話番号を入力してください"),
            Regexp(r"^[0-9-]{10,13}$", message="電話番号は10桁か11桁で入力してください"),
        ],
    )
    email = EmailField(
        "メールアドレス",
        [Optional(), Regexp(".+@.+", message="メールアドレスに「@」がありません。確認してください")],
        description="受付番号と、中止・変更のお知らせを送ります",
    )
    people = RadioField("人数", [InputRequired("人数を選んでください")], choices=PEOPLE)
    age = StringField(
        "年齢", [DataRequired("年齢を入力してください"), Regexp(r"^[0-9]+$", message="年齢を数字で入力してください")]
    )
    born_year = IntegerField("年", [Optional()])
    born_month = IntegerField("月", [Optional()])
    born_day = IntegerField("日", [Optional()])
    needs = SelectMultipleField(
        "配慮してほしいこと",
        choices=NEEDS,
        description="あてはまるものを選んでください",
    )
    note = TextAreaField("そのほか")
    photo = BooleanField("写真が市報に載ってもかまいません", description="選ばなくても申し込めます")
    companions = FieldList(FormField(CompanionForm), min_entries=1)


class EventForm(Form):
    """A clerk's form."""

    title = StringField("催しの名前", [DataRequired("催しの名前を入力してください")])
    center = SelectField("センター", choices=CENTERS)
    starts_on = DateField("開催日", [InputRequired("開催日を入力してください")])
    starts_at = TimeField("開始", [InputRequired("開始時刻を入力してください")])
    ends_at = TimeField("終了", [Optional()])
    image = FileField("写真")


def registration_form() -> Form:
    """Return the form of a person who forgot the reading and mistyped two fields."""
    typed = [
        ("name", "勅使河原小鳥遊左衛門三郎"),
        ("phone", "0839"),
        ("email", "aoki.example.jp"),
        ("age", "六十"),
        ("needs", "wheelchair"),
        ("companions-0-name", ""),
    ]
    form = RegistrationForm(MultiDict(typed))
    form.validate()
    return form


def event_form() -> Form:
    """Return a clerk's form that is filled in without errors."""
    typed = [("title", "大内塗はし絵付け体験"), ("center", "niho"), ("starts_on", "2026-11-14"), ("starts_at", "10:00")]
    return EventForm(MultiDict(typed))


FORMS = {"registration": registration_form, "editor": event_form}
