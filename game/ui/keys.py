"""Which key does what, in words: the help before the eyes, the README's table, `layerwalk keys`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from layerwalk.game.move import controls
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.controls import Device
from layerwalk.game.ui import actions
from layerwalk.game.words import Words

TOGETHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "walk": ("forward", "left", "back", "right"),
        "look": ("look_up", "look_left", "look_down", "look_right"),
        "menu_move": ("menu_up", "menu_left", "menu_down", "menu_right"),
        "menu_turn": ("menu_previous", "menu_next"),
        "menu_scroll": ("menu_scroll_up", "menu_scroll_down"),
        "brush": ("brush_smaller", "brush_bigger"),
        "grey": ("grey_darker", "grey_lighter"),
        "browse": ("previous_picture", "next_picture"),
    }
)
"""Actions that are told in one line, whose title is `keys.rows.NAME`."""
FOURS: Mapping[frozenset[str], str] = MappingProxyType(
    {
        frozenset(f"arrow_{side}" for side in ("up", "left", "down", "right")): "arrows",
        frozenset(f"dpad_{side}" for side in ("up", "left", "down", "right")): "dpad",
        frozenset(("left_x+", "left_x-", "left_y+", "left_y-")): "left_stick",
        frozenset(("right_x+", "right_x-", "right_y+", "right_y-")): "right_stick",
        frozenset(("vr_left_x+", "vr_left_x-", "vr_left_y+", "vr_left_y-")): "left_stick",
        frozenset(("vr_right_x+", "vr_right_x-")): "right_stick_aside",
        frozenset(("vr_right_y+", "vr_right_y-")): "right_stick_along",
    }
)
"""Controls that have one name when they are together."""
UNPRINTED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Say what does something: keys and mouse, gamepad, headset ('' where none does), and what that is."""

    keys: str
    pad: str
    title: str
    headset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hold lines that belong together, under a heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Hold what the help says: its title, its groups of lines, and the foot of its last page and of the others.

    more: with places for {page} and {pages}.
    """

    title: str
    groups: tuple[Group, ...]
    more: str
    close: str


def groups(words: Words, bindings: Bindings, *, printed: Mapping[str, str] = UNPRINTED) -> tuple[Group, ...]:
    """Return every action that a control does, in groups, in the order of the registry.

    printed: what stands on the keys of this keyboard, where that is not their name.
    """
    found: dict[str, list[Line]] = {}
    told: set[str] = set()
    for action in actions.ACTIONS:
        if action.name not in told:
            row, names = _row(action.name)
            told.update(names)
            title = words(f"keys.rows.{row}") if row else words(f"actions.{action.name}.title")
            line = Line(
                keys=_caps(words, bindings, names, device="keys", printed=printed),
                pad=_caps(words, bindings, names, device="pad", printed=printed),
                title=title,
                headset=_caps(words, bindings, names, device="headset", printed=printed),
            )
            if line.keys or line.pad or line.headset:
                found.setdefault(_group(action), []).append(line)
    return tuple(Group(title=_group_title(words, name), lines=tuple(lines)) for name, lines in found.items())


def texts(words: Words, bindings: Bindings, *, printed: Mapping[str, str] = UNPRINTED) -> Texts:
    """Return what the help before the eyes says: what keys and mouse do."""
    key = first(words, bindings, "help", printed=printed)
    told = [
        Group(title=group.title, lines=tuple(line for line in group.lines if line.keys))
        for group in groups(words, bindings, printed=printed)
    ]
    return Texts(
        title=words("keys.title"),
        groups=tuple(group for group in told if group.lines),
        more=words("keys.more", page="{page}", pages="{pages}", key=key),
        close=words("keys.close", key=key),
    )


def cap(words: Words, control: str, *, printed: Mapping[str, str] = UNPRINTED) -> str:
    """Return what people call a control: 'Space', 'click', 'left stick'; a letter as its key says it."""
    known = words.find(f"keys.caps.{control}")
    if known is not None:
        return known
    label = printed.get(control, control)
    if len(label) == 1:
        return label.upper() if len(label.upper()) == 1 else label
    return label.capitalize()


def caps(
    words: Words, bindings: Bindings, action: str, *, device: Device = "keys", printed: Mapping[str, str] = UNPRINTED
) -> str:
    """Return the controls of one action on a device as people call them, '' where it has none."""
    return _caps(words, bindings, (action,), device=device, printed=printed)


def first(words: Words, bindings: Bindings, action: str, *, printed: Mapping[str, str] = UNPRINTED) -> str:
    """Return one key of an action as people call it, for a sentence; '' where it has none."""
    mine = [control for control in bindings[action] if controls.device(control) == "keys"]
    return cap(words, mine[0], printed=printed) if mine else ""


def markdown(words: Words, bindings: Bindings, *, headset: bool = False) -> str:
    """Return the table of all controls as Markdown; headset: with a column of its controls."""
    shown = columns(headset=headset)
    rows = [tuple(words(f"keys.head.{name}") for name in (*shown, "does")), ("---",) * (len(shown) + 1)]
    for group in _shown(groups(words, bindings), shown):
        rows.append((f"**{group.title}**", *[""] * len(shown)))
        rows += [(*(getattr(line, name) for name in shown), line.title) for line in group.lines]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def plain(words: Words, bindings: Bindings, *, headset: bool = False) -> str:
    """Return the table of all controls for a terminal; headset: with a column of its controls."""
    shown = columns(headset=headset)
    made = _shown(groups(words, bindings), shown)
    widths = [max(len(getattr(line, name)) for group in made for line in group.lines) for name in shown]
    lines = []
    for group in made:
        lines += ["", group.title]
        for line in group.lines:
            cells = (f"{getattr(line, name):<{width}}" for name, width in zip(shown, widths, strict=True))
            lines.append("  " + "  ".join((*cells, line.title)))
    return "\n".join(lines[1:])


def columns(*, headset: bool) -> tuple[Device, ...]:
    """Return the devices that a table tells of."""
    return ("keys", "pad", "headset") if headset else ("keys", "pad")


def _shown(groups: Iterable[Group], devices: tuple[Device, ...]) -> list[Group]:
    """Return the groups with the lines that one of the devices does."""
    kept = [
        Group(title=group.title, lines=tuple(line for line in group.lines if any(getattr(line, n) for n in devices)))
        for group in groups
    ]
    return [group for group in kept if group.lines]


def row(name: str) -> str:
    """Return the row in which an action is told together with others, '' where it has a line of its own."""
    return _row(name)[0]


def _row(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the row in which an action is told, '' for one of its own, and all the actions in it."""
    return next(((row, names) for row, names in TOGETHER.items() if name in names), ("", (name,)))


def _group(action: actions.Action) -> str:
    return "menu" if action.name.startswith("menu") else action.menu or "body"


def _group_title(words: Words, name: str) -> str:
    return words(f"keys.groups.{name}") if name in ("body", "menu") else words(f"menus.{name}")


def _caps(words: Words, bindings: Bindings, names: Iterable[str], *, device: Device, printed: Mapping[str, str]) -> str:
    """Return the controls of actions told together: first the first of each, then the second of each."""
    lists = [[control for control in bindings[name] if controls.device(control) == device] for name in names]
    told = [_together(words, filter(None, tier), printed) for tier in zip_longest(*lists)]
    if device == "keys" and not set(TOGETHER["look"]).isdisjoint(names):
        told.insert(0, words("keys.caps.mouse"))
    return ", ".join(dict.fromkeys(told))


def _together(words: Words, tier: Iterable[str], printed: Mapping[str, str]) -> str:
    mine = tuple(tier)
    four = FOURS.get(frozenset(mine))
    if four is not None:
        return words(f"keys.caps.{four}")
    return " ".join(dict.fromkeys(cap(words, control, printed=printed) for control in mine))
