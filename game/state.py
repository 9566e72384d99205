"""What is shown now: plain data, changed by the session on the main thread only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerwalk.nn.messages import Floats
from layerwalk.nn.network import NetworkSpec


@dataclass(slots=True, kw_only=True)
class State:
    """Hold what the visitor sees of the network.

    serial: of the newest answer; picture: the tensor that it was given to, (C, H, W).
    changes: grows by one whenever there is something new to draw. notice: a sentence for the visitor, or ''.
    """

    spec: NetworkSpec
    ready: bool = False
    serial: int = 0
    picture: Floats | None = None
    activations: Mapping[str, Floats] = field(default_factory=dict)
    probabilities: Floats | None = None
    changes: int = 0
    notice: str = ""
