"""What the visitor has in mind for pictures that a network wants to see: of what, from what, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from layerwalk.game.dreamt import Place
from layerwalk.game.state import State
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.messages import Floats

Target = Literal["selected", "answer", "direction"]
Begin = Literal["noise", "grey", "drawing", "picture"]
GREY = 0.5
PRESETS: Mapping[str, tuple[Begin, SynthesisConfig]] = MappingProxyType(
    {
        "best": (
            "noise",
            SynthesisConfig(steps=160, jitter_px=2, scale=0.05, rotation_deg=6.0, variation=0.5, decay=0.3),
        ),
        "plain": ("noise", SynthesisConfig(space="pixels", jitter_px=0)),
        "ana": ("drawing", SynthesisConfig(objective="ana", space="pixels", jitter_px=0, rate=0.02)),
    }
)
"""Ready-made ways by name: what a picture begins from, and how it is made; 'ana' is that of ANA, 2019."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DreamPlan:
    """Hold a wish. towards, away: answers, by their numbers; slowly: so that one can watch."""

    target: Target = "selected"
    towards: int = 0
    away: int = 1
    begin: Begin = "noise"
    config: SynthesisConfig = PRESETS["best"][1]
    place: Place = "auto"
    slowly: bool = True


def aim(plan: DreamPlan, state: State) -> Aim | None:
    """Return what a picture is to be made for; None where nothing is held, or only the picture itself."""
    spec = state.spec
    if plan.target == "selected":
        held = state.selected
        return Aim(node=held.node, index=held.index) if held is not None and held.node != spec.input.name else None
    last = len(spec.classes) - 1
    towards, away = (min(plan.towards, last),), (min(plan.away, last),)
    return Aim(node=spec.answer.name, index=towards, minus=away if plan.target == "direction" else None)


def start(plan: DreamPlan, state: State, *, picture: Floats) -> Floats | None:
    """Return what a picture begins from, (C, H, W) float32 in [0, 1], None for noise from the seed.

    picture: one of the data set, as the network would read it.
    """
    shape = state.spec.input.shape
    match plan.begin:
        case "noise":
            return None
        case "grey":
            return np.full(shape, GREY, np.float32)
        case "drawing":
            return np.zeros(shape, np.float32) if state.picture is None else state.picture
        case "picture":
            return picture
