"""The named places to look from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from layerwalk.game.world.layouts import court as courts
from layerwalk.game.world.layouts import island as islands
from layerwalk.game.world.layouts.angles import direction, heading_of
from layerwalk.game.world.placement import Choir, Disc, Point, Pose, Shell, Stage, View

FOV_DEG = 80.0
ASPECT = 16 / 9
STAGE_BACK = 0.55
"""The stage is seen from so far behind its middle, in radii."""
STAGE_PITCH_DEG = -2.0
STAGE_FOV_DEG = 86.0
STAGE_UP_DEG = 23.5
"""The stage's picture shows at least so much above its middle."""
TITLE_M = 1.6
"""A title's upper edge is so far above the shell's."""
NEAR_M = 1.1
MENU_M, BOARD_M = 1.6, 2.0
"""The menu and the training board are read from so far."""
NORTH = 0.9
"""Stages within this cosine of north are candidates for the view back."""
ABOVE_DEG = 32.0
ABOVE_FOV_DEG = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the views look at."""

    court: Disc
    desk: Pose
    rack: Pose
    pillar: Pose
    board: Pose
    island: Disc
    lantern: Pose
    stages: tuple[Stage, ...]


def build(scene: Scene) -> dict[str, View]:
    """Return every named view; a network without panels or pillars shows what it has instead."""
    shells = [stage for stage in scene.stages if stage.shell]
    choirs = [stage for stage in scene.stages if stage.choir]
    first = next(iter((*shells, *choirs)), None)
    return {
        "court": _entrance(scene),
        "stage": _stage(first) if first else _plinths(scene),
        "cubes": _knee_deep(first) if first else _plinths(scene),
        "relief": _near(first) if first else _plinths(scene),
        "dense": _stage(choirs[0]) if choirs else _plinths(scene),
        "output": _plinths(scene),
        "back": _back(scene),
        "above": _above(scene),
        "desk": _board(scene.desk, 1.25),
        "rack": _board(scene.rack, 2.2),
        "menu": _reader(scene.court, scene.pillar, MENU_M),
        "board": _reader(scene.court, scene.board, BOARD_M),
    }


def _entrance(scene: Scene) -> View:
    eye = courts.eye(scene.court)
    return _ahead(eye, 0.0, courts.PITCH_DEG, math.dist(eye, scene.lantern.point), courts.FOV_DEG)


def _ahead(eye: Point, heading_deg: float, pitch_deg: float, distance_m: float, fov_deg: float = FOV_DEG) -> View:
    """Look from `eye` along a heading, up or down by the pitch."""
    dx, dy = direction(heading_deg)
    flat_m = distance_m * math.cos(math.radians(pitch_deg))
    rise_m = distance_m * math.sin(math.radians(pitch_deg))
    return View(eye=eye, target=(eye[0] + flat_m * dx, eye[1] + flat_m * dy, eye[2] + rise_m), fov_deg=fov_deg)


def _stage(stage: Stage) -> View:
    """Look at a shell or choir from behind the stage's middle, so that the mosaic is in the picture too."""
    eye = _on(stage.floor, stage.heading_deg, -STAGE_BACK * stage.floor.radius_m)
    pitch_deg = max(STAGE_PITCH_DEG, _title_deg(stage, eye) - STAGE_UP_DEG)
    return _ahead(eye, stage.heading_deg, pitch_deg, (1 + STAGE_BACK) * stage.floor.radius_m, STAGE_FOV_DEG)


def _title_deg(stage: Stage, eye: Point) -> float:
    """Return how high the upper edge of a shell's title is seen from `eye`; 0 where there is no shell."""
    if not stage.shell:
        return 0.0
    high, radius_m = math.radians(stage.shell.high_deg), stage.shell.radius_m
    x, y, _ = stage.floor.centre
    flat_m = radius_m * math.cos(high) + math.dist((x, y), eye[:2])
    rise_m = stage.shell.eye[2] + radius_m * math.sin(high) + TITLE_M - eye[2]
    return math.degrees(math.atan2(rise_m, flat_m))


def _on(floor: Disc, heading_deg: float, distance_m: float) -> Point:
    """Return the eye of someone who stands on a floor, so far from its middle along a heading."""
    dx, dy = direction(heading_deg)
    x, y, z = floor.centre
    return x + distance_m * dx, y + distance_m * dy, z + courts.EYE_M


def _knee_deep(stage: Stage) -> View:
    """Stand in the mosaic, among the layer's mean values, and look up from them to the shell."""
    if not stage.shell:
        return _near(stage)
    eye = _on(stage.floor, stage.heading_deg, -0.28 * stage.mosaic_m)
    return _ahead((eye[0], eye[1], eye[2] - 0.25), stage.heading_deg, -15.0, stage.floor.radius_m, 86.0)


def _near(stage: Stage) -> View:
    """Look along what a stage shows from arm's length."""
    if stage.shell:
        return _along_shell(stage.shell)
    return _along_choir(stage, stage.choir) if stage.choir else _stage(stage)


def _along_shell(shell: Shell) -> View:
    """Look obliquely along a panel near the middle of the lowest row."""
    last = len(shell.centres) - 1
    row = shell.rows - 1 if last % shell.columns >= shell.columns // 2 else max(shell.rows - 2, 0)
    panel = min(row * shell.columns + shell.columns // 2, last)
    centre, right, up = (array[panel].astype(float) for array in (shell.centres, shell.rights, shell.ups))
    inward = (shell.eye - centre) / math.dist(shell.eye, centre)
    eye = centre + NEAR_M * inward - 0.95 * right / (shell.face_m / 2) + 0.25 * up
    return View(eye=_point(eye), target=_point(centre + 0.35 * right - 0.1 * up), fov_deg=FOV_DEG)


def _along_choir(stage: Stage, choir: Choir) -> View:
    """Look along the first row of a choir."""
    inner_m, _, _ = choir.steps[0]
    eye = _on(stage.floor, stage.heading_deg + 0.6 * choir.azimuth_deg, inner_m - 0.7)
    x, y, _ = _on(stage.floor, stage.heading_deg - 0.15 * choir.azimuth_deg, inner_m + 0.8)
    return View(eye=eye, target=(x, y, stage.floor.centre[2] + 1.2), fov_deg=FOV_DEG)


def _plinths(scene: Scene) -> View:
    """Look at the answer from the island's southern edge: plinths below, the lantern above."""
    eye = _on(scene.island, 0.0, islands.READER_Y_M)
    return _ahead(eye, 0.0, 11.5, islands.ARC_M - islands.READER_Y_M, 92.0)


def _back(scene: Scene) -> View:
    """Look back from the north of the innermost ring, over the island, to the court where one came from."""
    if not scene.stages:
        return View(eye=_on(scene.island, 0.0, 1.0), target=scene.desk.point, fov_deg=FOV_DEG)
    floors = [stage.floor for stage in scene.stages]
    north = [floor for floor in floors if floor.centre[1] >= NORTH * math.hypot(*floor.centre[:2])]
    far = min(north or floors, key=lambda floor: math.hypot(*floor.centre[:2]))
    home = scene.court.centre
    heading_deg = heading_of(home[0] - far.centre[0], home[1] - far.centre[1])
    return _ahead(_on(far, heading_deg, -0.5 * far.radius_m), heading_deg, -3.0, scene.island.radius_m, 84.0)


def _above(scene: Scene) -> View:
    """Look down from the south-east, from as near as shows every floor."""
    floors = (scene.court, *(stage.floor for stage in scene.stages), scene.island)
    lows = [min(floor.centre[k] - floor.radius_m for floor in floors) for k in range(2)]
    highs = [max(floor.centre[k] + floor.radius_m for floor in floors) for k in range(2)]
    target = ((lows[0] + highs[0]) / 2, (lows[1] + highs[1]) / 2, 2.0)
    pitch, (dx, dy) = math.radians(ABOVE_DEG), direction(28.0)
    away_m = 20.0
    while not all(_sees(floor, target, away_m, pitch, (dx, dy)) for floor in floors):
        away_m *= 1.03
    flat_m = away_m * math.cos(pitch)
    eye = (target[0] - flat_m * dx, target[1] - flat_m * dy, target[2] + away_m * math.sin(pitch))
    return View(eye=eye, target=target, fov_deg=ABOVE_FOV_DEG)


def _sees(floor: Disc, target: Point, away_m: float, pitch: float, ahead: tuple[float, float]) -> bool:
    """Say whether a floor and what stands on it is in the picture from `away_m` before the target, pitched down."""
    x, y, z = (a - b for a, b in zip(floor.centre, target, strict=True))
    flat = x * ahead[0] + y * ahead[1]
    depth = away_m + flat * math.cos(pitch) - z * math.sin(pitch)
    right = abs(x * ahead[1] - y * ahead[0]) + floor.radius_m
    up = abs(flat * math.sin(pitch) + (z + 2.0) * math.cos(pitch)) + 0.45 * floor.radius_m
    wide = math.tan(math.radians(ABOVE_FOV_DEG / 2))
    return depth > 1.0 and right <= 0.99 * depth * wide and up <= 0.99 * depth * wide / ASPECT


def _board(board: Pose, distance_m: float) -> View:
    """Look at a board as its reader does."""
    dx, dy = direction(board.heading_deg)
    x, y, z = board.point
    eye = (x + distance_m * dx, y + distance_m * dy, z - courts.DESK_HEIGHT_M + courts.EYE_M)
    return View(eye=eye, target=board.point, fov_deg=FOV_DEG)


def _reader(court: Disc, board: Pose, distance_m: float) -> View:
    """Look at a board as someone who stands before it on the court's floor."""
    dx, dy = direction(board.heading_deg)
    x, y, _ = board.point
    eye = (x + distance_m * dx, y + distance_m * dy, court.centre[2] + courts.EYE_M)
    return View(eye=eye, target=board.point, fov_deg=FOV_DEG)


def _point(values: Sequence[float]) -> Point:
    return float(values[0]), float(values[1]), float(values[2])
