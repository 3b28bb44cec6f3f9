"""What Lighthouse says of the pages: its mobile preset as released, the median of three visits.

A private page is kept out of search engines on purpose, so for it the one audit that asks for the opposite is left out.
"""

import json
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from eventsite.commands import assets, paths, processes
from tests.figures.figure import Figure, at_least
from tests.figures.scene import Place, Scene, visitor
from tests.support.browser import find_chromium

PERFORMANCE, FULL = 98, 100
LEAST = {"performance": PERFORMANCE, "accessibility": FULL, "best-practices": FULL, "seo": FULL}
VISITS = 3
_TRIES = 3
_WARM_UP = 3  # visits before, so that each server process has read its templates
_PROGRAM = paths.LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"
_FLAGS = "--headless=new --no-sandbox --disable-quic --disable-component-update"
_PRIVATE = ("--skip-audits=is-crawlable",)


class Missed(Exception):
    """Lighthouse gave no report; the message holds its words."""


@dataclass(frozen=True)
class Report:
    """Scores of a page by category, from 0 to 100, and why those that are not full are not."""

    scores: Mapping[str, float]
    reasons: Mapping[str, str]


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Judge every kind of public page and yield each score, the lowest first to be seen."""
    judged = {place.kind: _judge_place(scene, browser, place) for place in scene.places}
    for category, least in LEAST.items():
        for kind, report in sorted(judged.items(), key=lambda one: one[1].scores[category]):
            yield at_least(
                least, f"Lighthouse {category}, {kind}", report.scores[category], "", report.reasons[category]
            )


def judge(url: str, *options: str) -> Report:
    """Visit a page several times and return the median of each score.

    Raises:
        Missed: Lighthouse could not judge it, several times.
    """
    assets.ensure_modules(paths.LIGHTHOUSE)
    reports = [_visit_patiently(url, options) for _ in range(VISITS)]
    medians = {one: statistics.median(report.scores[one] for report in reports) for one in LEAST}
    return Report(medians, _reasons_of_the_worst(reports))


def _judge_place(scene: Scene, browser: Browser, place: Place) -> Report:
    with visitor(browser) as page:
        for _ in range(_WARM_UP):
            page.request.get(scene.url + place.path)
    report = judge(scene.url + place.path, *(_PRIVATE if place.is_private else ()))
    print(f"{place.kind}: {dict(report.scores)}", file=sys.stderr, flush=True)
    return report


def _reasons_of_the_worst(reports: list[Report]) -> dict[str, str]:
    return {one: min(reports, key=lambda report: report.scores[one]).reasons[one] for one in LEAST}


def _visit_patiently(url: str, options: tuple[str, ...]) -> Report:
    """Visit once more where a busy machine made Lighthouse miss the beginning of the visit."""
    for _ in range(_TRIES - 1):
        try:
            return _visit(url, options)
        except Missed as reason:
            print(reason, file=sys.stderr, flush=True)
    return _visit(url, options)


def _visit(url: str, options: tuple[str, ...]) -> Report:
    with TemporaryDirectory(prefix="eventsite-lighthouse-") as folder:
        report = Path(folder, "report.json")
        arguments = ["--output=json", f"--output-path={report}", "--quiet", f"--chrome-flags={_FLAGS}", *options]
        environment = processes.environment(CHROME_PATH=find_chromium() or "")
        done = processes.capture([processes.program("node") or "node", _PROGRAM, url, *arguments], env=environment)
        if done.returncode or not report.is_file():
            raise Missed(f"Lighthouse could not judge {url}: {done.stdout.strip()}")
        return _read(json.loads(report.read_text(encoding="utf-8")))


def _read(report: dict[str, Any]) -> Report:
    categories = report["categories"]
    if unjudged := [one for one in LEAST if categories[one]["score"] is None]:
        raise Missed(f"Lighthouse gave no score for {', '.join(unjudged)}")
    scores = {one: round(categories[one]["score"] * 100) for one in LEAST}
    return Report(scores, {one: _reason(categories[one], report["audits"]) for one in LEAST})


def _reason(category: dict[str, Any], audits: dict[str, Any]) -> str:
    """Return the audits that cost points, with what they measured."""
    weighed = [audits[one["id"]] for one in category["auditRefs"] if one["weight"]]
    lost = [one for one in weighed if one["score"] is not None and one["score"] < 1]
    return ", ".join(f"{one['id']} {one.get('displayValue', '')}".strip() for one in lost)
