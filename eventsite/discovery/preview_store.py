"""Keep drawn cards on the disk, and bound what drawing may cost whoever asks for them."""

import contextlib
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

KEPT_MAX = 3_000  # of about 30 KB each: 90 MB
PER_MINUTE = 240  # of about 60 ms each: a quarter of one core at most, per process
PATIENCE_SECONDS = 1.0
_MINUTE = 60.0


class Easel:
    """Draws one picture at a time and so many a minute; who finds it taken is sent away, not queued without end."""

    def __init__(self, per_minute: int = PER_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()  # faces of the typeface are not made for several threads either
        self._begun: deque[float] = deque(maxlen=per_minute)
        self._clock = clock

    def draw(self, picture: Callable[[], bytes]) -> bytes | None:
        """Return the picture, or None where too many were asked for."""
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            return None
        try:
            return picture() if self._may_begin() else None
        finally:
            self._lock.release()

    def _may_begin(self) -> bool:
        now = self._clock()
        if len(self._begun) == self._begun.maxlen and now - self._begun[0] < _MINUTE:
            return False
        self._begun.append(now)
        return True


class Store:
    """Pictures by name in a folder, which may be emptied at any time; the oldest go when there are too many."""

    def __init__(self, folder: Path, most: int = KEPT_MAX) -> None:
        self._folder = folder
        self._most = most

    def get(self, name: str) -> bytes | None:
        """Return the picture of that name, or None where it is not kept."""
        try:
            return self._file(name).read_bytes()
        except OSError:
            return None

    def keep(self, name: str, picture: bytes) -> None:
        """Keep the picture, whole or not at all. A full disk costs a drawing the next time and no answer now."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{secrets.token_hex(8)}"
            draft.write_bytes(picture)
            os.replace(draft, self._file(name))
            self._forget_oldest()

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.png"

    def _forget_oldest(self) -> None:
        kept = list(self._folder.glob("*.png"))
        if len(kept) <= self._most:
            return
        kept.sort(key=lambda file: file.stat().st_mtime_ns)
        for file in kept[: len(kept) - self._most * 9 // 10]:  # some more, so that not every new one looks through all
            file.unlink(missing_ok=True)
