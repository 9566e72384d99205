"""What every tool of the lab is: something that stands in a hall, is pointed at and pressed, and changes with time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import panda3d.core as p3d

from layerwalk.game.looks import Look
from layerwalk.game.move.intent import Intent
from layerwalk.game.session import Session
from layerwalk.game.settings import Settings
from layerwalk.game.state import State
from layerwalk.game.turns import Turns
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.easel import Easel
from layerwalk.game.words import Words
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.world import World
from layerwalk.nn.messages import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Hold what a tool may stand in and speak with; another one comes with every world, language and look.

    root: what tools hang under; it goes with its world. boards: returns all boards that can be pointed at now, by
    what they belong to. plates: returns those that stand before the visitor and cannot be pointed at. turns: whose turn
    it is among the chores that may wait.
    """

    root: p3d.NodePath
    world: World
    placement: Placement
    state: State
    session: Session
    words: Words
    easel: Easel
    settings: Settings
    look: Look
    boards: Callable[[], Mapping[str, Mapping[str, Frame]]] = dict
    plates: Callable[[], Sequence[Frame]] = tuple
    turns: Turns = field(default_factory=Turns)


class Tool:
    """Stand in a hall; a tool overrides what it needs. Main thread.

    `frames` may change at any time: the boards that can be pointed at, by their parts. Only a tool that follows where
    one points is asked what it takes and says.
    """

    frames: Mapping[str, Frame] = MappingProxyType({})
    takes_use = False
    """Whether a press belongs to this tool now, wherever one points: it has something in its hand."""
    takes: frozenset[str] = frozenset()
    """Other actions that belong to this tool now, and not to what is drawn."""
    says: Said | None = None
    """What is to be said as long as it is so, where nothing newer is."""

    def stand(self, hall: Hall) -> None:
        """Hang everything anew under `hall.root`; what this tool hung before may still be there, and is to go."""

    def point(self, ray: Ray | None, intent: Intent) -> None:
        """Take note of where the visitor points, once a frame; None where a menu or a board is met first."""

    def pick(self, ray: Ray) -> Picked | None:
        """Return the neuron of this tool's own things that a ray meets, as far off as it is; None for none."""
        return None

    def hover(self, part: str | None) -> None:
        """Take note of which of its boards is pointed at."""

    def press(self, part: str, u: float, v: float) -> str:
        """Take note of a board that was pressed at (u, v); return the name of what is to be done then, '' for nothing.

        Parts whose name ends in 'slider' are pressed again wherever the ray goes on them.
        """
        return ""

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring everything up to date for the next frame, seen by `camera`."""

    def finish(self) -> None:
        """Do at once what else takes several frames."""

    def leave(self) -> None:
        """Give back what was held of the hall, if any, before its world goes."""
