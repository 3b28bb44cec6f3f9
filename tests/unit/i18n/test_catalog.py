"""The catalog is complete in three languages, and each keeps the rules of its own kind of writing."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from eventsite.i18n.ruby import plain_template
from eventsite.i18n.texts import CATALOG, Locale, catalog

SOURCE = CATALOG.parent.parent
KANJI = r"[々〇〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
MARKED = re.compile(r"［[^［］|]+\|[^［］|]+］")
READING = re.compile(r"［[^［］|]+\|([^［］|]+)］")
PLACEHOLDER = re.compile(r"\{[^}]*\}")
TAG = re.compile(r"<[^>]*>")
SENTENCE_END = re.compile("[。\n]")

# Keys that code puts together, t(f"event.kind_{kind}") or t("frame.menu_" ~ key), are found by their beginning.
DYNAMIC = re.compile(r"""f["']([a-z_]+\.[a-z0-9_]*)\{|["']([a-z_]+\.(?:[a-z0-9_]*_)?)["'] ?[~+]""")
# The refusals are found by their code instead: DomainError.code and InvalidText(code).
CODES = "error."
# Era years are for readers of Japanese; the others get the western year alone.
ONLY_JAPANESE = {"era"}


def keys(locale: str) -> set[str]:
    """Return the keys of a language, the English forms for one and many taken together."""
    return {key.removesuffix(".one").removesuffix(".other") for key in catalog(locale)}


def placeholders(locale: str, key: str) -> set[str]:
    """Return the names of the values that a text takes."""
    forms = [text for form in (key, f"{key}.other") if (text := catalog(locale).get(form)) is not None]
    return {name for text in forms for _, name, _, _ in Formatter().parse(text) if name}


def sentences(text: str) -> Iterator[str]:
    """Return the sentences of a text as they are read, values and tags left out."""
    for sentence in SENTENCE_END.split(PLACEHOLDER.sub("", TAG.sub("", plain_template(text)))):
        if sentence:
            yield sentence


@cache
def source() -> str:
    """Return all code and templates as one text."""
    files = (file for ending in ("*.py", "*.html", "*.txt") for file in Path(SOURCE).rglob(ending))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def dynamic_prefixes() -> tuple[str, ...]:
    """Return the beginnings of the keys that code puts together."""
    return tuple({first or second for first, second in DYNAMIC.findall(source())} - {CODES})


def is_used(key: str) -> bool:
    """Return whether code or templates name the key, whole or by its beginning."""
    if re.search(rf"[\"']{re.escape(key)}[\"']", source()):
        return True
    if key.startswith(CODES):
        return re.search(rf"[\"']{re.escape(key.removeprefix(CODES))}[\"']", source()) is not None
    return key.startswith(dynamic_prefixes())


def test_every_language_has_the_same_keys() -> None:
    japanese = keys("ja")

    assert len(japanese) > 50
    assert {locale: keys(locale) ^ japanese for locale in Locale} == {locale: set() for locale in Locale}


def test_english_has_both_forms_of_what_is_counted() -> None:
    english = catalog("en")

    ones = {key.removesuffix(".one") for key in english if key.endswith(".one")}
    others = {key.removesuffix(".other") for key in english if key.endswith(".other")}
    assert ones == others


@pytest.mark.parametrize("locale", ["ja_easy", "en"])
def test_every_language_takes_the_same_values(locale: str) -> None:
    different = {
        key: placeholders("ja", key) ^ placeholders(locale, key)
        for key in keys("ja")
        if (placeholders("ja", key) ^ placeholders(locale, key)) - ONLY_JAPANESE
    }

    assert different == {}


@pytest.mark.parametrize("locale", list(Locale))
def test_no_text_is_empty_or_has_loose_ends(locale: str) -> None:
    loose = [key for key, text in catalog(locale).items() if not text.strip() or text.rstrip(" 　") != text]

    # A word that goes before another carries its own space.
    assert [key for key in loose if not key.endswith(("_prefix", ".page"))] == []


def test_english_has_no_japanese_letters() -> None:
    assert [key for key, text in catalog("en").items() if JAPANESE.search(text)] == []


def test_every_kanji_of_the_easy_language_has_its_reading() -> None:
    bare = {key: MARKED.sub("", text) for key, text in catalog("ja_easy").items()}

    assert [key for key, text in bare.items() if re.search(KANJI, text)] == []


def test_readings_are_written_in_kana() -> None:
    readings = {reading for text in catalog("ja_easy").values() for reading in READING.findall(text)}

    assert [reading for reading in readings if not re.fullmatch("[ぁ-ゖー]+", reading)] == []


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_only_the_easy_language_has_readings(locale: str) -> None:
    assert [key for key, text in catalog(locale).items() if "［" in text] == []


def test_easy_sentences_are_short() -> None:
    long = [
        (key, sentence)
        for key, text in catalog("ja_easy").items()
        for sentence in sentences(text)
        if len(sentence) > 40 or len(re.findall(KANJI, sentence)) > 13
    ]

    assert long == []


def test_easy_sentences_have_spaces_between_phrases() -> None:
    dense = [
        (key, phrase)
        for key, text in catalog("ja_easy").items()
        for sentence in sentences(text)
        for phrase in re.split("[ 、，：「」（）・]", sentence)
        if len(phrase) > 16
    ]

    assert dense == []


def test_no_text_uses_words_that_blame_or_beg() -> None:
    unwanted = re.compile(
        "お手数ですが|恐れ入りますが|お客様|エンドユーザー|不正な|無効|エラーが発生|！|!|高齢者|外国人"
    )

    assert [key for locale in Locale for key, text in catalog(locale).items() if unwanted.search(text)] == []


def test_every_refusal_of_the_code_has_its_sentence() -> None:
    codes = set(re.findall(r'^    code = "([a-z_]+)"', source(), re.MULTILINE))
    codes |= set(re.findall(r'InvalidText\(\s*"([a-z_]+)"', source()))

    assert len(codes) > 10
    assert {code for code in codes if f"error.{code}" not in keys("ja")} == set()


def test_every_key_that_the_code_names_exists() -> None:
    named = set(re.findall(r"\b(?:t|t_html|lazy)\(\s*[\"']([a-z0-9_]+\.[a-z0-9_.]+)[\"']\s*[,)]", source()))

    assert len(named) > 10
    assert named - keys("ja") == set()


def test_no_key_is_left_over() -> None:
    unused = {key for key in keys("ja") if not is_used(key)}

    assert unused == set()
