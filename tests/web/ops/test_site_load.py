"""`flask site load`: what the city's files say is what the site says, no more and no less, however often."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eventsite.accounts.models import Center, CenterKind
from eventsite.accounts.queries import centers
from eventsite.app import create_app
from eventsite.attendance.models import Attendance, Source
from eventsite.attendance.queries import totals_of
from eventsite.city.records import read_city
from eventsite.core import clock
from eventsite.core.db import Base, db, transaction
from eventsite.events.models import Event, Occurrence, Precision, Venue, Visibility
from eventsite.kpi.models import FigureRole, KpiDefinition, KpiYear
from eventsite.ops.loading import Loaded, load_city
from tests.conftest import ROOT, settings_for
from tests.support.pages import Resident
from tests.support.postgres import Server, own_name

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HAGI = ROOT / "tests" / "support" / "cities" / "hagi" / "hagi.toml"
LOADED_TABLES = (
    "centers", "center_phones", "venues", "events", "organizers", "occurrences", "calls", "slots", "slot_occurrences",
    "attendances", "kpi_definitions", "kpi_years",
)  # fmt: skip


def load(app: Flask, now: datetime = NOW) -> Loaded:
    """Load the app's city."""
    city = app.config["SETTINGS"].city
    with app.app_context(), transaction():
        return load_city(read_city(city), city, now)


def content(app: Flask) -> dict[str, list[str]]:
    """Return all rows that a load writes; of figures, which are written anew, without their numbers."""
    found: dict[str, list[str]] = {}
    with app.app_context():
        for name in LOADED_TABLES:
            table = Base.metadata.tables[name]
            columns = [column for column in table.columns if (name, column.name) != ("kpi_years", "id")]
            found[name] = sorted(str(tuple(row)) for row in db.session.execute(select(*columns)))
    return found


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """The shipped city."""
    load(app)
    return app


def test_loading_twice_changes_nothing(app: Flask) -> None:
    first = load(app)
    before = content(app)

    second = load(app, NOW + timedelta(days=1))

    assert second == first
    assert content(app) == before
    assert all(before[name] for name in LOADED_TABLES)


def test_the_city_is_complete(app: Flask) -> None:
    assert load(app) == Loaded(centers=21, branches=8, offices=6, venues=2, figures=28, announcements=35, references=9)
    with app.app_context():
        kinds = dict(db.session.execute(select(Center.kind, func.count()).group_by(Center.kind)).all())

    assert kinds[CenterKind.CENTER] == 21
    assert kinds[CenterKind.BRANCH] == 8


def test_futajima_stands_in_the_area_of_aio_futajima(loaded: Flask) -> None:
    with loaded.app_context():
        center = db.session.scalars(select(Center).where(Center.name == "二島地域交流センター")).one()

        assert center.area == "秋穂二島"


def test_otoshi_has_several_lines_each_with_its_use(loaded: Flask) -> None:
    with loaded.app_context():
        center = db.session.scalars(select(Center).where(Center.name == "大歳地域交流センター")).one()
        lines = [(phone.label, phone.number) for phone in center.phones]

    assert lines[:2] == [("貸館・講座", "083-922-4035"), ("行政窓口", "083-922-2461")]


def test_hirakawa_works_from_another_house_while_it_is_rebuilt(loaded: Flask) -> None:
    with loaded.app_context():
        center = db.session.scalars(select(Center).where(Center.name == "平川地域交流センター")).one()
        seats = db.session.scalars(select(Venue).where(Venue.center_id == center.id, Venue.is_seat)).all()
        temporary = next(seat for seat in seats if seat.valid_from)

        assert len(seats) == 2
        assert temporary.name == "JA山口県ふれあい平川支所"
        assert clock.local(temporary.valid_from or NOW).isoformat() == "2024-09-02T00:00:00+09:00"
        assert temporary.valid_until is None, "the end is not known"
        assert temporary.address == "", "the address is not known"


def test_branches_belong_to_their_centers(loaded: Flask) -> None:
    with loaded.app_context():
        parents = {
            branch.name: branch.parent.name
            for branch in db.session.scalars(select(Center).where(Center.kind == CenterKind.BRANCH))
            if branch.parent
        }

    assert parents["阿東地域交流センター嘉年分館"] == "阿東地域交流センター"
    assert len(parents) == 8


def test_a_list_of_all_has_each_center_with_its_branches_and_the_offices_last(loaded: Flask) -> None:
    with loaded.app_context():
        names = [center.name for center in centers()]
        others = [center.name for center in centers(CenterKind.OFFICE, CenterKind.PARTNER)]

    tokuji = names.index("徳地地域交流センター")
    assert names[tokuji + 1 : tokuji + 5] == [
        f"徳地地域交流センター{name}分館" for name in ("串", "島地", "八坂", "柚野")
    ]
    assert names[tokuji + 5] == "阿東地域交流センター"
    assert others
    assert names[-len(others) :] == others


def test_the_training_figure_runs_from_188_to_250(loaded: Flask) -> None:
    with loaded.app_context():
        figure = db.session.scalars(select(KpiDefinition).where(KpiDefinition.counted_from_events)).one()
        years = {(year.fiscal_year, year.role): year.value for year in figure.years}

    assert figure.key == "training_attendance"
    assert years == {
        (2022, FigureRole.BASELINE): Decimal(188),
        (2022, FigureRole.ACTUAL): Decimal(188),
        (2023, FigureRole.ACTUAL): Decimal(156),
        (2027, FigureRole.TARGET): Decimal(250),
    }


def test_shares_keep_their_digits_and_a_year_without_a_survey_stays_empty(loaded: Flask) -> None:
    with loaded.app_context():
        years = {
            (year.fiscal_year, year.role): year.value
            for year in db.session.scalars(select(KpiYear).where(KpiYear.definition_key == "home_attachment"))
        }

    assert years[2017, FigureRole.BASELINE] == Decimal("74.7")
    assert years[2022, FigureRole.ACTUAL] == Decimal("67.0")
    assert years[2023, FigureRole.ACTUAL] is None


def announced(app: Flask, key: str) -> dict[str, Any]:
    """Return what is stored of one announcement."""
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.import_key == key)).one()
        return {
            "title": event.title,
            "visibility": event.visibility,
            "dates": [
                (one.precision, clock.local(one.starts_at).date().isoformat(), one.ends_at and clock.local(one.ends_at))
                for one in event.occurrences
            ],
            "people": [totals_of(one.id).residents for one in event.occurrences],
            "source": event.source,
        }


def test_a_date_known_to_the_fiscal_year_only_stays_that(loaded: Flask) -> None:
    meeting = announced(loaded, "ev002")

    assert meeting["title"] == "自治会長情報交換会"
    [(precision, starts, ends)] = meeting["dates"]
    assert (precision, starts, ends.isoformat()) == (
        Precision.FISCAL_YEAR, "2023-04-01", "2024-04-01T00:00:00+09:00",
    )  # fmt: skip
    assert meeting["people"] == [36]
    assert meeting["source"]


def test_a_date_known_to_the_month_only_stays_that(loaded: Flask) -> None:
    [(precision, starts, ends)] = announced(loaded, "ev003")["dates"]

    assert (precision, starts, ends.isoformat()) == (Precision.MONTH, "2024-02-01", "2024-03-01T00:00:00+09:00")


def test_an_exact_date_stays_exact_and_an_unknown_end_unknown(loaded: Flask) -> None:
    with loaded.app_context():
        trial = db.session.scalars(select(Occurrence).join(Occurrence.event).where(Event.import_key == "ev001")).all()
        spans = [
            (clock.local(one.starts_at).isoformat(), one.ends_at and clock.local(one.ends_at).isoformat())
            for one in trial
        ]

    assert spans[0] == ("2026-02-21T09:30:00+09:00", "2026-02-21T14:00:00+09:00")
    assert announced(loaded, "ev029")["dates"][0][2] is None


def test_published_numbers_are_single_rows_marked_as_published(loaded: Flask) -> None:
    with loaded.app_context():
        rows = db.session.scalars(select(Attendance)).all()
        people = {row.nonce: row.people for row in rows}

    assert {row.source for row in rows} == {Source.PUBLISHED}
    assert people["announcement:ev032"] == 4000
    assert people["announcement:ev002"] == 36


def test_events_of_other_towns_are_for_staff_only(loaded: Flask) -> None:
    own_code = loaded.config["SETTINGS"].city.code
    records = {one.id: one for one in read_city(loaded.config["SETTINGS"].city).announcements}
    with loaded.app_context():
        visible = {event.import_key: event.visibility for event in db.session.scalars(select(Event))}

    assert all(
        (visibility is Visibility.PUBLIC) == (records[str(key)].municipality == own_code)
        for key, visibility in visible.items()
    )
    assert Visibility.INTERNAL in visible.values()


def test_what_was_imported_can_be_found(loaded: Flask, client: Resident) -> None:
    assert "宮野ホタルまつり" in client.open("/events?q=ホタル&past=1").text


def test_the_command_says_what_is_there_and_says_it_to_scripts(app: Flask) -> None:
    runner = app.test_cli_runner()

    said = runner.invoke(args=["site", "load"])
    told = runner.invoke(args=["site", "load", "--json"])

    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("山口市: 21 centers, 8 branches")
    assert json.loads(told.stdout)["centers"] == 21


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = own_name("eventsite_new")
    yield server.create_database(name)
    server.drop_database(name)


def start(url: str, folder: Path, **more: str) -> Flask:
    return create_app(settings_for(url, folder, **more))


def let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_prepare_makes_a_site_from_nothing_and_a_second_time_changes_nothing(nowhere: str, tmp_path: Path) -> None:
    app = start(nowhere, tmp_path, EVENTSITE_DEMO="1")
    runner = app.test_cli_runner()

    first = runner.invoke(args=["site", "prepare"])
    second = runner.invoke(args=["site", "prepare"])

    assert first.exit_code == 0, first.output
    assert "21 centers" in first.stdout
    assert "demo calendar: 60 events" in first.stdout
    assert second.exit_code == 0, second.output
    assert "demo calendar" not in second.stdout
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Event.is_demo)) == 60
    let_go(app)


def test_the_link_that_prepare_prints_opens(nowhere: str, tmp_path: Path) -> None:
    app = start(nowhere, tmp_path)
    said = app.test_cli_runner().invoke(args=["site", "prepare"]).stdout
    link = next(line for line in said.splitlines() if line.startswith("administrator: ")).partition(": ")[2]

    page = Resident(app).open(link)

    assert page.status == 200
    assert page.form("/staff/invitations/")
    let_go(app)


def test_without_demo_mode_nothing_made_up_is_loaded(nowhere: str, tmp_path: Path) -> None:
    app = start(nowhere, tmp_path)

    app.test_cli_runner().invoke(args=["site", "prepare"])

    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Event.is_demo)) == 0
        assert db.session.scalar(text("SELECT count(*) FROM events"))
    let_go(app)


def test_a_second_city_needs_a_settings_file_and_no_code(nowhere: str, tmp_path: Path) -> None:
    app = start(nowhere, tmp_path, EVENTSITE_CITY=str(HAGI), EVENTSITE_DEMO="1")

    prepared = app.test_cli_runner().invoke(args=["site", "prepare"])
    resident = Resident(app)

    assert prepared.exit_code == 0, prepared.output
    assert "萩市" in prepared.stdout
    assert "はぎ催し案内" in resident.open("/").text
    assert "三見公民館" in resident.open("/centers").text
    assert "山口市" not in resident.open("/").text
    with app.app_context():
        imported = db.session.scalars(select(Event).where(Event.import_key == "hagi001")).one()
        assert [one.precision for one in imported.occurrences] == [Precision.YEAR]
    let_go(app)
