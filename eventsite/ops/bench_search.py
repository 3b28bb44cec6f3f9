"""The search by words, measured alone: finding, counting and ordering, without page and server."""

from collections.abc import Mapping
from random import Random
from time import perf_counter

from eventsite.app import ROOT, create_app
from eventsite.config import load
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.discovery import queries
from eventsite.discovery.filters import Filter
from eventsite.ops.bench_load import Measured

ROUNDS = 10
# Words of the demo calendar, from those in every event to those in none, as people write them.
WORDS = (
    "しめ縄", "しめなわ", "〆縄", "シメナワ", "ｼﾒﾅﾜ", "注連縄", "竹", "紙芝居", "の", "会", "料理", "りょうり",
    "大内", "仁保", "あとう", "会場", "駐車場", "講師", "見本", "講座", "健康体操", "けんこう", "マルシェ", "市",
    "祭り", "まつり", "夏祭り", "スマホ", "スマートフォン", "円卓会議", "65歳", "小学生", "和室", "大会議室",
    "大内 料理", "しめ縄　和室　小学生", "仁保 まつり", "new year", "rope", "café", "サロン", "ｻﾛﾝ 阿東",
    "国際交流", "草刈り", "くさかり", "応援隊", "ふるさと探訪", "史跡", "囲碁", "𠮷田", "研修", "脳トレ",
    "阿知須 体操", "モルック", "%", "🎄", "地域交流センター", "お気軽に", "歩きやすい靴", "ふれあい祭り",
)  # fmt: skip


def run_search(env: Mapping[str, str]) -> Measured:
    """Look for every word, one after the other, in an order that changes from round to round."""
    app = create_app(load(env, ROOT))
    durations: list[float] = []
    dice = Random(1)  # noqa: S311  # an order, no secret
    with app.app_context():
        begun = perf_counter()
        for number in range(ROUNDS + 1):
            took = [_time(typed) for typed in dice.sample(WORDS, len(WORDS))]
            durations += took if number else []  # the first round warms up
        elapsed = perf_counter() - begun
        db.session.remove()
        db.engine.dispose()
    return Measured(durations, elapsed, [])


def _time(typed: str) -> float:
    """Return how long the list's own reading takes for these words, in seconds."""
    begun = perf_counter()
    queries.search(Filter(words=typed), now=clock.now(), zone=clock.zone())
    db.session.rollback()
    return perf_counter() - begun
