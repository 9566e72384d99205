"""Keys that are held go on in the menu: after a while they count as pressed again and again."""

from collections.abc import Collection

from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.intent import SILENT, Reading

FIRST_S, EVERY_S = 0.45, 0.09
"""So long after a press it counts again for the first time, and so long after that every time."""
HELD = 0.5
"""From here on a control counts as held."""
ACTIONS = ("menu_up", "menu_down", "menu_left", "menu_right", "menu_next", "menu_previous")
"""What goes on while its control is held: nothing that chooses or leaves."""


class Repeat:
    """Hold when each control that is held in the menu counts again; `read` once a frame."""

    def __init__(self, actions: Collection[str] = ACTIONS) -> None:
        """Begin with nothing held; actions: what goes on."""
        self._actions = actions
        self._left_s: dict[str, float] = {}

    def read(self, readings: Collection[Reading], bindings: Bindings, *, dt_s: float, menu_open: bool) -> Reading:
        """Return what counts as pressed again in this frame, as one more device would say it.

        Only what was pressed while the menu was open goes on there; a control counts once a frame at most.
        """
        if not menu_open:
            self.rest()
            return SILENT
        mine = {control for action in self._actions for control in bindings[action]}
        pressed = {name for reading in readings for name in reading.pressed & mine}
        held = {name for reading in readings for name in mine if reading.pushed.get(name, 0.0) > HELD}
        waited = {name: left_s - dt_s for name, left_s in self._left_s.items() if name in held - pressed}
        again = frozenset(name for name, left_s in waited.items() if left_s <= 0)
        # What a long frame has missed is not made up for: nobody saw it pass.
        waited.update({name: max(0.0, waited[name] + EVERY_S) for name in again})
        self._left_s = waited | dict.fromkeys(pressed, FIRST_S)
        return Reading(pressed=again)

    def rest(self) -> None:
        """Take note of a frame in which nothing is held."""
        self._left_s = {}
