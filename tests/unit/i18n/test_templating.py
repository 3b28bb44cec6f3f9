"""Templates say dates in the reader's language and by the city's clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, render_template_string

from eventsite.i18n import init_app, use_locale
from eventsite.i18n.templating import init_words

STARTS = datetime(2026, 11, 14, 1, tzinfo=UTC)  # 10:00 in the city
ENDS = datetime(2026, 11, 14, 3, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Flask]:
    """A bare application in its context."""
    app = Flask(__name__)
    app.testing = True
    init_app(app)
    init_words(app, ZoneInfo("Asia/Tokyo"))
    with app.app_context():
        yield app


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("words.day(starts)", "11月14日（土）"),
        ("words.day(starts, with_year=true)", "2026年（令和8年）11月14日（土）"),
        ("words.time(starts)", "午前10時"),
        ("words.times(starts, ends)", "午前10時～正午"),
        ("words.times(starts, none)", "午前10時から"),
        ("words.period(starts, ends)", "11月14日（土）午前10時～正午"),
        ("words.period(starts, ends, in_sentence=true)", "11月14日（土）午前10時から正午まで"),
        ("words.moment(ends)", "11月14日（土）正午"),
        ("words.near(starts, starts)", "今日"),
        ("words.dense(starts, ends)", "10:00–12:00"),
        ("words.short_date(starts)", "11/14(土)"),
        ("words.people(20)", "20人"),
        ("words.yen(0)", "無料"),
        ("words.duration(90)", "1時間30分"),
    ],
)
def test_a_template_says_it_in_words(site: Flask, expression: str, expected: str) -> None:
    assert render_template_string("{{ " + expression + " }}", starts=STARTS, ends=ENDS) == expected


def test_running_text_has_furigana(site: Flask) -> None:
    with use_locale("ja_easy"):
        page = render_template_string("{{ words.day(starts)|ruby }}", starts=STARTS)

    assert "<rt>どようび</rt>" in page
