"""A level file is read strictly; whatever is wrong is said in one line with file, field and what was expected."""

import itertools
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import level, schema, words
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.level import Level
from layerwalk.game.level_file import LevelFile
from layerwalk.nn import loop

NETWORKS = ("harley-conv", "ana-dense")

GOOD = {"format": 1, "title": '"A"', "text": '"A sentence."', "network": '"ana-dense"'}


def write(folder, **changes):
    path = folder / "made-up.toml"
    fields = {**GOOD, **changes}
    path.write_text("".join(f"{name} = {value}\n" for name, value in fields.items() if value is not None), "utf-8")
    return path


def faults(folder, **changes):
    path = write(folder, **changes)
    found = level.faults(path, networks=NETWORKS)
    assert all(fault.startswith(f"{path}: ") for fault in found)
    return [fault.removeprefix(f"{path}: ") for fault in found]


@pytest.mark.parametrize("name", level.names())
def test_every_level_that_ships_is_valid(name):
    shipped = level.load(level.find(name), networks=loop.names())
    for language in words.languages():
        assert shipped.text_in(language).endswith(".")
        assert shipped.text_in(language).count(". ") == 0


@pytest.mark.parametrize("name", level.names())
def test_every_level_that_ships_speaks_every_language(name):
    shipped = level.load(level.find(name), networks=loop.names())
    titles = {shipped.title_in(language) for language in words.languages()}
    assert len(titles) == len(words.languages())


GERMAN = '{ title = "Ein Haus", text = "Ein Satz." }'


def test_a_level_has_its_title_and_text_in_other_languages_too(tmp_path):
    made_up = level.load(write(tmp_path, languages=f"{{ de = {GERMAN} }}"), networks=NETWORKS)
    assert (made_up.title_in("de"), made_up.text_in("de")) == ("Ein Haus", "Ein Satz.")
    assert (made_up.title_in("en"), made_up.text_in("en")) == ("A", "A sentence.")


def test_every_network_that_ships_has_a_level():
    shipped = {level.load(level.find(name), networks=loop.names()).network for name in level.names()}
    assert shipped == set(loop.names())


def test_the_default_level_is_harleys_and_comes_first():
    assert level.names()[0] == level.DEFAULT == "harley-conv"


def test_what_is_left_out_has_a_default(tmp_path):
    made_up = level.load(write(tmp_path), networks=NETWORKS)
    assert made_up == Level(format=1, title="A", text="A sentence.", network="ana-dense")
    assert (made_up.layout, made_up.palette, made_up.normalisation) == ("cove", "viridis", "layer")


def test_a_fixed_normalisation_has_a_range(tmp_path):
    made_up = level.load(write(tmp_path, normalisation='"fixed"', range="[0, 4.5]"), networks=NETWORKS)
    assert made_up.range == (0.0, 4.5)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": 2}, "format: expected 1, found 2"),
        ({"format": "true"}, "format: expected 1, found true"),
        ({"title": None}, "title: expected text of 1 to 60 characters, but it is missing"),
        ({"title": '""'}, "title: expected text of 1 to 60 characters, found ''"),
        ({"title": '"a\\nb"'}, "title: expected words on one line, found 'a\\nb'"),
        ({"text": 3}, "text: expected text of 1 to 240 characters, found 3"),
        ({"network": '"lenet"'}, "network: expected one of harley-conv, ana-dense, found 'lenet'"),
        ({"layout": '"maze"'}, "layout: expected 'cove' or 'avenue', found 'maze'"),
        ({"palette": '"jet"'}, "palette: expected 'viridis', 'cividis' or 'grey', found 'jet'"),
        ({"network": None}, "network: expected one of harley-conv, ana-dense, or a [blueprint], but both are missing"),
        ({"data": '"cifar"'}, "data: expected mnist, faces or a folder with pictures, found 'cifar'"),
        ({"data": '"a\\u0000b"'}, "data: expected mnist, faces or a folder with pictures, found 'a\\x00b'"),
        (
            {"data": '"faces"', "picture": 40},
            "picture: expected a whole number from 0 to 39, as 'faces' has, found 40",
        ),
        ({"weights": '"a.safetensors"'}, "weights: expected none, because the level has no [blueprint] of its own"),
        ({"picture": 10000}, "picture: expected a whole number from 0 to 9999, found 10000"),
        ({"picture": "1.0"}, "picture: expected a whole number from 0 to 9999, found 1.0"),
        ({"picture": "true"}, "picture: expected a whole number from 0 to 9999, found true"),
        ({"languages": f"{{ fr = {GERMAN} }}"}, "languages: expected none but de, en, found 'fr'"),
        ({"languages": '{ de = "Ein Haus" }'}, "languages.de: expected a table, found 'Ein Haus'"),
        (
            {"languages": '{ de = { title = "Ein Haus" } }'},
            "languages.de.text: expected text of 1 to 240 characters, but it is missing",
        ),
        (
            {"languages": '{ de = { title = "Ein Haus", text = "Ein Satz.", titel = "" } }'},
            "languages.de.titel: there is no such field, expected one of title, text",
        ),
        (
            {"languages": '{ de = { title = "Ein\\nHaus", text = "Ein Satz." } }'},
            "languages.de.title: expected words on one line, found 'Ein\\nHaus'",
        ),
        ({"range": "[0, 1]"}, "range: expected none, because the normalisation is not 'fixed'"),
        (
            {"normalisation": '"fixed"'},
            "range: expected [low, high], low below high, because the normalisation is 'fixed'",
        ),
        (
            {"normalisation": '"fixed"', "range": "[2, 2]"},
            "range: expected [low, high], low below high, because the normalisation is 'fixed'",
        ),
    ],
)
def test_a_wrong_field_is_one_line(tmp_path, changes, fault):
    assert faults(tmp_path, **changes) == [fault]


@pytest.mark.parametrize("value", ["[0]", "[0, 1, 2]", "[nan, 1]", "[0, inf]", '["0", "1"]', "1979-05-27"])
def test_a_range_is_two_numbers(tmp_path, value):
    (fault,) = faults(tmp_path, normalisation='"fixed"', range=value)
    assert fault.startswith("range: expected a list of a number from -1000000 to 1000000 and a number from ")


def test_every_fault_is_told_at_once(tmp_path):
    found = faults(tmp_path, title=1, palette=2, network=None)
    assert [fault.partition(":")[0] for fault in found] == ["title", "palette", "network"]


def test_an_unknown_field_is_named_beside_the_known_ones(tmp_path):
    (fault,) = faults(tmp_path, titel='"A"')
    assert fault.startswith("titel: there is no such field, expected one of format, title, text, network, ")


def test_a_field_with_a_strange_name_is_still_one_line(tmp_path):
    (fault,) = faults(tmp_path, **{'"a\\nb"': 1})
    assert fault.startswith("'a\\nb': there is no such field")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"title = ", "expected TOML, but: "),
        (b"\xff\xfe", "expected TOML, but: "),
        (b"a = " + b"[" * 30_000, "expected TOML, but: "),
        (b"a = " + b"9" * 30_000, "expected TOML, but: "),
        (b"# " + b"x" * 70_000, "expected 64 KiB at most, and the file is larger"),
    ],
)
def test_a_file_that_is_no_toml_is_one_line(tmp_path, content, reason):
    path = tmp_path / "made-up.toml"
    path.write_bytes(content)
    (fault,) = level.faults(path, networks=NETWORKS)
    assert fault.startswith(f"{path}: {reason}")
    assert "\n" not in fault


def test_a_missing_file_and_a_folder_are_faults(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path, Path("\0.toml")):
        (fault,) = level.faults(path, networks=NETWORKS)
        assert fault.startswith(f"{path}: expected a readable file, but: ")


def test_loading_a_faulty_file_raises_its_first_fault_and_counts_the_rest(tmp_path):
    path = write(tmp_path, title=1, palette=2)
    with pytest.raises(FileError) as raised:
        level.load(path, networks=NETWORKS)
    assert str(raised.value) == f"{path}: title: expected text of 1 to 60 characters, found 1 (and 1 more)"


def test_a_level_is_found_by_name_or_by_file(tmp_path):
    assert level.find("ana-small").name == "ana-small.toml"
    assert level.find("not/there.toml") == Path("not/there.toml")
    file = tmp_path / "without-ending"
    file.write_text("")
    assert level.find(str(file)) == file
    with pytest.raises(PlainError, match="There is no level 'maze', expected a file or one of: harley-conv, "):
        level.find("maze")


VALUES = st.recursive(
    st.none().map(lambda _: 0)
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.sampled_from(["viridis", "fixed", "map", "cove", "ana-dense", "A"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([field.name for field in fields(LevelFile)]) | st.text()


def faults_of(table):
    try:
        assert isinstance(schema.build(LevelFile, table, file="a.toml"), LevelFile)
    except FileError as error:
        return error.faults
    return ()


@given(st.dictionaries(NAMES, VALUES))
def test_any_table_is_a_level_or_has_faults_that_name_file_and_field(table):
    for fault in faults_of(table):
        assert fault.startswith("a.toml: ")
        assert ": " in fault.removeprefix("a.toml: ")
        assert len(fault.splitlines()) == 1


COUNT = itertools.count()


PIECES = ('title = "a"', "[[", "]]", "{", "}", "=", "\n", "picture", "-1", "nan", "1e999", "#")


@given(text=st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_a_level_or_has_faults(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / f"any-{next(COUNT) % 4}.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    found = level.faults(path, networks=NETWORKS)
    assert found
    assert all(fault.startswith(f"{path}: ") and len(fault.splitlines()) == 1 for fault in found)
