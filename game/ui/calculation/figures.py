"""Figures of a calculation, rounded together: what is shown adds up as it is shown."""

from collections.abc import Sequence

import numpy as np

from layerwalk.game.words import Words

DECIMALS = 4
"""Of every number that is added up: none is farther from its value than the last of them."""


def adding_up(parts: Sequence[float], total: float, *, decimals: int = DECIMALS) -> tuple[tuple[float, ...], float]:
    """Return `parts` and their `total`, rounded so that the parts add up to it to the last decimal.

    The total is rounded as usual; of the parts those are rounded the other way that lie nearest to the middle between
    two roundings (the largest-remainder method).
    """
    unit = 10.0**-decimals
    exact = np.asarray(parts, np.float64) / unit
    units, whole = np.rint(exact), round(total / unit)
    missing = int(whole - units.sum())
    if missing and len(units):
        order = np.argsort(units - exact if missing > 0 else exact - units, kind="stable")
        each, more = divmod(abs(missing), len(units))
        step = np.full(len(units), each)
        step[order[:more]] += 1
        units += np.sign(missing) * step
    return tuple(round(float(value) * unit, decimals) for value in units), round(whole * unit, decimals)


def figure(value: float, words: Words, *, decimals: int = DECIMALS) -> str:
    """Write a number with so many decimals; what rounds to nothing has no sign."""
    return words.fixed(round(value, decimals) + 0.0, decimals=decimals)


def signed(value: float, words: Words, *, decimals: int = DECIMALS) -> str:
    """Write a number with its sign, for what may add or take away."""
    written = figure(value, words, decimals=decimals)
    return f"+{written}" if round(value, decimals) > 0 else written


def within(value: float, words: Words) -> str:
    """Write a number that follows a plus, in brackets where it is below 0."""
    written = figure(value, words)
    return f"({written})" if round(value, DECIMALS) < 0 else written
