"""What is said about a picture that is changed until the network errs: request and reply; part of `messages`."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.answer_talk import Inferred

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fool:
    """Ask to change a picture by some steps and to answer it; in place of an Infer that still waits, as that of it.

    serial: one of the row that an Infer's is of. begin: the picture before any step, (C, H, W) float32 in [0, 1].
    now: what it has become in `step` steps, None for none yet. aim: a neuron or a map. takes: so many more steps at
    most (the configuration's count does not matter); 0 to have it answered as it is. stays: take none where it has
    reached its aim.
    """

    key: ClassVar[str] = "infer"
    serial: int
    begin: Floats
    aim: Aim
    config: FoolConfig
    now: Floats | None = None
    step: int = 0
    takes: int = 1
    stays: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fooled:
    """Answer a Fool.

    answer: to the picture as it is now; the picture in it is the tensor that was classified, to the bit.
    step: how many were taken until now. reached: whether what was aimed at is the strongest of its layer or, away
    from it, no longer is. begin, aim, config: those of the request.
    """

    answer: Inferred
    begin: Floats
    aim: Aim
    config: FoolConfig
    step: int
    reached: bool

    @property
    def difference(self) -> Floats:
        """Return what was added to the picture, (C, H, W) float32 in [-1, 1]."""
        return self.answer.picture - self.begin

    @property
    def farthest(self) -> float:
        """Return by how much the pixel has changed that has changed most, in [0, 1]."""
        return float(np.abs(self.difference).max())
