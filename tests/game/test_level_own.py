"""A level may carry a network of its own: what may stand in its file, and that it is written as it is read."""

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import level as levels
from layerwalk.game import toml
from layerwalk.game.errors import PlainError
from layerwalk.game.level import Level
from layerwalk.game.level_file import Texts
from layerwalk.nn.blueprint.layers import Conv, Flatten, MaxPool
from layerwalk.nn.blueprint.presets import PRESETS

NETWORKS = ("ana-dense", "harley-conv")

HEAD = """\
format = 1
title = "Mine"
text = "A network of my own."
"""
OWN = """\
[blueprint]
name = "mine"
title = "My network"
[[blueprint.layers]]
kind = "conv"
filters = 4
[[blueprint.layers]]
kind = "flatten"
"""


def read(folder: Path, text: str) -> Level:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return levels.load(path, networks=NETWORKS)


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    found = levels.faults(path, networks=NETWORKS)
    assert all(fault.startswith(f"{path}: ") and len(fault.splitlines()) == 1 for fault in found)
    return [fault.removeprefix(f"{path}: ") for fault in found]


def test_a_level_carries_a_blueprint(tmp_path):
    level = read(tmp_path, HEAD + OWN)
    assert level.network is None
    assert level.blueprint.layers == (Conv(filters=4), Flatten())
    assert level.weights is None
    assert (level.data, level.network_name) == ("mnist", "mine")


def test_its_weights_lie_beside_it(tmp_path):
    (tmp_path / "mine.safetensors").write_bytes(b"")
    assert read(tmp_path, HEAD + 'weights = "mine.safetensors"\n' + OWN).weights == tmp_path / "mine.safetensors"


def test_the_data_are_those_of_the_network_where_nothing_else_is_said(tmp_path):
    own = OWN.replace('title = "My network"', 'title = "F"\ndata = "faces"\nshape = [1, 25, 25]\nclasses = ["n", "f"]')
    assert read(tmp_path, HEAD + own).data == "faces"
    assert read(tmp_path, HEAD + 'network = "ana-dense"').data == "mnist"
    assert read(tmp_path, HEAD + 'network = "ana-dense"\ndata = "faces"').data == "faces"


def test_the_data_may_be_a_folder_beside_the_level(tmp_path):
    (tmp_path / "letters").mkdir()
    assert read(tmp_path, HEAD + 'network = "ana-dense"\ndata = "letters"').data == str(tmp_path / "letters")


def test_the_examples_in_the_readme_are_levels(tmp_path):
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    by_name, own = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert read(tmp_path, by_name).network == "harley-conv"
    (tmp_path / "mine.safetensors").write_bytes(b"")
    level = read(tmp_path, HEAD + own)
    assert (level.data, level.blueprint.layers) == ("faces", (Conv(filters=8), Flatten()))


def test_a_network_by_name_and_one_of_its_own_are_too_many(tmp_path):
    assert faults(tmp_path, HEAD + 'network = "ana-dense"\n' + OWN) == [
        "network: expected none, because the level has a [blueprint] of its own"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("filters = 4", "filters = 0", "blueprint.layers[0].filters: expected a whole number from 1 to 256, found 0"),
        ("filters = 4", "filters = 2026-01-01", "blueprint.layers[0].filters: expected a whole number from 1 to 256, "),
        ('kind = "conv"', 'kind = "convolution"', "blueprint.layers[0].kind: expected one of: conv, residual, "),
        ("filters = 4", 'run = "rm"', "blueprint.layers[0].run: expected no such field"),
        ('name = "mine"', 'name = "my own"', "blueprint.name: expected 1 to 60 letters"),
        ('name = "mine"', "", "blueprint.name: expected it, found nothing"),
        ("filters = 4", "kernel = 11\n[[blueprint.layers]]\nkind = 'max-pool'\nsize = 8\nstride = 8\n"
         "[[blueprint.layers]]\nkind = 'conv'\nkernel = 7", "blueprint.layers[2]: "),
        ('title = "My network"', 'title = "M"\ndata = "cifar"', "blueprint.data: expected mnist, faces or a folder"),
        ('title = "My network"', 'title = "M"\nshape = [1, 25, 25]',
         "blueprint.data: expected pictures of at most 25×25, and those of 'mnist' measure 28×28"),
        ('title = "My network"', 'title = "M"\nclasses = ["a", "b"]',
         "blueprint.data: expected at most 2 classes, as the network has, and 'mnist' has 10"),
    ],
)  # fmt: skip
def test_a_faulty_network_is_a_fault_of_the_level(tmp_path, old, new, fault):
    (found,) = faults(tmp_path, HEAD + OWN.replace(old, new))
    assert found.startswith(fault)


def test_what_is_no_table_is_no_blueprint(tmp_path):
    assert faults(tmp_path, HEAD + "blueprint = 3") == ["blueprint: expected a table, found 3"]


@pytest.mark.parametrize("name", ["../a.safetensors", "a/b.safetensors", r"a\\b.safetensors", "..safetensors", "a.pt",
                                  "c:a.safetensors", ".a.safetensors", r"a\u0000.safetensors"])  # fmt: skip
def test_weights_lie_nowhere_else(tmp_path, name):
    (fault,) = faults(tmp_path, HEAD + f'weights = "{name}"\n' + OWN)
    assert fault.startswith("weights: expected the name of a .safetensors file in the level's own folder, found ")


def test_missing_weights_are_a_fault(tmp_path):
    (tmp_path / "folder.safetensors").mkdir()
    for name in ("none", "folder", "ü" * 100):
        (fault,) = faults(tmp_path, HEAD + f'weights = "{name}.safetensors"\n' + OWN)
        assert fault == f"weights: expected a file beside the level's, but there is no '{name}.safetensors'"


def test_every_fault_is_told_with_those_of_the_network(tmp_path):
    text = HEAD + "picture = -1\n" + OWN.replace("filters = 4", "filters = 0")
    assert [fault.partition(":")[0] for fault in faults(tmp_path, text)] == ["picture", "blueprint.layers[0].filters"]


def test_checking_a_level_leaves_torch_alone(tmp_path):
    (tmp_path / "mine.toml").write_text(HEAD + OWN, "utf-8")
    code = (
        "import sys; from pathlib import Path; from layerwalk.game import level; "
        f"level.load(Path({str(tmp_path / 'mine.toml')!r}), networks=()); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)


@st.composite
def good_levels(draw: st.DrawFn, folder: Path) -> Level:
    own = draw(st.booleans())
    blueprint = PRESETS[draw(st.sampled_from(sorted(PRESETS)))]
    mode = draw(st.sampled_from(["layer", "map", "fixed"]))
    low = draw(st.floats(-1e6, 0.9e6))
    return Level(
        format=1,
        title=draw(lines),
        text=draw(lines),
        network=None if own else "ana-dense",
        blueprint=replace(blueprint, title=draw(lines)) if own else None,
        weights=folder / "some.safetensors" if own and draw(st.booleans()) else None,
        data=blueprint.data if own else draw(st.sampled_from(["mnist", "faces", str(folder)])),
        palette=draw(st.sampled_from(["viridis", "cividis", "grey"])),
        normalisation=mode,
        range=(low, low + 1e5) if mode == "fixed" else None,
        picture=draw(st.integers(0, 39)),
        languages=draw(st.dictionaries(st.sampled_from(["de", "en"]), st.builds(Texts, title=lines, text=lines))),
    )


@given(st.data())
def test_what_is_saved_is_read_back(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp() / "saved"
    folder.mkdir(exist_ok=True)
    (folder / "some.safetensors").write_bytes(b"")
    level = data.draw(good_levels(folder))
    levels.save(level, folder / "a level.toml")
    assert levels.load(folder / "a level.toml", networks=NETWORKS) == level
    assert sorted(path.name for path in folder.iterdir()) == ["a level.toml", "some.safetensors"]


def test_a_saved_level_is_readable(tmp_path):
    blueprint = replace(PRESETS["ana-small"], name="mine", title="My network", layers=(Conv(filters=2), MaxPool()))
    level = Level(format=1, title="Mine", text="A network of my own.", blueprint=blueprint)
    text = levels.to_toml(level)
    assert text.startswith('format = 1\ntitle = "Mine"\ntext = "A network of my own."\nlayout = "cove"\n')
    assert '\n[blueprint]\nname = "mine"\ntitle = "My network"\n' in text
    assert '\n[[blueprint.layers]]\nkind = "max-pool"\nsize = 2\nstride = 2\n' in text


def test_a_saved_level_keeps_its_other_languages(tmp_path):
    german = Texts(title="Meins", text="Ein eigenes Netz.")
    level = Level(format=1, title="Mine", text="My own.", network="ana-dense", languages={"de": german})
    text = levels.to_toml(level)
    assert text.endswith('\n[languages.de]\ntitle = "Meins"\ntext = "Ein eigenes Netz."\n')


def test_saving_makes_the_folder_and_replaces_what_was_there(tmp_path):
    level, path = Level(format=1, title="A", text="B", network="ana-dense"), tmp_path / "new" / "a.toml"
    for picture in (1, 2):
        levels.save(replace(level, picture=picture), path)
        assert levels.load(path, networks=NETWORKS).picture == picture


def test_a_level_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    level = Level(format=1, title="A", text="B", network="ana-dense")
    with pytest.raises(PlainError, match="the level could not be written"):
        levels.save(level, tmp_path / "file" / "a.toml")
    with pytest.raises(PlainError, match="the level could not be written"):
        levels.save(level, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_weights_that_lie_elsewhere_cannot_be_named(tmp_path):
    level = Level(format=1, title="A", text="B", blueprint=PRESETS["empty"], weights=Path("/elsewhere/a.safetensors"))
    with pytest.raises(PlainError, match="weights: expected them in the same folder, and they are in"):
        levels.save(level, tmp_path / "a.toml")


plain = st.integers() | st.booleans() | st.text() | st.floats(allow_nan=False, allow_infinity=False)
tables = st.recursive(
    st.dictionaries(st.text(), plain | st.lists(plain), max_size=3),
    lambda inner: st.dictionaries(st.text(), plain | inner | st.lists(inner, min_size=1, max_size=3), max_size=4),
    max_leaves=6,
)


@given(tables)
def test_any_table_is_written_as_it_is_read(table):
    assert tomllib.loads(toml.text(table)) == table
