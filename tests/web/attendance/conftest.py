"""The walk at 仁保, today."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.support.door import Niho, a_walk
from tests.support.pages import Resident


@pytest.fixture
def niho(app: Flask, make: Callable[..., Any], client: Resident) -> Niho:
    """A walk with one date today, 20 places, and its clerk."""
    return a_walk(app, make, client)
