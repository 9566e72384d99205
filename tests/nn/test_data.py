"""Data sets that ship, and a user's folder."""

import gzip
import hashlib
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from layerwalk.nn import data
from layerwalk.nn.blueprint import datasets
from layerwalk.nn.idx import DataError

FACES = Path(__file__).parents[2] / "assets" / "faces"


def write(file: Path, values: NDArray[np.uint8], *, zipped: bool = False) -> None:
    content = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()
    file.write_bytes(gzip.compress(content) if zipped else content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "t10k-images-idx3-ubyte.gz", np.full((3, 28, 28), 7, np.uint8), zipped=True)
    write(tmp_path / "t10k-labels-idx1-ubyte", np.array([0, 2, 1], np.uint8))
    return tmp_path


@pytest.mark.parametrize("name", data.names())
def test_what_ships_is_as_its_facts_say(name: str) -> None:
    dataset, source = data.load(name), data.REGISTRY[name]
    facts = source.facts
    assert len(dataset) == {"train": facts.train, "test": facts.test}[source.part]
    assert dataset.pictures.shape == (len(dataset), facts.side_px, facts.side_px)
    assert dataset.side_px == facts.side_px
    assert (dataset.classes, dataset.centred) == (facts.classes, facts.centred)
    assert set(dataset.labels.tolist()) == set(range(len(facts.classes)))
    assert not dataset.pictures.flags.writeable


def test_the_first_test_digits_are_those_everyone_knows() -> None:
    assert data.load("mnist-test").labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_faces_are_split_evenly_and_no_picture_is_in_both_parts() -> None:
    train, test = data.load("faces-train"), data.load("faces-test")
    assert np.bincount(train.labels).tolist() == [80, 80]
    assert np.bincount(test.labels).tolist() == [20, 20]
    seen = {picture.tobytes() for picture in train.pictures}
    assert not any(picture.tobytes() in seen for picture in test.pictures)


def test_the_faces_are_the_files_that_their_source_names() -> None:
    table = re.findall(r"^\| (\S+\.gz) \| (\w{64}) \|$", (FACES / "SOURCE.md").read_text("utf-8"), re.MULTILINE)
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FACES.glob("*.gz")}
    assert dict(table) == found


def test_what_ships_is_read_once() -> None:
    assert data.load("faces-test") is data.load("faces-test")


@pytest.mark.parametrize("name", ["cifar", "cifar-train", "mnist", "mnist-validation", ""])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    known = "mnist-test, mnist-train, faces-test, faces-train"
    with pytest.raises(DataError, match=f"no data set '{name}', expected one of: {known}"):
        data.load(name)


def test_a_folder_is_read_whether_gzipped_or_not(folder: Path) -> None:
    dataset = data.load_folder(folder)
    assert dataset.pictures.shape == (3, 28, 28)
    assert dataset.classes == ("0", "1", "2")
    assert not dataset.centred


def test_a_part_of_a_folder_has_a_name(folder: Path) -> None:
    np.testing.assert_array_equal(data.load(f"{folder}-test").labels, [0, 2, 1])
    with pytest.raises(DataError, match="train-images-idx3-ubyte is missing"):
        data.load(f"{folder}-train")


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(DataError, match="train-images-idx3-ubyte is missing"):
        data.load_folder(folder, part="train")


def test_both_parts_of_a_folder_have_the_same_classes(folder: Path) -> None:
    write(folder / "train-images-idx3-ubyte", np.zeros((2, 28, 28), np.uint8))
    write(folder / "train-labels-idx1-ubyte", np.array([0, 255], np.uint8))
    assert data.load_folder(folder).classes == data.load_folder(folder, part="train").classes
    assert len(data.load_folder(folder).classes) == 256


def test_labels_must_be_as_many_as_pictures(folder: Path) -> None:
    write(folder / "t10k-labels-idx1-ubyte", np.array([0, 1], np.uint8))
    with pytest.raises(DataError, match="number of labels is 2, expected one for each of 3 pictures"):
        data.load_folder(folder)


@pytest.mark.parametrize("side", [8, 25, 64])
def test_pictures_may_be_of_other_sides(folder: Path, side: int) -> None:
    write(folder / "t10k-images-idx3-ubyte.gz", np.zeros((3, side, side), np.uint8))
    assert data.load_folder(folder).side_px == side


@pytest.mark.parametrize("size", [(20, 28), (7, 7), (65, 65)])
def test_pictures_must_be_squares_of_a_sensible_side(folder: Path, size: tuple[int, int]) -> None:
    write(folder / "t10k-images-idx3-ubyte.gz", np.zeros((3, *size), np.uint8))
    with pytest.raises(DataError, match=rf"measure {size[0]}×{size[1]}, expected squares from 8×8 to 64×64"):
        data.load_folder(folder)


def test_both_parts_must_be_of_one_side(folder: Path) -> None:
    write(folder / "train-images-idx3-ubyte", np.zeros((1, 30, 30), np.uint8))
    write(folder / "train-labels-idx1-ubyte", np.zeros(1, np.uint8))
    with pytest.raises(DataError, match="sides are 28 and 30 px, expected the same in both parts"):
        data.load_folder(folder)


def test_there_must_be_two_classes(folder: Path) -> None:
    write(folder / "t10k-labels-idx1-ubyte", np.zeros(3, np.uint8))
    with pytest.raises(DataError, match="every label is 0, expected two classes or more"):
        data.load_folder(folder)


def test_facts_of_a_shipped_data_set_need_no_reading() -> None:
    assert data.about("faces") is datasets.SHIPPED["faces"]
    assert data.about("faces").said("title").key == "datasets.faces.title"


def test_facts_of_a_folder_are_read_from_its_headers(folder: Path) -> None:
    facts = data.about(str(folder))
    assert (facts.side_px, facts.train, facts.test, facts.classes) == (28, 0, 3, ("0", "1", "2"))
    assert facts.said("title").values == (("name", folder.name),)


def test_there_are_no_facts_of_what_is_no_data_set() -> None:
    with pytest.raises(DataError, match="no data set 'cifar', expected one of: mnist, faces, or a folder"):
        data.about("cifar")
