"""What the visitor has in mind for fooling the network: plain data, and what it aims at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.state import State
from layerwalk.nn.aim import Aim, FoolConfig

What = Literal["answer", "held"]

PRESETS: Mapping[str, FoolConfig] = MappingProxyType(
    {"hidden": FoolConfig(epsilon=0.15), "ana": FoolConfig(step="gradient", epsilon=0.1, steps=20)}
)
"""Ready-made values: hardly seen by the eye, and ANA's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoolPlan:
    """Hold a plan. what: is to be changed, the answer or the part that is held.

    target: the class to go to, None for the network's second guess. config: how, and whether towards it or away.
    """

    what: What = "answer"
    target: int | None = None
    config: FoolConfig = field(default_factory=lambda: PRESETS["hidden"])


def can_hold(state: State) -> bool:
    """Say whether what is held can be aimed at: a neuron or a map of a layer, no layer and no picture."""
    held, spec = state.selected, state.spec
    if held is None or not selecting.fits(held, spec) or held.node in (spec.input.name, spec.answer.name):
        return False
    return bool(held.index)


def what(plan: FoolPlan, state: State) -> What:
    """Return what is to be changed: the answer, where nothing is held that would do."""
    return plan.what if can_hold(state) else "answer"


def target(plan: FoolPlan, state: State) -> int:
    """Return the class to go to: the one that was chosen, else the second guess before any step."""
    shares = state.fooled.before.probabilities if state.fooled else state.probabilities
    if plan.target is not None and plan.target < len(state.spec.classes):
        return plan.target
    return 0 if shares is None else int(np.argsort(-shares, kind="stable")[1])


def aim(plan: FoolPlan, state: State) -> Aim | None:
    """Return what to aim at, towards it or away; None where there is no picture yet."""
    shares = state.fooled.before.probabilities if state.fooled else state.probabilities
    if shares is None or state.picture is None or not np.any(state.picture):
        return None
    held = state.selected
    if what(plan, state) == "held" and held is not None:
        return Aim(node=held.node, index=held.index)
    chosen = target(plan, state) if plan.config.targeted else int(np.argmax(shares))
    return Aim(node=state.spec.answer.name, index=(chosen,))
