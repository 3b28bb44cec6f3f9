"""How likely counts as uneven as these are, if everybody has the same chance (χ² tests)."""

import math
from collections.abc import Sequence


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return the probability of a χ² value of at least ``statistic``, exactly, for whole degrees of freedom.

    Source: Abramowitz and Stegun, 26.4.4 and 26.4.5, with each term taken through its logarithm.
    """
    half = statistic / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    powers = [index + odd / 2 for index in range(freedom // 2)]
    terms = math.fsum(math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers)
    return terms + (math.erfc(math.sqrt(half)) if odd else 0.0)


def p_of_equal_shares(times_chosen: Sequence[int], draws: int) -> float:
    """Return p for the counts of how often each of n was among those chosen, the same number in each draw.

    Who is chosen keeps another out, so the counts vary less than independent ones: by the factor (n - 1) / n.
    """
    people = len(times_chosen)
    share = sum(times_chosen) / draws / people
    mean, variance = draws * share, draws * share * (1 - share)
    statistic = sum((times - mean) ** 2 for times in times_chosen) / variance * (people - 1) / people
    return chi_square_tail(statistic, people - 1)


def p_of_equal_places(table: Sequence[Sequence[int]], draws: int) -> float:
    """Return p for a square table of how often each of n stood at each of n places of the order."""
    people = len(table)
    mean = draws / people
    statistic = sum((times - mean) ** 2 for row in table for times in row) / mean * (people - 1) / people
    return chi_square_tail(statistic, (people - 1) ** 2)
