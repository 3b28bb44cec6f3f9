"""The language lies in the address, and no route knows of it."""

import pytest
from flask import Flask, Request, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.test import EnvironBuilder

from eventsite.i18n.middleware import LocaleMiddleware, alternate_urls, split_path


@pytest.mark.parametrize(
    ("path", "locale", "rest"),
    [
        ("/events", "ja", "/events"),
        ("/easy", "ja_easy", "/"),
        ("/easy/", "ja_easy", "/"),
        ("/easy/events/a", "ja_easy", "/events/a"),
        ("/en/events", "en", "/events"),
        ("/en", "en", "/"),
        ("/entry", "ja", "/entry"),
        ("/easygoing/x", "ja", "/easygoing/x"),
        ("/events/en/x", "ja", "/events/en/x"),
        ("", "ja", ""),
    ],
)
def test_the_first_part_of_a_path_may_be_a_language(path: str, locale: str, rest: str) -> None:
    assert split_path(path) == (locale, rest)


def make_site() -> Flask:
    app = Flask(__name__)
    app.wsgi_app = LocaleMiddleware(app.wsgi_app)  # type: ignore[method-assign]  # the documented way to wrap an app

    @app.get("/")
    @app.get("/events/<path:name>")
    def show(name: str = "") -> str:
        return " ".join(f"{other.locale}={other.url}" for other in alternate_urls(request))

    @app.get("/old")
    def old() -> ResponseReturnValue:
        return redirect(url_for("show", name="new"), code=303)

    return app


def test_links_and_redirects_stay_in_the_language() -> None:
    Baba = make_site().test_client()  # noqa: N806 - a person

    assert Baba.get("/en/old").location == "/en/events/new"
    assert Baba.get("/easy/old").location == "/easy/events/new"
    assert Baba.get("/old").location == "/events/new"


def test_a_page_names_itself_in_every_language() -> None:
    said = make_site().test_client().get("/easy/events/大内?q=a%26b&page=2").text

    path = "/events/%E5%A4%A7%E5%86%85?q=a%26b&page=2"
    assert said == f"ja={path} ja_easy=/easy{path} en=/en{path}"


def test_a_home_page_in_a_language_needs_no_slash() -> None:
    answer = make_site().test_client().get("/easy")

    assert answer.status_code == 200
    assert answer.text == "ja=/ ja_easy=/easy/ en=/en/"


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example"])
def test_no_path_makes_a_link_to_another_site(path: str) -> None:
    asked = Request(EnvironBuilder(path="/").get_environ() | {"PATH_INFO": path})

    urls = [other.url for other in alternate_urls(asked)]

    assert not [url for url in urls if url.startswith(("//", "/\\"))]


def test_every_language_is_named_in_itself_and_the_current_one_is_marked() -> None:
    asked = Request(EnvironBuilder(path="/").get_environ() | {"eventsite.locale": "en"})

    others = alternate_urls(asked)

    assert [other.label for other in others] == ["日本語", "やさしい 日本語", "English"]
    assert [other.is_current for other in others] == [False, False, True]


def test_a_site_below_a_path_keeps_it() -> None:
    answer = make_site().test_client().get("/en/events/a", environ_overrides={"SCRIPT_NAME": "/city"})

    assert "en=/city/en/events/a" in answer.text
