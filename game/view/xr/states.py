"""What the runtime writes of the controls of both hands, in one piece, and what asks it to."""

import ctypes
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import xr

from layerwalk.game.view.xr import calls, profiles

FLOATS, VECTORS, BUTTONS = (
    tuple((name, side) for name in names for side in profiles.SIDES)
    for names in (profiles.FLOATS, profiles.VECTORS, profiles.BUTTONS)
)
"""Actions of hands: name and side."""
Action = tuple[str, str]
Ask = Callable[[], int]


class States(ctypes.Structure):
    """Hold what the runtime writes of all actions of both hands, in one piece: it can be compared at once."""

    _fields_ = (
        ("floats", xr.ActionStateFloat * len(FLOATS)),
        ("vectors", xr.ActionStateVector2f * len(VECTORS)),
        ("buttons", xr.ActionStateBoolean * len(BUTTONS)),
    )


KINDS = (
    (FLOATS, "floats", "xrGetActionStateFloat"),
    (VECTORS, "vectors", "xrGetActionStateVector2f"),
    (BUTTONS, "buttons", "xrGetActionStateBoolean"),
)
"""Actions, where their states are, and the runtime's function that tells them."""


def asks(
    states: States, session: Any, actions: Mapping[str, Any], hands: Mapping[str, int]
) -> Iterator[tuple[Action, tuple[Ask, Any]]]:
    """Yield each action of a hand, with what asks for its state, and where that is written."""
    for asked, where, function in KINDS:
        tell = calls.unchecked(function, *(calls.ADDRESS,) * 3)
        for (name, side), state in zip(asked, getattr(states, where), strict=True):
            state.type = type(state)().type
            yield (name, side), (_asking(tell, session, state, actions[name], hands[side]), state)


def _asking(tell: Any, session: Any, state: Any, action: Any, path: int) -> Ask:
    """Return what has a state written."""
    asked = xr.ActionStateGetInfo(action=action, subaction_path=path)
    return functools.partial(tell, session, ctypes.byref(asked), ctypes.byref(state))
