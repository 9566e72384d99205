"""Which control does which action: the registry's defaults, the visitor's changes, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from layerwalk.game.move import controls
from layerwalk.game.ui import actions

Bindings = Mapping[str, tuple[str, ...]]

DEFAULTS: Bindings = MappingProxyType({action.name: action.controls for action in actions.ACTIONS})

OF_MENU = frozenset(action.name for action in actions.ACTIONS if action.context == "menu")
OF_WORLD = frozenset(action.name for action in actions.ACTIONS if action.context == "world")

NEEDED = MappingProxyType({"pause": "it frees the mouse", "menu": "it leads to everything else"})
"""Actions that must keep a key, and why."""


def faults(overrides: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one sentence for every entry of the settings' [bindings] table that cannot be used."""
    found = []
    for name, names in overrides.items():
        if name not in DEFAULTS:
            found.append(f"bindings.{name}: there is no such action, expected one of {', '.join(DEFAULTS)}")
        elif not isinstance(names, list | tuple):
            found.append(f"bindings.{name}: expected a list of controls such as ['w', 'arrow_up'], found {names!r}")
        else:
            found += [
                f"bindings.{name}: there is no control {control!r}, expected a key such as 'w' or 'space', "
                "a mouse button such as 'mouse1', a gamepad control such as 'face_a' or a headset's such as 'vr_a'"
                for control in names
                if not isinstance(control, str) or control not in controls.ALL
            ]
    return found


def merge(defaults: Bindings, overrides: Mapping[str, Sequence[str]]) -> Bindings:
    """Return `defaults` with `overrides` laid over them; raise ValueError where an override cannot be used.

    A list that names keys or mouse buttons replaces those alone, and the controls of gamepad and headset stay;
    likewise the other way round. An empty list takes every control from an action.
    """
    sentences = faults(overrides)
    if sentences:
        raise ValueError("; ".join(sentences))
    replaced = {name: _replace(defaults[name], tuple(names)) for name, names in overrides.items()}
    return MappingProxyType({**defaults, **replaced})


def clashes(bindings: Bindings) -> list[str]:
    """Return one sentence for every control that would do two things at once, and for what has lost its last key."""
    found = []
    for first, second in combinations(bindings, 2):
        if actions.meet(actions.BY_NAME[first], actions.BY_NAME[second]):
            shared = [name for name in bindings[first] if any(controls.same(name, other) for other in bindings[second])]
            found += [
                f"bindings.{second}: {name!r} already stands for {first!r}, expected another key" for name in shared
            ]
    found += [
        f"bindings.{name}: no key is left for it, expected one, because {reason}"
        for name, reason in NEEDED.items()
        if name in bindings and not any(control in controls.KEYS for control in bindings[name])
    ]
    return found


def owner(bindings: Bindings, control: str, *, of: str) -> str | None:
    """Return the action that already has `control` and can count at the same time as the action `of`, or None."""
    wanted = actions.BY_NAME[of]
    for name, names in bindings.items():
        is_other = name != of and actions.meet(wanted, actions.BY_NAME[name])
        if is_other and any(controls.same(control, mine) for mine in names):
            return name
    return None


def active(bindings: Bindings, *, menu_open: bool) -> Bindings:
    """Return what counts now: with the menu open its own controls hide what they do in the world."""
    if not menu_open:
        return {name: names for name, names in bindings.items() if name not in OF_MENU}
    taken = _taken(bindings[name] for name in OF_MENU if name in bindings)
    return {
        name: names
        if name not in OF_WORLD or taken.isdisjoint(names)
        else tuple(control for control in names if control not in taken)
        for name, names in bindings.items()
    }


def _taken(lists: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return every control that presses one of `lists`."""
    return frozenset(wide for names in lists for name in names for wide in controls.family(name))


def _replace(default: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    replaced = {controls.device(name) for name in names}
    kept = (name for name in default if controls.device(name) not in replaced)
    return tuple(dict.fromkeys((*names, *kept)))
