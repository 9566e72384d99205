"""What the page about a neuron's calculation is made of: plain data. Nothing is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from layerwalk.game.words import Words
from layerwalk.nn.messages import Floats
from layerwalk.nn.network import NetworkSpec

Tint = Literal["grey", "shown", "signed"]
"""How values are coloured: as a picture, as the layers are in the world, or by their sign."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Hold numbers that stand in rows and columns: values (h, w) float32, coloured from low to high.

    sign: what stands between it and the grid before it. winner: the cell (row, column) that is framed.
    """

    head: str
    values: Floats
    tint: Tint
    low: float
    high: float
    sign: str = ""
    winner: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """Hold what one of many maps gives: its place in the layer before, its name, its products (h, w), their sum."""

    map: int
    name: str
    values: Floats
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one of the strongest contributions: whose, from what product, how much; share of the largest, [-1, 1].

    share: None where it stands for many.
    """

    name: str
    product: str
    text: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Hold a number of the formula, the sign before it, and under it what it is; last: it is the result."""

    sign: str
    text: str
    caption: str
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """Hold everything that the page says, from its top to its foot.

    tiles: of the input maps, strongest first; maps: how many there are; most: how far the products reach from 0, over
    all of them.
    """

    title: str
    sentence: str
    grids: tuple[Grid, ...] = ()
    tiles: tuple[Tile, ...] = ()
    tiles_head: str = ""
    maps: int = 1
    most: float = 0.0
    rows: tuple[Row, ...] = ()
    terms: tuple[Term, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what a calculation is told with.

    limits: the least and the largest value of every layer. chosen: the input map that is looked at, None for the
    strongest. tiles: how many input maps are shown beside it, from the place `tiles_from` on, strongest first.
    rows: how many contributions are told one by one. lesioned: something in the network is lesioned.
    """

    spec: NetworkSpec
    words: Words
    limits: Mapping[str, tuple[float, float]]
    chosen: int | None = None
    tiles: int = 8
    tiles_from: int = 0
    rows: int = 8
    lesioned: bool = False
