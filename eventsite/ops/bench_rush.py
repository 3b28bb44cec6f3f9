"""A rush at one call, from several processes. Run as a module, this file is one of them: it prints JSON."""

import json
import queue
import subprocess
import sys
from itertools import chain

from eventsite.commands import paths
from eventsite.core import tokens
from eventsite.ops.bench_load import Measured, measure
from eventsite.ops.bench_visits import rush

_PROCESSES = 2
_LONGEST = 300.0  # seconds


def run_rush(address: str, call: str, parties: int, visitors: int) -> Measured:
    """Let so many parties register at once, in equal parts from each process."""
    each = [parties // _PROCESSES, visitors // _PROCESSES or 1]
    argv = [sys.executable, "-m", __spec__.name, address, call, *map(str, each)]
    started = [
        subprocess.Popen(argv, cwd=paths.ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ourselves
        for _ in range(_PROCESSES)
    ]
    answers = [json.loads(process.communicate()[0]) for process in started]
    return Measured(
        durations=list(chain.from_iterable(answer["durations"] for answer in answers)),
        elapsed=max(answer["elapsed"] for answer in answers),
        complaints=list(chain.from_iterable(answer["complaints"] for answer in answers)),
    )


def main(address: str, call: str, parties: str, visitors: str) -> None:
    """Send the parties, and print how long each took and what went wrong."""
    keys: queue.SimpleQueue[str] = queue.SimpleQueue()
    for _ in range(int(parties)):
        keys.put(tokens.capability())
    done = measure(address, rush(call, keys), seconds=_LONGEST, visitors=int(visitors), warm_up=0)
    json.dump({"durations": done.durations, "elapsed": done.elapsed, "complaints": done.complaints}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
