"""The board that says what is asked of an answer, and what its colours stand for: title, sentence, legend, numbers."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, palette, signs
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.placement import Pose

SIZE_M = (0.84, 1.14)
LEFT, RIGHT = -0.37, 0.37
TITLE = Style(size_m=0.100, face="display")
HEAD = Style(size_m=0.056, face="display", colour=light.AMBER)
BODY = Style(size_m=0.045)
SECOND = Style(size_m=0.040, colour=light.SECOND_TEXT)
NUMBER = Style(size_m=0.050, face="display")
SENTENCE = Rect(left=LEFT, bottom=0.070, right=RIGHT, top=0.290)
SCALE = (LEFT, -0.090, RIGHT, -0.030)
"""Left, bottom, right and top of the legend's colours."""
UNIT = Rect(left=LEFT, bottom=-0.265, right=RIGHT, top=-0.170)
FACTS = Rect(left=LEFT, bottom=-0.410, right=RIGHT, top=-0.300)
BUTTONS = {"next": (LEFT, -0.535, 0.06, -0.450), "off": (0.09, -0.535, RIGHT, -0.450)}
PIECES = 32
"""The legend's colours are so many bars."""
LIT = (0.42, 0.29, 0.20)
HOVER = 0.10
SEEN_M = 30.0
"""From farther off nobody could read it, and only its plate is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what the board says. most: what the ends of the legend stand for; share: of the work that is done."""

    title: str
    method: str
    sentence: str
    unit: str
    facts: str
    most: float
    share: float = 1.0


def frames(frame: Frame) -> dict[str, Frame]:
    """Return where one can press, on a board that lies at `frame`."""
    width_m, height_m = SIZE_M
    return {
        name: frame.part(0.5 + left / width_m, 0.5 - top / height_m, 0.5 + right / width_m, 0.5 - bottom / height_m)
        for name, (left, bottom, right, top) in BUTTONS.items()
    }


class WhyBoard:
    """Hold what is seen of the board. Main thread."""

    def __init__(self, parent: p3d.NodePath, pose: Pose, *, floor_z: float, words: Words, size: float = 1.0) -> None:
        """Put it up where `pose` says, so much larger than usual."""
        self.path = parent.attach_new_node("why board")
        width_m, height_m = (size * side_m for side_m in SIZE_M)
        centre, right, up = furniture.board_frame(pose, width_m, height_m)
        frame = Frame(centre=centre, right=right, up=up)
        self.frames = frames(frame)
        self._words = words
        stand = furniture.stand(pose, width_m, height_m, floor_z=floor_z)
        plate = furniture.slab(frame.centre, frame.right, frame.up, thick_m=0.01, colour=light.PLATE)
        signs.stone_path(mesh.joined([stand, plate, board.rim(frame)]), name="plate").reparent_to(self.path)
        face = board.writing(self.path, frame.lifted(0.005)).attach_new_node(p3d.LODNode("readable"))
        face.node().add_switch(SEEN_M, 0.0)
        face = face.attach_new_node("face")
        face.set_scale(size)
        self._drawing = strokes.Drawing(face)
        self._lines = lettering.Lines(face)
        self._legend = strokes.joined(list(legend(*SCALE)))
        self._shown: tuple[object, ...] | None = None

    def show(self, told: Told, *, hovered: str | None) -> None:
        """Say something, and light the part that is pointed at."""
        if (told, hovered) == self._shown:
            return
        self._shown = (told, hovered)
        self._drawing.show(strokes.joined([self._legend, *_progress(told), *_buttons(hovered)]))
        self._lines.write(list(_texts(told, self._words)))


def legend(left: float, bottom: float, right: float, top: float) -> Iterator[Strokes]:
    """Draw the signed colours from left to right, with a mark where 0 is and what plus and minus look like."""
    colours, edges = palette.signed() / 255.0, np.linspace(left, right, PIECES + 1)
    for index, (start, end) in enumerate(itertools.pairwise(edges)):
        red, green, blue = colours[round(1 + 254 * (index + 0.5) / PIECES)]
        yield strokes.bar(start, bottom, end, top, colour=(float(red), float(green), float(blue)))
    middle, x, z = (left + right) / 2, 0.030, (bottom + top) / 2
    yield strokes.bar(middle - 0.002, bottom - 0.010, middle + 0.002, top + 0.010, colour=light.TEXT)
    for at, plus in ((left + x, False), (right - x, True)):
        yield strokes.bar(at - 0.013, z - 0.003, at + 0.013, z + 0.003, colour=light.PLATE)
        if plus:
            yield strokes.bar(at - 0.003, z - 0.013, at + 0.003, z + 0.013, colour=light.PLATE)


def legend_texts(
    most: float, words: Words, *, rect: tuple[float, float, float, float], size: float = 1.0
) -> Iterator[Entry]:
    """Write the numbers under the legend's colours, and over them what they speak for; size: of the letters."""
    left, bottom, right, top = rect
    plus = f"+{words.number(most)}" if most else "0"
    numbers = ((words.number(-most), left, "left"), ("0", (left + right) / 2, "centre"), (plus, right, "right"))
    for text, x, align in numbers:
        yield train_texts.entry(text, x, bottom - 0.055 * size, replace(NUMBER, align=align), size=size)
    yield train_texts.entry(words("why.against"), left, top + 0.018, SECOND, size=size)
    yield train_texts.entry(words("why.for"), right, top + 0.018, replace(SECOND, align="right"), size=size)


def _texts(told: Told, words: Words) -> Iterator[Entry]:
    width_m = RIGHT - LEFT
    yield train_texts.entry(told.title, LEFT, 0.440, TITLE, width_m=width_m)
    yield train_texts.entry(told.method, LEFT, 0.335, HEAD, width_m=width_m)
    yield from train_texts.lines(told.sentence, SENTENCE, BODY)
    yield from legend_texts(told.most, words, rect=SCALE)
    yield from train_texts.lines(told.unit, UNIT, SECOND)
    facts = words("why.working", share=words.percent(told.share)) if told.share < 1 else told.facts
    yield from train_texts.lines(facts, FACTS, BODY)
    for name, (left, bottom, right, top) in BUTTONS.items():
        at = (left + right) / 2, (bottom + top) / 2 - 0.016
        yield train_texts.entry(words(f"why.{name}"), *at, replace(BODY, align="centre"), width_m=right - left - 0.03)


def _progress(told: Told) -> Iterator[Strokes]:
    if told.share < 1:
        left, right, z = LEFT, RIGHT, FACTS.bottom + 0.040
        yield strokes.bar(left, z - 0.006, right, z, colour=LIT)
        yield strokes.bar(left, z - 0.006, left + (right - left) * told.share, z, colour=light.TEXT)


def _buttons(hovered: str | None) -> Iterator[Strokes]:
    for name, rectangle in BUTTONS.items():
        lift = HOVER if name == hovered else 0.0
        red, green, blue = (part + lift for part in LIT)
        yield strokes.bar(*rectangle, colour=(red, green, blue))
