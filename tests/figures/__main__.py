"""The program behind ``python3 -m eventsite figures``: measure, print one table, end with 1 if a bound is broken."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from playwright.sync_api import Browser, sync_playwright

from eventsite.ops.bench import machine
from tests.figures import (
    contrast,
    everybody,
    keyboard,
    lighthouse,
    presses,
    search,
    targets,
    validity,
    weights,
)  # fmt: skip
from tests.figures.figure import Figure, as_facts, broken, table
from tests.figures.scene import Scene, demo_scene
from tests.support import browser as chromium

ON_THE_SITE: dict[str, Callable[[Scene, Browser], Iterator[Figure]]] = {
    "weights": weights.measure,
    "presses": presses.measure,
    "targets": targets.measure,
    "keyboard": keyboard.measure,
    "contrast": contrast.measure,
    "everybody": everybody.measure,
    "validity": validity.measure,
    "lighthouse": lighthouse.measure,
}
ALONE: dict[str, Callable[[], Iterator[Figure]]] = {"search": search.measure}


def main(argv: Sequence[str]) -> int:
    """Measure the groups that the arguments name and return 1 if a figure is not held."""
    parser = argparse.ArgumentParser(prog="python3 -m eventsite figures")
    parser.add_argument("groups", nargs="+")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args(argv)
    figures = [*_on_the_site(wanted.groups), *_alone(wanted.groups)]
    print(_as_json(figures) if wanted.json else f"{machine()}\n\n{table(figures)}")
    return int(bool(broken(figures)))


def _on_the_site(groups: Sequence[str]) -> Iterator[Figure]:
    measures = {name: measure for name, measure in ON_THE_SITE.items() if name in groups}
    if not measures:
        return
    with ExitStack() as opened:
        browser = chromium.launch(opened.enter_context(sync_playwright()))
        opened.callback(browser.close)
        scene = opened.enter_context(demo_scene())
        for name, measure in measures.items():
            _tell(name)
            yield from measure(scene, browser)


def _alone(groups: Sequence[str]) -> Iterator[Figure]:
    for name, measure in ALONE.items():
        if name in groups:
            _tell(name)
            yield from measure()


def _as_json(figures: Sequence[Figure]) -> str:
    return json.dumps({"machine": machine(), "figures": [*map(as_facts, figures)]}, ensure_ascii=False, indent=1)


def _tell(name: str) -> None:
    print(f"Measuring {name} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
