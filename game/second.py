"""The second hand on the menu: it is seen there, and presses while the first one does something else."""

from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.world.rays import Ray

POINTER = "other"


class Second:
    """Hold what the second hand does on the menu; `act` once a frame. Main thread."""

    def __init__(self, menu: Menu) -> None:
        """Point elsewhere."""
        self._menu = menu
        self._presses = False
        self.is_there = False
        """Whether it points at the menu."""

    def act(self, ray: Ray | None, *, presses: bool) -> None:
        """Point at the menu, with None elsewhere, and press there or let go."""
        if ray is not None or self.is_there:
            self.is_there = self._menu.point(ray, pointer=POINTER)
        if presses != self._presses:
            self._presses = presses
            (self._menu.press if presses else self._menu.release)(pointer=POINTER)
