"""Data sets: those that ship, and a reader for a user's folder of IDX files. numpy only, no torch.

A part of a data set has a name of its own: 'mnist-train', 'faces-test', '/home/me/letters-train'.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn import idx
from layerwalk.nn.blueprint import datasets
from layerwalk.nn.blueprint.datasets import DIGITS as DIGITS
from layerwalk.nn.blueprint.datasets import MAX_SIDE_PX, MIN_SIDE_PX, Facts
from layerwalk.nn.idx import DataError

Part = Literal["train", "test"]
_STEMS: Mapping[Part, str] = MappingProxyType({"train": "train", "test": "t10k"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Hold labelled pictures.

    pictures: (N, side, side) uint8, read-only, 255 = ink or light. labels: (N,) uint8, read-only, indices into
    `classes`. centred: whether every picture was centred as MNIST does it.
    """

    name: str
    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    classes: tuple[str, ...]
    centred: bool = False

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def side_px(self) -> int:
        """Return the side of the pictures."""
        return int(self.pictures.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Say where a part of a shipped data set lies, and what a record calls it.

    The files are in the folder of `layerwalk.assets` that is called as the data set, and begin with its name.
    """

    title: str
    facts: Facts
    part: Part


_TITLES: tuple[tuple[str, Part, str], ...] = (
    ("mnist", "test", "MNIST, 10,000 test digits"),
    ("mnist", "train", "MNIST, 60,000 training digits"),
    ("faces", "test", "Faces or not, 40 test pictures"),
    ("faces", "train", "Faces or not, 160 training pictures"),
)

REGISTRY: Mapping[str, Source] = MappingProxyType(
    {f"{name}-{part}": Source(title=title, facts=datasets.SHIPPED[name], part=part) for name, part, title in _TITLES}
)


def names() -> tuple[str, ...]:
    """Return the names of the parts of the shipped data sets."""
    return tuple(REGISTRY)


def load(name: str) -> Dataset:
    """Return a part of a shipped data set, or of one in a user's folder; raise DataError where there is none.

    What ships is read once, and kept: its arrays are read-only.
    """
    if name in REGISTRY:
        return _shipped(name)
    base, part = split_name(name)
    return load_folder(Path(base), part=part)


def split_name(name: str) -> tuple[str, Part]:
    """Return data set and part of a name such as 'mnist-train'; raise DataError where there is no such data set."""
    base, _, ending = name.rpartition("-")
    for part in get_args(Part):
        if ending == part and (base in datasets.SHIPPED or Path(base).is_dir()):
            return base, part
    raise DataError(f"There is no data set '{name}', expected one of: {', '.join(REGISTRY)}.")


def load_folder(folder: Path, *, part: Part = "test") -> Dataset:
    """Return a user's data set from a folder with the usual IDX names ('t10k-images-idx3-ubyte', gzipped or not).

    The classes are the numbers from 0 to the greatest label of either part. Raise DataError in one sentence where a
    file is missing or faulty, or where pictures and labels do not fit together.
    """
    facts = about(str(folder))
    return _read(folder, folder.name, _files(folder, "", part), facts)


def about(name: str) -> Facts:
    """Return what is known of a shipped data set, or of one in a user's folder; raise DataError where there is none.

    Of a folder's pictures only the sizes are read.
    """
    if name in datasets.SHIPPED:
        return datasets.SHIPPED[name]
    folder = Path(name)
    if not folder.is_dir():
        known = ", ".join(datasets.SHIPPED)
        raise DataError(f"There is no data set '{name}', expected one of: {known}, or a folder.")
    return _folder_facts(folder)


@functools.lru_cache(maxsize=2)
def _shipped(name: str) -> Dataset:
    source = REGISTRY[name]
    folder = resources.files("layerwalk.assets") / source.facts.name
    files = _files(folder, f"{source.facts.name}-", source.part)
    return _read(folder, name, files, source.facts)


def _folder_facts(folder: Path) -> Facts:
    counts: dict[Part, int] = {}
    sides, greatest = set(), 0
    present: list[Part] = [part for part in get_args(Part) if _find(folder, _names("", part)[0])]
    for part in present or get_args(Part):
        pictures_file, labels_file = _files(folder, "", part)
        counts[part], *size = idx.sizes(pictures_file, dimensions=3)
        sides.add(_side(pictures_file, size))
        greatest = max(greatest, int(idx.read(labels_file, dimensions=1).max(initial=0)))
    if len(sides) > 1:
        raise DataError(f"{folder.name}: sides are {min(sides)} and {max(sides)} px, expected the same in both parts")
    if not greatest:
        raise DataError(f"{folder.name}: every label is 0, expected two classes or more")
    classes = tuple(str(label) for label in range(greatest + 1))
    train, test = counts.get("train", 0), counts.get("test", 0)
    return Facts(name=str(folder), key="folder", classes=classes, side_px=sides.pop(), train=train, test=test)


def _side(file: Traversable, size: list[int]) -> int:
    height, width = size
    if height != width or not MIN_SIDE_PX <= height <= MAX_SIDE_PX:
        raise DataError(
            f"{file.name}: pictures measure {height}×{width}, "
            f"expected squares from {MIN_SIDE_PX}×{MIN_SIDE_PX} to {MAX_SIDE_PX}×{MAX_SIDE_PX}"
        )
    return height


def _read(folder: Traversable, name: str, files: tuple[Traversable, Traversable], facts: Facts) -> Dataset:
    pictures_file, labels_file = files
    pictures = idx.read(pictures_file, dimensions=3)
    labels = idx.read(labels_file, dimensions=1)
    if pictures.shape[1:] != (facts.side_px, facts.side_px):
        side = facts.side_px
        raise DataError(f"{pictures_file.name}: sizes are {pictures.shape}, expected pictures of {side}×{side}")
    if len(pictures) != len(labels) or not len(labels):
        raise DataError(
            f"{labels_file.name}: number of labels is {len(labels)}, expected one for each of {len(pictures)} pictures"
        )
    greatest = int(labels.max())
    if greatest >= len(facts.classes):
        raise DataError(f"{labels_file.name}: a label is {greatest}, expected 0 to {len(facts.classes) - 1}")
    return Dataset(name=name, pictures=pictures, labels=labels, classes=facts.classes, centred=facts.centred)


def _names(prefix: str, part: Part) -> tuple[str, str]:
    stem = prefix + _STEMS[part]
    return f"{stem}-images-idx3-ubyte", f"{stem}-labels-idx1-ubyte"


def _files(folder: Traversable, prefix: str, part: Part) -> tuple[Traversable, Traversable]:
    """Return the files of pictures and labels; raise DataError where one is missing."""
    pictures, labels = _names(prefix, part)
    return _found(folder, pictures), _found(folder, labels)


def _found(folder: Traversable, name: str) -> Traversable:
    file = _find(folder, name)
    if file is None:
        raise DataError(f"{folder.name}: {name} is missing, expected it or {name}.gz in the folder")
    return file


def _find(folder: Traversable, name: str) -> Traversable | None:
    """Return the file called `name`, or `name` with '.gz', or with the dot that some copies have before 'idx'."""
    for candidate in (name, f"{name}.gz", name.replace("-idx", ".idx"), f"{name.replace('-idx', '.idx')}.gz"):
        file = folder / candidate
        if file.is_file():
            return file
    return None
