"""Maps that are pulled out of their stages: carried, set down anywhere, made larger, and put back. World, metres."""

import math
from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game import pulled as pulling
from layerwalk.game import selected as selecting
from layerwalk.game.lab.flight import FLIGHT_S, Flight
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.move.intent import Intent
from layerwalk.game.pulled import Piece
from layerwalk.game.selected import Selected
from layerwalk.game.ui import pointer
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.framed import Framed
from layerwalk.game.world import empty_frames, mesh, picking, scarred, signs, values
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.placement import Placement, Point
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.values import Floats
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import Said

HAND_M, IN_HAND_M = 1.4, 0.65
"""So far before the eye a map is carried, two thirds as large as it will stand; there it is no larger than this."""
HAND_SHARE = 0.65
ASIDE_M, BELOW_M = 0.40, 0.22
"""So far from the middle of the view, so that one sees where it could stand."""
IN_AIR_M = 1.8
LEAST_M, BEFORE_WALL_M = 0.4, 0.25
"""In the air it hangs at least so far off, but so far before a wall."""
NEAREST_M, FARTHEST_M = 0.8, 9.0
"""A floor is stood on that one points at within these distances."""
WHEEL = {"previous_picture": pulling.STEP, "next_picture": 1 / pulling.STEP}
"""What the wheel does elsewhere makes larger or smaller what is in the hand."""
DEEDS = {"larger": "enlarge", "smaller": "shrink", "back": "put_back", "grip": "carry"}


class Carrying(Tool):
    """Draw the state's pulled maps where they are, and set down what is in the hand. Main thread."""

    def __init__(self) -> None:
        """Stand nowhere yet."""
        self._hall: Hall | None = None
        self._out: dict[int, Flight] = {}
        self._home: list[Flight] = []
        self._empty: p3d.NodePath | None = None
        self._away: frozenset[tuple[str, int]] = frozenset()
        self._shown: Mapping[str, Floats] | None = None
        self._marked: Lesions | None = None
        self._hovered: str | None = None
        self._hand: Frame | None = None
        self.takes_use = False
        self.frames: dict[str, Frame] = {}

    def stand(self, hall: Hall) -> None:
        """Bring all pieces into another hall; where the stages stand elsewhere they go back to their places."""
        before = self._hall
        self.leave()
        if before is not None and before.placement.discs != hall.placement.discs:
            hall.state.pulled.put_all_back()
        self._hall = hall
        hall.state.pulled.keep_to(hall.state.spec)

    def leave(self) -> None:
        """Take everything away; the next frame hangs it anew."""
        for flight in (*self._out.values(), *self._home):
            flight.drawn.close()
        if self._empty is not None:
            self._empty.remove_node()
        self._out, self._home, self._empty, self._away = {}, [], None, frozenset()
        self._shown, self._marked, self.frames = None, None, {}

    def hover(self, part: str | None) -> None:
        """Light what is pointed at."""
        self._hovered = part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what a button on a frame is for."""
        number, _, button = part.partition(" ")
        return f"{DEEDS[button]} {number}"

    def point(self, ray: Ray | None, intent: Intent) -> None:
        """Set down what is in the hand where one points: on a floor, else in the air."""
        if self._hall is None:
            return
        pulled = self._hall.state.pulled
        held = pulled.held if pulled.pieces else None
        if held is None:
            self._take_nothing()
            return
        self.takes_use, self.takes, self.says = True, frozenset(WHEEL), _told(held)
        for action in intent.actions:
            pulled.grow(held, times=WHEEL.get(action, 1.0))
        if ray is not None and "use" in intent.actions:
            self._set_down(self._hall, ray)

    def _take_nothing(self) -> None:
        if self.takes_use:
            self.takes_use, self.takes, self.says = False, frozenset(), None

    def _set_down(self, hall: Hall, ray: Ray) -> None:
        """Set down what is in the hand where a ray meets a floor, else in the air."""
        pulled = hall.state.pulled
        if pulled.held is not None and pulled.held.number in self._out:
            self._out[pulled.held.number].set_out()
        floor_m, wall_m = picking.floor_and_wall_m(ray, hall.placement, hall.state.spec)
        if NEAREST_M <= floor_m <= FARTHEST_M and floor_m < wall_m:
            foot = ray.at(floor_m)
            pulled.stand(foot=foot, heading_deg=_towards(ray.origin, start=foot))
        else:
            centre = ray.at(max(LEAST_M, min(IN_AIR_M, wall_m - BEFORE_WALL_M, floor_m - BEFORE_WALL_M)))
            pulled.hang(centre=centre, heading_deg=_towards(ray.origin, start=centre))

    def pick(self, ray: Ray) -> Picked | None:
        """Return the neuron of a map that was set down."""
        if self._hall is None or not self._out:
            return None
        pulled = self._hall.state.pulled
        faces = {str(piece.number): self._face(piece) for piece in pulled.pieces if not piece.is_held}
        met = pointer.nearest(ray, {name: face for name, face in faces.items() if face is not None})
        piece = pulled.numbered(int(met[0])) if met else None
        if met is None or piece is None:
            return None
        rows, columns = _size(self._hall, piece.node)
        row, column = min(rows - 1, int(met[1].v * rows)), min(columns - 1, int(met[1].u * columns))
        away_m = met[1].distance_m
        return Picked(node=piece.node, map=piece.map, row=row, column=column, distance_m=away_m, point=ray.at(away_m))

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring every piece to where it is now, and show what the network makes of the drawing."""
        hall = self._hall
        if hall is None or not (hall.state.pulled.pieces or self._out or self._home):
            return
        dt_s = FLIGHT_S if hall.look.reduced_motion or dt_s == 0 else dt_s
        self._hand = _in_hand(camera, hall.root)
        self._fly_home(hall, dt_s=dt_s)
        self._follow(hall, dt_s=dt_s)
        self._mark(hall)
        if hall.state.lesions is not self._marked:
            self._marked = hall.state.lesions
            self._scar(hall, self._marked)
        if hall.state.activations is not self._shown:
            self._shown = hall.state.activations
            self._show(hall)

    def _follow(self, hall: Hall, *, dt_s: float) -> None:
        """Move what is out, and hang what is new."""
        frames: dict[str, Frame] = {}
        for piece in hall.state.pulled.pieces:
            flight = self._out.get(piece.number) or self._hang(hall, piece)
            self._out[piece.number] = flight
            place, _, part = (self._hovered or "").partition(" ")
            self._move(flight, piece, lit=part if place == str(piece.number) else None, dt_s=dt_s)
            frames |= flight.frames
        self.frames = frames

    def _move(self, flight: Flight, piece: Piece, *, lit: str | None, dt_s: float) -> None:
        """Bring a piece on its way; what has arrived and is as it was is left alone."""
        stand = None if piece.is_held else (piece.centre, piece.heading_deg, piece.size_m, lit)
        if stand is not None and stand == flight.stand and flight.is_over:
            return
        drawn, over_m = flight.drawn, piece.over_floor_m
        drawn.build(size_m=piece.size_m, over_floor_m=over_m, in_hand=piece.is_held, hovered=lit)
        drawn.pose(flight.go_on(self._end(drawn, piece), dt_s=dt_s), stands=flight.is_over)
        flight.stand = stand if flight.is_over else None
        flight.frames = {f"{piece.number} {name}": frame for name, frame in drawn.frames.items()}

    def _hang(self, hall: Hall, piece: Piece) -> Flight:
        words, node, map = hall.words, piece.node, piece.map
        name = selecting.title(Selected(node=node, index=(map,)), hall.state.spec, words)
        labels = {part: words(f"pulled.{part}") for part in ("back", "larger", "smaller")}
        drawn = Framed(hall.root, name=name, labels=labels, size=_size(hall, node))
        self._shown = self._marked = None
        drawn.build(size_m=piece.size_m, over_floor_m=piece.over_floor_m)
        begins = _panel(hall.placement, node, map)
        if begins is None or not piece.is_held:
            # It is out already: its world was made anew round it.
            return Flight(drawn=drawn, node=node, map=map, begins=self._end(drawn, piece), since_s=FLIGHT_S)
        return Flight(drawn=drawn, node=node, map=map, begins=begins)

    def _end(self, drawn: Framed, piece: Piece) -> Frame:
        """Return where a piece is to be."""
        if piece.centre is None:
            assert self._hand is not None
            hand = self._hand
            return drawn.face_frame(hand.centre, hand.right, hand.up, size_m=min(IN_HAND_M, HAND_SHARE * piece.size_m))
        forward = -mesh.forward(piece.heading_deg).astype(np.float64)
        right, up = np.array([forward[1], -forward[0], 0.0]), np.array([0.0, 0.0, 1.0])
        return drawn.face_frame(np.asarray(piece.centre, np.float64), right, up, size_m=piece.size_m)

    def _face(self, piece: Piece) -> Frame | None:
        flight = self._out.get(piece.number)
        return flight.drawn.face if flight else None

    def _fly_home(self, hall: Hall, *, dt_s: float) -> None:
        """Let what was put back fly to its place, where it ends."""
        out = {piece.number for piece in hall.state.pulled.pieces}
        for number in [number for number in self._out if number not in out]:
            flight = self._out.pop(number)
            flight.set_out()
            self._home.append(flight)
        for flight in self._home:
            end = _panel(hall.placement, flight.node, flight.map)
            if end is not None:
                flight.drawn.pose(flight.go_on(end, dt_s=dt_s), stands=False)
            if end is None or flight.is_over:
                flight.drawn.close()
                flight.since_s = FLIGHT_S
        self._home = [flight for flight in self._home if not flight.is_over]

    def _mark(self, hall: Hall) -> None:
        """Mark the places of what is out, or still on its way back."""
        on_way = [(flight.node, flight.map) for flight in self._home]
        away = frozenset([*((piece.node, piece.map) for piece in hall.state.pulled.pieces), *on_way])
        if away == self._away:
            return
        self._away = away
        if self._empty is not None:
            self._empty.remove_node()
        made = empty_frames.build(hall.placement, sorted(away))
        self._empty = signs.stone_path(made, name="empty frames") if made else None
        if self._empty is not None:
            self._empty.reparent_to(hall.root)
        nodes = {node for node, _ in away}
        hall.world.set_absent({name: frozenset(map for node, map in away if node == name) for name in nodes})

    def _scar(self, hall: Hall, lesions: Lesions) -> None:
        """Hang the signs of lesions on what is out."""
        for piece in hall.state.pulled.pieces:
            node = hall.state.spec.node(piece.node)
            self._out[piece.number].drawn.mark(scarred.on_map(node, lesions, piece.map))

    def _show(self, hall: Hall) -> None:
        """Show the newest values, as the panels do."""
        limits: dict[str, tuple[Floats, Floats, Floats]] = {}
        for piece in hall.state.pulled.pieces:
            found = hall.state.activations.get(piece.node)
            if found is None or found.shape != hall.state.spec.node(piece.node).shape:
                continue
            if piece.node not in limits:
                stack = values.as_stack(found)
                limits[piece.node] = (stack, *values.limits(stack, how=hall.look.normalisation))
            stack, low, high = limits[piece.node]
            self._out[piece.number].drawn.show(stack, piece.map, low, high)


def _told(held: Piece) -> Said:
    return Said(key="pulled.carried", values=(("size", round(held.size_m, 1)),))


def _size(hall: Hall, node: str) -> tuple[int, int]:
    """Return the rows and columns of a layer's maps."""
    shape = hall.state.spec.node(node).shape
    return shape[1], math.prod(shape[2:])


def _panel(placement: Placement, node: str, map: int) -> Frame | None:
    """Return the face of a map's own panel."""
    found = empty_frames.find(placement, node, map)
    if found is None or found[0].shell is None:
        return None
    (_, index), shell = found, found[0].shell
    centre, right, up = (array[index].astype(np.float64) for array in (shell.centres, shell.rights, shell.ups))
    return Frame(centre=centre, right=right, up=up).lifted(0.03)


def _in_hand(camera: p3d.NodePath, root: p3d.NodePath) -> Frame:
    """Return where something is carried, its half axes of length 1."""
    rows = [np.array(root.get_relative_vector(camera, vector)) for vector in (p3d.Vec3(1, 0, 0), p3d.Vec3(0, 0, 1))]
    right, up = (row / np.linalg.norm(row) for row in rows)
    forward = np.cross(up, right)
    eye = np.array(camera.get_pos(root), np.float64)
    return Frame(centre=eye + forward * HAND_M + right * ASIDE_M - up * BELOW_M, right=right, up=up)


def _towards(eye: Point, *, start: Point) -> float:
    """Return the heading of something at `start` that faces an eye."""
    return math.degrees(math.atan2(start[0] - eye[0], eye[1] - start[1]))
