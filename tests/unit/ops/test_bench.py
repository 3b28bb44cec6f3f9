"""The measuring program's own parts: its arguments, its visitors, its table."""

import queue
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from eventsite.accounts.rules import network_of
from eventsite.ops.bench import Part, parser
from eventsite.ops.bench_load import Browser, NothingLeft, Unexpected, fields, measure
from eventsite.ops.bench_results import BASELINE, Admitted, Result, ratios, table
from eventsite.ops.bench_visits import somewhere

NOWHERE = "http://127.0.0.1:9"


class Door(BaseHTTPRequestHandler):
    """A server that knows two pages and remembers a cookie."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        known = self.path == "/known"
        body = f"cookie: {self.headers.get('Cookie', '')}".encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "seen=1; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_browser_keeps_its_cookies(address: str) -> None:
    with closing(Browser(address)) as browser:
        assert browser.get("/known").body == "cookie: "
        assert browser.get("/known").body == "cookie: seen=1"


def test_another_answer_than_expected_is_told_with_its_words(address: str) -> None:
    with closing(Browser(address)) as browser, pytest.raises(Unexpected, match="404 instead of 200: cookie"):
        browser.get("/unknown").expect(200)


def test_visits_are_timed_and_failures_are_not_counted_as_visits() -> None:
    def failing() -> None:
        raise Unexpected("500 instead of 200")

    good = measure(NOWHERE, lambda _browser: lambda: None, seconds=0.05, visitors=2, warm_up=0)
    bad = measure(NOWHERE, lambda _browser: failing, seconds=0.05, visitors=2, warm_up=0)

    assert good.per_second > 100
    assert good.p50 <= good.p95
    assert not good.complaints
    assert not bad.durations
    assert "500 instead of 200" in bad.complaints


def test_visitors_stop_when_nothing_is_left_to_do() -> None:
    tickets: queue.SimpleQueue[str] = queue.SimpleQueue()
    for _ in range(10):
        tickets.put("ticket")

    def visit() -> None:
        try:
            tickets.get_nowait()
        except queue.Empty:
            raise NothingLeft from None

    assert len(measure(NOWHERE, lambda _browser: visit, seconds=30, visitors=3, warm_up=0).durations) == 10


def test_the_fields_of_the_right_form_are_read() -> None:
    page = '<form action="/search"><input name="q"></form><form action="/go"><input name="key" value="k"></form>'

    assert fields(page, "/go") == {"key": "k"}
    with pytest.raises(Unexpected, match="no form to /elsewhere"):
        fields(page, "/elsewhere")


def test_the_table_says_what_a_page_costs_and_how_it_grows() -> None:
    lines = table(
        [
            Result("sqlite", 1000, BASELINE, 100, 1.0, 2.0, 1000.0),
            Result("sqlite", 1000, "list", 100, 10.0, 20.0, 100.0),
            Result("sqlite", 10000, BASELINE, 100, 1.0, 2.0, 1000.0),
            Result("sqlite", 10000, "list", 100, 30.0, 60.0, 50.0, complaint="2 failed, first: 500"),
        ]
    ).splitlines()

    assert lines[3].split() == ["list", "10.0", "20.0", "100", "10.0", "30.0", "60.0", "50", "20.0", "3.0x"]
    assert lines[-1].strip() == "10,000 events, list: 2 failed, first: 500"


def test_the_ratios_say_how_admission_grows_with_the_table() -> None:
    lines = ratios(
        [
            Admitted("sqlite", 1_000, "waiting", 40, 10.0, 20.0),
            Admitted("sqlite", 1_000_000, "waiting", 40, 12.5, 30.0),
            Admitted("sqlite", 1_000_000, "draw", 1, 4_000.0, 4_000.0, remark="freeze 0.40 s"),
        ]
    ).splitlines()

    assert lines[0].split() == ["sqlite", "1,000", "registrations", "1,000,000", "registrations"]
    assert lines[1].split() == ["waiting", "10.0", "ms", "1.00x", "12.5", "ms", "1.25x"]
    assert lines[2].split() == ["draw", "-", "4000.0", "ms", "1.00x"]
    assert lines[3].strip() == "1,000,000 registrations, draw: freeze 0.40 s"


def test_each_visitor_who_registers_comes_from_elsewhere() -> None:
    assert len({network_of(somewhere()) for _ in range(1_000)}) > 990


def test_the_arguments_have_defaults_and_wrong_ones_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert parser().parse_args([]).sizes == (1_000, 10_000, 100_000)
    assert parser().parse_args(["--sizes", "10,20"]).sizes == (10, 20)
    assert parser().parse_args([]).parts == {*Part}
    assert parser().parse_args(["--only", "draw"]).parts == {Part.DRAW}

    for wrong in ("0", "many", "10,", "-5"):
        with pytest.raises(SystemExit):
            parser().parse_args([f"--sizes={wrong}"])
    assert "are no numbers of events" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser().parse_args(["--only", "everything"])
    assert "'everything' is none of site, search, admission, draw" in capsys.readouterr().err
