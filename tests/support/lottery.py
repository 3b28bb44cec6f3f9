"""Calls that are decided by lot: the one of the tests that are read, and any other for those that search."""

from dataclasses import replace

from hypothesis import strategies as st

from eventsite.admission.vocabulary import CapacityUnit
from eventsite.lottery.texts import Entry, Fit, Rules

SEED = "d2b946c67a704c19995dcacdc2e43402555ff2a354e08c69789a3757a54d8ec4"  # SHA-256 of "aoki"
RULES = Rules(
    call="k3v9",
    event="a8x2",
    fit=Fit.NEXT,
    if_over=False,
    places=CapacityUnit.PEOPLE,
    priorities=("earlier_losers", "residents"),
    reserves=None,
    slots=(("s1qq", 3), ("s2qq", 2)),
    source="two dice before two witnesses",
)
CODES = st.text("23456789abcdefghjkmnpqrstuvwxyz", min_size=1, max_size=4)
LIMITS = st.none() | st.integers(0, 12)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)
# Anything that can stand in a line, quotation marks and backslashes included.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
LINES = st.text("0123456789 -.", min_size=1, max_size=20)  # public values: dice, balls, prices


def one_slot(capacity: int | None, fit: Fit = Fit.NEXT, reserves: int | None = None) -> Rules:
    """Return the rules of a call with the slot s1qq alone."""
    return replace(RULES, slots=(("s1qq", capacity),), fit=fit, reserves=reserves)


def entry(receipt: str, places: int = 1, priority: int = 0, wishes: tuple[str, ...] = ("s1qq",)) -> Entry:
    """Return an entry, one person for the slot s1qq unless said otherwise."""
    return Entry(receipt, places, priority, wishes)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    """Return any rules."""
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    return replace(
        RULES,
        fit=draw(st.sampled_from(Fit)),
        if_over=draw(st.booleans()),
        source=draw(st.text(LETTERS, min_size=1, max_size=40)),
        places=draw(st.sampled_from(CapacityUnit)),
        reserves=draw(LIMITS),
        slots=tuple((code, draw(LIMITS)) for code in codes),
    )


@st.composite
def any_call(draw: st.DrawFn) -> tuple[Rules, list[Entry]]:
    """Return any rules, and entries that fit them, in any order."""
    rules = draw(any_rules())
    wishes = st.lists(st.sampled_from([code for code, _ in rules.slots]), min_size=1, unique=True)
    receipts = draw(st.lists(st.integers(1, 99_999), max_size=25, unique=True))
    return rules, [
        entry(f"YG-{number}", draw(st.integers(1, 6)), draw(st.integers(0, 3)), tuple(draw(wishes)))
        for number in receipts
    ]


BOTH = ("s1qq", "s2qq")
AOKI = entry("YG-1234", 2, 0, BOTH)
BABA = entry("YG-2001", 1, 1)
CHIBA_FAMILY = entry("YG-3777", 4, 0)
DOI = entry("YG-4410", 1, 1, ("s2qq", "s1qq"))
ENDO = entry("YG-9051", 2, 1, BOTH)
EVERYBODY = [AOKI, BABA, CHIBA_FAMILY, DOI, ENDO]
VALUE = "3 1 4 1 5"
