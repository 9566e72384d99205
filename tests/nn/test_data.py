"""Data sets that ship, and a user's folder."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from layerwalk.nn import data
from layerwalk.nn.idx import DataError


def write(file: Path, values: NDArray[np.uint8], *, zipped: bool = False) -> None:
    content = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()
    file.write_bytes(gzip.compress(content) if zipped else content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "t10k-images-idx3-ubyte.gz", np.full((3, 28, 28), 7, np.uint8), zipped=True)
    write(tmp_path / "t10k-labels-idx1-ubyte", np.array([0, 2, 1], np.uint8))
    return tmp_path


@pytest.mark.parametrize(("name", "count"), [("mnist-train", 60_000), ("mnist-test", 10_000)])
def test_mnist_ships_complete(name: str, count: int) -> None:
    dataset = data.load(name)
    assert dataset.pictures.shape == (count, 28, 28)
    assert len(dataset) == count
    assert set(dataset.labels.tolist()) == set(range(10))
    assert not dataset.pictures.flags.writeable


def test_the_first_test_digits_are_those_everyone_knows() -> None:
    assert data.load("mnist-test").labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DataError, match="no data set 'cifar', expected one of: mnist-test, mnist-train"):
        data.load("cifar")


def test_a_folder_is_read_whether_gzipped_or_not(folder: Path) -> None:
    dataset = data.load_folder(folder)
    assert dataset.pictures.shape == (3, 28, 28)
    assert dataset.classes == ("0", "1", "2")


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(DataError, match="train-images-idx3-ubyte is missing"):
        data.load_folder(folder, part="train")


def test_labels_must_be_as_many_as_pictures(folder: Path) -> None:
    write(folder / "t10k-labels-idx1-ubyte", np.zeros(2, np.uint8))
    with pytest.raises(DataError, match="number of labels is 2, expected one for each of 3 pictures"):
        data.load_folder(folder)


def test_pictures_must_measure_28(folder: Path) -> None:
    write(folder / "t10k-images-idx3-ubyte", np.zeros((3, 20, 28), np.uint8))
    with pytest.raises(DataError, match=r"sizes are \(3, 20, 28\), expected pictures of 28×28"):
        data.load_folder(folder)
