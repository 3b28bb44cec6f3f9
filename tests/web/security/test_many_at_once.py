"""A bound on what comes from one source holds for many requests at once, too."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from eventsite.admission import attempts
from eventsite.admission.attempts import BOUNDS, Purpose, TooManyEntries, source_of
from eventsite.core import clock
from eventsite.core.db import transaction

AT_ONCE = 14  # as many as the pool of connections gives at a time


def looking_up(app: Flask, start: Barrier) -> Callable[[int], bool]:
    """Return a function that looks up once all others are ready, and tells whether it was let."""

    def look_up(_number: int) -> bool:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    attempts.require_within(Purpose.LOOK_UP, source_of("192.0.2.1"), now=clock.now())
            except TooManyEntries:
                return False
            return True

    return look_up


def test_fourteen_guesses_at_the_same_instant_are_ten(app: Flask) -> None:
    with ThreadPoolExecutor(AT_ONCE) as people:
        let = list(people.map(looking_up(app, Barrier(AT_ONCE)), range(AT_ONCE)))

    assert sum(let) == BOUNDS[Purpose.LOOK_UP].most
