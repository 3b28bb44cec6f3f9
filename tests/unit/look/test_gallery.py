"""Every component appears with the content of a real week, in three languages, as sound HTML."""

import re

import html5lib
import pytest

from eventsite.emergency.queries import Banner
from eventsite.i18n import Locale
from tests.support import gallery
from tests.support.gallery import ERROR_PAGES, PAGES, Site, make_app, render

MACRO = re.compile(r"macro (\w+)\(")


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("page", [*PAGES, *(f"error/{code}" for code in ERROR_PAGES)])
def test_a_page_is_sound_html_with_a_title_and_one_main_heading(page: str, locale: str) -> None:
    html = render(make_app(), page, locale)

    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert (document.findtext("head/title") or "").strip()
    assert len(ids) == len(set(ids))
    assert html.count("<main ") == html.count("<h1") == 1
    assert 'style="' not in html


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_a_page_and_every_description_has_its_target(page: str) -> None:
    html = render(make_app(), page)
    ids = set(re.findall(r'\sid="([^"]+)"', html))

    targets = set(re.findall(r'href="#([^"]+)"', html)) - {f"day-{n}" for n in range(31)}
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert targets | described | labelled <= ids


def test_errors_stand_in_the_title_in_the_list_and_at_the_field_and_keep_what_was_typed() -> None:
    html = render(make_app(), "registration")

    assert re.search(r"<title>\s*エラー：お名前と連絡先", html)
    assert "入力内容を確認してください（6件）" in html
    assert html.count("ふりがなを入力してください") == 2
    assert 'href="#name_kana"' in html
    assert 'href="#companions-0-name"' in html
    assert 'value="勅使河原小鳥遊左衛門三郎"' in html
    assert 'value="六十"' in html
    assert re.search(r'<input[^>]*aria-invalid="true"[^>]*id="name_kana"', html)


def test_a_form_without_errors_has_no_error_list() -> None:
    html = render(make_app(), "editor")

    assert "error-summary" not in html
    assert "エラー" not in html


def test_text_size_is_a_class_of_the_whole_page() -> None:
    assert '<html lang="ja" class="text-xlarge">' in render(make_app(Site(text_size="xlarge")), "home")
    assert '<html lang="ja">' in render(make_app(), "home")


def test_demo_data_and_an_emergency_are_announced_before_the_header() -> None:
    notice = Banner("大雨のため中止", "今日の催しは中止です。", url="")

    html = render(make_app(Site(is_demo=True, emergency=notice)), "home")

    assert html.index("大雨のため中止") < html.index("見本のデータです") < html.index("masthead")


def test_what_a_person_typed_is_never_markup() -> None:
    notice = Banner("<script>alert(1)</script>", '"><img src=x>', url="")

    html = render(make_app(Site(emergency=notice)), "home")

    assert "<script>alert" not in html
    assert "<img src=x>" not in html


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_last_resort_asks_neither_the_site_nor_a_user(code: str) -> None:
    app = make_app()
    for name in ("site", "current_user"):
        del app.jinja_env.globals[name]

    html = render(app, f"error/{code}")

    assert "申し込みは完了していません" in html


def test_every_macro_is_shown_in_the_gallery_or_used_by_one_that_is() -> None:
    files = [*gallery.FOLDER.glob("*.html"), *gallery.TEMPLATES.rglob("*.html")]
    calls = [re.sub(r"\{#.*?#\}|macro \w+\(", "", file.read_text(encoding="utf-8"), flags=re.DOTALL) for file in files]
    macros = [name for file in files for name in MACRO.findall(file.read_text(encoding="utf-8"))]

    unused = [name for name in macros if not any(re.search(rf"\b{name}\(|import .*\b{name}\b", text) for text in calls)]

    assert len(macros) > 30
    assert unused == []


def test_an_error_page_says_the_sentence_that_it_is_given() -> None:
    app = make_app()
    app.jinja_env.globals |= {"message_key": "error_page.429_text", "values": {}}

    html = render(app, "error/400")

    assert "この内容は受け取れませんでした" in html
    assert "15分ほど" in html
