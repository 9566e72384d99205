"""Looking at one neuron: marks round what is pointed at and what is held, and the wires of the one that counts."""

import panda3d.core as p3d

from layerwalk.game import selected as selecting
from layerwalk.game.lab.finder import Finder
from layerwalk.game.lab.marking import Marking
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.lab.wired import Wired
from layerwalk.game.selected import Selected

DWELL_S = 0.12
"""A neuron is asked about once one has pointed at it for so long."""
EVERY_S = 0.1
"""So often the mark round what stays the same follows how it stands, and how large an eye sees it."""


class Looking(Tool):
    """Mark what is pointed at and what is held, and draw wires; what is held counts before what is pointed at."""

    def __init__(self) -> None:
        """Look at nothing; nothing stands yet."""
        self._hall: Hall | None = None
        self._root: p3d.NodePath | None = None
        self._aimed: Selected | None = None
        self._aimed_s = 0.0
        self._marked: tuple[Selected | None, Selected | None] = None, None
        self._marked_s = 0.0
        self._is_idle = False

    def stand(self, hall: Hall) -> None:
        """Hang marks and wires in another hall."""
        self.leave()
        self._hall, self._root = hall, hall.root.attach_new_node("looking")
        self._finder = Finder(hall)
        self._aim = Marking(self._root, self._finder, held=False)
        self._hold = Marking(self._root, self._finder, held=True)
        self._wired = Wired(self._root, self._finder)
        self._marked_s = EVERY_S
        self._is_idle = False

    def leave(self) -> None:
        """Take everything away before its world goes."""
        if self._root is not None:
            self._root.remove_node()
        self._hall = self._root = None

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow what is pointed at and held, and draw what is known of it by now."""
        if self._hall is None:
            return
        hall, state = self._hall, self._hall.state
        aimed, held = state.aimed, state.selected
        is_idle, was_idle = aimed is None and held is None and state.explained is None, self._is_idle
        self._is_idle = is_idle
        if is_idle and was_idle:
            return
        self._aimed_s = self._aimed_s + dt_s if aimed == self._aimed else 0.0
        self._aimed = aimed
        self._ask(hall, held)
        self._marked_s += dt_s
        is_due = dt_s == 0 or (self._marked_s >= EVERY_S and hall.turns.take("marks"))
        if is_due or (aimed, held) != self._marked:
            self._mark(aimed, held, camera)
        self._wired.show(state.explained, camera, dt_s=dt_s)

    def _mark(self, aimed: Selected | None, held: Selected | None, camera: p3d.NodePath) -> None:
        """Lay the marks round what is pointed at and held as it stands now."""
        self._marked, self._marked_s = (aimed, held), 0.0
        self._finder.follow()
        x, y, z = camera.get_pos(self._finder.hall.root)
        self._aim.show(aimed if aimed != held else None, (x, y, z))
        self._hold.show(held, (x, y, z))

    def finish(self) -> None:
        """Draw at once what is known of the neuron."""
        if self._hall is not None:
            self._wired.finish()

    def _ask(self, hall: Hall, held: Selected | None) -> None:
        """Ask about the neuron that is held, else about the one that was pointed at for a while."""
        state, about = hall.state, held if held is not None else self._aimed
        if about is None or selecting.extent(about, state.spec) != "neuron":
            hall.session.explaining.want(None)
        elif held is not None or self._aimed_s >= DWELL_S:
            hall.session.explaining.want(about.node, about.index, outgoing=state.wiring.outgoing)
        elif state.explained is not None and about != Selected(node=state.explained.node, index=state.explained.index):
            hall.session.explaining.want(None)
