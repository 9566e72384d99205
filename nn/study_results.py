"""What studies find out: plain data and read-only arrays, no torch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BAND = (0.05, 0.95)
"""Quantiles over the draws that a band reaches to."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Needed:
    """Say how many units of a layer were needed in one order of removal.

    counts: (pictures, draws) int64, how few units were left when the picture was last classified rightly.
    """

    layer: str
    order: str
    units: int
    counts: Ints

    @property
    def shares(self) -> Floats:
        """Return the share of all runs that needed 1, 2, ... units, (units,)."""
        found = np.bincount(self.counts.reshape(-1), minlength=self.units + 1)[1:]
        return np.asarray(found / self.counts.size, np.float32)

    @property
    def single(self) -> float:
        """Return the share of runs that stayed right down to a single unit."""
        return float((self.counts == 1).mean())

    @property
    def single_band(self) -> tuple[float, float]:
        """Return the band of that share over the draws."""
        low, high = np.quantile((self.counts == 1).mean(axis=0), BAND)
        return float(low), float(high)

    @property
    def median(self) -> float:
        """Return the median number of units that were needed."""
        return float(np.median(self.counts))

    def plain(self) -> dict[str, Any]:
        """Return what the counts come to, as it is written in JSON."""
        return {
            "layer": self.layer,
            "order": self.order,
            "units": self.units,
            "pictures": self.counts.shape[0],
            "draws": self.counts.shape[1],
            "single": self.single,
            "single_low": self.single_band[0],
            "single_high": self.single_band[1],
            "median": self.median,
            "shares": [round(float(share), 6) for share in self.shares],
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ablation:
    """Hold what is known of how many units are needed, layer by layer and order by order."""

    needed: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dose:
    """Hold the accuracy after so many units of a layer were removed; not a number where that is not known yet.

    removed: (K,) int64, from none to all. importance: for each way to tell it, that of each unit, (units,). orders: for
    the same ways, the accuracy with the most important units removed first, (K,). control: random orders, (draws, K).
    """

    layer: str
    units: int
    removed: Ints
    importance: Mapping[str, Floats] = field(default_factory=dict)
    orders: Mapping[str, Floats] = field(default_factory=dict)
    control: Floats

    @property
    def band(self) -> tuple[Floats, Floats, Floats]:
        """Return the control's 5 % quantile, median and 95 % quantile over the draws that are done, each (K,)."""
        done = self.control[~np.isnan(self.control).any(axis=1)]
        if not len(done):
            unknown = np.full(len(self.removed), np.nan, np.float32)
            return unknown, unknown, unknown
        low, middle, high = (np.quantile(done, share, axis=0) for share in (BAND[0], 0.5, BAND[1]))
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

    def plain_importance(self) -> dict[str, list[float]]:
        """Return how important each unit is, in each way to tell it, as columns of a table."""
        return {name: [round(float(value), 9) for value in weights] for name, weights in self.importance.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoolRate:
    """Say how a network stood up to being fooled.

    pictures: of the test set, only those that it got right. fooled: so many of them. steps: for each that was fooled
    the steps it took, in rising order.
    """

    network: str
    pictures: int
    fooled: int
    steps: tuple[int, ...]

    @property
    def rate(self) -> float:
        """Return the share that was fooled, in [0, 1]; 0 where no picture was right."""
        return self.fooled / self.pictures if self.pictures else 0.0

    @property
    def median_steps(self) -> float | None:
        """Return the median of the steps of those that were fooled; None where none was."""
        return float(np.median(self.steps)) if self.steps else None

    def plain(self) -> dict[str, Any]:
        """Return it as plain numbers, for a table or JSON."""
        return {
            "network": self.network,
            "right": self.pictures,
            "fooled": self.fooled,
            "rate": self.rate,
            "median_steps": self.median_steps,
            "most_steps": max(self.steps, default=None),
        }


Findings = Dose | Ablation | FoolRate
