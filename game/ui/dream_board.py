"""The board on which one picture grows that a part of the network wants to see: the picture, its score, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.colour_picture import ColourPicture
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.lettering import Entry
from layerwalk.nn.messages import Floats

SIZE_M = (0.86, 1.24)
LEFT, RIGHT = -0.37, 0.37
HEAD = Style(size_m=0.046, face="display", colour=light.AMBER)
TITLE = Style(size_m=0.062, face="display")
SECOND = Style(size_m=0.041, colour=light.SECOND_TEXT)
NUMBER = Style(size_m=0.048, face="display", align="right")
BUTTON = Style(size_m=0.041, align="centre")
PICTURE = (-0.31, -0.225, 0.31, 0.395)
"""Left, bottom, right and top."""
CURVE = (LEFT, -0.475, RIGHT, -0.375)
BUTTONS = {
    "easel": (LEFT, -0.590, -0.115, -0.505),
    "again": (-0.095, -0.590, 0.150, -0.505),
    "away": (0.170, -0.590, RIGHT, -0.505),
}
LIT = (0.42, 0.29, 0.20)
UNLIT = (0.15, 0.118, 0.108)
HALF_EM = 0.37
RIM_M = 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what the board says; making: the picture still changes.

    easel: it can be put on the easel, which takes grey pictures only.
    """

    title: str
    step: str
    climbed: str
    stale: str
    making: bool
    easel: bool


class DreamBoard:
    """Hold what is seen of the board. Main thread."""

    def __init__(self, parent: p3d.NodePath, frame: Frame, *, words: Words, size: tuple[int, int]) -> None:
        """Put it up at `frame`, which has the sides' proportion of SIZE_M; size: rows and columns of the picture."""
        self.path = parent.attach_new_node("dream board")
        self.frames = {name: _part(frame, rectangle) for name, rectangle in BUTTONS.items()}
        self.frames["whole"] = frame.lifted(-0.003)
        self._words = words
        parts = [
            furniture.slab(frame.centre, frame.right, frame.up, thick_m=0.03, colour=light.PLATE),
            mesh.tagged(_rim(frame), stage=0, emission=0.9),
        ]
        signs.stone_path(mesh.joined(parts), name="dream plate").reparent_to(self.path)
        self._picture = ColourPicture(self.path, _part(frame, _fitted(size)).lifted(0.004), size=size)
        face = board.writing(self.path, frame.lifted(0.005))
        face.set_scale(face.get_scale() * (2 * float(np.linalg.norm(frame.right)) / SIZE_M[0]))
        self._drawing = strokes.Drawing(face)
        self._still, self._live = lettering.Lines(face), lettering.Lines(face)
        self._shown: tuple[object, ...] | None = None

    def paint(self, picture: Floats) -> None:
        """Show a picture, (C, H, W) float32 in [0, 1]."""
        self._picture.show(picture)

    def tell(self, told: Told, scores: Floats, *, hovered: str | None) -> None:
        """Say something, draw what was climbed at every step, and light the button that is pointed at."""
        key = (told, len(scores), hovered)
        if key == self._shown:
            return
        self._shown = key
        self._drawing.show(strokes.joined([*_curve(scores), *_buttons(told, hovered)]))
        self._still.write(list(_still(told, self._words)))
        self._live.write(list(_live(told)))

    def close(self) -> None:
        """Take it away, and give back what it holds on the graphics card."""
        self._picture.close()
        self.path.remove_node()


def _part(whole: Frame, rectangle: tuple[float, float, float, float]) -> Frame:
    left, bottom, right, top = rectangle
    width_m, height_m = SIZE_M
    return whole.part(0.5 + left / width_m, 0.5 - top / height_m, 0.5 + right / width_m, 0.5 - bottom / height_m)


def _fitted(size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the largest rectangle of a picture's proportion within PICTURE."""
    left, bottom, right, top = PICTURE
    longest = max(size)
    half_x, half_z = (right - left) / 2 * size[1] / longest, (top - bottom) / 2 * size[0] / longest
    x, z = (left + right) / 2, (bottom + top) / 2
    return x - half_x, z - half_z, x + half_x, z + half_z


def _rim(frame: Frame) -> mesh.Mesh:
    starts = board.corners(frame).astype(float)
    return mesh.beams(
        starts, np.roll(starts, -1, axis=0), width_m=RIM_M, height_m=RIM_M, colour=light.with_alpha(light.AMBER)
    )


def _curve(scores: Floats) -> Iterator[Strokes]:
    """Draw what was climbed at every step, from the lowest to the highest, with a dot where it is now."""
    left, bottom, right, top = CURVE
    yield strokes.line([(left, bottom), (right, bottom)], width_m=0.003, colour=light.SECOND_TEXT, alpha=0.5)
    if len(scores) < 2:
        return
    low, high = float(scores.min()), float(scores.max())
    x = np.linspace(left, right - 0.012, len(scores))
    z = bottom + 0.010 + (scores - low) / max(high - low, 1e-9) * (top - bottom - 0.020)
    points = np.stack([x, z], axis=1)
    yield strokes.line(points, width_m=0.007, colour=light.AMBER)
    yield strokes.marks("disc", points[-1:], radius_m=0.012, colour=light.TEXT)


def _buttons(told: Told, hovered: str | None) -> Iterator[Strokes]:
    for name, rectangle in BUTTONS.items():
        if name != "easel" or told.easel:
            yield strokes.bar(*rectangle, colour=LIT if name == hovered else UNLIT)


def _live(told: Told) -> Iterator[Entry]:
    """Write what changes with every step: few letters, so that they are quickly written."""
    width_m = RIGHT - LEFT
    yield train_texts.entry(told.step, LEFT, -0.285, SECOND, width_m=0.5 * width_m if told.stale else width_m)
    yield train_texts.entry(told.climbed, RIGHT, -0.355, NUMBER, width_m=0.5 * width_m)


def _still(told: Told, words: Words) -> Iterator[Entry]:
    width_m = RIGHT - LEFT
    yield train_texts.entry(words("dreams.board.head"), LEFT, 0.535, HEAD, width_m=width_m)
    yield train_texts.entry(told.title, LEFT, 0.445, TITLE, width_m=width_m)
    yield train_texts.entry(told.stale, RIGHT, -0.285, replace(SECOND, align="right"), width_m=0.48 * width_m)
    yield train_texts.entry(words("dreams.board.score"), LEFT, -0.355, SECOND, width_m=0.48 * width_m)
    keys = {
        "easel": "easel" if told.easel else "grey_only",
        "again": "stop" if told.making else "again",
        "away": "away",
    }
    for name, key in keys.items():
        left, bottom, right, top = BUTTONS[name]
        style = replace(BUTTON, colour=light.SECOND_TEXT) if key == "grey_only" else BUTTON
        text, z = words(f"dreams.board.{key}"), (bottom + top) / 2 - HALF_EM * BUTTON.size_m
        yield train_texts.entry(text, (left + right) / 2, z, style, width_m=right - left - 0.02)
