"""What is needed to have a network again after its process was lost: plain data, no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerwalk.nn.messages import Build, Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """Hold the request that brings the network again, and its last good weights, safetensors.

    version: grows whenever the weights have changed. record: of the weights, as it is kept beside them.
    """

    request: Load | Build
    weights: bytes = field(repr=False)
    version: int
    record: Mapping[str, str] = field(default_factory=dict)
