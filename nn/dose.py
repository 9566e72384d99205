"""Draw dose-response curves: how the accuracy falls as more and more units of a layer are removed."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from layerwalk.nn import importance, masked, pieces
from layerwalk.nn.masked import BATCH, Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.pieces import Stand
from layerwalk.nn.study_results import Dose
from layerwalk.nn.study_talk import STUDY_ORDERS, StudyOrder
from layerwalk.nn.trace import Traced

DOSES = 41
"""So many doses at most are measured, spread evenly from none to all units."""


def respond(
    traced: Traced,
    layer: str,
    pictures: Floats,
    labels: Ints,
    *,
    others: tuple[Floats, Ints],
    draws: int,
    seed: int,
    orders: Sequence[StudyOrder] = STUDY_ORDERS,
) -> Iterator[Stand[Dose]]:
    """Measure the dose-response curves of a layer on `pictures`, (N, C, H, W) float32.

    others: pictures and labels to tell importance with, best not those it is measured on; a unit's importance is its
    mean over them. draws: random orders of the control. The same seed gives the same result, whatever the orders.
    """
    units = traced.spec.node(layer).maps
    removed = np.unique(np.linspace(0, units, min(units + 1, DOSES)).round().astype(np.int64))
    unknown = np.full((draws, len(removed)), np.nan, np.float32)
    found, share = Dose(layer=layer, units=units, removed=removed, control=unknown), 0.0
    looks, whole = _looks(orders, units, pictures=len(labels), others=len(others[1]), doses=len(removed))
    whole += (len(orders) + draws) * looks["curve"]
    for order in orders:
        job = importance.WAYS[order](traced, layer, *others)
        weights = yield from pieces.standing(job, found, start=share, size=looks[order] / whole)
        found, share = _with_importance(found, order, weights.mean(axis=0)), share + looks[order] / whole
    rng = np.random.default_rng(seed)
    for index in range(len(orders) + draws):
        name = orders[index] if index < len(orders) else None
        removal = np.argsort(-found.importance[name], kind="stable") if name else rng.permutation(units)
        known = found
        for part, curve in _curve(traced, layer, pictures, labels, removal, removed):
            known = _with(found, name, curve) if name else _with_control(found, index - len(orders), curve)
            yield Stand(share=min(1.0, share + looks["curve"] / whole * part), result=known)
        found, share = known, share + looks["curve"] / whole


def _looks(
    orders: Sequence[StudyOrder], units: int, *, pictures: int, others: int, doses: int
) -> tuple[dict[str, float], float]:
    """Return how many batches are looked at for each order's importance and for a curve, and for all importance.

    A gradient takes about as long as three looks.
    """
    batches = math.ceil(others / BATCH)
    each = {"ablation": (units + 1.0) * batches, "gradient": 3.0 * batches, "activation": 3.0 * batches}
    return {**each, "curve": float(doses * math.ceil(pictures / BATCH))}, sum(each[order] for order in orders)


def _with_importance(found: Dose, order: str, weights: Floats) -> Dose:
    return replace(found, importance={**found.importance, order: weights})


def _with(found: Dose, order: str, curve: Floats) -> Dose:
    return replace(found, orders={**found.orders, order: curve})


def _with_control(found: Dose, draw: int, curve: Floats) -> Dose:
    control = found.control.copy()
    control[draw] = curve
    return replace(found, control=control)


def _curve(
    traced: Traced, layer: str, pictures: Floats, labels: Ints, removal: Ints, removed: Ints
) -> Iterator[tuple[float, Floats]]:
    """Tell the share done and the accuracy after the first so many units of `removal` were removed, (K,) float32."""
    accuracy = np.full(len(removed), np.nan, np.float32)
    for index, gone in enumerate(removed):
        kept = np.ones(len(removal), bool)
        kept[removal[:gone]] = False
        right = 0
        for start in range(0, len(labels), BATCH):
            few = pictures[start : start + BATCH]
            answers = masked.log_probabilities(traced, layer, few, np.broadcast_to(kept, (len(few), len(kept))).copy())
            right += int((answers.argmax(axis=1) == labels[start : start + BATCH]).sum())
            if start + BATCH < len(labels):
                yield (index + start / len(labels)) / len(removed), accuracy.copy()
        accuracy[index] = right / len(labels)
        yield (index + 1) / len(removed), accuracy.copy()
