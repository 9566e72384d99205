"""A network and where it stands, and which of its layers are those of another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layerwalk.game.world.placement import Placement
from layerwalk.nn.network import NetworkSpec, NodeSpec

ALIKE, SHAPE, OPTIONS, NAME = 8, 4, 2, 1
"""What it counts that two layers are of one kind, and have the same shape, the same options, the same name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """Hold a network and its placement."""

    spec: NetworkSpec
    placement: Placement


def successors(old: NetworkSpec, new: NetworkSpec) -> Mapping[str, str]:
    """Return what the hidden layers of a network that was edited have become: names in `old` -> names in `new`.

    The two lists are aligned in order, so that as many layers as can be meet one of their own kind, and those that
    are most alike. Source: S. Needleman and C. Wunsch, A general method applicable to the search for similarities in
    the amino acid sequence of two proteins, 1970.
    """
    before, after = list(old.hidden), list(new.hidden)
    found = {}
    while before and after and _equal(before[0], after[0]):
        found[before.pop(0).name] = after.pop(0).name
    tail = {}
    while before and after and _equal(before[-1], after[-1]):
        tail[before.pop().name] = after.pop().name
    return {**found, **_aligned(before, after), **tail}


def _equal(a: NodeSpec, b: NodeSpec) -> bool:
    return _likeness(a, b) >= ALIKE + SHAPE + OPTIONS


def _likeness(a: NodeSpec, b: NodeSpec) -> int:
    if a.kind != b.kind:
        return 0
    return ALIKE + SHAPE * (a.shape == b.shape) + OPTIONS * (a.options == b.options) + NAME * (a.name == b.name)


def _aligned(before: Sequence[NodeSpec], after: Sequence[NodeSpec]) -> dict[str, str]:
    """Return the pairs of the best alignment: best[i][j] is what the layers from i and from j on can reach."""
    best = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            met = _likeness(before[i], after[j])
            pair = met + best[i + 1][j + 1] if met else 0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs, i, j = {}, 0, 0
    while i < len(before) and j < len(after):
        met = _likeness(before[i], after[j])
        if met and best[i][j] == met + best[i + 1][j + 1]:
            pairs[before[i].name] = after[j].name
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
