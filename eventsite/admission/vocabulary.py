"""The words of admission: how a call decides, what it counts, where a registration stands."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a call asks."""

    RESIDENTS = "residents"
    STALLHOLDERS = "stallholders"
    YOUTH_STAFF = "youth_staff"
    CITY_STAFF = "city_staff"
    INVITED = "invited"


class Admission(StrEnum):
    """How a call decides who comes (申込不要, 先着順, 抽選, 応募多数の場合抽選, 主催者が決める)."""

    NONE = "none"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    LOTTERY_IF_OVER = "lottery_if_over"
    BY_ORGANISER = "by_organiser"


class CapacityUnit(StrEnum):
    """What the capacity of a slot counts: persons, or parties (組)."""

    PEOPLE = "people"
    PARTIES = "parties"


class FreePlaceRule(StrEnum):
    """To whom a freed place goes: past a party that is too large, never past it, or to everybody at a later time."""

    NEXT_THAT_FITS = "next_that_fits"
    HOLD_FOR_NEXT = "hold_for_next"
    REOPEN = "reopen"


class Residence(StrEnum):
    """Where somebody lives, the nearer before the farther; each circle holds the ones before it."""

    AREA = "area"  # 地区内
    CITY = "city"  # 市内在住
    CITY_LIFE = "city_life"  # 市内に在勤・在学
    ANYWHERE = "anywhere"


class Priority(StrEnum):
    """Who is drawn before others, as published beforehand."""

    FIRST_TIMERS = "first_timers"
    EARLIER_LOSERS = "earlier_losers"
    RESIDENTS = "residents"


class RegistrationState(StrEnum):
    """Where a registration stands; whether its people came is attendance, not a state of it."""

    APPLIED = "applied"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """The way by which a registration reached the center."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    FAX = "fax"
    POSTCARD = "postcard"
    WALK_IN = "walk_in"
    IMPORT = "import"


class Counter(StrEnum):
    """Where a registration is taken in; places can be reserved for each."""

    WEB = "web"
    PHONE_AND_DESK = "phone_and_desk"
    PAPER = "paper"


COUNTERS = {
    Channel.WEB: Counter.WEB,
    Channel.PHONE: Counter.PHONE_AND_DESK,
    Channel.DESK: Counter.PHONE_AND_DESK,
    Channel.WALK_IN: Counter.PHONE_AND_DESK,
    Channel.FAX: Counter.PAPER,
    Channel.POSTCARD: Counter.PAPER,
    Channel.IMPORT: Counter.PAPER,
}
# Those who have a place; together they never exceed the capacity.
HOLDING_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
ACTIVE_STATES = (RegistrationState.APPLIED, *HOLDING_STATES, RegistrationState.WAITING)
# Decided for all at once, after a deadline.
DECIDED_LATER = (Admission.LOTTERY, Admission.LOTTERY_IF_OVER, Admission.BY_ORGANISER)
BY_LOT = (Admission.LOTTERY, Admission.LOTTERY_IF_OVER)
# Where the public value of a draw comes from if its call names nothing else.
USUAL_SOURCE = "職員2人が立ち会って振る、さいころ5個の目"
# Calls that no resident is shown: who may answer them is known by name.
STAFF_AUDIENCES = (Audience.CITY_STAFF, Audience.INVITED)
