"""Receipt numbers: given once within a call, and read aloud so that nobody mishears them."""

import re
from string import ascii_uppercase

from eventsite.core.text import digits

# Each digit as telephone operators say it, so that 一 and 七, 四 and 七 cannot be taken for each other.
_DIGITS = ("ゼロ", "いち", "にい", "さん", "よん", "ごお", "ろく", "なな", "はち", "きゅう")
_LETTERS = (
    "エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェイ", "ケー", "エル", "エム",
    "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ",
    "ゼット",
)  # fmt: skip
_TYPED = re.compile(r"[A-Z]*[^A-Z0-9]*([0-9]{4,12})")
_SPOKEN = {
    **{str(value): word for value, word in enumerate(_DIGITS)},
    **dict(zip(ascii_uppercase, _LETTERS, strict=True)),
}


def number(prefix: str, sequence: int, offset: int) -> str:
    """Return the receipt number of the ``sequence``-th registration of a call, such as ``YG-4827``.

    Four digits for the first 9,000 of a call, five for the next 90,000, and so on: each number once, and the order
    of arrival not readable from it. 7919 is prime and divides none of the ranges, so the step visits every number.
    """
    first, width = 1, 4
    while sequence - first >= 9 * 10 ** (width - 1):
        first += 9 * 10 ** (width - 1)
        width += 1
    span = 9 * 10 ** (width - 1)
    return f"{prefix}-{10 ** (width - 1) + ((sequence - first) * 7919 + offset) % span}"


def spoken(receipt: str) -> str:
    """Return a receipt number as it is read aloud on the telephone.

    ``YG-4827`` is ワイ・ジー、よん・はち・にい・なな.
    """
    prefix, _, number = receipt.partition("-")
    return "、".join("・".join(_SPOKEN.get(sign, sign) for sign in part) for part in (prefix, number))


def read(text: str, prefix: str) -> str | None:
    """Return the receipt number that somebody typed, in any width, with any hyphen, with or without its letters.

    None for what is no number of ours.
    """
    typed = _TYPED.fullmatch(digits(text).upper())
    return f"{prefix}-{typed[1]}" if typed else None
