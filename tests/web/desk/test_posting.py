"""A clerk posts an event: from the first choice to the stored dates."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.models import Event, EventKind, Occurrence, Organizer, Precision, Publication, Venue, Visibility
from eventsite.events.models_search import EventSearch
from tests.factories.accounts import a_center, a_user
from tests.factories.events import a_date, a_venue, an_event
from tests.support.fixtures import Make
from tests.support.pages import Form, Page, Resident


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki works; another center with its own event exists as well."""
    other = make(a_center, slug="ouchi", name="大内地域交流センター")
    make(an_event, other.id, title="大内のまつり")
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


def blank(clerk: Resident) -> Form:
    """Return the empty form; it has one row for a date."""
    return editor(clerk.open("/staff/centers/niho/events/new?start=blank"))


def editor(page: Page) -> Form:
    return next(form for form in page.forms if "title" in form.names())


def with_rows(form: Form, count: int) -> Form:
    """Return the form with so many rows, got by pressing the button, as in a browser without a script."""
    for _ in range(count - 1):
        form = editor(form.submit("act=add"))
    return form


def post(form: Form, **more: Any) -> Page:
    said = {"title": "ふるさと探訪", "kind": "heritage_walk", **more}
    return form.submit("act=save", **said)


def on_the_clock(instant: datetime | None) -> str:
    """Return the city's day and time of an instant that must be there."""
    assert instant is not None
    return f"{clock.local(instant):%Y-%m-%d %H:%M}"


def only_event(title: str = "ふるさと探訪") -> Event:
    return db.session.scalars(select(Event).where(Event.title == title)).one()


def test_a_clerk_posts_an_event_with_two_dates_in_one_go(app: Any, aoki: Resident) -> None:
    first, second = "2030-11-09", "2030-11-16"
    form = with_rows(blank(aoki), 2)

    page = post(
        form,
        title_kana="ふるさとたんぼう",
        **{"dates-0-day": first, "dates-0-starts": "9:30", "dates-0-ends": "12:00", "dates-0-doors": "9:00"},
        **{"dates-1-day": second, "dates-1-starts": "9:30", "dates-1-ends": "12:00"},
        place_name="仁保の郷",
        venue="new",
        meeting_place="道の駅の入口",
    )

    assert "保存しました" in page.text
    with app.app_context():
        event = only_event()
        assert event.publication is Publication.DRAFT
        assert [clock.local(one.starts_at).strftime("%Y-%m-%d %H:%M") for one in event.occurrences] == [
            f"{first} 09:30",
            f"{second} 09:30",
        ]
        assert {one.venue.name for one in event.occurrences if one.venue} == {"仁保の郷"}
        assert [one.uid for one in event.occurrences] == [
            f"{one.code}@city.yamaguchi.lg.jp" for one in event.occurrences
        ]
        found_by = db.session.get_one(EventSearch, event.id)
        assert "ふるさとたんぼう" in found_by.title_reading
        assert "仁保の郷" in found_by.text
        assert "ふるさと探訪" in page.text


def test_an_entry_with_errors_is_shown_again_as_typed_and_stores_nothing(app: Any, aoki: Resident) -> None:
    form = with_rows(blank(aoki), 1)

    page = post(
        form,
        title="",
        fee="yen",
        fee_yen="たくさん",
        **{"dates-0-day": "2026-02-30", "dates-0-starts": "10:00"},
        description="内容はこれです",
    )

    assert page.status == 422
    assert page.title.startswith("エラー")
    assert "題名を入力してください" in page.text
    assert "この日付は暦にありません" in page.text
    again = editor(page)
    assert again["dates-0-day"] == "2026-02-30"
    assert again["fee_yen"] == "たくさん"
    assert again["description"] == "内容はこれです"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event).where(Event.title == "")) == 0


def test_rows_come_and_go_without_a_script_and_keep_what_is_typed(aoki: Resident) -> None:
    form = blank(aoki)
    form.fill(**{"dates-0-day": "2027-01-09", "dates-0-starts": "10:00", "title": "餅つき"})

    two = editor(form.submit("act=add"))
    one = editor(two.submit("act=drop-0"))

    assert two["title"] == "餅つき"
    assert two["dates-1-starts"] == "10:00"
    assert two["dates-1-day"] == ""
    assert "dates-1-day" not in one.names()


def test_every_second_saturday_becomes_rows_until_the_day_and_without_the_days_off(app: Any, aoki: Resident) -> None:
    form = with_rows(blank(aoki), 1)
    form.fill(**{"dates-0-day": "2026-12-12", "dates-0-starts": "13:30", "dates-0-ends": "15:00"})

    repeated = editor(
        form.submit(
            "act=repeat",
            **{"repeat-step": "monthly_weekday", "repeat-until": "2027-04-10", "repeat-skip": "1/9、2027年2月13日"},
        )
    )
    post(repeated, title="第2土曜の会")

    with app.app_context():
        days = [clock.today(one.starts_at).isoformat() for one in only_event("第2土曜の会").occurrences]
        assert days == ["2026-12-12", "2027-03-13", "2027-04-10"]


def test_repeating_without_a_first_date_says_what_is_missing(aoki: Resident) -> None:
    page = blank(aoki).submit("act=repeat", **{"repeat-until": "2027-04-10"})

    assert page.status == 422
    assert "先に、1回目の日時を入力してください" in page.text


@pytest.mark.parametrize(
    ("typed", "starts", "ends"),
    [
        (("２０２７年２月１３日", "１０：００", "１２：００"), "2027-02-13 10:00", "2027-02-13 12:00"),
        (("令和9年2月13日", "午前10時", "正午"), "2027-02-13 10:00", "2027-02-13 12:00"),
        (("2027-03-31", "20:00", "1:00"), "2027-03-31 20:00", "2027-04-01 01:00"),
        (("2028-02-29", "22:00", "0:00"), "2028-02-29 22:00", "2028-03-01 00:00"),
    ],
)
def test_dates_are_understood_as_people_write_them(
    app: Any, aoki: Resident, typed: tuple[str, str, str], starts: str, ends: str
) -> None:
    form = with_rows(blank(aoki), 1)

    post(form, **{"dates-0-day": typed[0], "dates-0-starts": typed[1], "dates-0-ends": typed[2]})

    with app.app_context():
        (stored,) = only_event().occurrences
        assert on_the_clock(stored.starts_at) == starts
        assert on_the_clock(stored.ends_at) == ends


def test_days_with_nights_and_whole_days_have_their_ends(app: Any, aoki: Resident) -> None:
    form = with_rows(blank(aoki), 2)

    post(
        form,
        **{
            "dates-0-day": "2027-03-30",
            "dates-0-starts": "13:00",
            "dates-0-ends": "11:00",
            "dates-0-last_day": "2027-04-01",
        },
        **{"dates-1-day": "2027-05-01", "dates-1-last_day": "2027-05-31", "dates-1-all_day": "y"},
    )

    with app.app_context():
        stay, month = only_event().occurrences
        assert on_the_clock(stay.ends_at) == "2027-04-01 11:00"
        assert month.precision is Precision.DAY
        assert on_the_clock(month.starts_at) == "2027-05-01 00:00"
        assert on_the_clock(month.ends_at) == "2027-06-01 00:00"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"day": "2027-02-13", "starts": "13:00", "ends": "12:00"}, "終わりが、始まりより後になるように"),
        ({"day": "2027-02-13"}, "始まる時刻を入力してください"),
        ({"starts": "10:00"}, "日にちを入力してください"),
        ({"day": "2027-02-13", "starts": "10:00", "doors": "10:30"}, "開場は、開始と同じか前の時刻に"),
        ({"day": "2027-02-13", "starts": "10:00", "last_day": "2027-02-12"}, "始まる日より前です"),
        ({"day": "2027-02-13", "starts": "10:00", "last_day": "2027-02-14"}, "終わる時刻を入力してください"),
        ({"day": "2027-02-13", "starts": "午後12時"}, "正午"),
    ],
)
def test_a_row_that_cannot_be_gets_its_sentence(aoki: Resident, row: dict[str, str], sentence: str) -> None:
    form = with_rows(blank(aoki), 1)

    page = post(form, **{f"dates-0-{name}": value for name, value in row.items()})

    assert page.status == 422
    assert sentence in page.text
    assert page.title.startswith("エラー")


def test_the_same_time_twice_is_asked_back(aoki: Resident) -> None:
    form = with_rows(blank(aoki), 2)
    row = {"day": "2027-02-13", "starts": "10:00"}

    page = post(form, **{f"dates-{n}-{name}": value for n in (0, 1) for name, value in row.items()})

    assert page.status == 422
    assert "同じ日時が2つあります" in page.text


def test_ten_thousand_characters_fit_and_one_more_is_asked_back(app: Any, aoki: Resident) -> None:
    page = post(blank(aoki), description="あ" * 10_000)
    refused = post(blank(aoki), title="長い話", description="あ" * 10_001)

    assert page.status == 200
    assert refused.status == 422
    assert editor(refused)["description"] == "あ" * 10_001
    with app.app_context():
        assert only_event().description == "あ" * 10_000


def test_rare_letters_stay_and_nul_is_refused(app: Any, aoki: Resident) -> None:
    post(blank(aoki), title="𠮷田と髙橋の話", hosts="𠮷田会、髙橋会")
    refused = post(blank(aoki), title="見え\x00ない")

    assert refused.status == 422
    assert "使えない文字" in refused.text
    with app.app_context():
        event = only_event("𠮷田と髙橋の話")
        assert [one.name for one in event.organizers] == ["𠮷田会", "髙橋会"]
        assert "吉田と高橋" in db.session.get_one(EventSearch, event.id).title


def test_a_price_needs_its_amount_and_a_free_event_none(app: Any, aoki: Resident) -> None:
    missing = post(blank(aoki), fee="yen")
    doubtful = post(blank(aoki), fee="free", fee_yen="500")
    post(blank(aoki), fee="yen", fee_yen="５００円", fee_note="材料費")

    assert "金額を入力してください" in missing.text
    assert "上で「金額を決める」を選んでください" in doubtful.text
    with app.app_context():
        assert only_event().fee_yen == 500


def test_a_new_place_is_stored_once_and_offered_again(app: Any, aoki: Resident, niho: Any) -> None:
    for title in ("一の会", "二の会"):
        form = with_rows(blank(aoki), 1)
        post(
            form, title=title, venue="new", place_name="深野集会所", place_address="山口市仁保下郷",
            **{"dates-0-day": "2027-02-13", "dates-0-starts": "10:00"},
        )  # fmt: skip

    with app.app_context():
        assert db.session.scalars(select(Venue.name).where(Venue.center_id == niho.id)).all() == ["深野集会所"]
        assert "深野集会所" in aoki.open("/staff/centers/niho/events/new?start=blank").text


def test_the_center_comes_from_the_address_and_never_from_the_form(app: Any, aoki: Resident, niho: Any) -> None:
    form = blank(aoki)
    form.values.append(("center_id", "1"))

    post(form)

    with app.app_context():
        assert only_event().center_id == niho.id


def test_another_centers_pages_are_not_there(app: Any, aoki: Resident, make: Make) -> None:
    with app.app_context():
        foreign = only_event("大内のまつり").code
    place = make(a_venue, 1, name="大内の部屋")

    assert aoki.open("/staff/centers/ouchi/events/new").status == 404
    assert aoki.open(f"/staff/events/{foreign}/edit").status == 404
    assert aoki.open(f"/staff/centers/niho/events/new?copy={foreign}").status == 404
    assert "大内" not in aoki.open("/staff/centers/niho/events/new?start=blank").text
    form = blank(aoki)
    form.values = [pair for pair in form.values if pair[0] != "venue"] + [("venue", str(place.id))]
    assert post(form).status == 422


def test_a_copy_has_everything_but_the_dates(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    venue = make(a_venue, niho.id, name="仁保の森")
    earlier = make(an_event, niho.id, title="去年の探訪", belongings="水筒", visibility=Visibility.INTERNAL)
    make(a_date, earlier.id, -365, venue_id=venue.id)
    make(lambda: db.session.add(Organizer(event_id=earlier.id, role="host", name="仁保の会")))

    form = editor(aoki.open("/staff/centers/niho/events/new").follow("去年の探訪"))
    post(form, title="今年の探訪")

    with app.app_context():
        copied = only_event("今年の探訪")
        assert copied.belongings == "水筒"
        assert copied.visibility is Visibility.INTERNAL
        assert copied.kind is EventKind.HERITAGE_WALK
        assert [one.name for one in copied.organizers] == ["仁保の会"]
        assert copied.occurrences == []
        assert form["venue"] == str(venue.id)
        assert copied.publication is Publication.DRAFT
        assert (
            db.session.scalar(select(func.count()).select_from(Occurrence).where(Occurrence.event_id == copied.id)) == 0
        )


def test_a_starter_brings_the_usual_words_of_its_kind(aoki: Resident) -> None:
    form = editor(aoki.open("/staff/centers/niho/events/new").follow("ふるさと探訪"))

    assert form["kind"] == "heritage_walk"
    assert form["weather_rule"] == "cancel"
    assert "歩きやすい靴" in form["belongings"]
    assert form["hosts"] == "仁保地域交流センター"


@pytest.mark.parametrize("name", ["dates-²-day", "dates-9999999999999999999999-day", "dates--day", "dates-0-nothing"])
def test_names_that_no_browser_sends_do_no_harm(app: Any, aoki: Resident, name: str) -> None:
    form = blank(aoki)
    form.values += [(name, "2027-02-13"), ("act", "drop-²")]

    assert post(form).status == 200
    with app.app_context():
        assert only_event().occurrences == []


def test_what_was_chosen_but_never_offered_is_asked_back(aoki: Resident) -> None:
    for name in ("venue", "contact", "counts_toward", "kind", "weather_rule", "fee", "visibility"):
        form = blank(aoki)
        form.values = [pair for pair in form.values if pair[0] != name] + [(name, "²")]

        page = form.submit("act=save", **({"title": "会"} if name == "kind" else {"title": "会", "kind": "other"}))

        assert page.status == 422, name
        assert "選べるものの中から" in page.text, name
