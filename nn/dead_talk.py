"""What is said about a map or a layer as a whole: its weights, and which of its neurons never answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOver:
    """Ask for the weights of a map, or of a whole layer for None, apart from what is pointed at."""

    key: ClassVar[str] = "look over"
    node: str
    map: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookedOver:
    """Answer a LookOver with the weights that answer drawings now.

    weights: read-only float32; of a map its kernel (C, h, w); of a convolution (maps, C, h, w); of a dense layer
    (neurons, inputs); of large layers only the first; None for what has no weights of its own. count: of all its maps
    or neurons; inputs: of all that each of them reads.
    """

    network: str
    node: str
    map: int | None
    weights: NDArray[np.float32] | None = None
    count: int = 0
    inputs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDead:
    """Ask which neurons give 0 for every test picture, or, with `stops`, to stop counting.

    It is asked of the network as it is lesioned; with other lesions the counting begins anew. pictures: so many at
    most, always the same. serial: grows by one with every request.
    """

    key: ClassVar[str] = "count dead"
    serial: int
    pictures: int = 1000
    stops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeadCounted:
    """Tell how far the counting is: at most 10 times a second; the numbers come at its end.

    share: of the pictures that are done, in [0, 1]. 'stopped': it was asked to, or the weights have changed.
    pictures: how many were shown. dead: by node, how many neurons of each of its maps (each of its neurons where they
    are a line) gave 0 for every picture, (maps,) int64, read-only.
    """

    network: str
    serial: int
    state: Literal["counting", "finished", "stopped"]
    share: float = 0.0
    pictures: int = 0
    dead: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
