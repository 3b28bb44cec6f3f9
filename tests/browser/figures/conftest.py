"""The scene in which the figures are measured, once for all their tests."""

from collections.abc import Iterator

import pytest

from tests.figures.scene import Scene, demo_scene


@pytest.fixture(scope="session")
def scene() -> Iterator[Scene]:
    """The demo calendar on a real server."""
    with demo_scene() as served:
        yield served
