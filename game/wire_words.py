"""What is said of a neuron's wires: on the plate beside it."""

from collections.abc import Iterator, Mapping

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.game.ui.wire_plate import Line, Rgb
from layerwalk.game.words import Words
from layerwalk.game.world import wires
from layerwalk.game.world.wires import Wires
from layerwalk.nn.messages import Explained


def is_pooling(told: Explained, state: State) -> bool:
    """Say whether the neuron takes one value of several, or their mean, and weighs none."""
    return state.spec.node(told.node).kind in ("pool", "mean")


def lines(
    told: Explained, gathered: Mapping[str, Wires], state: State, words: Words, *, colours: str
) -> tuple[Line, ...]:
    """Return the plate's lines: which neuron it is, what it gives, its wires by their way, what their colours mean."""
    title = selecting.title(Selected(node=told.node, index=told.index), state.spec, words)
    output, most = (words.number(value) if value is not None else "–" for value in (told.output, told.layer_max))
    found = [Line(text=title, strong=True), Line(text=words("wires.gives", value=output, most=most))]
    if told.node == state.spec.input.name:
        found.append(Line(text=words("wires.pixel")))
    if "incoming" in gathered:
        incoming = gathered["incoming"]
        if is_pooling(told, state):
            found += _pooled(told, incoming, words)
        else:
            found += _weighed("incoming", incoming, words, colours=colours)
    if "outgoing" in gathered:
        found += _weighed("outgoing", gathered["outgoing"], words, colours=colours)
    elif told.outgoing is not None and not told.outgoing and state.wiring.outgoing:
        found.append(Line(text=words("wires.last")))
    return tuple(found)


def count(way: str, found: Wires, words: Words) -> str:
    """Say how many wires are drawn, and what the others add up to."""
    if not found.left_out:
        key = "one" if found.shown == 1 else "all"
        return words(f"wires.{way}.{key}", total=words.count(found.shown))
    return words(
        f"wires.{way}.some",
        shown=words.count(found.shown),
        total=words.count(found.shown + found.left_out),
        rest=words.count(found.left_out),
        sum=words.number(round(found.left_out_sum, 6)),
    )


def _weighed(way: str, found: Wires, words: Words, *, colours: str) -> Iterator[Line]:
    yield Line(text=count(way, found, words))
    ups, downs = ("wires.up", "wires.down") if way == "incoming" else ("wires.out_up", "wires.out_down")
    if found.most > 0:
        yield Line(text=words(ups, value=words.number(found.most)), colour=_paint(1.0, colours))
    if found.least < 0:
        yield Line(text=words(downs, value=words.number(-found.least)), colour=_paint(-1.0, colours), dashed=True)
    if found.most == found.least == 0:
        yield Line(text=words("wires.nothing"))


def _pooled(told: Explained, found: Wires, words: Words) -> Iterator[Line]:
    total = words.count(found.shown + found.left_out)
    key = "mean" if told.winner is None else "winner"
    yield Line(text=words(f"wires.{key}", total=total), colour=wires.NEUTRAL)


def _paint(strength: float, colours: str) -> Rgb:
    red, green, blue = map(int, wires.coloured(np.array([strength], np.float32), colours)[0])
    return red, green, blue
