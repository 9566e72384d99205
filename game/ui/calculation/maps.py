"""What is told of a neuron that looks at a part of maps: a convolution's, or a pooling's."""

import numpy as np
from numpy.typing import NDArray

from layerwalk.game import selected as selections
from layerwalk.game.ui.calculation.figures import figure, signed
from layerwalk.game.ui.calculation.parts import Grid, Sheet, Term, Tile, Told
from layerwalk.game.ui.calculation.terms import after, formula
from layerwalk.game.words import Words
from layerwalk.nn.messages import Edges, Explained, Floats

Doubles = NDArray[np.float64]


def convolution(explained: Explained, told: Told) -> Sheet:
    """Tell of one input map's part of the sum square by square, and of what each of the others gives."""
    patch, own, product = explained.patch, explained.filter, explained.product
    assert patch is not None
    assert own is not None
    assert product is not None
    words, edges = told.words, explained.incoming[0]
    first, sums = _sums_by_map(edges, len(patch))
    order = np.argsort(-np.abs(sums), kind="stable")
    at = int(order[0]) if told.chosen is None else min(max(told.chosen - first, 0), len(patch) - 1)
    many = len(patch) > 1
    products = [(words("calculation.squares", count=words.count(patch[0].size)), float(sums[at]))]
    if many:
        products = [
            (words("calculation.this_map", map=first + at + 1), float(sums[at])),
            (_others(len(patch) - 1, words), float(sums.sum() - sums[at])),
        ]
    source = selections.layer_title(told.spec.node(edges.node), told.spec, words)
    most = _most(product)
    return Sheet(
        title="",
        sentence=words(f"calculation.{_how(edges.node, told, many=many)}", source=source),
        grids=(
            _seen(patch[at], edges.node, told, head=_patch_head(first + at, edges.node, told, many=many)),
            _signed_grid(own[at], "calculation.filter", "×", _most(own), words),
            _signed_grid(product[at], "calculation.product", "=", most, words),
        ),
        tiles=_tiles(order, sums, product, first=first, at=at, told=told) if many else (),
        tiles_head=words("calculation.maps", count=words.count(len(patch))) if many else "",
        maps=len(patch),
        most=most,
        terms=formula(products, explained, told),
    )


def _how(node: str, told: Told, *, many: bool) -> str:
    if not many:
        return "conv"
    return "conv_colours" if node == told.spec.input.name else "conv_many"


def _others(count: int, words: Words) -> str:
    return words("calculation.other_map") if count == 1 else words("calculation.other_maps", count=words.count(count))


def _sums_by_map(edges: Edges, count: int) -> tuple[int, Doubles]:
    """Return the first of the maps that are read, and what each of them gives, (count,) float64."""
    maps = edges.indices[:, 0]
    first = int(maps.min()) if len(maps) else 0
    sums = np.zeros(count, np.float64)
    np.add.at(sums, maps - first, edges.contributions)
    return first, sums


def _patch_head(map: int, node: str, told: Told, *, many: bool) -> str:
    if node == told.spec.input.name:
        return told.words("calculation.colour", map=map + 1) if many else told.words("calculation.picture")
    return told.words("calculation.sees", map=map + 1)


def _seen(values: Floats, node: str, told: Told, *, head: str, winner: tuple[int, int] | None = None) -> Grid:
    """Return values of a layer in the colours that they have there."""
    if node == told.spec.input.name:
        return Grid(head=head, values=values, tint="grey", low=0.0, high=1.0, winner=winner)
    low, high = told.limits.get(node, (float(values.min()), float(values.max())))
    return Grid(head=head, values=values, tint="shown", low=low, high=high, winner=winner)


def _signed_grid(values: Floats, head: str, sign: str, most: float, words: Words) -> Grid:
    return Grid(head=words(head), values=values, tint="signed", low=-most, high=most, sign=sign)


def _tiles(
    order: NDArray[np.intp], sums: Doubles, product: Floats, *, first: int, at: int, told: Told
) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            map=first + int(each),
            name=told.words("calculation.this_map", map=first + int(each) + 1),
            values=product[each],
            text=signed(float(sums[each]), told.words, decimals=2),
            chosen=int(each) == at,
        )
        for each in order[told.tiles_from : told.tiles_from + told.tiles]
    )


def largest(explained: Explained, told: Told) -> Sheet:
    """Tell of a pooling that keeps the largest value of a window."""
    words, edges = told.words, explained.incoming[0]
    values, corner = _window(edges)
    assert explained.winner is not None
    assert explained.total is not None
    winner = (explained.winner[1] - corner[0], explained.winner[2] - corner[1])
    head = words("calculation.window", map=explained.index[0] + 1)
    kept = [(words("calculation.largest", count=words.count(values.size)), explained.total)]
    return Sheet(
        title="",
        sentence=words("calculation.largest_kept", count=words.count(values.size)),
        grids=(_seen(values, edges.node, told, head=head, winner=winner),),
        terms=formula(kept, explained, told),
    )


def mean(explained: Explained, told: Told) -> Sheet:
    """Tell of a pooling that takes the mean of a window."""
    words, edges = told.words, explained.incoming[0]
    values, _ = _window(edges)
    assert explained.total is not None
    among = round(1.0 / float(edges.weights[0]))
    count = words.count(values.size)
    together = figure(explained.total * among, words)
    return Sheet(
        title="",
        sentence=words("calculation.mean_kept", count=count),
        grids=(_seen(values, edges.node, told, head=words("calculation.window", map=int(edges.indices[0, 0]) + 1)),),
        terms=(
            Term(sign="", text=together, caption=words("calculation.values_together", count=count)),
            Term(sign="÷", text=words.count(among), caption=words("calculation.their_number")),
            *after(explained, told, total=explained.total, sign="="),
        ),
    )


def _window(edges: Edges) -> tuple[Floats, tuple[int, int]]:
    """Return what a pooling looks at, (h, w), and its upper left corner."""
    rows, columns = edges.indices[:, -2], edges.indices[:, -1]
    top, left = int(rows.min()), int(columns.min())
    values = np.zeros((int(rows.max()) - top + 1, int(columns.max()) - left + 1), np.float32)
    values[rows - top, columns - left] = edges.values
    return values, (top, left)


def _most(values: Floats) -> float:
    return float(np.abs(values).max()) if values.size else 0.0
