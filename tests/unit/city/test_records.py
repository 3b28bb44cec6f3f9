"""The shipped data of Yamaguchi, held against the documents they were taken from."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from eventsite.city.fields import CityError, check_digit
from eventsite.city.records import CityData, FigureRole, PhoneKind, read_city
from eventsite.city.settings import CitySettings, read_settings

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def data(yamaguchi: CitySettings) -> CityData:
    """Everything that ships for Yamaguchi."""
    return read_city(yamaguchi)


def test_there_are_21_centres_and_8_branches(data: CityData) -> None:
    assert len({center.slug for center in data.centers}) == 21
    assert sorted(branch.slug for branch in data.branches) == [
        "ato-ikumo",
        "ato-jifuku",
        "ato-kane",
        "ato-shinobu",
        "tokuji-kushi",
        "tokuji-shimaji",
        "tokuji-yasaka",
        "tokuji-yuno",
    ]
    assert {branch.center_code for branch in data.branches} == {"20", "21"}


def test_the_centre_of_aio_futajima_is_called_futajima(data: CityData) -> None:
    futajima = next(center for center in data.centers if center.slug == "futajima")

    assert (futajima.name, futajima.area) == ("二島地域交流センター", "秋穂二島")
    assert futajima.name_kana == "ふたじまちいきこうりゅうせんたー"
    assert (futajima.postal_code, futajima.gsi_common_id) == ("7540893", "E3520300072111")


def test_otoshi_has_two_phones_and_a_fax(data: CityData) -> None:
    otoshi = next(center for center in data.centers if center.slug == "otoshi")

    assert [(phone.label, phone.kind, phone.number) for phone in otoshi.phones] == [
        ("貸館・講座", PhoneKind.PHONE, "083-922-4035"),
        ("行政窓口", PhoneKind.PHONE, "083-922-2461"),
        (None, PhoneKind.FAX, "083-922-4036"),
    ]


def test_17_centres_have_no_known_phone(data: CityData) -> None:
    assert sum(not center.phones for center in data.centers) == 17


def test_every_centre_stands_inside_the_city(data: CityData) -> None:
    positions = [place.position for place in data.centers] + [place.position for place in data.branches]

    assert all(34 < position.latitude < Decimal("34.5") for position in positions)
    assert all(Decimal("131.3") < position.longitude < Decimal("131.8") for position in positions)


def test_the_training_figure_runs_from_188_to_250(data: CityData) -> None:
    training = [kpi for kpi in data.kpis if kpi.key == "training_attendance"]

    assert len(data.kpis) == 28
    assert [(kpi.fiscal_year, kpi.role, kpi.value) for kpi in training] == [
        (2022, FigureRole.BASELINE, Decimal(188)),
        (2022, FigureRole.ACTUAL, Decimal(188)),
        (2023, FigureRole.ACTUAL, Decimal(156)),
        (2027, FigureRole.TARGET, Decimal(250)),
    ]
    assert all(kpi.counted_from_events for kpi in training)
    assert training[0].source == "第二次山口市協働推進プラン後期推進計画 令和5年度事業報告"


def test_a_year_without_a_survey_has_no_value(data: CityData) -> None:
    unmeasured = [(kpi.key, kpi.fiscal_year) for kpi in data.kpis if kpi.value is None]

    assert unmeasured == [("home_attachment", 2023)]


def test_a_share_keeps_the_digits_of_its_source(data: CityData) -> None:
    attachment = next(kpi for kpi in data.kpis if kpi.key == "home_attachment" and kpi.fiscal_year == 2022)

    assert str(attachment.value) == "67.0"


@pytest.mark.parametrize("code", ["352039", "112011", "131024", "402150", "352047"])
def test_real_municipality_codes_have_the_right_check_digit(code: str) -> None:
    assert check_digit(code[:5]) == code[5]


def read_copy(folder: Path) -> CityData:
    return read_city(read_settings(folder / "yamaguchi.toml"))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "centers.csv",
            "753-0046",
            "753-004",
            "centers.csv の 3 行目: 「postal_code」の「753-004」は郵便番号",
        ),
        ("centers.csv", "34.183315", "43.183315E", "centers.csv の 2 行目: 「latitude」の「43.183315E」は数"),
        ("centers.csv", "01,odono,", "01,odono,,", "centers.csv の 2 行目: 列の数"),
        (
            "centers.csv",
            "34.183315",
            "134.183315",
            "centers.csv の 2 行目: 「latitude」の 134.183315 は日本の外",
        ),
        ("centers.csv", "オオドノ", "大殿", "centers.csv の 2 行目: 「name_kana」の「大殿"),
        (
            "centers.csv",
            "02,shiraishi",
            "01,shiraishi",
            "centers.csv の 3 行目: センターの code 「01」が 2 度",
        ),
        ("centers.csv", "03,yuda", "03,Yuda", "centers.csv の 4 行目: 「slug」の「Yuda」は"),
        ("centers.csv", "council_name", "council", "centers.csv の 2 行目: 「council」"),
        ("centers.csv", "name_romaji", "romaji", "centers.csv の 2 行目: 「name_romaji」が書かれていません"),
        (
            "center_branches.csv",
            "21,ato-kane",
            "22,ato-kane",
            "center_branches.csv の 2 行目: 「22」という code",
        ),
        (
            "center_phones.csv",
            "083-927-0021",
            "927-0021",
            "center_phones.csv の 2 行目: 「number」の「927-0021」",
        ),
        ("center_phones.csv", ",fax,", ",ファクス,", "center_phones.csv の 6 行目: 「kind」の「ファクス」"),
        ("kpi.csv", "74.7", "74,7", "kpi.csv の 2 行目: 列の数"),
        ("kpi.csv", "74.7", "NaN", "kpi.csv の 2 行目: 「value」の「NaN」は数ではありません"),
        ("kpi.csv", "愛着や誇り", "愛着", "kpi.csv の 2 行目: 「住んでいる地域へ愛着を"),
        ("kpi.csv", "2022,actual,67.0", "2017,baseline,67.0", "kpi.csv の 3 行目: 名前・年度・役割が同じ行"),
    ],
)
def test_a_wrong_cell_names_file_line_and_reason(
    edit: Edit, own_copy: Path, file: str, old: str, new: str, message: str
) -> None:
    edit(f"data/yamaguchi/{file}", old, new)

    with pytest.raises(CityError) as caught:
        read_copy(own_copy)

    assert message in str(caught.value)


def test_a_file_in_another_encoding_names_the_line(own_copy: Path) -> None:
    file = own_copy / "data/yamaguchi/kpi.csv"
    first, *rest = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([first, *rest]), encoding="cp932")

    with pytest.raises(CityError, match=r"kpi\.csv の 2 行目: 文字コードが UTF-8 ではありません"):
        read_copy(own_copy)


def test_a_byte_order_mark_of_a_spreadsheet_does_no_harm(own_copy: Path) -> None:
    file = own_copy / "data/yamaguchi/centers.csv"
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert len(read_copy(own_copy).centers) == 21


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('stands_in_for = "09"', 'stands_in_for = "99"', "「99」という code のセンターはありません"),
        ('center = "05"', 'center = "5"', "「5」という code のセンターはありません"),
        ('office = "kyodo-suishin"', 'office = "nobody"', "「nobody」は [[offices]] にありません"),
    ],
)
def test_settings_that_point_at_nothing_are_refused(
    edit: Edit, own_copy: Path, old: str, new: str, reason: str
) -> None:
    edit("yamaguchi.toml", old, new)

    with pytest.raises(CityError) as caught:
        read_copy(own_copy)

    assert reason in str(caught.value)


def test_another_city_needs_no_code_change() -> None:
    hagi = read_settings(Path(__file__).parents[2] / "support/cities/hagi/hagi.toml")

    data = read_city(hagi)

    assert (hagi.name, hagi.code, hagi.service_name) == ("萩市", "352047", "はぎ催し案内")
    assert [center.name for center in data.centers] == ["三見公民館", "大井公民館"]
    assert data.centers[0].council_name is None
    assert (data.branches, data.kpis, data.offices, data.venues) == ((), (), (), ())
    assert [announcement.municipality for announcement in data.announcements] == [hagi.code]
