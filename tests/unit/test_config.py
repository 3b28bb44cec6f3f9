"""Settings from the environment: defaults, and one clear sentence for each mistake."""

import os
import stat
import threading
from pathlib import Path

import pytest

from eventsite.config import Settings, SettingsError, Smtp, Tls, load

KEY = "k" * 32
HAGI = Path(__file__).parents[1] / "support/cities/hagi/hagi.toml"


def load_with(root: Path, **variables: str) -> Settings:
    return load({"EVENTSITE_SECRET_KEY": KEY, "HOME": "/root", **variables}, root)


def test_a_fresh_machine_needs_no_settings(tmp_path: Path) -> None:
    settings = load({}, tmp_path)

    assert settings.city.name == "山口市"
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{(tmp_path / 'instance/eventsite.db').as_posix()}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.trusted_hosts == ("127.0.0.1", "localhost")
    assert settings.smtp is None
    assert (settings.demo, settings.behind_proxy, settings.secure_cookies) == (False, 0, False)


def test_the_secret_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    first = load({}, tmp_path).secret_key
    second = load({}, tmp_path).secret_key

    assert first == second
    assert len(first) == 64
    assert [file.name for file in (tmp_path / "instance").iterdir()] == ["secret_key"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "instance/secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    keys: list[str] = []

    def start() -> None:
        together.wait()
        keys.append(load({}, tmp_path).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(list((tmp_path / "instance").iterdir())) == 1


def test_a_damaged_secret_key_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/secret_key").write_text("short", encoding="ascii")

    with pytest.raises(SettingsError, match=r"secret_key の鍵は 32 字より短く"):
        load({}, tmp_path)


def test_an_instance_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")

    with pytest.raises(SettingsError, match=r"EVENTSITE_INSTANCE に「.*」は使えません"):
        load({"EVENTSITE_INSTANCE": "file/instance"}, tmp_path)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    settings = load_with(tmp_path, DATABASE_URL="", EVENTSITE_DEMO=" ", EVENTSITE_SMTP_HOST="")

    assert settings.database_url.startswith("sqlite:///")
    assert (settings.demo, settings.smtp) == (False, None)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://aoki@db/events", "postgresql+psycopg://aoki@db/events"),
        ("postgresql://aoki@db/events?host=/run", "postgresql+psycopg://aoki@db/events?host=/run"),
        ("postgresql+psycopg://aoki@db/events", "postgresql+psycopg://aoki@db/events"),
        ("sqlite:////srv/events.db", "sqlite:////srv/events.db"),
    ],
)
def test_a_database_url_gets_the_driver_we_ship(tmp_path: Path, given: str, used: str) -> None:
    assert load_with(tmp_path, DATABASE_URL=given).database_url == used


def test_another_city_is_chosen_by_the_path_of_its_file(tmp_path: Path) -> None:
    assert load_with(tmp_path, EVENTSITE_CITY=str(HAGI)).city.name == "萩市"
    assert load_with(HAGI.parents[1], EVENTSITE_CITY="hagi/hagi.toml").city.name == "萩市"


def test_https_makes_cookies_secure_and_the_host_trusted(tmp_path: Path) -> None:
    settings = load_with(tmp_path, EVENTSITE_BASE_URL="https://events.example.jp/")

    assert settings.base_url == "https://events.example.jp"
    assert settings.secure_cookies
    assert settings.trusted_hosts == ("events.example.jp", "127.0.0.1", "localhost")


def test_trusted_hosts_are_exactly_those_given(tmp_path: Path) -> None:
    settings = load_with(tmp_path, EVENTSITE_TRUSTED_HOSTS="events.example.jp, .city.example.jp")

    assert settings.trusted_hosts == ("events.example.jp", ".city.example.jp")


def test_a_mail_server_has_the_port_of_its_protection(tmp_path: Path) -> None:
    plain = load_with(tmp_path, EVENTSITE_SMTP_HOST="mail.example.jp")
    full = load_with(
        tmp_path,
        EVENTSITE_SMTP_HOST="mail.example.jp",
        EVENTSITE_SMTP_TLS="tls",
        EVENTSITE_SMTP_USER="aoki",
        EVENTSITE_SMTP_PASSWORD="open sesame",
    )

    assert plain.smtp == Smtp("mail.example.jp", 587, None, None, Tls.STARTTLS)
    assert full.smtp == Smtp("mail.example.jp", 465, "aoki", "open sesame", Tls.TLS)


def test_secrets_do_not_show_where_settings_are_printed(tmp_path: Path) -> None:
    settings = load_with(
        tmp_path,
        DATABASE_URL="postgresql://aoki:open-sesame@db/events",
        EVENTSITE_SMTP_HOST="mail.example.jp",
        EVENTSITE_SMTP_USER="aoki",
        EVENTSITE_SMTP_PASSWORD="open-sesame",
    )

    assert "open-sesame" not in repr(settings)
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("EVENTSITE_CITY", "yamagucchi", "yamaguchi"),
        ("EVENTSITE_CITY", "nowhere.toml", ".toml"),
        ("EVENTSITE_DEMO", "maybe", "1, true, 0, false"),
        ("EVENTSITE_PROXIES", "-1", "0 から 9 まで"),
        ("EVENTSITE_BASE_URL", "events.example.jp", "https://"),
        ("EVENTSITE_BASE_URL", "https://events.example.jp/sub", "パスなし"),
        ("EVENTSITE_TRUSTED_HOSTS", "https://events.example.jp", "ホスト名"),
    ],
)
def test_a_wrong_value_names_the_variable_the_value_and_what_is_allowed(
    tmp_path: Path, name: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_with(tmp_path, **{name: value})

    assert str(caught.value).startswith(f"{name} に「{value}」は使えません。")
    assert allowed in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("EVENTSITE_SMTP_TLS", "ssl", "starttls, tls, none"),
        ("EVENTSITE_SMTP_PORT", "70000", "1 から 65535 まで"),
    ],
)
def test_a_wrong_mail_setting_is_told_in_the_same_way(tmp_path: Path, name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_with(tmp_path, EVENTSITE_SMTP_HOST="mail.example.jp", **{name: value})

    assert str(caught.value).startswith(f"{name} に「{value}」は使えません。")
    assert allowed in str(caught.value)


def test_a_misspelt_variable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"EVENTSITE_SMPT_HOST という設定はありません。.*EVENTSITE_SMTP_HOST"):
        load_with(tmp_path, EVENTSITE_SMPT_HOST="mail.example.jp")


def test_variables_of_the_test_run_are_let_through(tmp_path: Path) -> None:
    assert load_with(tmp_path, EVENTSITE_TEST_POSTGRES="anything").city.slug == "yamaguchi"


def test_mail_settings_without_a_server_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"EVENTSITE_SMTP_USER を書くときは EVENTSITE_SMTP_HOST"):
        load_with(tmp_path, EVENTSITE_SMTP_USER="aoki")


def test_a_mail_user_without_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="両方書くか、両方書かないか"):
        load_with(tmp_path, EVENTSITE_SMTP_HOST="mail.example.jp", EVENTSITE_SMTP_USER="aoki")


def test_a_refused_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as key:
        load_with(tmp_path, EVENTSITE_SECRET_KEY="hunter2")
    with pytest.raises(SettingsError) as url:
        load_with(tmp_path, DATABASE_URL="mysql://aoki:open-sesame@db/events")

    assert "hunter2" not in str(key.value)
    assert "open-sesame" not in str(url.value)
    assert "mysql" in str(url.value)


def test_a_broken_city_file_is_told_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "hagi.toml"
    broken.write_text(HAGI.read_text(encoding="utf-8").replace("352047", "352046"), encoding="utf-8")

    with pytest.raises(SettingsError, match=r"EVENTSITE_CITY .*hagi\.toml の 10 行目: .*検査数字"):
        load_with(tmp_path, EVENTSITE_CITY="hagi.toml")
