"""What a picture is to be made for: a place in the network, and how to make it. Plain data, no torch."""

from dataclasses import dataclass
from typing import Literal

Objective = Literal["most", "ana"]
Space = Literal["pixels", "fourier"]
Step = Literal["gradient", "fgsm", "pgd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Point at a part of a layer's values.

    index: () the whole layer, (map,) a map, or a neuron of a line, (map, row, column) a neuron.
    minus: an index that is to have less meanwhile: with two answers, the direction from this one to that one.
    """

    node: str
    index: tuple[int, ...] = ()
    minus: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthesisConfig:
    """Say how to make a picture that a part of the network wants to see.

    objective: 'most' climbs the mean of what is aimed at; 'ana' climbs twice that less the layer's mean.
    space: what is changed, the pixels or the picture's spectrum (Fourier).
    rate: of the steps (Adam). jitter_px, scale, rotation_deg: how far, at most, the picture is moved, made larger or
    smaller (a share) and turned before each look. blur, variation, decay: weights of penalties for what a blur takes
    away, for differences between neighbours, and for light.
    """

    objective: Objective = "most"
    space: Space = "fourier"
    steps: int = 64
    rate: float = 0.05
    jitter_px: int = 1
    scale: float = 0.0
    rotation_deg: float = 0.0
    blur: float = 0.0
    variation: float = 0.0
    decay: float = 0.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FoolConfig:
    """Say how to change a picture until the network errs.

    step: 'gradient' goes `epsilon` times the gradient, each time, however far that leads (ANA's way); 'fgsm' goes
    `epsilon` by its signs, 'pgd' only `rate`, and neither ever farther than `epsilon`, in any pixel, from where it
    began.
    targeted: towards what is aimed at, else away from it.
    """

    step: Step = "pgd"
    epsilon: float = 0.1
    rate: float = 0.01
    steps: int = 40
    targeted: bool = True
