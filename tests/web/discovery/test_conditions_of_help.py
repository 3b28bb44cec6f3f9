"""The choices by people, care, language and place, alone and together."""

import pytest

from eventsite.events.models import EventOffer, Offer
from eventsite.events.targets import EventTarget, Target
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event


def events() -> None:
    """One event of each kind."""
    a_listed_event("紙芝居", targets=[EventTarget(target=Target.CHILDREN)])
    a_listed_event(
        "いきいき体操",
        targets=[EventTarget(target=Target.SENIORS)],
        offers=[EventOffer(offer=Offer.WHEELCHAIR), EventOffer(offer=Offer.PARKING)],
    )
    a_listed_event("手話の会", offers=[EventOffer(offer=Offer.WHEELCHAIR), EventOffer(offer=Offer.SIGN_LANGUAGE)])
    a_listed_event("国際交流", title_en="World cafe")
    a_listed_event("にほんごの会", offers=[EventOffer(offer=Offer.EASY_JAPANESE)])
    a_listed_event("やさしい料理", summary_easy="料理を します。")


TITLES = ("紙芝居", "いきいき体操", "手話の会", "国際交流", "にほんごの会", "やさしい料理")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("for=children", {"紙芝居"}),
        ("for=children&for=seniors", {"紙芝居", "いきいき体操"}),
        ("care=wheelchair", {"いきいき体操", "手話の会"}),
        ("care=wheelchair&care=parking", {"いきいき体操"}),
        ("language=en", {"国際交流"}),
        ("language=easy", {"にほんごの会", "やさしい料理"}),
        ("language=en&language=easy", {"国際交流", "にほんごの会", "やさしい料理"}),
        ("for=seniors&care=sign_language", set()),
        ("for=nobody&care=magic&language=xx", set(TITLES)),
    ],
)
def test_a_choice_finds_what_it_says_in_the_list_and_in_the_feed(
    client: Resident, make: Make, query: str, expected: set[str]
) -> None:
    make(events)

    page = client.open(f"/events?{query}")
    feed = client.http.get(f"/calendar.ics?{query}").get_data(as_text=True)

    # The navigation of the page names none of the titles.
    assert {title for title in TITLES if title in page.text} == expected
    assert {title for title in TITLES if f"SUMMARY:{title}" in feed} == expected
    assert f"{len(expected)}件" in page.text


def test_each_choice_can_be_taken_back_alone(client: Resident, make: Make) -> None:
    make(events)

    page = client.open("/events?for=seniors&care=wheelchair&language=easy")
    assert "この条件の催しは見つかりませんでした" in page.text

    assert "いきいき体操" in page.follow("やさしい日本語の説明や対応がある").text
    assert "いきいき体操" in page.follow("ほかの条件をはずして見る").text


def test_the_form_shows_what_is_chosen_and_keeps_it(client: Resident, make: Make) -> None:
    make(events)

    page = client.open("/events?for=seniors&care=wheelchair&q=体操")
    form = next(one for one in page.forms if "language" in one.names())
    again = form.submit(language="easy")

    for words in ("65歳以上の方", "車いすで入れます", "「体操」", "やさしい日本語"):
        assert words in again.text


def test_an_event_says_for_whom_it_is_in_every_language(client: Resident, make: Make) -> None:
    shown = make(an_event, title="体操", audience="", targets=[EventTarget(target=Target.SENIORS)])

    assert "65歳以上の方" in client.open(f"/events/{shown.code}").text
    assert "People aged 65 and over" in client.open(f"/en/events/{shown.code}").text
