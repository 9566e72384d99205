"""How old the menu's page has become, and when it is to be brought up to date. Main thread."""

import panda3d.core as p3d

from layerwalk.game.scene import Scene
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.menu.menu import Menu

LAZY_S = 0.2


class Unread:
    """Hold how long the page has not been read; ask `is_due` once a frame."""

    def __init__(self) -> None:
        """Begin with a page that was just read."""
        self._since_s = 0.0
        self._waits = False  # it is seen, and is to be read when it is its turn

    def is_due(self, menu: Menu, scene: Scene, camera: p3d.NodePath, *, dt_s: float) -> bool:
        """Say whether to bring the page up to date: at once while the menu is called, else in turn where seen."""
        self._since_s += dt_s
        is_due = menu.frame is not None and (menu.is_open or dt_s == 0 or self._is_its_turn(menu, scene, camera))
        if is_due:
            self._since_s = 0.0
        return is_due

    def _is_its_turn(self, menu: Menu, scene: Scene, camera: p3d.NodePath) -> bool:
        if self._since_s <= LAZY_S or menu.frame is None:
            return False
        if not self._waits and not standing.is_seen(menu.frame, camera, scene.path):
            self._since_s = 0.0
            return False
        self._waits = not scene.turns.take("page")
        return not self._waits
