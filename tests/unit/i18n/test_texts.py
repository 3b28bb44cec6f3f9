"""Texts by key: values, plurals, furigana, and what happens when one is missing."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, render_template_string
from markupsafe import Markup

from eventsite.i18n import current_locale, init_app, lazy, ruby, t, t_html, translate, use_locale
from eventsite.i18n import texts as texts_module
from eventsite.i18n.middleware import LocaleMiddleware
from eventsite.i18n.ruby import Text, marked, with_reading
from eventsite.i18n.texts import MissingText

SOME_TEXTS = {
    "ja": {"x.hello": "{name}さん、こんにちは", "x.only": "日本語だけ", "x.go_html": '<a href="{url}">見る</a>'},
    "ja_easy": {"x.hello": "{name}さん、［今日|きょう］は", "x.go_html": '<a href="{url}">［見|み］る</a>'},
    "en": {"x.hello": "Hello {name}", "x.go_html": '<a href="{url}">See</a>', "x.n.one": "one", "x.n.other": "{count}"},
}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A bare application whose catalog holds a few texts of our own."""
    monkeypatch.setattr(texts_module, "catalog", lambda locale: SOME_TEXTS[locale])
    texts_module._templates.cache_clear()
    app = Flask(__name__)
    app.testing = True
    init_app(app)
    app.wsgi_app = LocaleMiddleware(app.wsgi_app)  # type: ignore[method-assign]  # the documented way to wrap an app

    @app.get("/")
    def _home() -> str:
        return render_template_string(
            '{{ html_lang }}|{{ t_html("x.hello", name="<b>") }}|{{ t("x.hello", name="<b>") }}|'
            '{{ t("x.go_html", url="/?a&b") }}'
        )

    yield app
    texts_module._templates.cache_clear()


def test_a_page_speaks_the_language_of_its_address(site: Flask) -> None:
    Aoki = site.test_client()  # noqa: N806 - a person

    assert Aoki.get("/").text.startswith("ja|&lt;b&gt;さん、こんにちは|")
    assert Aoki.get("/en/").text.startswith("en|Hello &lt;b&gt;|")
    assert "<ruby>今日<rp>（</rp><rt>きょう</rt><rp>）</rp></ruby>" in Aoki.get("/easy/").text


def test_only_running_text_has_furigana(site: Flask) -> None:
    running, attribute, link = site.test_client().get("/easy/").text.split("|")[1:]

    assert "<rt>きょう</rt>" in running
    assert attribute == "&lt;b&gt;さん、今日は"
    assert link.startswith('<a href="/?a&amp;b"><ruby>見')


def test_furigana_can_be_switched_off(site: Flask) -> None:
    with site.test_request_context("/"), use_locale("ja_easy"):
        g.furigana = False

        assert t_html("x.hello", name="Baba") == "Babaさん、今日は"


def test_what_a_person_typed_is_never_read_as_furigana(site: Flask) -> None:
    with site.app_context(), use_locale("ja_easy"):
        said = t_html("x.hello", name="［千葉|ちば］")

    assert "［千葉|ちば］さん" in said


def test_a_text_inside_a_text_keeps_its_reading(site: Flask) -> None:
    with site.app_context(), use_locale("ja_easy"):
        said = t_html("x.hello", name=marked("［山口|やまぐち］"))
        plain = t("x.hello", name=marked("［山口|やまぐち］"))

    assert "<rt>やまぐち</rt>" in said
    assert plain == "山口さん、今日は"


def test_english_tells_one_from_many(site: Flask) -> None:
    assert translate("en", "x.n", count=1) == "one"
    assert translate("en", "x.n", count=2) == "2"


def test_a_missing_text_stops_a_test(site: Flask) -> None:
    with site.app_context(), use_locale("en"), pytest.raises(MissingText):
        t("x.only")


def test_a_missing_text_is_japanese_for_a_resident(site: Flask) -> None:
    site.testing = False

    with site.app_context(), use_locale("en"):
        assert t("x.only") == "日本語だけ"
        assert t("x.nowhere") == "x.nowhere"


def test_a_mail_is_written_in_the_language_of_its_addressee(site: Flask) -> None:
    with site.test_request_context("/"):
        with use_locale("en"):
            assert t("x.hello", name="Baba") == "Hello Baba"
        assert current_locale() == "ja"


def test_a_phrase_waits_for_its_reader(site: Flask) -> None:
    greeting = lazy("x.hello", name="Chiba")

    with site.app_context():
        with use_locale("en"):
            assert str(greeting) == "Hello Chiba"
        with use_locale("ja_easy"):
            assert ruby(greeting) == t_html("x.hello", name="Chiba")


def test_without_a_page_the_language_is_japanese() -> None:
    assert current_locale() == "ja"


def test_a_name_is_shown_with_its_stored_reading_and_never_with_a_guess() -> None:
    assert with_reading("仁保", "にほ").html == "<ruby>仁保<rp>（</rp><rt>にほ</rt><rp>）</rp></ruby>"
    assert with_reading("仁保", "").html == "仁保"
    assert with_reading("<b>", "び").html.startswith("<ruby>&lt;b&gt;")
    assert isinstance(with_reading("仁保", "にほ"), Text)


@pytest.mark.parametrize(
    ("word", "reading", "html"),
    [
        ("仁保センター", "にほせんたー", "<ruby>仁保<rp>（</rp><rt>にほ</rt><rp>）</rp></ruby>センター"),
        ("竹かご", "たけかご", "<ruby>竹<rp>（</rp><rt>たけ</rt><rp>）</rp></ruby>かご"),
        ("竹とんぼ", "ばんぶー", "<ruby>竹とんぼ<rp>（</rp><rt>ばんぶー</rt><rp>）</rp></ruby>"),
        ("センター", "せんたー", "<ruby>センター<rp>（</rp><rt>せんたー</rt><rp>）</rp></ruby>"),
    ],
)
def test_an_ending_in_kana_reads_itself(word: str, reading: str, html: str) -> None:
    assert with_reading(word, reading).html == html


def test_any_value_can_be_shown() -> None:
    assert ruby("<i>") == "&lt;i&gt;"
    assert ruby(Markup("<i>")) == "<i>"
    assert ruby(3) == "3"
