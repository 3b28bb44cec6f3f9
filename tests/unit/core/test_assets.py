from pathlib import Path

import pytest

from eventsite.core import assets


def test_an_asset_is_addressed_by_its_hashed_name(monkeypatch: pytest.MonkeyPatch) -> None:
    built = {"css/main.css": "css/main-ABCD1234.css", "js/scan.js": "js/scan-EFGH5678.js"}
    monkeypatch.setattr(assets, "read_manifest", lambda: built)

    assert assets.asset_url("css/main.css") == "/static/dist/css/main-ABCD1234.css"


def test_an_unknown_asset_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "read_manifest", lambda: {"css/main.css": "css/main-ABCD1234.css"})

    with pytest.raises(assets.AssetMissing, match=r"no asset 'css/mian\.css'; built are: css/main\.css\."):
        assets.asset_url("css/mian.css")


def test_where_nothing_was_built_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetMissing, match="python3 -m eventsite up"):
        assets.read_manifest(tmp_path)
