"""A3: whatever people do in whatever order, the program does what a box of slips would do."""

from collections.abc import Callable

import pytest
from _pytest.outcomes import Failed
from flask import Flask
from sqlalchemy.exc import IntegrityError

from eventsite.admission import places
from eventsite.core.db import db, transaction
from tests.engine.machine import Machine

AT_ONCE = 40  # steps in one transaction


def play(app: Flask, seed: int, steps: int, check_every: int = 1) -> None:
    """Play a game of so many steps, comparing as it goes."""
    with app.app_context():
        with transaction():
            machine = Machine(seed)
        for start in range(0, steps, AT_ONCE):
            with transaction():
                for number in range(start, min(start + AT_ONCE, steps)):
                    machine.step()
                    if number % check_every == 0:
                        machine.check()
            db.session.expire_all()


@pytest.mark.parametrize("seed", range(8))
def test_short_games_agree_with_the_model(app: Flask, seed: int) -> None:
    play(app, seed, steps=120)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1050))
def test_fifty_games_of_two_thousand_steps_agree_with_the_model(app: Flask, seed: int) -> None:
    play(app, seed, steps=2_000, check_every=20)


def goes_wrong(app: Flask, seed: int) -> bool:
    """Return whether a game shows a difference, or the database's CHECK speaks before we compare."""
    try:
        play(app, seed, steps=60)
    except (AssertionError, IntegrityError, Failed):
        return True
    return False


@pytest.mark.parametrize(
    ("name", "double"),
    [
        ("fits", lambda _seats, _party: True),
        ("kept_for", lambda _seats, _counter: 0),
        ("free_for", lambda seats, _counter: seats.remaining),
    ],
)
def test_control_a_wrong_rule_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str, double: Callable[..., object]
) -> None:
    monkeypatch.setattr(places.Seats, name, double)

    assert any(goes_wrong(app, seed) for seed in range(40))
