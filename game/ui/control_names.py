"""What the parts of a headset's controller do, in words, for labels beside them: pure, from the registry of actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.handed import Side
from layerwalk.game.ui import actions, keys
from layerwalk.game.words import Words

STICK = ("x+", "x-", "y+", "y-")
LETTERS: Mapping[tuple[Side, str], str] = MappingProxyType(
    {
        ("left", "primary"): "vr_x",
        ("left", "secondary"): "vr_y",
        ("right", "primary"): "vr_a",
        ("right", "secondary"): "vr_b",
    }
)
PARTS = ("secondary", "stick", "primary", "menu", "trigger", "squeeze")
"""From the thumb's tip to the little finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Say what a part of a hand's controller does."""

    part: str
    text: str


def named(
    words: Words, bindings: Bindings, side: Side, *, parts: Iterable[str], steers: Side | None = None
) -> tuple[Named, ...]:
    """Return what each of the parts that a hand's controller has does, without those that do nothing.

    A part is told of more than once where it does something else where nothing is: without a stick the trigger does.

    steers: whose stick's bindings this hand's stick has, by default its own.
    """
    has = frozenset(parts)
    found = (Named(part=part, text=_told(words, bindings, side, part, steers or side)) for part in PARTS if part in has)
    told = tuple(each for each in found if each.text)
    return told if "stick" in has or "trigger" not in has else (*told, *_elsewhere(words, "trigger"))


def pinches(words: Words, bindings: Bindings, side: Side) -> tuple[Named, ...]:
    """Return what a bare hand does that pinches."""
    uses = _titles(words, bindings, (f"vr_{side}_pinch",))
    return (Named(part="pinch", text=uses), *_elsewhere(words, "pinch")) if uses else ()


def _elsewhere(words: Words, part: str) -> tuple[Named, Named]:
    """Return what a hand without a stick does where nothing is: on the floor, and upwards."""
    going, calling = (words(f"actions.{name}.title") for name in ("teleport", "menu"))
    return (
        Named(part=part, text=words("control_labels.floor", title=going)),
        Named(part=part, text=words("control_labels.up", title=calling)),
    )


def _told(words: Words, bindings: Bindings, side: Side, part: str, steers: Side) -> str:
    letter = LETTERS.get((side, part))
    if letter is not None:
        titles = _titles(words, bindings, (letter,))
        return words("control_labels.button", letter=keys.cap(words, letter), title=titles) if titles else ""
    if part == "menu":
        return _titles(words, bindings, ("vr_menu",))
    if part != "stick":
        return _titles(words, bindings, (f"vr_{side}_{part}",))
    pushed = _titles(words, bindings, tuple(f"vr_{steers}_{half}" for half in STICK))
    held = _titles(words, bindings, (f"vr_{side}_stick",))
    down = words("control_labels.held", title=held) if held else ""
    return words("control_labels.also", one=pushed, other=down) if pushed and down else pushed or down


def _titles(words: Words, bindings: Bindings, controls: tuple[str, ...]) -> str:
    """Return the titles of what controls do in the world; actions that are told in one line have one title."""
    names = [
        action.name
        for action in actions.ACTIONS
        if action.context != "menu" and any(control in bindings[action.name] for control in controls)
    ]
    titles = [
        words(f"keys.rows.{row}") if (row := keys.row(name)) else words(f"actions.{name}.title") for name in names
    ]
    return words("control_labels.and").join(dict.fromkeys(titles))
