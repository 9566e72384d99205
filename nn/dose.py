"""Draw dose-response curves: how the accuracy falls as more and more units of a layer are removed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from layerwalk.nn import importance, masked, pieces
from layerwalk.nn.masked import BATCH, Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.pieces import Job
from layerwalk.nn.study import BAND
from layerwalk.nn.trace import Traced

DOSES = 41
"""So many doses at most are measured, spread evenly from none to all units."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dose:
    """Hold the accuracy after so many units of a layer were removed.

    removed: (K,) int64, from none to all. orders: for each way to tell importance, the accuracy with the most
    important units removed first, (K,). control: random orders, (draws, K).
    """

    layer: str
    units: int
    removed: Ints
    orders: dict[str, Floats]
    control: Floats

    @property
    def band(self) -> tuple[Floats, Floats, Floats]:
        """Return the control's 5 % quantile, median and 95 % quantile over the draws, each (K,)."""
        low, middle, high = (np.quantile(self.control, share, axis=0) for share in (BAND[0], 0.5, BAND[1]))
        return low, middle, high

    def plain(self) -> dict[str, list[float]]:
        """Return the curves by name, as columns of a table; 'random' is the control's median."""
        low, middle, high = self.band
        columns: dict[str, Iterable[float]] = {
            "removed": self.removed,
            **self.orders,
            "random_low": low,
            "random": middle,
            "random_high": high,
        }
        return {name: [round(float(value), 6) for value in column] for name, column in columns.items()}


def respond(
    traced: Traced,
    layer: str,
    pictures: Floats,
    labels: Ints,
    *,
    others: tuple[Floats, Ints],
    draws: int,
    seed: int,
) -> Job[Dose]:
    """Return the dose-response curves of a layer, measured on `pictures`, (N, C, H, W) float32; yield the share done.

    others: pictures and labels to tell importance with, best not those it is measured on; a unit's importance is its
    mean over them. draws: random orders of the control. The same seed gives the same result.
    """
    units = traced.spec.node(layer).maps
    removed = np.unique(np.linspace(0, units, min(units + 1, DOSES)).round().astype(np.int64))
    parts, done = 2 * len(importance.WAYS) + draws, 0
    orders, control = {}, []
    for name, way in importance.WAYS.items():
        weights = yield from pieces.within(way(traced, layer, *others), done, parts)
        removal = np.argsort(-weights.mean(axis=0), kind="stable")
        orders[name] = yield from pieces.within(
            _curve(traced, layer, pictures, labels, removal, removed), done + 1, parts
        )
        done += 2
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        job = _curve(traced, layer, pictures, labels, rng.permutation(units), removed)
        control.append((yield from pieces.within(job, done, parts)))
        done += 1
    return Dose(layer=layer, units=units, removed=removed, orders=orders, control=np.stack(control))


def _curve(traced: Traced, layer: str, pictures: Floats, labels: Ints, removal: Ints, removed: Ints) -> Job[Floats]:
    """Return the accuracy after the first so many units of `removal` were removed, (K,) float32."""
    accuracy = np.zeros(len(removed), np.float32)
    for index, gone in enumerate(removed):
        kept = np.ones(len(removal), bool)
        kept[removal[:gone]] = False
        right = 0
        for start in range(0, len(labels), BATCH):
            few = pictures[start : start + BATCH]
            answers = masked.log_probabilities(traced, layer, few, np.broadcast_to(kept, (len(few), len(kept))).copy())
            right += int((answers.argmax(axis=1) == labels[start : start + BATCH]).sum())
        accuracy[index] = right / len(labels)
        yield (index + 1) / len(removed)
    return accuracy
