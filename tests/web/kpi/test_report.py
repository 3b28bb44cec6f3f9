"""The report of a fiscal year: on the page as a download, and as a command."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from tests.factories.accounts import a_user
from tests.factories.kpi import TRAINING, a_counted_date, an_indicator
from tests.support.fixtures import Make
from tests.support.pages import Resident

JUNE = datetime(2026, 6, 6, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def counted(make: Make) -> None:
    make(an_indicator)
    make(a_counted_date, JUNE, 36, staff=4)
    make(a_counted_date, JUNE, 20, is_demo=True)


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["kpi", "report", *arguments])


@pytest.mark.usefixtures("counted")
def test_the_json_report_holds_the_number_and_its_rows(app: Flask) -> None:
    done = run(app, "--fiscal-year", "2026", "--format", "json")

    assert done.exit_code == 0
    report = json.loads(done.stdout)
    [figure] = report["figures"]
    assert (report["fiscal_year"], figure["key"], figure["counted"], figure["rate"]) == (2026, TRAINING, 56, 22.4)
    assert sum(date["people"] for date in figure["dates"]) == 56
    assert figure["dates"][0]["starts_at"] == "2026-06-06T10:00:00+09:00"
    assert [date["is_demo"] for date in figure["dates"]] == [False, True]


@pytest.mark.usefixtures("counted")
def test_the_csv_report_is_what_excel_opens(app: Flask) -> None:
    done = run(app, "--fiscal-year", "2026", "--format", "csv")

    assert done.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))
    values = [int(row["値"]) for row in rows if row["内容"] == "数えた催し"]
    assert sum(values) == int(next(row["値"] for row in rows if row["内容"] == "数えた合計")) == 56
    assert next(row["値"] for row in rows if row["年度"] == "2023") == "156"


@pytest.mark.usefixtures("counted")
def test_the_workbook_is_written_to_a_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "報告.xlsx"

    done = run(app, "--fiscal-year", "2026", "--format", "xlsx", "--output", str(file))

    assert (done.exit_code, done.stdout) == (0, "")
    sheet = openpyxl.load_workbook(file)["2026年度"]
    assert [row[9].value for row in sheet.iter_rows() if row[4].value == "数えた合計"] == [56]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "json"),
        ("--fiscal-year", "2026"),
        ("--fiscal-year", "20260", "--format", "json"),
        ("--fiscal-year", "R8", "--format", "json"),
        ("--fiscal-year", "2026", "--format", "pdf"),
        ("--fiscal-year", "2026", "--format", "xlsx"),
    ],
)
def test_wrong_options_are_named_and_exit_with_2(app: Flask, arguments: tuple[str, ...]) -> None:
    done = run(app, *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error:" in done.stderr


def test_a_file_that_cannot_be_written_exits_with_1(app: Flask, tmp_path: Path) -> None:
    done = run(app, "--fiscal-year", "2026", "--format", "csv", "--output", str(tmp_path / "no" / "where.csv"))

    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_the_page_hands_the_same_report_out_and_notes_who_took_it(
    app: Flask, make: Make, client: Resident, form: str
) -> None:
    admin = make(a_user, Role.ADMIN)
    page = client.sign_in_as(admin.id).open("/staff/kpi?fiscal_year=2026")
    sent = {**dict(page.form("exports").values), "format": form}

    answer = client.http.post("/staff/kpi/exports", data=sent)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kpi-2026.{form}"'
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.KPI_EXPORT)).one()
        assert (entry.actor_user_id, entry.subject_id, entry.detail) == (admin.id, 2026, form)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    "sent", [{"format": "exe"}, {"fiscal_year": "x"}, {"fiscal_year": "\x00"}, {"fiscal_year": "9" * 9999}]
)
def test_a_report_that_there_is_not_is_not_handed_out(
    app: Flask, make: Make, client: Resident, sent: dict[str, str]
) -> None:
    page = client.sign_in_as(make(a_user, Role.ADMIN).id).open("/staff/kpi")
    form = {**dict(page.form("exports").values), "format": "csv", **sent}

    assert client.post("/staff/kpi/exports", data=form).status == 404
