"""The page's measures for a text size: ems, margins, how many things find room. Metres, to be read from 1.6 m away."""

from dataclasses import dataclass
from typing import Literal

from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.typeset import Face, Ink, Writing

PAGE_M = (1.36, 1.3)
"""How wide the page is at text size 1, and how tall it may be."""
TALLEST_M = 1.6
"""Taller than this it would have to be made too small to be seen at a glance from 1.6 m away."""
PAD_M = 0.06
LARGE = 1.3
"""From this text size on, fewer things are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Hold how large everything is; grown: how far the page has grown with its letters, factor: how far the letters."""

    factor: float = 1.0
    grown: float = 1.0

    @property
    def wide_m(self) -> float:
        """Return how wide the page is."""
        return PAGE_M[0] * self.grown

    @property
    def tallest_m(self) -> float:
        """Return how tall the page may be."""
        return min(PAGE_M[1] * self.grown, TALLEST_M)

    @property
    def left(self) -> float:
        """Return where lines begin."""
        return -self.right

    @property
    def right(self) -> float:
        """Return where lines end."""
        return self.wide_m / 2 - PAD_M

    @property
    def width(self) -> float:
        """Return how long lines may be."""
        return 2 * self.right

    @property
    def title(self) -> float:
        """Return the title's em."""
        return 0.054 * self.factor

    @property
    def body(self) -> float:
        """Return the em of sentences."""
        return 0.0385 * self.factor

    @property
    def number(self) -> float:
        """Return the em of the formula's numbers."""
        return 0.046 * self.factor

    @property
    def caption(self) -> float:
        """Return the em of what stands over and under things."""
        return 0.031 * self.factor

    @property
    def small(self) -> float:
        """Return the em of the smallest letters."""
        return 0.026 * self.factor

    @property
    def side(self) -> float:
        """Return how large a grid may be."""
        return 0.36 * self.grown

    @property
    def tells_all(self) -> bool:
        """Say whether there is room for everything."""
        return self.grown**2 < LARGE

    @property
    def tiles(self) -> int:
        """Return how many input maps are shown at once."""
        return 8 if self.tells_all else 6

    @property
    def rows(self) -> int:
        """Return how many contributions are told one by one."""
        return 8 if self.tells_all else 4

    def line(
        self,
        text: str,
        *,
        x: float,
        top: float,
        em: float,
        align: Literal["left", "centre", "right"] = "left",
        room: float | None = None,
        face: Face = "text",
        ink: Ink = "text",
    ) -> Writing:
        """Write a line whose letters reach up to `top`, smaller where it would be wider than `room`."""
        wide = typeset.width_em(text, face)
        size = min(em, room / wide) if room is not None and wide else em
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        # A line that is written smaller keeps the base line of its neighbours.
        return Writing(text=text, x=x - share * wide * size, z=top - em * typeset.RISE, size_m=size, face=face, ink=ink)


def measures(text_size: float) -> Measures:
    """Return the measures for a text size from 0.75 to 2: the page grows more slowly than its letters."""
    return Measures(factor=text_size, grown=max(1.0, text_size**0.5))
