"""The program's settings, read once at the start; a wrong value stops the start with one sentence.

An empty variable counts as one that is not set.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import click

from eventsite.city.fields import CityError
from eventsite.city.settings import CitySettings, read_settings

PREFIX = "EVENTSITE_"
KNOWN = frozenset(
    PREFIX + name
    for name in (
        "BASE_URL",
        "CITY",
        "DEMO",
        "INSTANCE",
        "PROXIES",
        "SECRET_KEY",
        "SMTP_HOST",
        "SMTP_PASSWORD",
        "SMTP_PORT",
        "SMTP_TLS",
        "SMTP_USER",
        "TRUSTED_HOSTS",
    )
)
FOR_TESTS = PREFIX + "TEST_"  # read by the test run alone
CITIES = Path(__file__).parent / "city"
DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
SWITCH = {"1": True, "true": True, "0": False, "false": False}
SECRET_LENGTH = 32


class SettingsError(click.ClickException):
    """A setting cannot be used; the message is one sentence for the person who starts the program."""


class Tls(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


SMTP_PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}


@dataclass(frozen=True)
class Smtp:
    """The server that takes our mails. ``user`` and ``password`` are both set or both None."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    tls: Tls


@dataclass(frozen=True)
class Settings:
    """Everything that may differ from one installation to another."""

    city: CitySettings
    instance: Path
    database_url: str = field(repr=False)  # may hold a password
    secret_key: str = field(repr=False)
    base_url: str  # scheme and host, no slash at the end
    trusted_hosts: tuple[str, ...]
    smtp: Smtp | None  # None: mails become files under the instance folder
    demo: bool
    behind_proxy: int  # how many proxies in front add X-Forwarded headers

    @property
    def secure_cookies(self) -> bool:
        """Return whether cookies may travel over HTTPS only."""
        return self.base_url.startswith("https:")


def load(environ: Mapping[str, str], root: Path) -> Settings:
    """Read the settings from ``environ``; relative paths start at ``root``, the repository.

    Creates the instance folder and, without EVENTSITE_SECRET_KEY, its secret key file.

    Raises:
        SettingsError: a variable is unknown or its value cannot be used.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    _refuse_unknown(given)
    instance = root / given.get("EVENTSITE_INSTANCE", "instance")
    base = _base_url(given)
    return Settings(
        city=_city(given, root),
        instance=instance,
        database_url=_database_url(given, instance),
        secret_key=_secret_key(given, instance),
        base_url=f"{base.scheme}://{base.netloc}",
        trusted_hosts=_trusted_hosts(given, base.hostname or ""),
        smtp=_smtp(given),
        demo=_switch(given, "EVENTSITE_DEMO"),
        behind_proxy=_integer(given, "EVENTSITE_PROXIES", 0, 0, 9),
    )


def _refuse_unknown(given: Mapping[str, str]) -> None:
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in KNOWN and not name.startswith(FOR_TESTS):
            raise SettingsError(f"{name} という設定はありません。あるのは {', '.join(sorted(KNOWN))} です。")


def _wrong(name: str, value: str, allowed: str) -> SettingsError:
    return SettingsError(f"{name} に「{value}」は使えません。使えるのは{allowed}です。")


def _city(given: Mapping[str, str], root: Path) -> CitySettings:
    value = given.get("EVENTSITE_CITY", "yamaguchi")
    shipped = {file.stem: file for file in sorted(CITIES.glob("*.toml"))}
    file = root / value if value.endswith(".toml") else shipped.get(value)
    if file is None or not file.is_file():
        allowed = f"付属の市の名前（{', '.join(shipped)}）か、ある .toml ファイルの場所"
        raise _wrong("EVENTSITE_CITY", value, allowed)
    try:
        return read_settings(file)
    except CityError as error:
        raise SettingsError(f"EVENTSITE_CITY の「{value}」は使えません。{error}") from error


def _database_url(given: Mapping[str, str], instance: Path) -> str:
    url = given.get("DATABASE_URL")
    if url is None:
        return f"sqlite:///{(instance / 'eventsite.db').absolute().as_posix()}"
    scheme, separator, rest = url.partition("://")
    driver = scheme if scheme in DRIVERS.values() else DRIVERS.get(scheme)
    if not separator or driver is None:
        # Only the scheme is repeated: the rest may hold a password.
        raise _wrong("DATABASE_URL", f"{scheme[:20]}…", " sqlite:// か postgresql:// で始まるもの")
    return f"{driver}://{rest}"


def _base_url(given: Mapping[str, str]) -> SplitResult:
    value = given.get("EVENTSITE_BASE_URL", "http://127.0.0.1:8000")
    if re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", value, re.ASCII) is None:
        raise _wrong("EVENTSITE_BASE_URL", value, " https://moyooshi.example.jp の形（パスなし）の URL")
    return urlsplit(value)


def _trusted_hosts(given: Mapping[str, str], base_host: str) -> tuple[str, ...]:
    value = given.get("EVENTSITE_TRUSTED_HOSTS", f"{base_host},127.0.0.1,localhost")
    hosts = tuple(dict.fromkeys(host.strip().lower() for host in value.split(",")))
    if not all(re.fullmatch(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*", host, re.ASCII) for host in hosts):
        raise _wrong("EVENTSITE_TRUSTED_HOSTS", value, "コンマで区切ったホスト名（ポートなし）")
    return hosts


def _smtp(given: Mapping[str, str]) -> Smtp | None:
    host = given.get("EVENTSITE_SMTP_HOST")
    if host is None:
        _refuse_smtp_without_host(given)
        return None
    user, password = given.get("EVENTSITE_SMTP_USER"), given.get("EVENTSITE_SMTP_PASSWORD")
    if (user is None) != (password is None):
        raise SettingsError("EVENTSITE_SMTP_USER と EVENTSITE_SMTP_PASSWORD は、両方書くか、両方書かないかです。")
    tls = _tls(given)
    port = _integer(given, "EVENTSITE_SMTP_PORT", SMTP_PORTS[tls], 1, 65535)
    return Smtp(host=host, port=port, user=user, password=password, tls=tls)


def _refuse_smtp_without_host(given: Mapping[str, str]) -> None:
    for name in sorted(given):
        if name.startswith("EVENTSITE_SMTP_"):
            raise SettingsError(f"{name} を書くときは EVENTSITE_SMTP_HOST（メールサーバーの名前）も書いてください。")


def _tls(given: Mapping[str, str]) -> Tls:
    value = given.get("EVENTSITE_SMTP_TLS", Tls.STARTTLS)
    try:
        return Tls(value)
    except ValueError:
        raise _wrong("EVENTSITE_SMTP_TLS", value, f" {', '.join(Tls)} ") from None


def _switch(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "0")
    if value.lower() not in SWITCH:
        raise _wrong(name, value, f" {', '.join(SWITCH)} ")
    return SWITCH[value.lower()]


def _integer(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name, str(default))
    if re.fullmatch(r"\d{1,9}", value, re.ASCII) is None or not least <= int(value) <= most:
        raise _wrong(name, value, f" {least} から {most} までの整数")
    return int(value)


def _secret_key(given: Mapping[str, str], instance: Path) -> str:
    key = given.get("EVENTSITE_SECRET_KEY")
    if key is None:
        return _kept_secret_key(instance / "secret_key")
    if len(key) < SECRET_LENGTH:
        # The value itself is not repeated: it is a secret, if a weak one.
        raise _wrong("EVENTSITE_SECRET_KEY", f"{len(key)} 字の鍵", f" {SECRET_LENGTH} 字以上の乱数")
    return key


def _kept_secret_key(file: Path) -> str:
    """Return the key in ``file``; the first process to come makes it, readable by its owner only."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _create_once(file, secrets.token_hex(SECRET_LENGTH))
        key = file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        allowed = f"読み書きできるフォルダー（{error.strerror}）"
        raise _wrong("EVENTSITE_INSTANCE", str(file.parent), allowed) from error
    if len(key) < SECRET_LENGTH:
        raise SettingsError(f"{file} の鍵は {SECRET_LENGTH} 字より短く、使えません。消すと新しく作られます。")
    return key


def _create_once(file: Path, text: str) -> None:
    """Write a file that appears whole or not at all, and not where another process was faster."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
