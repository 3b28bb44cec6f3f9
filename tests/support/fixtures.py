"""The types of what conftest's fixtures give."""

from collections.abc import Callable
from typing import Any

# ``make(builder, **facts)``: the record that the builder stored.
Make = Callable[..., Any]
