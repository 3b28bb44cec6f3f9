"""The crowd, started once for all tests of a run: a process takes longer to start than most of its storms last."""

from collections.abc import Iterator

import pytest

from tests.concurrency.crowd import Crowd


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """Processes that do the deeds of a test at once."""
    with Crowd() as started:
        yield started
