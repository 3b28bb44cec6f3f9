"""How long a search takes among 100,000 events, without page and server, on both databases."""

from collections.abc import Iterator

from eventsite.ops import bench
from tests.figures.figure import Figure, at_most

EVENTS, MILLISECONDS = 100_000, 50


def measure(events: int = EVENTS) -> Iterator[Figure]:
    """Fill a database of each kind with so many events, and search."""
    for database in bench.DATABASES:
        with bench.new_databases(database) as new_database:
            result = bench.measure_search(database, events, new_database)
        yield at_most(MILLISECONDS, f"search p95, {events:,} events, {database}", result.p95_ms, "ms")
