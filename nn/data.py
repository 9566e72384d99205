"""Data sets: a registry of what ships, and a reader for a user's folder of IDX files. numpy only, no torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn import idx
from layerwalk.nn.idx import DataError

SIDE_PX = 28
DIGITS = tuple("0123456789")

Part = Literal["train", "test"]
_STEMS: Mapping[Part, str] = MappingProxyType({"train": "train", "test": "t10k"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Hold labelled pictures.

    pictures: (N, 28, 28) uint8, read-only, 255 = ink. labels: (N,) uint8, read-only, indices into `classes`.
    """

    name: str
    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Say where a shipped data set lies: a folder of `layerwalk.assets`, the files' prefix, and which part of it."""

    title: str
    folder: str
    prefix: str
    part: Part
    classes: tuple[str, ...]


REGISTRY: Mapping[str, Source] = MappingProxyType(
    {
        "mnist-test": Source(
            title="MNIST, 10,000 test digits", folder="mnist", prefix="mnist-", part="test", classes=DIGITS
        ),
        "mnist-train": Source(
            title="MNIST, 60,000 training digits", folder="mnist", prefix="mnist-", part="train", classes=DIGITS
        ),
    }
)


def names() -> tuple[str, ...]:
    """Return the names of the shipped data sets."""
    return tuple(REGISTRY)


def load(name: str) -> Dataset:
    """Return the shipped data set called `name`; raise DataError where there is none."""
    source = REGISTRY.get(name)
    if source is None:
        raise DataError(f"There is no data set '{name}', expected one of: {', '.join(REGISTRY)}.")
    folder = resources.files("layerwalk.assets") / source.folder
    return _read(folder, name, source.prefix, source.part, source.classes)


def load_folder(folder: Path, *, part: Part = "test") -> Dataset:
    """Return a user's data set from a folder with the usual IDX names ('t10k-images-idx3-ubyte', gzipped or not).

    The classes are the numbers from 0 to the greatest label. Raise DataError in one sentence where a file is missing
    or faulty, or where pictures and labels do not fit together.
    """
    return _read(folder, folder.name, "", part, None)


def _read(folder: Traversable, name: str, prefix: str, part: Part, classes: tuple[str, ...] | None) -> Dataset:
    stem = prefix + _STEMS[part]
    pictures_file = _find(folder, f"{stem}-images-idx3-ubyte")
    labels_file = _find(folder, f"{stem}-labels-idx1-ubyte")
    pictures = idx.read(pictures_file, dimensions=3)
    labels = idx.read(labels_file, dimensions=1)
    if pictures.shape[1:] != (SIDE_PX, SIDE_PX):
        raise DataError(f"{pictures_file.name}: sizes are {pictures.shape}, expected pictures of 28×28")
    if len(pictures) != len(labels) or not len(labels):
        raise DataError(
            f"{labels_file.name}: number of labels is {len(labels)}, expected one for each of {len(pictures)} pictures"
        )
    greatest = int(labels.max())
    if classes is not None and greatest >= len(classes):
        raise DataError(f"{labels_file.name}: a label is {greatest}, expected 0 to {len(classes) - 1}")
    return Dataset(
        name=name, pictures=pictures, labels=labels, classes=classes or tuple(str(i) for i in range(greatest + 1))
    )


def _find(folder: Traversable, name: str) -> Traversable:
    """Return the file called `name`, or `name` with '.gz', or with the dot that some copies have before 'idx'."""
    for candidate in (name, f"{name}.gz", name.replace("-idx", ".idx"), f"{name.replace('-idx', '.idx')}.gz"):
        file = folder / candidate
        if file.is_file():
            return file
    raise DataError(f"{folder.name}: {name} is missing, expected it or {name}.gz in the folder")
