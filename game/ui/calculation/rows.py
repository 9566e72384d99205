"""What is told of a neuron that multiplies every value with a weight of its own, or adds up what branches bring."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layerwalk.game import selected as selections
from layerwalk.game.ui.calculation.figures import adding_up, figure, signed
from layerwalk.game.ui.calculation.parts import Row, Sheet, Term, Told
from layerwalk.game.ui.calculation.terms import summed
from layerwalk.nn.messages import Explained
from layerwalk.nn.network import NodeSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """Hold one edge: the name of whoever gives, what it has, what that is multiplied with, what arrives."""

    name: str
    value: float
    weight: float
    arrives: float


def weighted(explained: Explained, told: Told) -> Sheet:
    """Tell of the strongest contributions one by one, and of the others together."""
    words, count = told.words, sum(len(edges.weights) for edges in explained.incoming)
    given = _strongest(explained, told, most=told.rows if count > told.rows + 1 else count)
    plain = all(each.weight == 1.0 for each in given)
    left_out = count - len(given)
    everything = sum(float(np.sum(edges.contributions, dtype=np.float64)) for edges in explained.incoming)
    arrives = [each.arrives for each in given]
    others = [everything - sum(arrives)] if left_out else []
    bias = [] if explained.bias is None else [explained.bias]
    shown, total = adding_up([*arrives, *others, *bias], explained.total or 0.0)
    largest = max(map(abs, arrives), default=0.0) or 1.0
    rows = [_row(each, rounded, largest, told, plain=plain) for each, rounded in zip(given, shown, strict=False)]
    if left_out:
        name = words("calculation.others", count=words.count(left_out))
        rows.append(Row(name=name, product="", text=signed(shown[len(given)], words)))
    return Sheet(
        title="",
        sentence=_sentence(explained, told, plain=plain),
        rows=tuple(rows),
        terms=_terms(shown, total, count, explained, told),
    )


def _strongest(explained: Explained, told: Told, *, most: int) -> list[_Given]:
    """Return the strongest edges, whichever layer they come from."""
    joined = len(explained.incoming) > 1
    found = []
    for edges in explained.incoming:
        source = told.spec.node(edges.node)
        for place, value, weight, arrives in zip(
            *(each[:most] for each in (edges.indices, edges.values, edges.weights, edges.contributions)), strict=True
        ):
            name = selections.layer_title(source, told.spec, told.words) if joined else _name(source, place, told)
            found.append(_Given(name=name, value=float(value), weight=float(weight), arrives=float(arrives)))
    return sorted(found, key=lambda each: -abs(each.arrives))[:most]


def _name(node: NodeSpec, place: NDArray[np.int32], told: Told) -> str:
    words, index = told.words, [int(each) + 1 for each in place]
    if len(index) == 1:
        return words("calculation.source_neuron", neuron=index[0])
    if node.maps == 1 and len(index) == 3:
        return words("calculation.source_pixel", row=index[-2], column=index[-1])
    return words("calculation.source_cell", map=index[0], row=index[-2], column=index[-1])


def _row(given: _Given, rounded: float, largest: float, told: Told, *, plain: bool) -> Row:
    words = told.words
    factors = (figure(each, words, decimals=3) for each in (given.value, given.weight))
    product = "" if plain else " × ".join(factors)
    return Row(name=given.name, product=product, text=signed(rounded, words), share=given.arrives / largest)


def _sentence(explained: Explained, told: Told, *, plain: bool) -> str:
    words, first = told.words, explained.incoming[0]
    source = selections.layer_title(told.spec.node(first.node), told.spec, words)
    if not plain:
        key = "dense_picture" if first.node == told.spec.input.name else "dense"
        return words(f"calculation.{key}", source=source, count=words.count(len(first.weights)))
    return words("calculation.added" if len(explained.incoming) > 1 else "calculation.taken", source=source)


def _terms(shown: Sequence[float], total: float, count: int, explained: Explained, told: Told) -> tuple[Term, ...]:
    """Return the formula from the sum of all contributions on; where there is a bias, it is the last that is shown."""
    name = told.words("calculation.together", count=told.words.count(count))
    if explained.bias is None:
        return summed([(name, sum(shown))], total, explained, told)
    *arrives, bias = shown
    return summed([(name, sum(arrives)), (told.words("calculation.bias"), bias)], total, explained, told)
