"""Addresses of the built style sheet, scripts and pictures."""

import json
from functools import cache
from pathlib import Path

DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
URL_PREFIX = "/static/dist/"


class AssetMissing(RuntimeError):
    """The assets are not built, or a template names one that does not exist."""


@cache
def read_manifest(folder: Path = DIST) -> dict[str, str]:
    """Return the hashed file name of every built asset; read once per process.

    Raises:
        AssetMissing: the assets have not been built.
    """
    try:
        text = (folder / "manifest.json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise AssetMissing("The assets are not built: run `python3 -m eventsite up` once.") from error
    names: dict[str, str] = json.loads(text)
    return names


def asset_url(name: str) -> str:
    """Return the address of an asset such as ``css/main.css``.

    The address never carries a language prefix, so that all languages share one cached copy.

    Raises:
        AssetMissing: the assets have not been built, or there is none of this name.
    """
    names = read_manifest()
    if name not in names:
        raise AssetMissing(f"There is no asset {name!r}; built are: {', '.join(names)}.")
    return URL_PREFIX + names[name]
