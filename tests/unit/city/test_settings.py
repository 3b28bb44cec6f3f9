"""A city's settings file: what it gives, and how a mistake in it is told."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventsite.city.fields import CityError
from eventsite.city.settings import CitySettings, FewLeft, OfficeKind, read_settings

EditToml = Callable[[str, str], Path]


def test_yamaguchi_is_described_in_full(yamaguchi: CitySettings) -> None:
    assert (yamaguchi.name, yamaguchi.code, yamaguchi.zone) == ("山口市", "352039", ZoneInfo("Asia/Tokyo"))
    assert yamaguchi.fiscal_year_start_month == 4
    assert yamaguchi.service_name == "やまぐち催し案内"
    assert (yamaguchi.receipt_prefix, yamaguchi.retention_days) == ("YG", 90)
    assert yamaguchi.few_left == FewLeft(places=3, percent=20)


def test_a_phone_and_hours_that_no_source_names_stay_unknown(yamaguchi: CitySettings) -> None:
    assert yamaguchi.help.office == "kyodo-suishin"
    assert yamaguchi.help.phone is None
    assert yamaguchi.help.hours is None


def test_hosts_are_the_offices_and_partners_that_announcements_name(yamaguchi: CitySettings) -> None:
    kinds = {office.name: office.kind for office in yamaguchi.offices}

    assert kinds["協働推進課"] is OfficeKind.OFFICE
    assert kinds["市民活動支援センター さぽらんて"] is OfficeKind.PARTNER


def test_the_temporary_site_of_hirakawa_has_a_first_day_and_no_invented_address(
    yamaguchi: CitySettings,
) -> None:
    site = next(venue for venue in yamaguchi.venues if venue.stands_in_for == "09")

    assert site.name == "JA山口県ふれあい平川支所"
    assert str(site.valid_from) == "2024-09-02"
    assert (site.valid_until, site.address) == (None, None)
    assert site.source == "http://hiracom.jp/topic?id=1"


def test_only_the_training_figure_is_counted_from_events(yamaguchi: CitySettings) -> None:
    counted = [kpi.key for kpi in yamaguchi.kpis if kpi.counted_from_events]

    assert counted == ["training_attendance"]
    assert len(yamaguchi.kpis) == 7


@pytest.mark.parametrize(
    ("old", "new", "line_start", "reason"),
    [
        ('code = "352039"', 'code = "352038"', "code", "検査数字"),
        ('zone = "Asia/Tokyo"', 'zone = "Asia/Yamaguchi"', "zone", "時間帯"),
        ("fiscal_year_start_month = 4", "fiscal_year_start_month = 13", "fiscal", "1 から 12 まで"),
        ('name = "やまぐち催し案内"', 'name = "やまぐち催しもの案内"', 'name = "やまぐち催し', "8 字まで"),
        ("retention_days = 90", 'retention_days = "ninety"', "retention_days", "整数"),
        ('receipt_prefix = "YG"', 'receipt_prefix = "山"', "receipt_prefix", "英大文字"),
        ('sender_name = "山口市"', 'sendername = "山口市"', "[mail]", "「sender_name」が書かれていません"),
        ("retention_days = 90", "retention_days = 90\nretain = 1", "retain ", "「retain」"),
        ("[help]", "[hepl]", "[hepl]", "[hepl]"),
        ('kind = "partner"', 'kind = "friend"', 'kind = "friend"', "office, partner"),
        ('slug = "saporante"', 'slug = "kyodo-suishin"', "[[offices]]", "2 度"),
        ('valid_from = "2024-09-02"', 'valid_from = "2024-09-31"', 'valid_from = "2024', "日はありません"),
        ("counted_from_events = true", 'counted_from_events = "yes"', "counted", "true か false"),
        ('kpi = "data/', 'kpi = "nowhere/', "kpi =", "ファイル"),
    ],
)
def test_a_mistake_names_file_line_and_reason(
    edit_toml: EditToml, old: str, new: str, line_start: str, reason: str
) -> None:
    file = edit_toml(old, new)

    with pytest.raises(CityError) as caught:
        read_settings(file)

    line = int(str(caught.value).split(" の ")[1].split(" ")[0])
    assert str(caught.value).startswith("yamaguchi.toml の ")
    assert file.read_text(encoding="utf-8").splitlines()[line - 1].startswith(line_start)
    assert reason in str(caught.value)


def test_a_file_that_is_not_toml_names_the_line(edit_toml: EditToml) -> None:
    file = edit_toml('name = "山口市"', "name = 山口市")

    with pytest.raises(CityError, match=r"yamaguchi\.toml の \d+ 行目: TOML として読めません"):
        read_settings(file)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(CityError, match=r"nowhere\.toml: ファイルが読めません"):
        read_settings(tmp_path / "nowhere.toml")
