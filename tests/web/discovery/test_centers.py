"""The centers' pages."""

from datetime import UTC, datetime

from eventsite.accounts.models import Center, CenterKind, CenterPhone, PhoneKind
from eventsite.core.db import db
from tests.factories.accounts import a_center
from tests.factories.events import a_venue
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event


def otoshi() -> Center:
    """大歳 with several lines, a temporary building and a branch."""
    center = a_center(slug="otoshi", name="大歳地域交流センター", phone="083-922-4035")
    center.council_name = "大歳自治振興会"
    center.phones += [CenterPhone(kind=PhoneKind.FAX, label="", number="083-922-4036", position=2)]
    a_venue(center.id, name=center.name, is_seat=True)
    temporary = a_venue(center.id, name="ふれあい支所", is_seat=True, valid_from=datetime(2024, 9, 2, tzinfo=UTC))
    temporary.address = ""
    a_venue(center.id, name="新しい建物", is_seat=True, valid_from=datetime(2090, 4, 1, tzinfo=UTC))
    a_center(slug="otoshi-branch", name="大歳分館", kind=CenterKind.BRANCH, parent_id=center.id)
    db.session.flush()
    return center


def without_a_phone() -> Center:
    """白石, whose number stands in no public source."""
    center = a_center(slug="shiraishi", name="白石地域交流センター")
    center.phones.clear()
    db.session.flush()
    return center


def test_the_list_has_all_centers_with_lines_and_branches_below_theirs(client: Resident, make: Make) -> None:
    make(otoshi)
    make(a_center, slug="niho")
    make(a_center, slug="office", name="協働推進課", kind=CenterKind.OFFICE)

    page = client.open("/centers")

    for words in (
        "大歳地域交流センター",
        "083-922-4035",
        "083-922-4036",
        "大歳分館",
        "仁保地域交流センター",
        "協働推進課",
    ):
        assert words in page.text
    assert page.text.index("大歳分館") < page.text.index("協働推進課")


def test_a_center_says_where_it_is_now_and_where_it_will_be(client: Resident, make: Make) -> None:
    make(otoshi)

    page = client.open("/centers/otoshi")

    assert "ふれあい支所" in page.text
    assert "2024年（令和6年）9月2日（月）から" in page.text
    assert "住所は、まだ分かっていません" in page.text
    assert "新しい建物" in page.text
    assert "大歳自治振興会" in page.text
    assert "大歳分館" in page.text


def test_a_center_shows_its_own_and_its_branchs_events_only(client: Resident, make: Make) -> None:
    center = make(otoshi)
    niho = make(a_center, slug="niho")
    make(a_listed_event, "大歳の催し", center_id=center.id)
    make(a_listed_event, "仁保の催し", center_id=niho.id)

    page = client.open("/centers/otoshi")

    assert "大歳の催し" in page.text
    assert "仁保の催し" not in page.text
    assert "/centers/otoshi/calendar.ics" in page.html
    assert "大歳の催し" in page.follow("すべて見る（1件）").text
    assert page.follow("今月の催しをまとめて見る").status == 200


def test_a_center_whose_phone_is_not_known_says_so(client: Resident, make: Make) -> None:
    make(without_a_phone)

    page = client.open("/centers/shiraishi")

    assert "電話番号は、まだ分かっていません" in page.text


def test_an_unknown_center_is_not_found(client: Resident, make: Make) -> None:
    make(otoshi)

    for address in ("/centers/atlantis", "/centers/atlantis/calendar.ics", "/centers/%00"):
        assert client.open(address).status == 404
