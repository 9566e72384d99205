"""The tool that shows what the network wants to see: one picture on a board, and pictures on the stages' walls."""

import math
from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game import dream_words
from layerwalk.game.dreamt import Dream
from layerwalk.game.lab import beside, dream_plates, room
from layerwalk.game.lab.dream_walls import Hung, Walls
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.ui import bearings, dream_board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.dream_board import DreamBoard, Told
from layerwalk.game.ui.dream_signs import DreamSigns
from layerwalk.game.world import furniture, mesh, rays
from layerwalk.game.world.picking import Picking
from layerwalk.game.world.placement import Disc, Point, Pose

EVERY_S = 0.15
"""What is said of a picture that grows is written anew at most once in so long."""
ASIDE_DEG, AWAY_M, NEAREST_M = 24.0, 1.7, 0.9
"""The board stands so far beside what the visitor looks at, and so far off; nearer where there is a wall."""
BEFORE_M, BELOW_EYE_M = 0.14, 0.04
FARTHER_DEG, EDGE_DEG = (30.0, 36.0, 42.0), 2.0
"""Where it would hide more than an edge of something, it stands farther aside."""
SEEN_M = 3.5
LARGEST = 1.3
"""So much larger is the board at most for whoever wants large letters."""
COURT_DEG, COURT_M = 31.0, 2.0
"""In the court it has a place of its own, beside the desk's tools: so far to the left of whoever has just come."""
NOTHING: Mapping[str, Frame] = {}
DEEDS = {"easel": "dream_easel", "away": "dream_put_away", "again": "dream again"}


class Dreams(Tool):
    """Follow `dreamt` of the state. Main thread."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.frames = NOTHING
        self._hall: Hall | None = None
        self._walls: Walls | None = None
        self._signs: DreamSigns | None = None
        self._board: DreamBoard | None = None
        self._number = 0
        self._place: Frame | None = None
        self._side = 1
        self._world: tuple[str, Disc] | None = None
        self._painted: Dream | None = None
        self._hovered: str | None = None
        self._waited_s = 0.0

    def stand(self, hall: Hall) -> None:
        """Hang everything anew; the board stands where it stood, while its world is the same."""
        self.leave()
        self._hall = hall
        world = (hall.state.spec.name, hall.placement.court)
        if world != self._world:
            self._world, self._place = world, None

    def leave(self) -> None:
        """Take everything away."""
        if self._walls is not None:
            self._walls.close()
        if self._signs is not None:
            self._signs.path.remove_node()
        self._drop_board()
        self._walls = self._signs = self._hall = None

    def hover(self, part: str | None) -> None:
        """Light what is pointed at."""
        self._hovered = part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what is to be done with the picture."""
        hall = self._hall
        one = hall.state.dreamt.one if hall is not None else None
        if part == "again" and one is not None and one.state == "making":
            return "dream_stop"
        return DEEDS.get(part, "")

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow the pictures, and have made what is missing, the nearest stage first."""
        hall = self._hall
        if hall is None:
            return
        dreamt = hall.state.dreamt
        if dreamt.one is None and not dreamt.wanted and self._walls is None:
            return
        if dreamt.wanted:
            hall.session.dreaming.go_on(_nearest_first(hall, camera))
        self._waited_s += dt_s
        due = dt_s == 0 or self._waited_s >= EVERY_S or dreamt.one is None or dreamt.one.state != "making"
        self._waited_s = 0.0 if due else self._waited_s
        self._show_walls(hall, due=due)
        self._show_board(hall, camera, due=due)

    def _show_walls(self, hall: Hall, *, due: bool) -> None:
        dreamt, begins = hall.state.dreamt, self._walls is None
        if self._walls is None or self._signs is None:
            self._walls, self._signs = Walls(hall), DreamSigns(hall.root, hall.placement)
        on_wall = hung(dreamt.one, hall)
        self._walls.show(dreamt.layers, on_wall)
        if due or begins:
            self._signs.show(dream_plates.texts(hall, on_wall))

    def _show_board(self, hall: Hall, camera: p3d.NodePath, *, due: bool) -> None:
        one = hall.state.dreamt.one
        if one is None or not _on_board(one, hall):
            self._drop_board()
            self._place = None
            return
        if one.number != self._number or self._place is None:
            side = _side(hall, camera)
            if self._place is None or side != self._side or not _sees(camera, hall, self._place):
                self._drop_board()
                self._place, self._side = place(hall, camera, side=side), side
            self._number = one.number
        if self._board is None:
            rows, columns = one.picture.shape[1:]
            self._board = DreamBoard(hall.root, self._place, words=hall.words, size=(rows, columns))
            self.frames, self._painted, due = self._board.frames, None, True
        if one is not self._painted:
            self._board.paint(one.picture)
            self._painted = one
        if due:
            self._board.tell(_told(one, hall), one.scores, hovered=self._hovered)

    def _drop_board(self) -> None:
        if self._board is not None:
            self._board.close()
        self._board, self.frames = None, NOTHING


def hung(one: Dream | None, hall: Hall) -> Hung | None:
    """Return a picture that is to hang on the wall of its map, None where it is none of one map's alone."""
    if one is None or one.place == "board" or not _is_of_map(one, hall):
        return None
    return Hung(node=one.aim.node, map=one.aim.index[0], picture=one.picture)


def _is_of_map(one: Dream, hall: Hall) -> bool:
    aim, spec = one.aim, hall.state.spec
    if len(aim.index) != 1 or aim.minus is not None or aim.node in (spec.input.name, spec.answer.name):
        return False
    stage = next((stage for stage in hall.placement.stages if stage.node == aim.node), None)
    return stage is not None and len(spec.node(aim.node).shape) != 2 and aim.index[0] < sum(stage.page)


def _on_board(one: Dream, hall: Hall) -> bool:
    return one.place != "panel" or not _is_of_map(one, hall)


def _nearest_first(hall: Hall, camera: p3d.NodePath) -> list[str]:
    eye = camera.get_pos(hall.root)
    at = (eye.x, eye.y, eye.z)
    return [stage.node for stage in sorted(hall.placement.stages, key=lambda each: math.dist(at, each.floor.centre))]


def _told(one: Dream, hall: Hall) -> Told:
    words = hall.words
    first, now = dream_words.climbed(one, words)
    return Told(
        title=dream_words.title(one, hall.state.spec, words),
        step=dream_words.steps(one, words),
        climbed=words("dreams.climbed", first=first, now=now) if first else "",
        stale=words("dreams.stale") if one.stale else "",
        making=one.state == "making",
        easel=one.picture.shape[0] == 1,
    )


def _side(hall: Hall, camera: p3d.NodePath) -> int:
    """Return on which side of the gaze the board stands: 1 left, -1 right; not where a page about what is held does."""
    held = hall.state.selected
    if held is None:
        return 1
    page = beside.spot(hall, camera, held, wide_m=dream_board.SIZE_M[0])
    turn_deg = (page.heading_deg - camera.get_h(hall.root) + 180.0) % 360.0 - 180.0
    return -1 if turn_deg > 0 else 1


def place(hall: Hall, camera: p3d.NodePath, *, side: int) -> Frame:
    """Return where the board stands: beside what is looked at, or in the court beside the desk where that is seen."""
    eye, court = camera.get_pos(hall.root), hall.placement.court
    at, grown = (eye.x, eye.y, eye.z), min(LARGEST, max(1.0, hall.settings.view.text_size))
    if hall.state.selected is None and math.dist(at[:2], court.centre[:2]) < court.radius_m:
        x, y, z = hall.placement.spawn.point
        heading_deg = hall.placement.spawn.heading_deg + COURT_DEG
        beside_desk = _facing((x, y, z + 1.6), heading_deg, COURT_M, scale=grown * COURT_M / AWAY_M)
        if _sees(camera, hall, beside_desk):
            return beside_desk
    heading_deg, away_m = _free_deg(hall, camera, at, side=side, scale=grown), AWAY_M
    among = Picking(hall.placement, hall.state.spec)
    for turn_deg in (-18.0, 0.0, 18.0):
        fx, fy, fz = (float(each) for each in mesh.forward(heading_deg + turn_deg))
        met = among.pick(rays.ray(at, (fx, fy, fz)))
        if met is not None:
            away_m = min(away_m, max(NEAREST_M, met.distance_m - BEFORE_M))
    return _facing(at, heading_deg, away_m, scale=grown * away_m / AWAY_M)


def _free_deg(hall: Hall, camera: p3d.NodePath, eye: Point, *, side: int, scale: float) -> float:
    """Return the heading in which the board hides the least of what stands there, the nearest to the gaze."""
    gaze_deg = float(camera.get_h(hall.root))
    taken = room.taken(hall, eye, heading_deg=gaze_deg, but="dreams")
    found = []
    for aside_deg in (ASIDE_DEG, *FARTHER_DEG):
        here = bearings.seen(_facing(eye, gaze_deg + side * aside_deg, AWAY_M, scale=scale), eye, heading_deg=gaze_deg)
        found.append((max(EDGE_DEG, sum(here.hides_deg(other) for other in taken)), aside_deg))
    return gaze_deg + side * min(found)[1]


def _facing(eye: Point, heading_deg: float, away_m: float, *, scale: float) -> Frame:
    x, y, z = (float(each) for each in np.asarray(eye, np.float64) + mesh.forward(heading_deg) * away_m)
    pose = Pose(point=(x, y, z - BELOW_EYE_M * scale), heading_deg=heading_deg + 180.0, tilt_deg=2.0)
    width_m, height_m = dream_board.SIZE_M
    centre, right, up = furniture.board_frame(pose, width_m * scale, height_m * scale)
    return Frame(centre=centre, right=right, up=up)


def _sees(camera: p3d.NodePath, hall: Hall, frame: Frame) -> bool:
    """Say whether a board is near and in the picture, so that it need not come nearer."""
    centre = p3d.LPoint3(*(float(each) for each in frame.centre))
    middle = camera.get_relative_point(hall.root, centre)
    return bool(middle.length() < SEEN_M and camera.node().get_lens().project(middle, p3d.LPoint3()))
