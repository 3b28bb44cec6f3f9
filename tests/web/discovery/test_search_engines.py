"""What search engines read of each page besides its words."""

import pytest

from tests.factories.accounts import a_center
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event

LANGUAGES = ("", "/easy", "/en")
PLAIN = ("/", "/events", "/centers", "/places", "/privacy", "/accessibility", "/my")


def descriptions(page: Page) -> list[str]:
    return [one.get("content") or "" for one in page.tree.iter("meta") if one.get("name") == "description"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_described_once(client: Resident, make: Make, language: str) -> None:
    event, center = make(a_listed_event, "しめ縄づくり"), make(a_center, "niho")

    found = [
        descriptions(client.open(f"{language}{path}"))
        for path in (
            *PLAIN,
            f"/events/{event.code}",
            f"/centers/{center.slug}",
            f"/centers/{center.slug}/calendar/2026-11",
        )
    ]

    assert [len(one) for one in found] == [1] * len(found)
    assert all(one[0].strip() for one in found)


def test_a_page_is_described_in_its_language(client: Resident) -> None:
    said = {descriptions(client.open(f"{language}/events"))[0] for language in LANGUAGES}

    assert len(said) == len(LANGUAGES)


def test_robots_are_told_where_nothing_is_for_them(client: Resident) -> None:
    told = client.http.get("/robots.txt")

    assert told.mimetype == "text/plain"
    assert told.get_data(as_text=True).splitlines() == [
        "User-agent: *", "Disallow: /staff/", "Disallow: /supporters/", "Disallow: /demo/"
    ]  # fmt: skip
