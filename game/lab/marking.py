"""The mark round one part of a network: what is pointed at, or what is held."""

import panda3d.core as p3d

from layerwalk.game.lab.finder import Finder
from layerwalk.game.selected import Selected
from layerwalk.game.world import marks, places
from layerwalk.game.world.placement import Point


class Marking:
    """Keep a mark round a part, whatever it is; a layer has a ring on its floor. Main thread."""

    def __init__(self, parent: p3d.NodePath, finder: Finder, *, held: bool) -> None:
        """Mark nothing yet."""
        self._finder, self._held = finder, held
        self._mark = marks.Mark(parent, held=held)
        self._ring = parent.attach_new_node("rings")
        self._part: Selected | None = None
        self._stands: tuple[object, ...] | None = None

    def show(self, part: Selected | None, eye: Point) -> None:
        """Mark a part, or nothing, as an eye sees it; nothing is found anew that is where it was."""
        if part is None and self._part is None:
            return
        if part != self._part:
            self._lay(part)
            self._part = part
        stands = self._finder.stands(part) if part is not None else None
        if stands != self._stands:
            self._stands = stands
            self._mark.put(self._finder.part(part) if part is not None else None)
        if part is not None and self._mark.spot is not None:
            self._mark.update(eye, stands_m=self._finder.stands_m(part, self._mark.spot, eye))

    def _lay(self, part: Selected | None) -> None:
        """Lay the ring round a layer in place of the one before, or take that away."""
        if self._part is not None and not self._part.index:
            self._ring.get_children().detach()
        if part is not None and not part.index:
            hall = self._finder.hall
            floor = places.floor_of(hall.placement, hall.state.spec, part.node)
            marks.ring(self._ring, centre=floor.centre, radius_m=floor.radius_m, held=self._held)
