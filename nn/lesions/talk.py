"""What is said to the model loop about lesions, and what it says back; part of `messages`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLesions:
    """Ask for these lesions in place of all that there are; the weights stay as they are.

    They count wherever a drawing is answered or a picture is made, until another network is loaded; a training step is
    taken whole.
    """

    key: ClassVar[str] = "lesions"
    lesions: Lesions


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLesions:
    """Ask how the network does whole and with the lesions that count, or, with `stops`, to stop measuring.

    pictures: so many test pictures at most, always the same. serial: grows by one with every request.
    """

    key: ClassVar[str] = "measure lesions"
    serial: int
    pictures: int = 1000
    stops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FindLeast:
    """Ask which of the `kept` maps of a layer matters least to what the network takes a picture for.

    kept: those that still work; neurons of a line are maps. picture: (C, H, W) float32, as it was classified. serial:
    grows by one with every request.
    """

    key: ClassVar[str] = "find least"
    serial: int
    node: str
    kept: tuple[int, ...]
    picture: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """Answer a FindLeast; map: None while it is still being found."""

    serial: int
    node: str
    map: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesioned:
    """Say which lesions count now, in answer to SetLesions.

    waits: those that were asked for count as soon as it is known how the network usually does, and are told then.
    """

    network: str
    lesions: Lesions
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Tell how far a measurement of `lesions` is; the scores, whole and lesioned, come at its end.

    share: of the pictures that are done, in [0, 1]. 'stopped': it was asked to, or the weights have changed.
    """

    serial: int
    state: Literal["measuring", "finished", "stopped"]
    lesions: Lesions = ()
    share: float = 0.0
    before: Score | None = None
    after: Score | None = None
