"""The wires of the neuron that is explained, with the plate beside it and the mark round a pooling's winner."""

import math
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game import wire_words
from layerwalk.game.lab import room
from layerwalk.game.lab.finder import Finder
from layerwalk.game.selected import Selected
from layerwalk.game.ui.wire_plate import Line, WirePlate
from layerwalk.game.world import marks, pieces, places, ribbons, wires
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.places import Doubles, Places
from layerwalk.game.world.spots import Spot
from layerwalk.game.world.wires import Wires
from layerwalk.nn.messages import Explained, Floats

READ = 1.35
"""The plate is read by who is within so many radii of its stage's middle, or points at its neuron."""
WORK_S = 0.0001
"""After so long a frame begins no other piece of what is drawn."""
REDRAWN_S = 0.0005
"""So long where the same neuron is drawn with another picture: its wires are to follow the brush."""
EVERY_S = 0.1
"""So often the plate looks where there is room for it; between it only stands where that is as the eye moves."""


class Wired:
    """Draw what is explained; nothing is built anew before the explanation or the wish changes. Main thread."""

    def __init__(self, parent: p3d.NodePath, finder: Finder) -> None:
        """Draw nothing yet."""
        self._finder = finder
        self._path = ribbons.drawn(parent.attach_new_node("wires"))
        self._winner = marks.Mark(parent, held=False, name="winner")
        self._plate = WirePlate(parent)
        self._drawn: tuple[Any, ...] | None = None
        self._told: Explained | None = None
        self._point: Doubles | None = None
        self._waited_s = EVERY_S
        self._picture: Floats | None = None
        self._work: Pieces | None = None
        self._is_hurried = False

    def show(self, told: Explained | None, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Show the wires of what is told, or none, as a camera sees them.

        They come piece by piece, faster where the same neuron is drawn with another picture; at once come those of a
        neuron that is explained already when it is to be drawn here.
        """
        hall = self._finder.hall
        wanted = (told, hall.state.wiring, self._finder.out) if told is not None else (None,)
        self._follow_wish(wanted)
        if dt_s == 0:
            self.finish()
        elif self._work is not None and (self._is_hurried or hall.turns.take("wires")):
            self._go_on(self._work)
        if self._told is not None and self._point is not None:
            self._follow(self._told, self._point, camera, dt_s=dt_s)

    def _follow_wish(self, wanted: tuple[Any, ...]) -> None:
        """Begin to draw what is wanted and not drawn; what is drawn of a neuron is ended before more of it is begun."""
        if wanted == self._drawn:
            return
        told, picture = wanted[0], self._finder.hall.state.picture
        is_first, before = self._drawn is None, self._drawn[0] if self._drawn is not None else None
        is_same, is_new_picture = _are_one(told, before), picture is not self._picture
        if is_same and self._work is not None:
            return
        self._drawn, self._picture, self._is_hurried = wanted, picture, is_same and is_new_picture
        self._work = self._drawing(told)
        if is_first or told is None:
            self.finish()

    def _go_on(self, work: Pieces) -> None:
        if not pieces.go_on(work, for_s=REDRAWN_S if self._is_hurried else WORK_S):
            self._work = None

    def finish(self) -> None:
        """Draw at once what is left to be drawn."""
        if self._work is not None:
            pieces.finish(self._work)
            self._work = None

    def _drawing(self, told: Explained | None) -> Pieces:
        """Draw what is told piece by piece; nothing else is seen before the last one."""
        hall, made, lines = self._finder.hall, list[p3d.GeomNode](), list[Line]()
        spot = self._finder.neuron(told.node, told.index) if told is not None else None
        here = spot.places if spot is not None else None
        if told is not None and here is not None:
            yield
            gathered = yield from self._gathering(told, here)
            yield
            colours = hall.settings.view.wires
            for way, found in gathered.items():
                neutral = way == "incoming" and wire_words.is_pooling(told, hall.state)
                made.append((yield from wires.building(found, colours=colours, neutral=neutral)))
                yield
            lines += wire_words.lines(told, gathered, hall.state, hall.words, colours=colours)
            yield
        yield from self._plate.writing(lines)
        self._winner.put(self._winning(told) if told is not None else None)
        if not _are_one(told, self._told):
            # Where there is room for it is still to be looked for.
            self._plate.show(is_read=False)
            self._waited_s = EVERY_S
        self._told, self._point = told, here.points[0] if here is not None else None
        self._path.get_children().detach()
        for part in made:
            self._path.attach_new_node(part)

    def _gathering(self, told: Explained, here: Places) -> Generator[None, None, Mapping[str, Wires]]:
        """Find piece by piece, and return, the wires that are wanted, by their way: 'incoming', 'outgoing'."""
        hall, find = self._finder.hall, self._finder.neurons
        wiring, by_sign = hall.state.wiring, hall.settings.view.wires == "ana"
        found = {}
        if wiring.incoming and told.incoming:
            found["incoming"] = yield from wires.gathering(told.incoming, here, find, by_sign=by_sign)
        if wiring.outgoing and told.outgoing:
            found["outgoing"] = yield from wires.gathering(told.outgoing, here, find, outgoing=True, by_sign=by_sign)
        return found

    def _winning(self, told: Explained) -> Spot | None:
        """Return where the largest value of a pooling is."""
        if told.winner is None or not told.incoming or not self._finder.hall.state.wiring.incoming:
            return None
        return self._finder.neuron(told.incoming[0].node, told.winner)

    def _follow(self, told: Explained, point: Doubles, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Let the plate and the winner's mark follow the eye."""
        hall = self._finder.hall
        x, y, z = camera.get_pos(hall.root)
        self._winner.update((x, y, z))
        eye = np.array([x, y, z])
        self._waited_s += dt_s
        if dt_s > 0 and not (self._waited_s >= EVERY_S and hall.turns.take("wire plate")):
            self._plate.stand(point, eye, text_size=hall.settings.view.text_size)
            return
        self._waited_s = 0.0
        self._look_for_room(told, point, camera, eye)

    def _look_for_room(self, told: Explained, point: Doubles, camera: p3d.NodePath, eye: Doubles) -> None:
        """Put the plate where there is room for it, if it is to be read."""
        hall = self._finder.hall
        seen = camera.get_relative_point(hall.root, p3d.LPoint3(*point))
        floor = places.floor_of(hall.placement, hall.state.spec, told.node)
        near = math.dist(eye, floor.centre) < READ * floor.radius_m
        aside_deg, text_size = math.degrees(math.atan2(seen.x, seen.y)), hall.settings.view.text_size
        aimed = hall.state.aimed == Selected(node=told.node, index=told.index)
        is_read = hall.settings.shown.readout and (near or aimed)
        sight = room.sight(hall, camera, point) if is_read else None
        self._plate.update(point, eye, aside_deg=aside_deg, above=not near, text_size=text_size, sight=sight)
        self._plate.show(is_read=is_read)


def _are_one(told: Explained | None, other: Explained | None) -> bool:
    """Say whether the same neuron is explained, whatever its numbers."""
    return told is not None and other is not None and (told.node, told.index) == (other.node, other.index)
