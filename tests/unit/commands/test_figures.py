"""`python3 -m eventsite figures`: its arguments, its table, and what it says of a figure that is not held."""

import pytest

from eventsite import commands
from eventsite.commands.figures import GROUPS
from tests.figures.__main__ import ALONE, ON_THE_SITE
from tests.figures.figure import Figure, at_least, at_most, broken, none_of, table

WEIGHT = at_most(20, "HTML of a page", 6.52, "KB", "list")
BUTTON = at_least(56, "smallest main button", 53, "px", "探す (home)")


def test_every_group_that_the_help_names_is_measured() -> None:
    assert [*GROUPS] == [*ON_THE_SITE, *ALONE]


def test_all_groups_are_measured_unless_some_are_named() -> None:
    assert commands.parse(["figures"]).only == [*GROUPS]
    assert commands.parse(["figures", "--only", "weights,search", "--json"]).only == ["weights", "search"]


def test_an_unknown_group_ends_with_status_2_and_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.parse(["figures", "--only", "weights,speed"])

    assert ended.value.code == 2
    assert "'speed' is none of weights, presses, targets" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("figure", "is_held"),
    [
        (at_most(3, "presses", 3), True),
        (at_most(3, "presses", 4), False),
        (at_least(98, "performance", 98), True),
        (at_least(98, "performance", 97.5), False),
        (none_of("mistakes", []), True),
        (none_of("mistakes", ["/: <ul> in <span>"]), False),
    ],
)
def test_a_bound_is_held_up_to_its_very_limit(figure: Figure, is_held: bool) -> None:
    assert figure.held is is_held


def test_the_table_shows_what_is_held_and_where_the_worst_was_found() -> None:
    heads, weight, button = table([WEIGHT, BUTTON]).splitlines()

    assert heads.split() == ["figure", "measured", "bound", "held"]
    assert weight.split("  ")[0] == "HTML of a page"
    assert weight.split()[4:] == ["6.5", "KB", "at", "most", "20", "yes", "list"]
    assert button.split()[3:] == ["53", "px", "at", "least", "56", "NO", "探す", "(home)"]


def test_only_what_is_not_held_is_complained_about() -> None:
    assert broken([WEIGHT, BUTTON]) == ["smallest main button: 53 px, 探す (home)"]
