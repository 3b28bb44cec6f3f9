"""Words of which the demo calendar is made. No person, and no event that was ever announced, stands here."""

from collections.abc import Mapping
from dataclasses import dataclass

from eventsite.events.models import EventKind, WeatherRule
from eventsite.events.targets import Target


@dataclass(frozen=True)
class Theme:
    """What one kind of event can be called, and how it usually goes."""

    kind: EventKind
    title: str
    kana: str
    english: str
    easy: str
    summary_en: str
    hour: int  # of the start
    hours: int
    capacity: int | None  # None: nobody needs to apply
    turnout: int  # people who usually come, where nobody applies
    fee_yen: int = 0
    belongings: str = ""
    dates: int = 1  # more: a course of so many weeks
    shifts: int = 0  # of city employees who help
    weather_rule: WeatherRule = WeatherRule.NONE


_K, _W = EventKind, WeatherRule
THEMES = (
    Theme(_K.COURSE, "はじめてのスマートフォン講座", "はじめてのすまーとふぉんこうざ", "Smartphones for beginners",
          "スマートフォンの 使いかたを 習います。", "Learn how to use a smartphone, step by step.",
          10, 2, 12, 10, belongings="お使いのスマートフォン", dates=3),
    Theme(_K.COURSE, "季節の料理教室", "きせつのりょうりきょうしつ", "Seasonal cooking class",
          "みんなで 料理を 作って 食べます。", "Cook a seasonal meal and eat it together.",
          10, 3, 16, 14, 500, "エプロン、三角巾"),
    Theme(_K.COURSE, "しめ縄づくり", "しめなわづくり", "Making a New Year's rope",
          "お正月の かざりを 作ります。", "Make a straw rope decoration for the New Year.",
          13, 2, 20, 18, 300, "軍手、はさみ"),
    Theme(_K.WORKSHOP, "地域の円卓会議", "ちいきのえんたくかいぎ", "Round table on our area",
          "住んでいる ところの ことを 話し合います。", "Talk with neighbours about the area.",
          14, 2, 24, 20, belongings="筆記用具"),
    Theme(_K.HERITAGE_WALK, "ふるさと探訪", "ふるさとたんぼう", "Local heritage walk",
          "町の 古い 場所を 歩いて 見ます。", "Walk to old places with a guide.",
          9, 3, 20, 18, belongings="歩きやすい靴、飲み物", weather_rule=_W.CANCEL),
    Theme(_K.MARKET, "ふれあいマルシェ", "ふれあいまるしぇ", "Community market",
          "野菜や 手作りの ものを 売ります。", "Vegetables and handmade goods.",
          9, 4, None, 180, belongings="買い物袋", shifts=2, weather_rule=_W.LIGHT_RAIN_OK),
    Theme(_K.HEALTH, "健康体操のつどい", "けんこうたいそうのつどい", "Gentle exercise",
          "体を ゆっくり 動かします。", "Gentle exercise for everyone.",
          10, 1, 25, 22, belongings="タオル、飲み物", dates=4),
    Theme(_K.HEALTH, "脳トレ体験会", "のうとれたいけんかい", "Brain training",
          "頭の 体操を します。", "Games that keep the mind awake.", 14, 2, None, 30),
    Theme(_K.EXCHANGE, "おしゃべりサロン", "おしゃべりさろん", "Tea and talk",
          "お茶を 飲みながら 話します。", "A cup of tea and a chat.", 13, 2, None, 15, 100),
    Theme(_K.EXCHANGE, "国際交流カフェ", "こくさいこうりゅうかふぇ", "International café",
          "いろいろな 国の 人と 話します。", "Meet people from many countries.", 14, 2, 18, 16),
    Theme(_K.TRAINING, "地域づくり研修会", "ちいきづくりけんしゅうかい", "Community building training",
          "地域の ことを 学びます。", "Training for those who shape their area.",
          19, 2, 30, 24, belongings="筆記用具"),
    Theme(_K.VOLUNTEER, "公園の草刈り", "こうえんのくさかり", "Park clean-up",
          "公園を きれいに します。", "Cut the grass and tidy the park together.",
          8, 2, None, 25, belongings="軍手、帽子", shifts=1, weather_rule=_W.POSTPONE),
    Theme(_K.FESTIVAL, "地区ふれあい祭り", "ちくふれあいまつり", "District festival",
          "歌や おどりが あります。", "Songs, dances and food stalls.",
          10, 5, None, 320, shifts=2, weather_rule=_W.ANY_WEATHER),
)  # fmt: skip

AUDIENCES: Mapping[str, tuple[Target, ...]] = {
    "どなたでも": (),
    "市内にお住まいの方": (),
    "市内在住・在勤・在学の方": (),
    "16歳以上の方": (Target.ADULTS,),
    "65歳以上の方": (Target.SENIORS,),
    "小学生と保護者": (Target.CHILDREN,),
}
ROOMS = ("大会議室", "研修室", "調理室", "和室", "多目的ホール")
ROOM_NOTE = "見本の会場です。"
MEETING_PLACE = "正面玄関前"  # of what happens outdoors
CANCEL_REASON = "講師の都合により"
FAMILY_NAMES = (
    ("見本", "みほん"), ("例田", "れいだ"), ("試山", "ためしやま"), ("仮野", "かりの"), ("練習", "れんしゅう"),
    ("演田", "えんだ"), ("架空", "かくう"), ("想川", "そうかわ"),
)  # fmt: skip
GIVEN_NAMES = (
    ("一郎", "いちろう"), ("花子", "はなこ"), ("次郎", "じろう"), ("桜", "さくら"), ("三郎", "さぶろう"),
    ("梅", "うめ"), ("四郎", "しろう"), ("菊", "きく"),
)  # fmt: skip


def description(title: str) -> str:
    """Return the text of an event, which says first that it is not real."""
    return (
        f"これは操作を試すための見本の催し「{title}」です。実際には行われません。\n\n"
        "内容は会場の職員が分かりやすくご案内します。初めての方も、お一人でも、お気軽にどうぞ。\n"
        "駐車場には限りがありますので、なるべく乗り合わせてお越しください。"
    )
