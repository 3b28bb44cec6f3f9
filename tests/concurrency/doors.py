"""Two doors of one hall: real processes that let the same people in at the same moment."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from eventsite.app import create_app
from eventsite.attendance import queries, services
from eventsite.attendance.models import Source
from eventsite.config import load
from eventsite.core.actor import SYSTEM
from eventsite.core.db import transaction

ROOT = Path(__file__).resolve().parents[2]
THREADS = 4


@dataclass(frozen=True)
class Crowd:
    """Who comes to which date, to each of the doors."""

    occurrence_id: int
    participant_ids: tuple[int, ...]
    sees_nobody_inside: bool = False  # the control: the door does not look who is in


def run(url: str, instance: Path, crowd: Crowd, doors: int = 2) -> dict[str, int]:
    """Let the crowd come to all doors at once; return how often each answer was given."""
    environ = {**os.environ, "DATABASE_URL": url, "EVENTSITE_INSTANCE": str(instance)}
    argv = [sys.executable, "-m", "tests.concurrency.doors", repr(crowd)]
    started = [
        subprocess.Popen([*argv, str(number)], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
        for number in range(doors)
    ]
    answers = [process.communicate(timeout=300)[0] for process in started]
    assert all(process.returncode == 0 for process in started), answers
    words = " ".join(answers).split()
    return {word: words.count(word) for word in set(words)}


def _let_in(crowd: Crowd, door: int) -> list[str]:
    app = create_app(load(os.environ, ROOT))

    def check_in(participant_id: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    result = services.check_in(
                        crowd.occurrence_id,
                        participant_id,
                        source=Source.SCAN,
                        nonce=f"door{door}",
                        actor=SYSTEM,
                        now=datetime.now(UTC),
                    )
            except Exception as error:  # every kind of failure counts here
                return type(error).__name__
        return result.entry

    double = (
        patch.object(queries, "row_of_participant", lambda *_: None) if crowd.sees_nobody_inside else patch.dict({})
    )
    with double, ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(check_in, crowd.participant_ids))


if __name__ == "__main__":
    print(*_let_in(eval(sys.argv[1], {"Crowd": Crowd}), int(sys.argv[2])))  # the text is our own repr
