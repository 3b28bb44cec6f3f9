"""The walk at 仁保, today."""

import pytest
from flask import Flask

from tests.support.door import Niho, a_walk
from tests.support.fixtures import Make
from tests.support.pages import Resident


@pytest.fixture
def niho(app: Flask, make: Make, client: Resident) -> Niho:
    """A walk with one date today, 20 places, and its clerk."""
    return a_walk(app, make, client)
