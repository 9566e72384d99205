"""A short walk without a display: a digit is drawn, the thread followed to the answer; PNG frames and a sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layerwalk.game.level import Level
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.game.view import cameras
from layerwalk.game.world.placement import Placement, Point, View
from layerwalk.game.world.thread import length_m

THREE: tuple[tuple[float, float], ...] = (
    (0.30, 0.26), (0.40, 0.18), (0.55, 0.16), (0.66, 0.24), (0.66, 0.36), (0.56, 0.45), (0.44, 0.48),
    (0.58, 0.51), (0.68, 0.60), (0.69, 0.73), (0.58, 0.83), (0.42, 0.84), (0.30, 0.76),
)  # fmt: skip
"""A handwritten 3 on the easel: u to the right, v down."""
DRAWING_FRAMES = 8
WALKING_FRAMES = 32
DT_S = 0.35
AHEAD_M = 7.0
COLUMNS = 5
THUMB = (384, 216)


def render(level: Level, *, folder: Path, settings: Settings, size: tuple[int, int] = (1280, 720)) -> Path:
    """Draw the walk through `level` into numbered PNG files in `folder`; return the sheet that shows them all."""
    folder.mkdir(parents=True, exist_ok=True)
    studio = Studio(level, settings=settings, size=size, quality="laptop")
    thumbs = []
    try:
        for number, picture in enumerate(_frames(studio, settings), start=1):
            image = Image.fromarray(picture)
            image.save(folder / f"walk-{number:02d}.png")
            thumbs.append(image.resize(THUMB, Image.Resampling.LANCZOS))
    finally:
        studio.close()
    sheet = folder / "sheet.png"
    contact_sheet(thumbs).save(sheet)
    return sheet


def _frames(studio: Studio, settings: Settings) -> Iterator[NDArray[np.uint8]]:
    studio.look("court")
    pad = studio.scene.pad
    studio.frame()
    pieces = np.array_split(np.arange(len(THREE) - 1), DRAWING_FRAMES)
    for piece in pieces:
        for index in piece:
            pad.stroke(*THREE[index], *THREE[index + 1])
        yield studio.frame(dt_s=DT_S)
    for view in walk_views(studio.scene.placement, settings, count=WALKING_FRAMES):
        cameras.set_view(studio.screen.camera, view, size=studio.size)
        studio.tell_scale()
        yield studio.frame(dt_s=DT_S)


def walk_views(placement: Placement, settings: Settings, *, count: int) -> list[View]:
    """Return `count` views along the thread of light, from the desk to the answer; stages are looked at in passing."""
    line = np.asarray(placement.threads[0], np.float64)
    up = np.array([0, 0, settings.movement.eye_height_m])
    total = length_m(placement.threads[0])
    views = []
    for along in np.linspace(3.0, total - 1.0, count):
        eye = point_at(line, along) + up
        target = _target(placement, eye, point_at(line, along + AHEAD_M) + up)
        views.append(View(eye=_point(eye), target=_point(target), fov_deg=settings.movement.fov_deg))
    output = placement.views["output"]
    return [*views[:-1], output]


def _target(placement: Placement, eye: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    for stage in placement.stages:
        middle = np.asarray(stage.floor.centre)
        if np.linalg.norm(eye[:2] - middle[:2]) < 0.6 * stage.floor.radius_m:
            turn = np.radians(stage.heading_deg)
            forward = np.array([-np.sin(turn), np.cos(turn), 0.10])
            target: np.ndarray = eye + forward * stage.floor.radius_m
            return target
    return ahead


def point_at(line: np.ndarray, along_m: float) -> np.ndarray:
    """Return the point so many metres along a line of points, its end where it is shorter."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    places = np.concatenate([[0.0], np.cumsum(steps)])
    point: np.ndarray = np.array([np.interp(along_m, places, line[:, axis]) for axis in range(3)])
    return point


def contact_sheet(thumbs: Sequence[Image.Image]) -> Image.Image:
    """Put pictures of one size on one sheet, row by row."""
    rows = -(-len(thumbs) // COLUMNS)
    wide, tall = thumbs[0].size
    sheet = Image.new("RGB", (COLUMNS * (wide + 6) + 6, rows * (tall + 6) + 6), (24, 20, 21))
    for index, thumb in enumerate(thumbs):
        sheet.paste(thumb, (6 + index % COLUMNS * (wide + 6), 6 + index // COLUMNS * (tall + 6)))
    return sheet


def _point(vector: np.ndarray) -> Point:
    return float(vector[0]), float(vector[1]), float(vector[2])
