"""What the visitor does with a ray: draw on the easel, use its tools, take pictures from the rack, press on boards.

A ray is all that is asked for, so the eye's, the mouse's and a controller's do the same.
"""

import math
import random
from collections.abc import Mapping

from layerwalk.game.move.intent import Intent
from layerwalk.game.ui import planes, pointer
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.planes import Plane
from layerwalk.game.ui.rack import Rack
from layerwalk.game.ui.remembered import Remembered
from layerwalk.game.world.rays import Ray

REACH_M = 14.0
"""From farther off nothing is drawn or taken: the board is too small to aim at."""
Frames = Mapping[str, Mapping[str, Frame]]
Met = tuple[str, pointer.Hit]
"""The board that is met, and where."""


class Hands:
    """Hold the stroke that is being drawn; `act` once a frame. Main thread."""

    def __init__(self, pad: Pad, rack: Rack, *, frames: Frames) -> None:
        """Work on `pad` and `rack`; frames: of the boards on the 'easel', the 'rack' and others, by their parts."""
        self._taken: int | None = None
        self._shown_first: int | None = None
        self.hovered: str | None = None
        """The board that is pointed at: 'easel pen', 'rack class 3', or None."""
        self.wishes: list[tuple[str, float, float]] = []
        """What is pressed on other boards, for whoever knows what it does: 'board slider', and where, (u, v)."""
        self._pad, self._rack = pad, rack
        self._given: Frames | None = None
        self._frames: Frames = {}
        self._by_place: dict[str, tuple[Plane, ...]] = {}
        self._planes: tuple[Plane, ...] = ()
        self._met = Remembered[Met | None]()
        self.stand_before(pad, rack, frames=frames)

    def stand_before(self, pad: Pad, rack: Rack, *, frames: Frames) -> None:
        """Go on before boards that stand elsewhere, or with another pad and rack; a stroke that is being drawn ends."""
        if rack is not self._rack:
            self._taken = None
        self._pad, self._rack = pad, rack
        self.set_boards(frames)
        self._stroke: tuple[float, float] | None = None
        self._held = ""

    def set_boards(self, frames: Frames) -> None:
        """Go on with boards some of which have come, gone or moved."""
        if frames is self._given or frames == self._frames:
            return
        self._given = frames
        before, self._frames = self._frames, {place: dict(parts) for place, parts in frames.items()}
        self._by_place = {
            place: self._by_place[place] if parts == before.get(place) else planes.planes(_named(place, parts))
            for place, parts in self._frames.items()
        }
        self._planes = tuple(plane for found in self._by_place.values() for plane in found)
        self._met.forget()

    def show_first(self) -> None:
        """Take what is on the pad as a demonstration: the first stroke wipes it off, unless something else came."""
        self._shown_first = self._pad.version

    @property
    def is_new(self) -> bool:
        """Say whether the visitor has not changed the demonstration yet."""
        return self._shown_first == self._pad.version

    def distance_m(self, ray: Ray) -> float:
        """Return how far off the board is that a ray meets first, infinite where it meets none."""
        met = self._met.of(ray, self._first)
        return met[1].distance_m if met else math.inf

    def _first(self, ray: Ray) -> Met | None:
        """Return which board a ray meets first."""
        return planes.first(ray, self._planes)

    def act(self, ray: Ray | None, intent: Intent) -> None:
        """Do what the visitor wants in this frame; without a ray nothing is pointed at."""
        met = self._met.of(ray, self._first) if ray is not None else None
        if met is not None and met[1].distance_m > REACH_M:
            met = None
        self.hovered = met[0] if met else None
        for action in intent.actions:
            self.do(action)
        if "use" in intent.actions and met is not None:
            self._press(*met)
        if ray is not None and (intent.use or self._stroke is not None):
            self._draw(ray, intent, met)
        if self._held:
            self._drag(intent, met)

    def do(self, action: str) -> bool:
        """Do an action for which nothing need be pointed at; return whether it is one."""
        pad = self._pad
        if action in ("pen", "eraser"):
            pad.tool = "pen" if action == "pen" else "eraser"
        elif action == "clear":
            pad.clear()
        elif action == "undo":
            pad.undo()
        elif action == "centre":
            pad.set_centre(not pad.centre)
        elif action in ("brush_smaller", "brush_bigger"):
            pad.change_brush(1 if action == "brush_bigger" else -1)
        elif action in ("grey_darker", "grey_lighter"):
            pad.change_grey(1 if action == "grey_lighter" else -1)
        elif action in ("previous_picture", "next_picture"):
            self._browse(1 if action == "next_picture" else -1)
        elif action == "random_picture":
            self._take(random.randrange(self._rack.count))
        else:
            return False
        return True

    def _press(self, name: str, hit: pointer.Hit) -> None:
        place, _, part = name.partition(" ")
        if place == "rack":
            self._press_rack(part, hit)
        elif place != "easel":
            self._held = name
        elif part in ("pen", "eraser", "clear"):
            self.do(part)
        elif part == "brush":
            self._pad.change_brush(1 if self._pad.brush < 3 else -2)
        elif part == "grey":
            self._pad.change_grey(-1 if self._pad.grey > 0 else 10)

    def _drag(self, intent: Intent, met: Met | None) -> None:
        """Tell of a board that is pressed: once, and again wherever the ray goes on it."""
        if met is not None and met[0] == self._held:
            begins = "use" in intent.actions
            if begins or self._held.endswith("slider"):
                self.wishes.append((self._held, met[1].u, met[1].v))
        if not intent.use:
            self._held = ""

    def _press_rack(self, part: str, hit: pointer.Hit) -> None:
        if part in ("back", "on"):
            self._rack.turn_page(1 if part == "on" else -1)
        elif part in ("class before", "class after"):
            self._rack.turn_class(1 if part == "class after" else -1)
        elif part.startswith("class "):
            self._rack.show_class(int(part.removeprefix("class ")))
        elif part == "pictures":
            index = self._rack.at(hit.u, hit.v)
            if index is not None:
                self._take(index)

    def _take(self, index: int) -> None:
        self._taken = index
        self._pad.put(self._rack.take(index)[0])

    def _browse(self, by: int) -> None:
        if self._taken is None:
            self._take(self._rack.indices[0 if by > 0 else -1])
        else:
            self._take(self._rack.beside(self._taken, by))

    def _draw(self, ray: Ray, intent: Intent, met: Met | None) -> None:
        begins = "use" in intent.actions and met is not None and met[0] == "easel board"
        if not intent.use or (self._stroke is None and not begins):
            self._stroke = None
            return
        hit = pointer.hit_plane(ray, self._frames["easel"]["board"])
        if hit is None:
            self._stroke = None
            return
        if self._stroke is None:
            self._begin()
            self._stroke = (hit.u, hit.v)
        self._pad.stroke(*self._stroke, hit.u, hit.v)
        self._stroke = (hit.u, hit.v)

    def _begin(self) -> None:
        if self.is_new and self._pad.tool == "pen":
            self._pad.clear()
        else:
            self._pad.begin()


def _named(place: str, parts: Mapping[str, Frame]) -> dict[str, Frame]:
    """Return boards by the names under which they are pressed."""
    return {f"{place} {part}": frame for part, frame in parts.items()}
