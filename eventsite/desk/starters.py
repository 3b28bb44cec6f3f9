"""ひな形: what a new event of a kind mostly says, to be kept or changed. Nothing here is a rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from eventsite.events.models import EventKind, WeatherRule


@dataclass(frozen=True)
class Starter:
    """The beginnings of an event of one kind; ``hint`` says for what it is meant."""

    hint: str
    audience: str = "どなたでも"
    belongings: str = ""
    weather_rule: WeatherRule = WeatherRule.NONE
    description: str = ""


STARTERS: Mapping[EventKind, Starter] = {
    EventKind.COURSE: Starter("講座、教室、体験会", belongings="筆記用具"),
    EventKind.WORKSHOP: Starter("話し合い、円卓会議", description="テーマ：\n進め方：\n"),
    EventKind.MARKET: Starter(
        "市、マルシェ、産業フェア", belongings="買い物袋", weather_rule=WeatherRule.LIGHT_RAIN_OK
    ),
    EventKind.HERITAGE_WALK: Starter(
        "史跡めぐり、まち歩き",
        belongings="飲み物、帽子、雨具、歩きやすい靴と服装",
        weather_rule=WeatherRule.CANCEL,
        description="歩くところ：\n歩く長さ：\n案内する人：\n",
    ),
    EventKind.HEALTH: Starter("健康教室、体操", belongings="飲み物、タオル、動きやすい服装と靴"),
    EventKind.EXCHANGE: Starter("居場所、三世代交流、国際交流"),
    EventKind.TRAINING: Starter("研修会、情報交換会", belongings="筆記用具", description="内容：\n講師：\n"),
    EventKind.VOLUNTEER: Starter(
        "応援隊、運営スタッフの募集",
        audience="手伝ってくださる方",
        belongings="飲み物、動きやすい服装",
        description="していただくこと：\n",
    ),
    EventKind.CONTEST: Starter("作品の募集、表彰式", description="募集する作品：\n出し方：\n発表：\n"),
    EventKind.FESTIVAL: Starter("祭り、運動会", weather_rule=WeatherRule.POSTPONE, description="プログラム：\n"),
    EventKind.OTHER: Starter("どれにも当てはまらないもの"),
}
