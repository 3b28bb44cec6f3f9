"""What staff call the ways by which registrations come in, where these stand, and what is counted."""

from eventsite.admission.vocabulary import CapacityUnit, Channel, Counter, RegistrationState

CHANNELS = {
    Channel.PHONE: "電話",
    Channel.DESK: "窓口",
    Channel.FAX: "FAX",
    Channel.POSTCARD: "はがき",
    Channel.WEB: "ホームページ",
    Channel.WALK_IN: "当日",
    Channel.IMPORT: "取り込み",
}
COUNTERS = {
    Counter.WEB: "ホームページ",
    Counter.PHONE_AND_DESK: "電話・窓口",
    Counter.PAPER: "はがき・FAX",
}
UNITS = {CapacityUnit.PEOPLE: "人", CapacityUnit.PARTIES: "組"}
STATES = {
    RegistrationState.APPLIED: "応募",
    RegistrationState.CONFIRMED: "参加",
    RegistrationState.OFFERED: "返事待ち",
    RegistrationState.WAITING: "待ち",
    RegistrationState.NOT_SELECTED: "落選",
    RegistrationState.WITHDRAWN: "取り消し",
    RegistrationState.CANCELLED: "中止",
}
