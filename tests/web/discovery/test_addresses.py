"""The one address of each public page, and those of its other languages."""

import pytest

from tests.factories.accounts import a_center
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event, some_events

BASE = "http://127.0.0.1:8000"
LANGUAGES = {"ja": "", "ja-simple": "/easy", "en": "/en"}
PUBLIC = [
    "/", "/events", "/calendar/2026-11", "/centers", "/centers/niho", "/centers/niho/calendar/2026-11", "/places",
    "/accessibility", "/privacy",
]  # fmt: skip


def heads(page: Page, rel: str) -> list[tuple[str | None, str]]:
    """Return the language and address of the head's links of that kind."""
    links = [one for one in page.tree.iter("link") if one.get("rel") == rel and one.get("type") is None]
    return [(one.get("hreflang"), one.get("href", "")) for one in links]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_names_its_address_and_its_languages(client: Resident, make: Make, path: str) -> None:
    make(a_center, slug="niho")
    others = {(tag, f"{BASE}{prefix}{path}") for tag, prefix in LANGUAGES.items()}

    for tag, prefix in LANGUAGES.items():
        page = client.open(f"{prefix}{path}?fbclid=1")

        assert page.tree.get("lang") == tag
        assert heads(page, "canonical") == [(None, f"{BASE}{prefix}{path}")]
        assert set(heads(page, "alternate")) == others | {("x-default", f"{BASE}{path}")}


def test_an_event_has_one_address_in_each_language(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し")

    page = client.open(f"/easy/e/{shown.code}")

    assert heads(page, "canonical") == [(None, f"{BASE}/easy/events/{shown.code}")]
    assert ("ja-simple", f"{BASE}/easy/events/{shown.code}") in heads(page, "alternate")
    assert f'<meta property="og:url" content="{BASE}/easy/events/{shown.code}">' in page.html


def test_the_pages_of_a_list_are_told_apart_and_a_choice_from_it_is_not_for_search_engines(
    client: Resident, make: Make
) -> None:
    make(some_events, 25)

    second, chosen = client.open("/events?page=2"), client.open("/events?kind=market")

    assert heads(second, "canonical") == [(None, f"{BASE}/events?page=2")]
    assert heads(client.open("/events?page=1"), "canonical") == [(None, f"{BASE}/events")]
    assert heads(chosen, "canonical") == heads(chosen, "alternate") == []
    assert '<meta name="robots" content="noindex">' in chosen.html


def test_private_pages_and_errors_name_no_address(client: Resident, make: Make) -> None:
    slot = make(an_open_slot)
    registration = make(a_registration, slot.id)
    draft = make(an_event)

    for path in (f"/my/{registration.manage_token}", "/staff/sign-in", "/display", "/events/nowhere"):
        page = client.open(path)

        assert page.is_html, path
        assert heads(page, "canonical") == heads(page, "alternate") == [], path
    assert draft.code


def test_the_links_to_the_languages_say_which_they_are(client: Resident, make: Make) -> None:
    page = client.open("/")

    links = [one for one in page.tree.iter("a") if one.get("hreflang")]
    assert {(one.get("href"), one.get("hreflang"), one.get("lang")) for one in links} == {
        ("/easy/", "ja-simple", "ja-simple"),
        ("/en/", "en", "en"),
    }
