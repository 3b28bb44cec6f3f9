"""What the doctor makes of the facts."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventsite.config import Settings, Smtp, Tls, load
from eventsite.ops.doctor import (
    Finding,
    Level,
    Outbox,
    check_address,
    check_clock,
    check_demo,
    check_disk,
    check_mail,
    check_outbox,
    check_secret_key,
    worst,
)

ROOT = Path(__file__).parents[3]
KEY = "k" * 40
SMTP = Smtp("mail.example.jp", 587, None, None, Tls.STARTTLS)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"EVENTSITE_INSTANCE": str(tmp_path), "EVENTSITE_SECRET_KEY": KEY}, ROOT)


def levels(findings: list[Finding]) -> list[Level]:
    return [finding.level for finding in findings]


def test_mails_kept_in_a_folder_are_right_for_a_trial_and_wrong_for_a_city(settings: Settings) -> None:
    assert levels(list(check_mail(replace(settings, demo=True)))) == [Level.OK]
    assert levels(list(check_mail(settings))) == [Level.WARN]


def test_a_sample_sender_is_named_where_mails_really_leave(settings: Settings) -> None:
    sample = replace(settings.city, mail_sender="moyooshi@city.example")
    real = replace(settings.city, mail_sender="moyooshi@city.yamaguchi.lg.jp")

    assert levels(list(check_mail(replace(settings, smtp=SMTP, city=sample)))) == [Level.OK, Level.WARN]
    assert levels(list(check_mail(replace(settings, smtp=SMTP, city=real)))) == [Level.OK]


def test_only_https_is_right_for_the_public() -> None:
    assert check_address("https://moyooshi.example.jp").level is Level.OK
    assert check_address("http://moyooshi.example.jp").level is Level.WARN
    assert check_address("http://127.0.0.1:8000").level is Level.WARN


def test_the_secret_key_is_never_shown_and_a_readable_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    assert "EVENTSITE_SECRET_KEY" in check_secret_key(KEY, file).said

    file.write_text(KEY, encoding="ascii")
    file.chmod(0o644)
    readable = check_secret_key(KEY, file)
    file.chmod(0o600)

    assert readable.level is Level.WARN
    assert check_secret_key(KEY, file).level is Level.OK
    assert KEY not in readable.said + readable.advice


def test_a_disk_that_fills_up_is_told_in_time(tmp_path: Path) -> None:
    assert check_disk(tmp_path, 5_000_000_000).level is Level.OK
    assert check_disk(tmp_path, 500_000_000).level is Level.WARN
    assert check_disk(tmp_path, 50_000_000).level is Level.FAIL


def test_demo_events_are_expected_in_a_trial_only() -> None:
    assert check_demo(60, expected=True).level is Level.OK
    assert check_demo(60, expected=False).level is Level.WARN
    assert check_demo(0, expected=False).level is Level.OK


def test_overdue_mails_fail_and_mails_given_up_are_told() -> None:
    assert levels(list(check_outbox(Outbox(3, 0, 0)))) == [Level.OK]
    assert levels(list(check_outbox(Outbox(3, 3, 1)))) == [Level.FAIL, Level.WARN]


def test_the_clock_is_told_in_the_citys_time(settings: Settings) -> None:
    said = check_clock(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), settings).said

    assert said == "2026-11-24 00:30:00（Asia/Tokyo、UTC+0900）"


def test_the_worst_finding_counts() -> None:
    assert worst([]) is Level.OK
    assert worst([Finding(Level.WARN, "", ""), Finding(Level.FAIL, "", ""), Finding(Level.OK, "", "")]) is Level.FAIL
