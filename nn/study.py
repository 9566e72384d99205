"""Study how many units of a layer an answer needs: ANA's experiment 6.2, over many pictures and many orders.

Units are removed one by one until the picture is misclassified, or until a single unit is left.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from layerwalk.nn import importance, masked, pieces
from layerwalk.nn.masked import BATCH, Bools, Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.pieces import Job, Stand
from layerwalk.nn.study_results import Ablation, Needed
from layerwalk.nn.trace import Traced

RANDOM = "random"
ORDERS = (RANDOM, "ablation", "gradient")
"""Orders of removal: by chance, or the unit that matters least to this picture first."""


def ablation(
    traced: Traced, layers: Sequence[str], pictures: Floats, labels: Ints, *, draws: int, seed: int
) -> Iterator[Stand[Ablation]]:
    """Find out, for each layer and each of ORDERS, how many of its units each picture needs.

    pictures: (N, C, H, W) float32, all of which the network gets right. labels: (N,). draws: random orders for every
    picture; the other orders are the picture's own. The same seed gives the same result.
    """
    found, done = Ablation(), 0
    whole = len(layers) * (draws + 2 * (len(ORDERS) - 1))
    for index, layer in enumerate(layers):
        for order in ORDERS:
            part = draws if order == RANDOM else 2
            job = _one(traced, layer, order, pictures, labels, draws=draws, rng=np.random.default_rng([seed, index]))
            result = yield from pieces.standing(job, found, start=done / whole, size=part / whole)
            found, done = Ablation(needed=(*found.needed, result)), done + part
            yield Stand(share=done / whole, result=found)


def _one(
    traced: Traced, layer: str, order: str, pictures: Floats, labels: Ints, *, draws: int, rng: np.random.Generator
) -> Job[Needed]:
    units = traced.spec.node(layer).maps
    if order == RANDOM:
        removal = rng.permuted(np.broadcast_to(np.arange(units), (len(labels), draws, units)), axis=2)
        yield 0.0
        counts = yield from needed(traced, layer, pictures, labels, removal)
    else:
        weights = yield from pieces.within(importance.WAYS[order](traced, layer, pictures, labels), 0, 2)
        removal = np.argsort(weights, axis=1, kind="stable")[:, None]
        counts = yield from pieces.within(needed(traced, layer, pictures, labels, removal), 1, 2)
    return Needed(layer=layer, order=order, units=units, counts=counts)


def needed(traced: Traced, layer: str, pictures: Floats, labels: Ints, removal: Ints) -> Job[Ints]:
    """Return how few units were left when each picture was last right, (N, draws); yield the share done.

    removal: (N, draws, units), the units in the order in which they are removed.
    """
    units = removal.shape[2]
    when = np.argsort(removal, axis=2)
    counts = np.full(removal.shape[:2], units, np.int64)
    yield 0.0
    for gone in range(1, units):
        rows, draws = np.nonzero(counts == units - gone + 1)
        right = yield from _right(traced, layer, pictures, labels, rows, when[rows, draws] >= gone, gone, units)
        counts[rows[right], draws[right]] -= 1
    return counts


def _right(
    traced: Traced, layer: str, pictures: Floats, labels: Ints, rows: Ints, kept: Bools, gone: int, units: int
) -> Job[Bools]:
    """Say which of these pictures are still right with these units; what occurs twice is calculated once."""
    wanted = np.hstack([rows.astype(np.uint32)[:, None].view(np.uint8), np.packbits(kept, axis=1)])
    _, first, back = np.unique(wanted, axis=0, return_index=True, return_inverse=True)
    right = np.zeros(len(first), bool)
    yield (gone - 1) / (units - 1)
    for start in range(0, len(first), BATCH):
        few = first[start : start + BATCH]
        answers = masked.log_probabilities(traced, layer, pictures[rows[few]], kept[few])
        right[start : start + BATCH] = answers.argmax(axis=1) == labels[rows[few]]
        yield (gone - 1 + min(1.0, (start + BATCH) / len(first))) / (units - 1)
    return np.asarray(right[back.reshape(-1)])
