"""Which wires a visitor wants to see at the neuron that is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """Say which edges are shown: those that come into the neuron, those that go out of it."""

    incoming: bool = True
    outgoing: bool = False
