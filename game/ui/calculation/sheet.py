"""What the page says about one neuron's calculation, from what the network explained."""

from dataclasses import replace

import numpy as np

from layerwalk.game import selected as selections
from layerwalk.game.selected import Selected
from layerwalk.game.ui.calculation import maps, rows, terms
from layerwalk.game.ui.calculation.figures import figure
from layerwalk.game.ui.calculation.parts import Grid, Sheet, Term, Told
from layerwalk.nn.messages import Explained
from layerwalk.nn.network import NodeSpec

POOLS = ("pool", "mean")


def sheet(explained: Explained, told: Told) -> Sheet:
    """Return the page about a calculation."""
    named = Selected(node=explained.node, index=explained.index)
    title = selections.title(named, told.spec, told.words)
    made = replace(_kind(explained, told), title=title)
    return replace(made, note=terms.note(explained, told))


def _kind(explained: Explained, told: Told) -> Sheet:
    node = told.spec.node(explained.node)
    if explained.total is None or not explained.incoming:
        return _plain(explained, node, told)
    if explained.patch is not None:
        return maps.convolution(explained, told)
    if explained.winner is not None:
        return maps.largest(explained, told)
    if node.kind in POOLS and len(explained.incoming[0].weights):
        return maps.mean(explained, told)
    return rows.weighted(explained, told)


def _plain(explained: Explained, node: NodeSpec, told: Told) -> Sheet:
    """Tell of a pixel, or of a neuron whose calculation nobody knows here."""
    is_input = node is told.spec.input
    value = explained.output or 0.0
    words = told.words
    grids: tuple[Grid, ...] = ()
    if is_input:
        only = np.array([[value]], np.float32)
        grids = (Grid(head=words("calculation.pixel"), values=only, tint="grey", low=0.0, high=1.0),)
    sentence = words("calculation.input" if is_input else "calculation.unknown")
    caption = words("calculation.grey" if is_input else "calculation.gives")
    term = Term(sign="", text=figure(value, words), caption=caption, last=True)
    return Sheet(title="", sentence=sentence, grids=grids, terms=(term,))
