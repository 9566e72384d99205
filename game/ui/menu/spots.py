"""What a laid out item is: its letters, and the spots that can be pressed.

A block's own frame: x from 0 to its width, z from 0 at its top downwards. Metres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from layerwalk.game.ui.menu.items import Item
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.typeset import Ink, Writing

Kind = Literal["button", "cell", "toggle", "choice", "slider", "fault", "drawing", "tab", "back", "close", "scroll"]
STILL = ("fault", "drawing", "scroll")
"""Kinds that never have the focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Something that is drawn at a place: what can be pressed, the plate of a fault, a picture beside a text.

    parts: places within it by name ('mark', 'icon', 'switch', 'less', 'more', 'track'). line: which line it stands on
    with others, counted from the top.
    """

    name: str
    kind: Kind
    rect: Rect
    item: Item | None = None
    parts: Mapping[str, Rect]
    help: str = ""
    enabled: bool = True
    line: int = 0

    @property
    def takes_focus(self) -> bool:
        """Say whether it can have the focus."""
        return self.enabled and self.kind not in STILL

    def moved(self, *, x: float = 0.0, z: float = 0.0, line: int = 0) -> "Spot":
        """Return it moved to the right, up and so many lines on."""
        parts = {name: part.moved(x=x, z=z) for name, part in self.parts.items()}
        return replace(self, rect=self.rect.moved(x=x, z=z), parts=parts, line=self.line + line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Hold an item laid out: its height, its letters, its spots."""

    height_m: float
    writings: tuple[Writing, ...]
    spots: tuple[Spot, ...] = ()

    @property
    def lines(self) -> int:
        """Count the lines of spots."""
        return 1 + max((spot.line for spot in self.spots), default=-1)

    def moved(self, *, x: float = 0.0, z: float = 0.0, line: int = 0) -> "Block":
        """Return it moved to the right, up and so many lines on."""
        return replace(
            self,
            writings=tuple(writing.moved(x=x, z=z) for writing in self.writings),
            spots=tuple(spot.moved(x=x, z=z, line=line) for spot in self.spots),
        )


def down(width_m: float, height_m: float) -> Rect:
    """Return a rectangle of this size in a block's own frame."""
    return Rect(left=0.0, bottom=-height_m, right=width_m, top=0.0)


def ink_of(enabled: bool, ink: Ink = "text") -> Ink:
    """Return the ink of something that is enabled or not."""
    return ink if enabled else "dim"


def spot_of(item: Any, kind: Kind, width_m: float, height_m: float, parts: Mapping[str, Rect]) -> Spot:
    """Return the spot of an item over the whole of its block."""
    return Spot(
        name=item.name,
        kind=kind,
        rect=down(width_m, height_m),
        item=item,
        parts=parts,
        help=item.help,
        enabled=item.enabled,
    )
