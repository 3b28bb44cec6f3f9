"""How centers and their rooms are called in each language."""

import pytest

from eventsite.accounts.models import Center
from eventsite.events.naming import center_text, place_text
from eventsite.i18n import Locale, Text

NIHO = Center(name="仁保地域交流センター", name_kana="ニホチイキコウリュウセンター", name_en="Niho Community Center")
ATO = Center(name="阿東地域交流センター", name_kana="")


def japanese(text: str) -> Text:
    return Text(f"[{text}]")


@pytest.mark.parametrize(
    ("center", "locale", "name"),
    [
        (NIHO, Locale.JA, "仁保地域交流センター"),
        (NIHO, Locale.JA_EASY, "仁保地域交流センター"),
        (NIHO, Locale.EN, "Niho Community Center"),
        (ATO, Locale.EN, "[阿東地域交流センター]"),
        (ATO, Locale.JA_EASY, "阿東地域交流センター"),
    ],
)
def test_a_center_has_its_english_name_where_there_is_one(center: Center, locale: Locale, name: str) -> None:
    assert center_text(center, locale, japanese) == name


def test_its_reading_stands_above_its_name() -> None:
    assert "<rt>" in center_text(NIHO, Locale.JA_EASY).html
    assert "<rt>" not in center_text(ATO, Locale.JA_EASY).html


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("仁保地域交流センター", "Niho Community Center"),
        ("仁保地域交流センター　講堂", "Niho Community Center [講堂]"),
        ("仁保地域交流センター 講堂", "Niho Community Center [講堂]"),
        ("仁保運動場", "[仁保運動場]"),
        ("大殿地域交流センター 講堂", "[大殿地域交流センター 講堂]"),
    ],
)
def test_a_room_keeps_the_name_on_its_door(place: str, name: str) -> None:
    assert place_text(place, NIHO, Locale.EN, japanese) == name


def test_a_name_cannot_carry_markup() -> None:
    crooked = Center(name="<b>仁保</b>", name_kana="", name_en="<i>Niho</i>")

    shown = place_text("<b>仁保</b> <script>", crooked, Locale.EN)

    assert shown.html == "&lt;i&gt;Niho&lt;/i&gt; &lt;script&gt;"
