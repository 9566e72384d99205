"""The rack beside the desk: dataset pictures to browse by class, a page at a time. numpy only."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
SIDES_PER_GAP = 7
"""So many times as wide as the gap between them are the pictures, where nothing else is asked for."""


class Pictures(Protocol):
    """What the rack shows: a data set."""

    @property
    def pictures(self) -> Bytes:
        """Return (N, side, side) uint8, 255 = ink or light."""

    @property
    def labels(self) -> Bytes:
        """Return (N,) uint8, indices into the classes."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the names of the classes."""


class Rack:
    """Hold which page of which class is shown; main thread only. An index is a picture's place in the data set."""

    def __init__(self, data: Pictures, *, rows: int = 5, columns: int = 6, gap_px: int | None = None) -> None:
        """Show the first page of the first class, `rows` by `columns` pictures with gaps between and around them."""
        self._side_px = int(data.pictures.shape[1])
        gap_px = max(1, round(self._side_px / SIDES_PER_GAP)) if gap_px is None else gap_px
        if min(rows, columns) < 1 or gap_px < 0:
            raise ValueError(f"the rack has {rows} rows, {columns} columns, gaps of {gap_px}, expected 1, 1, 0 or more")
        self._data = data
        self.rows, self.columns, self._gap_px = rows, columns, gap_px
        self._by_class = [np.flatnonzero(data.labels == label) for label in range(len(data.classes))]
        self.label = 0
        """The class that is shown."""
        self.page = 0
        self.version = 0
        """Grows whenever there is something else to see."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the names of the classes, in the order of their labels."""
        return self._data.classes

    @property
    def pages(self) -> int:
        """Count the pages of the class that is shown, at least one."""
        return max(1, -(-len(self._by_class[self.label]) // (self.rows * self.columns)))

    @property
    def count(self) -> int:
        """Count the pictures of all classes."""
        return len(self._data.labels)

    @property
    def title(self) -> str:
        """Return the name of the class that is shown."""
        return self._data.classes[self.label]

    @property
    def indices(self) -> tuple[int, ...]:
        """Return the indices of the pictures on this page, read like a page."""
        first = self.page * self.rows * self.columns
        return tuple(map(int, self._by_class[self.label][first : first + self.rows * self.columns]))

    @property
    def size_px(self) -> tuple[int, int]:
        """Return the height and width of the sheet."""
        step = self._side_px + self._gap_px
        return self.rows * step + self._gap_px, self.columns * step + self._gap_px

    def turn_page(self, by: int) -> None:
        """Go on by so many pages, or back; after the last page comes the first."""
        self._show(self.label, (self.page + by) % self.pages)

    def turn_class(self, by: int) -> None:
        """Go on by so many classes, or back, to the first page there; after the last class comes the first."""
        self._show((self.label + by) % len(self._by_class), 0)

    def show_class(self, label: int) -> None:
        """Show the first page of a class; raise ValueError where there is none such."""
        if not 0 <= label < len(self._by_class):
            raise ValueError(f"class is {label}, expected 0 to {len(self._by_class) - 1}")
        self._show(label, 0)

    def at(self, u: float, v: float) -> int | None:
        """Return the index of the picture at (u, v) on the sheet, u to the right and v down in [0, 1]; None in gaps."""
        height, width = self.size_px
        column, x = divmod(u * width - self._gap_px, self._side_px + self._gap_px)
        row, y = divmod(v * height - self._gap_px, self._side_px + self._gap_px)
        if not (x < self._side_px and y < self._side_px and 0 <= column < self.columns and 0 <= row < self.rows):
            return None
        place, shown = int(row) * self.columns + int(column), self.indices
        return shown[place] if place < len(shown) else None

    def take(self, index: int) -> tuple[Bytes, int]:
        """Return a picture, (side, side) uint8, and its label; raise IndexError where there is none such."""
        if not 0 <= index < len(self._data.labels):
            raise IndexError(f"picture {index}, expected 0 to {len(self._data.labels) - 1}")
        return self._data.pictures[index].copy(), int(self._data.labels[index])

    def beside(self, index: int, by: int) -> int:
        """Return the index of the picture `by` places after `index` among those of its class, and show its page."""
        label = int(self._data.labels[index])
        same = self._by_class[label]
        place = (int(np.searchsorted(same, index)) + by) % len(same)
        self._show(label, place // (self.rows * self.columns))
        return int(same[place])

    def sheet(self) -> Bytes:
        """Return the page as one picture, uint8 of `size_px`, 0 in the gaps and where no picture is left."""
        step = self._side_px + self._gap_px
        sheet = np.zeros(self.size_px, np.uint8)
        for place, index in enumerate(self.indices):
            row, column = divmod(place, self.columns)
            top, left = self._gap_px + row * step, self._gap_px + column * step
            sheet[top : top + self._side_px, left : left + self._side_px] = self._data.pictures[index]
        return sheet

    def _show(self, label: int, page: int) -> None:
        if (label, page) != (self.label, self.page):
            self.label, self.page = label, page
            self.version += 1
