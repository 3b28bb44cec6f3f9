"""The Japanese words for the kinds and rules of events: on staff pages, and in what the search looks through."""

from collections.abc import Mapping

from eventsite.events.models import EventKind, OccurrenceStatus, Offer, Publication, Visibility, WeatherRule
from eventsite.events.recurrence import Step
from eventsite.events.targets import Target

KINDS: Mapping[EventKind, str] = {
    EventKind.COURSE: "講座・教室",
    EventKind.WORKSHOP: "話し合い・ワークショップ",
    EventKind.MARKET: "市・マルシェ",
    EventKind.HERITAGE_WALK: "ふるさと探訪",
    EventKind.HEALTH: "健康づくり",
    EventKind.EXCHANGE: "交流・居場所",
    EventKind.TRAINING: "研修会",
    EventKind.VOLUNTEER: "応援隊・ボランティア",
    EventKind.CONTEST: "コンクール・作品募集",
    EventKind.FESTIVAL: "祭り・運動会",
    EventKind.OTHER: "その他",
}
WEATHER_RULES: Mapping[WeatherRule, str] = {
    WeatherRule.NONE: "書かない（屋内など）",
    WeatherRule.CANCEL: "雨天中止",
    WeatherRule.LIGHT_RAIN_OK: "小雨決行",
    WeatherRule.ANY_WEATHER: "雨天決行",
    WeatherRule.POSTPONE: "雨天延期",
}
OFFERS: Mapping[Offer, str] = {
    Offer.WHEELCHAIR: "車いすで入れる",
    Offer.PARKING: "駐車場あり",
    Offer.CHILDCARE: "託児あり",
    Offer.SIGN_LANGUAGE: "手話通訳あり",
    Offer.NOTE_TAKING: "要約筆記あり",
    Offer.ENGLISH: "英語で対応できる",
    Offer.EASY_JAPANESE: "やさしい日本語で対応できる",
}
TARGETS: Mapping[Target, str] = {
    Target.CHILDREN: "子ども",
    Target.ADULTS: "大人",
    Target.SENIORS: "65歳以上の方",
    Target.JAPANESE_LEARNERS: "日本語に不安のある方",
}
VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "だれでも見られる",
    Visibility.INTERNAL: "職員だけ",
}
PUBLICATIONS: Mapping[Publication, str] = {
    Publication.DRAFT: "下書き",
    Publication.PUBLISHED: "公開中",
    Publication.CANCELLED: "中止",
}
STATUSES: Mapping[OccurrenceStatus, str] = {
    OccurrenceStatus.SCHEDULED: "予定どおり",
    OccurrenceStatus.CHANGED: "変更あり",
    OccurrenceStatus.POSTPONED: "延期",
    OccurrenceStatus.CANCELLED: "中止",
}
STEPS: Mapping[Step, str] = {
    Step.WEEKLY: "毎週 同じ曜日",
    Step.FORTNIGHTLY: "1週おき 同じ曜日",
    Step.MONTHLY_WEEKDAY: "毎月 同じ週の同じ曜日（第2土曜など）",
    Step.MONTHLY_LAST: "毎月 最後の同じ曜日",
    Step.MONTHLY_DAY: "毎月 同じ日にち",
}
