"""What the gallery shows: long titles, a surname of twelve characters, every state of a registration."""

from typing import Any

from markupsafe import Markup

from eventsite.emergency.queries import Banner

Row = dict[str, Any]


def tag(state: str, label: str, detail: str = "") -> Row:
    """Return a status tag."""
    return {"state": state, "label": label, "detail": detail}


TAGS = [
    tag("open", "受付中", "あと8人"),
    tag("few", "残りわずか", "あと2人"),
    tag("waitlist", "キャンセル待ち受付"),
    tag("upcoming", "受付前", "（10月1日から）"),
    tag("none_needed", "申込不要"),
    tag("changed", "変更あり"),
    tag("closed", "受付終了"),
    tag("cancelled", "中止"),
]
PHRASES = Markup("<wbr>")
LONG_TITLE = PHRASES.join(
    [
        "大内塗",
        "はし",
        "絵付け",
        "体験と",
        "サビエル",
        "記念聖堂",
        "周辺の",
        "歴史を",
        "めぐる",
        "ふるさと探訪",
        "（秋の",
        "特別",
        "編）",
    ]
)


def card(title: str, day: int, weekday: str, when: str, place: str, *tags: Row, kind: str = "") -> Row:
    """Return an event card."""
    tile = {"day": day, "month": 11, "weekday": weekday, "kind": {"土": "saturday", "日": "sunday"}.get(weekday, "")}
    if day == 23:
        tile["kind"] = "holiday"
    return {
        "url": f"/events/{day}",
        "title": title,
        "tile": tile,
        "when": when,
        "place": place,
        "tags": list(tags),
        "kind": kind,
    }


CARDS = [
    card(LONG_TITLE, 14, "土", "11月14日（土）午前10時～正午", "大殿地域交流センター", TAGS[1], kind="ふるさと探訪"),
    card(
        "クリスマスマーケット",
        15,
        "日",
        "11月15日（日）午前9時30分～午後3時",
        "湯田温泉こんこんパーク",
        TAGS[4],
        kind="市・マルシェ",
    ),
    card(
        PHRASES.join(["スマート", "フォン", "講座", "（全3回）"]),
        17,
        "火",
        "11月17日（火）午後1時30分～3時",
        "小郡地域交流センター",
        TAGS[5],
        TAGS[0],
        kind="講座・教室",
    ),
    card("三世代交流 しめ縄づくり", 23, "月", "11月23日（月・祝）午前9時～11時30分", "仁保地域交流センター", TAGS[2]),
    card("史跡めぐりウォーク", 28, "土", "11月28日（土）午前8時30分～正午", "徳地地域交流センター", TAGS[7]),
]

KEY_ROWS = [
    {"label": "日時", "value": "11月14日（土）午前10時～正午", "more": "午前9時45分から入れます"},
    {"label": "場所", "value": "大殿地域交流センター", "more": "2階 講堂"},
    {"label": "参加費・定員", "value": "500円・20人", "more": "先着順"},
    {"label": "申込期限", "value": "11月10日（火）午後5時まで"},
]
FACTS = [
    {
        "label": "日時",
        "value": Markup("<time datetime='2026-11-14T10:00+09:00'>2026年（令和8年）11月14日（土）午前10時～正午</time>"),
    },
    {"label": "対象", "value": "市内に住んでいる方、働いている方、学校に通っている方"},
    {"label": "持ち物", "value": ["エプロン", "タオル", "飲み物"]},
    {"label": "申込方法", "value": "このページか、電話または窓口で申し込んでください"},
    {"label": "問い合わせ", "value": Markup("大殿地域交流センター <span class='u-nowrap'>083-924-7035</span>")},
]
SUMMARY = [
    {"label": "お名前", "value": "勅使河原小鳥遊左衛門三郎", "change_url": "#"},
    {"label": "ふりがな", "value": "てしがわらたかなし さえもんさぶろう", "change_url": "#"},
    {"label": "電話番号", "value": "083-900-0000", "change_url": "#"},
    {"label": "人数", "value": ["2人", "青木 花子さんといっしょ"], "change_url": None},
]
ROSTER_COLUMNS = [
    {"key": "name", "label": "名前（ふりがな）"},
    {"key": "state", "label": "状態"},
    {"key": "people", "label": "人数", "number": True},
    {"key": "phone", "label": "電話", "nowrap": True},
    {"key": "channel", "label": "経路"},
    {"key": "memo", "label": "メモ"},
]
ROSTER = [
    {
        "name": "青木 花子（あおき はなこ）",
        "state": "受付ずみ",
        "people": 2,
        "phone": "083-900-0001",
        "channel": "ページ",
        "memo": "―",
    },
    {
        "name": "勅使河原小鳥遊左衛門三郎（てしがわらたかなし さえもんさぶろう）",
        "state": "申込",
        "people": 1,
        "phone": "090-1234-5678",
        "channel": "電話",
        "memo": "車いすで来ます。入口に近い席を希望",
    },
    {
        "name": "千葉 健（ちば けん）",
        "state": "キャンセル待ち",
        "people": 4,
        "phone": "083-900-0003",
        "channel": "窓口",
        "memo": "メールなし",
    },
]

WEEKDAYS = [{"label": label, "kind": {"日": "sunday", "土": "saturday"}.get(label, "")} for label in "日月火水木金土"]
COUNTS = {3: 1, 7: 3, 14: 4, 15: 12, 17: 2, 23: 1, 28: 2}


def month_day(number: int) -> Row:
    """Return a day of November 2026, which begins on a Sunday."""
    kind = "holiday" if number in {3, 23} else {1: "sunday", 0: "saturday"}.get(number % 7, "")
    count = COUNTS.get(number)
    return {
        "number": number,
        "kind": kind,
        "mark": "祝" if kind == "holiday" else "",
        "today": number == 23,
        "current": number == 14,
        "url": f"#day-{number}" if count else None,
        "count": count,
        "name": f"11月{number}日 {count}件",
    }


DAYS = [month_day(n) for n in range(1, 31)] + [None] * 5
WEEKS = [DAYS[first : first + 7] for first in range(0, 35, 7)]

LINKS = [
    {"label": "今日", "url": "#", "current": True},
    {"label": "今週末", "url": "#"},
    {"label": "カレンダー", "url": "#"},
    {"label": "場所で探す", "url": "#"},
]
PAGE_LINKS = [{"number": n, "url": f"?page={n}", "current": n == 2} if n else None for n in (1, 2, 3, 0, 9)]
STAFF_NAV = [
    {"label": label, "url": "#", "current": label == "名簿"}
    for label in ("今日の催し", "催し", "名簿", "電話・窓口の申し込み", "応援隊", "成果指標")
]
CENTERS = [
    {"label": "大殿地域交流センター", "url": "#", "current": True},
    {"label": "仁保地域交流センター", "url": "#"},
]
HEADCOUNTS = [
    {"label": "申込", "number": 18, "more": "定員20人", "url": "#"},
    {"label": "受付ずみ", "number": 12},
    {"label": "キャンセル待ち", "number": 3, "unit": "組"},
]
EMERGENCY = Banner(
    title="大雨のため、今日の催しはすべて中止です",
    text="11月14日（土）の催しは、市内の全センターで中止します。外に出るのはひかえてください。",
    url="#",
)

CONTENT: Row = {
    "tags": TAGS,
    "cards": CARDS,
    "key_rows": KEY_ROWS,
    "facts": FACTS,
    "summary": SUMMARY,
    "links": LINKS,
    "emergency": EMERGENCY,
    "roster_columns": ROSTER_COLUMNS,
    "roster": ROSTER,
    "weeks": WEEKS,
    "weekdays": WEEKDAYS,
    "page_links": PAGE_LINKS,
    "headcounts_shown": HEADCOUNTS,
    "staff_nav": STAFF_NAV,
    "staff_centers": CENTERS,
    "center_name": "大殿地域交流センター",
    "long_title": LONG_TITLE,
    "sign_out_url": "/sign-out",
}
