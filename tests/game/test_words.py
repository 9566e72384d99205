"""Languages: every text in each of them, with the same places, and numbers as people write them there."""

import ast
import string
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import files, words
from layerwalk.nn.messages import Said

LANGUAGES = words.languages()
EN, DE = words.load("en"), words.load("de")
GAME = Path(words.__file__).parent


def read(language: str) -> dict[str, Mapping]:
    """Return the tables of every file of a language, by the file's name."""
    folder = files.asset("languages", language)
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}


def texts(table: Mapping, above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def places(text: str) -> Counter[str]:
    return Counter(place for _, place, _, _ in string.Formatter().parse(text) if place is not None)


def literal_keys() -> Iterator[tuple[str, str]]:
    """Yield (file, key) for every call of something called `words` with a text that is written out."""
    for path in sorted(GAME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _is_words(node.func):
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield path.relative_to(GAME).as_posix(), key.value


def _is_words(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("words", "_words")


def test_every_language_has_the_same_files():
    assert {language: sorted(read(language)) for language in LANGUAGES} == dict.fromkeys(LANGUAGES, sorted(read("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_is_in_two_files(language):
    tables = Counter(table for file in read(language).values() for table in file)
    assert [table for table, count in tables.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(read("en")))
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_text_is_there_with_the_same_places(language, name):
    english, other = dict(texts(read("en")[name])), dict(texts(read(language).get(name, {})))
    assert sorted(english) == sorted(other)
    assert [key for key in english if places(english[key]) != places(other[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_plain_names(language):
    found = [(key, place) for file in read(language).values() for key, text in texts(file) for place in places(text)]
    assert [key for key, place in found if not place.isidentifier()] == []


def test_every_text_that_the_game_asks_for_exists():
    asked = list(literal_keys())
    assert ("app.py", "screen.paused") in asked
    assert [(file, key) for file, key in asked if EN.find(key) is None] == []


def test_a_text_that_is_missing_is_named():
    with pytest.raises(KeyError, match=r"screen\.nothing"):
        EN("screen.nothing")
    assert EN.find("screen.paused.more") is None


def test_words_know_their_language():
    assert [words.load(language).language for language in LANGUAGES] == list(LANGUAGES)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (0.0, "0", "0"),
        (1.0, "1.00", "1,00"),
        (-2.345, "−2.35", "−2,35"),
        (12.34, "12.3", "12,3"),
        (123.4, "123", "123"),
        (9999.4, "9999", "9999"),
        (0.0123, "0.012", "0,012"),
        (12345.0, "1.2e+04", "1,2e+04"),
        (-0.0002, "−2.0e−04", "−2,0e−04"),
        (float("nan"), "–", "–"),
        (float("inf"), "–", "–"),
    ],
)
def test_measured_numbers_are_short(value, english, german):
    assert (EN.number(value), DE.number(value)) == (english, german)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0.003, "0.003", "0,003"), (0.5, "0.5", "0,5"), (100.0, "100", "100"), (0.1 + 0.2, "0.3", "0,3")],
)
def test_chosen_numbers_have_no_figure_too_many(value, english, german):
    assert (EN.short(value), DE.short(value)) == (english, german)


def test_numbers_on_a_scale_keep_their_decimals():
    assert (EN.fixed(1.0, decimals=1), DE.fixed(1.0, decimals=1)) == ("1.0", "1,0")


@pytest.mark.parametrize(("value", "english", "german"), [(999, "999", "999"), (61706, "61,706", "61.706")])
def test_thousands_are_set_apart(value, english, german):
    assert (EN.count(value), DE.count(value)) == (english, german)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "100 %"), (0.9996, "100 %"), (0.998, "> 99 %"), (0.974, "97 %"), (0.01, "1 %"), (0.002, "< 1 %")],
)
def test_shares_are_said_as_people_say_them(share, expected):
    assert EN.percent(share) == DE.percent(share) == expected


def test_what_the_model_loop_says_has_the_languages_numbers():
    said = Said(key="keys.more", values=(("page", 0.5), ("pages", 1200), ("key", Said(key="keys.caps.space"))))
    assert EN.say(said) == "Page 0.5 of 1,200 · Space turns the page"
    assert DE.say(said) == "Seite 0,5 von 1.200 · Leertaste blättert um"


@given(st.floats())
def test_any_number_can_be_written(value):
    for write in (DE.number, DE.short):
        assert "." not in write(value)
