"""Where something happens: a list that needs no map."""

from typing import Any

import pytest

from eventsite.accounts.models import Center
from eventsite.core.db import db
from eventsite.events.models import OccurrenceStatus, Publication, Venue
from tests.factories.accounts import a_center
from tests.factories.events import a_date, a_venue, an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event

ODONO, SHIRAISHI, ATO = (34.183315, 131.479809), (34.174061, 131.473595), (34.398530, 131.721424)
CENTERS = (
    ("ato", "阿東地域交流センター", "アトウ", ATO),
    ("odono", "大殿地域交流センター", "オオドノ", ODONO),
    ("shiraishi", "白石地域交流センター", "シライシ", SHIRAISHI),
)


def a_seat(center: Center, position: tuple[float, float]) -> Venue:
    """The center's own building."""
    return a_place(center, center.name, position, is_seat=True)


def a_place(center: Center, name: str, position: tuple[float, float] | None, **more: Any) -> Venue:
    """A place of the center, at the address that its name tells."""
    venue = a_venue(center.id, name, **more)
    venue.address = f"{center.area}の住所"
    venue.latitude, venue.longitude = position or (None, None)
    db.session.flush()
    return venue


def three_centers() -> dict[str, int]:
    """Three centers, each with its building and an event there; return the places by slug."""
    places = {}
    for slug, name, kana, position in reversed(CENTERS):
        center = a_center(slug, name)
        center.name_kana, center.area = kana, name.removesuffix("地域交流センター")
        places[slug] = a_seat(center, position).id
        a_listed_event(f"{slug}の催し", center_id=center.id, date={"venue_id": places[slug]})
    return places


def order(page: Any, *words: str) -> list[str]:
    """Return the words in the order in which the headings of the page have them."""
    headings = ["".join(one.itertext()) for one in page.tree.iter() if one.tag == "h3"]
    return [one for heading in headings for one in words if one in heading and "地域交流センター" in heading]


def test_places_stand_by_the_reading_of_their_area(client: Resident, make: Make) -> None:
    make(three_centers)

    page = client.open("/places")

    assert order(page, "大殿", "白石", "阿東") == ["阿東", "大殿", "白石"]
    assert "次は" in page.text


def test_from_a_center_the_nearest_comes_first_with_its_distance(client: Resident, make: Make) -> None:
    make(three_centers)

    page = client.open("/places").form("/places").submit(**{"from": "odono"})

    assert order(page, "大殿", "白石", "阿東") == ["大殿", "白石", "阿東"]
    assert "約1.2km" in page.text
    assert "約33km" in page.text


@pytest.mark.parametrize("start", ["", "atlantis", "%00", "ODONO"])
def test_from_nowhere_they_stand_by_area(client: Resident, make: Make, start: str) -> None:
    make(three_centers)

    page = client.open(f"/places?from={start}")

    assert page.status == 200
    assert order(page, "大殿", "白石", "阿東") == ["阿東", "大殿", "白石"]


def test_rooms_of_one_building_stand_together_and_lead_to_all_their_events(client: Resident, make: Make) -> None:
    def build() -> None:
        center = a_center("niho")
        a_seat(center, ODONO)
        for name in ("大会議室", "和室"):
            room = a_place(center, f"{center.name} {name}", ODONO)
            a_listed_event(f"{name}の催し", center_id=center.id, date={"venue_id": room.id})
        a_listed_event("外の催し", center_id=center.id, date={"venue_id": a_place(center, "公園", SHIRAISHI).id})

    make(build)

    page = client.open("/places")
    found = page.follow("催しを見る（2件）")

    assert page.text.count("仁保地域交流センター") >= 1
    assert "大会議室" in found.text
    assert "和室の催し" in found.text
    assert "外の催し" not in found.text
    assert "仁保地域交流センター" in found.text  # the condition, which can be taken back
    assert "和室の催し" in client.open(found.address.replace("/events", "/calendar.ics")).html


def test_what_is_off_over_hidden_or_elsewhere_makes_no_place(client: Resident, make: Make) -> None:
    def build() -> None:
        center = a_center("niho")
        for name, days, publication, status in (
            ("中止の家", 7, Publication.PUBLISHED, OccurrenceStatus.CANCELLED),
            ("去年の家", -30, Publication.PUBLISHED, OccurrenceStatus.SCHEDULED),
            ("下書きの家", 7, Publication.DRAFT, OccurrenceStatus.SCHEDULED),
        ):
            event = an_event(center.id, name, publication)
            a_date(event.id, days, venue_id=a_venue(center.id, name).id, status=status)

    make(build)

    page = client.open("/places")

    assert "これから催しのある場所は、まだありません" in page.text
    assert "の家" not in page.text


def test_a_place_without_a_position_comes_last_and_says_so(client: Resident, make: Make) -> None:
    def build() -> None:
        places = three_centers()
        center = db.session.get_one(Venue, places["ato"]).center_id
        a_listed_event("森の催し", center_id=center, date={"venue_id": a_venue(center, "森の広場").id})

    make(build)

    for address in ("/places", "/places?from=odono"):
        text = client.open(address).text
        assert (
            text.index("白石地域交流センター", text.index("大殿"))
            < text.rindex("地図にない場所")
            < text.rindex("森の広場")
        )


def test_a_place_that_does_not_exist_is_no_condition(client: Resident, make: Make) -> None:
    make(three_centers)
    hidden = make(a_venue, name="まだ言えない家")
    secret = make(an_event, title="下書き", publication=Publication.DRAFT)
    make(a_date, secret.id, venue_id=hidden.id)

    for place in ("999999", str(hidden.id), "0", "-1", "x", "9" * 30):
        page = client.open(f"/events?place={place}")
        assert "odonoの催し" in page.text
        assert "まだ言えない家" not in page.text


def test_only_the_page_of_places_may_show_pictures_of_the_map(client: Resident, make: Make) -> None:
    make(three_centers)

    assert "cyberjapandata.gsi.go.jp" in client.http.get("/places").headers["Content-Security-Policy"]
    for address in ("/", "/events", "/centers/odono"):
        assert "gsi.go.jp" not in client.http.get(address).headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["/easy", "/en"])
def test_the_places_read_in_every_language(client: Resident, make: Make, language: str) -> None:
    make(three_centers)

    assert client.open(f"{language}/places?from=odono").status == 200


def test_the_way_to_an_event_can_be_opened_in_maps(client: Resident, make: Make) -> None:
    places = make(three_centers)
    shown = make(a_listed_event, "道のある催し", date={"venue_id": places["odono"]})

    links = client.open(f"/events/{shown.code}").links()

    assert "https://maps.gsi.go.jp/#17/34.183315/131.479809/" in links
    assert "geo:34.183315,131.479809?q=34.183315,131.479809" in links
