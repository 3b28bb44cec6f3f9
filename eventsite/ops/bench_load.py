"""A load generator of the standard library: some visitors with keep-alive connections, each asking again at once."""

import gzip
import http.client
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

_TIMEOUT = 30  # seconds
_MAX_COMPLAINTS = 20
Visit = Callable[[], None]  # one thing a visitor does, with its checks


class Unexpected(Exception):
    """The site answered otherwise than it should."""


class NothingLeft(Exception):
    """There is nothing more to do for any visitor, such as tickets to check in."""


_FAILURES = (Unexpected, http.client.HTTPException, OSError)


@dataclass(frozen=True)
class Answer:
    """What came back; ``content`` is as it travelled, mostly packed."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def body(self) -> str:
        """Return the text of the page."""
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.content) if is_packed else self.content).decode(errors="replace")

    def expect(self, status: int) -> "Answer":
        """Return itself if it has that status, else raise Unexpected."""
        if self.status != status:
            raise Unexpected(f"{self.status} instead of {status}: {' '.join(self.body.split())[:200]}")
        return self


class Browser:
    """One visitor: a connection that is kept, and cookies. ``source`` is what a proxy says of where it comes from."""

    def __init__(self, address: str) -> None:
        self._place = urlsplit(address)
        self._connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}
        self.source = ""

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form; redirects are not followed."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), kind)

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Accept-Encoding": "gzip", **headers}
        if self.source:
            sent["X-Forwarded-For"] = self.source
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = self._send(method, path, body, sent)
        content = response.read()
        if response.will_close:
            self.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, content)

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Ask on the connection that is there; where the server has closed it meanwhile, on a new one."""
        is_new = self._connection is None
        connection = self._connection = self._connection or self._call()
        try:
            connection.request(method, path, body, dict(headers))
            return connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if is_new:
                raise
            return self._send(method, path, body, headers)

    def _call(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._place.hostname or "", self._place.port, timeout=_TIMEOUT)

    def close(self) -> None:
        """Close the connection; the next question opens a new one."""
        if self._connection:
            self._connection.close()
        self._connection = None


Deed = Callable[[Browser], Visit]  # gets one visitor ready


class _Fields(HTMLParser):
    """Collects the fields of the form with a given action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.values = action, False, dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") == self.action
        if tag == "input" and self.inside and given.get("name"):
            self.values.setdefault(str(given["name"]), given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def fields(page: str, action: str) -> dict[str, str]:
    """Return the fields of the form with that action, as they stand in the page."""
    reader = _Fields(action)
    reader.feed(page)
    if not reader.values:
        raise Unexpected(f"no form to {action}")
    return reader.values


@dataclass(frozen=True)
class Measured:
    """How it went; times in seconds."""

    durations: list[float] = field(repr=False)
    elapsed: float
    complaints: list[str]

    @property
    def per_second(self) -> float:
        """Return how many were done in a second."""
        return len(self.durations) / self.elapsed if self.elapsed else 0.0

    @property
    def p50(self) -> float:
        """Return the time within which half were done."""
        return median(self.durations) if self.durations else 0.0

    @property
    def p95(self) -> float:
        """Return the time within which 95 of 100 were done."""
        return quantiles(self.durations, n=20)[-1] if len(self.durations) > 1 else self.p50


def measure(address: str, deed: Deed, *, seconds: float, visitors: int, warm_up: float = 1.0) -> Measured:
    """Let visitors do one thing again and again, and return how long each took after a warm-up in seconds.

    Where all began within the warm-up, because they take so long, these are counted.
    """
    crowd = _Crowd(warm_up + seconds, threading.Barrier(visitors))
    with ThreadPoolExecutor(visitors) as pool:
        each = [pool.submit(crowd.repeat, address, deed) for _ in range(visitors)]
        done = [one for visitor in each for one in visitor.result()]
    counted = [(begun, took) for begun, took in done if begun >= warm_up] or done
    first = min((begun for begun, _ in counted), default=0.0)
    last = max((begun + took for begun, took in counted), default=0.0)
    return Measured([took for _, took in counted], last - first, crowd.complaints)


class _Crowd:
    """Visitors who begin together."""

    def __init__(self, seconds: float, gate: threading.Barrier) -> None:
        self._seconds, self._gate = seconds, gate
        self._complaining = threading.Lock()
        self.complaints: list[str] = []

    def repeat(self, address: str, deed: Deed) -> list[tuple[float, float]]:
        """Return when each visit of one visitor began, counted from the start of all, and how long it took."""
        with closing(Browser(address)) as browser:
            visit = self._get_ready(browser, deed)
            started, done = time.perf_counter(), []
            while visit and (begun := time.perf_counter() - started) < self._seconds:
                try:
                    visit()
                except NothingLeft:
                    break
                except _FAILURES as error:
                    self._complain(error)
                    if len(self.complaints) >= _MAX_COMPLAINTS:
                        break
                    continue
                done.append((begun, time.perf_counter() - started - begun))
            return done

    def _get_ready(self, browser: Browser, deed: Deed) -> Visit | None:
        """Prepare the visit and wait for the others; None if even that failed."""
        try:
            return deed(browser)
        except _FAILURES as error:
            self._complain(error)
            return None
        finally:
            self._gate.wait()

    def _complain(self, error: Exception) -> None:
        with self._complaining:
            self.complaints.append(str(error) or type(error).__name__)
