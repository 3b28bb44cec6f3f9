"""The Japanese words of the door and the count."""

from collections.abc import Mapping

from eventsite.attendance.models import AgeBand, Side, Source

BANDS: Mapping[AgeBand, str] = {
    AgeBand.UNDER_7: "6歳まで",
    AgeBand.UNDER_16: "7～15歳",
    AgeBand.UNDER_65: "16～64歳",
    AgeBand.UNDER_75: "65～74歳",
    AgeBand.OVER_75: "75歳以上",
    AgeBand.UNKNOWN: "年代を聞かない",
}
SIDES: Mapping[Side, str] = {Side.RESIDENT: "参加した方", Side.STAFF: "職員・応援隊・出演者など"}
SOURCES: Mapping[Source, str] = {
    Source.SCAN: "参加票（QR）",
    Source.NUMBER: "受付番号",
    Source.NAME: "名簿から",
    Source.TALLY: "その場で数えた",
    Source.PAPER: "紙から",
    Source.WALK_IN: "当日参加",
    Source.CORRECTION: "訂正",
    Source.PUBLISHED: "公表された人数",
}
