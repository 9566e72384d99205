"""What is said about pictures that are made: requests and replies."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.aim import Aim, SynthesisConfig


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Synthesise:
    """Ask for the pictures that parts of one layer want to see, in place of those that are being made.

    They are of the network as it is lesioned; with other lesions, and from then on, they are begun anew.
    aims: one picture for each; first come, first made. start: (C, H, W) float32 in [0, 1], grey with noise from the
    seed for None. folder: where pictures that are ready are kept, and found again; None for nowhere. serial: comes back
    in the replies. pace_hz: no more steps a second, so that one can watch; as fast as it goes for None.
    """

    key: ClassVar[str] = "synthesise"
    aims: tuple[Aim, ...]
    config: SynthesisConfig = field(default_factory=SynthesisConfig)
    start: NDArray[np.float32] | None = None
    folder: Path | None = None
    serial: int = 0
    pace_hz: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSynthesis:
    """Ask to make no more pictures; also takes back a Synthesise that still waits."""

    key: ClassVar[str] = "synthesise"


SynthesisState = Literal["making", "finished", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Synthesised:
    """Tell how the pictures stand: at most 10 times a second, and in answer to both requests.

    first: the place in `aims` of the first of `pictures`, (n, C, H, W) float32 in [0, 1], read-only; large layers are
    made some maps at a time, and the last report has all. step, steps: of all of them together.
    scores: (n, steps so far) float32, what was climbed for each of `pictures`, as each step began. serial: of the
    request, 0 where nothing was being made.
    """

    network: str
    aims: tuple[Aim, ...]
    state: SynthesisState
    step: int
    steps: int
    first: int
    pictures: NDArray[np.float32]
    scores: NDArray[np.float32]
    serial: int = 0
