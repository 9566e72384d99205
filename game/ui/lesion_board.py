"""What lesions cost, as it stands in the court: over the training board in full, at the desk in two lines. Main thread.

Board, metres: X to the right, Z up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes, train_board, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.placement import Pose
from layerwalk.nn.messages import Score

SIZE_M = (2.3, 0.74)
ABOVE_M = 0.09
"""Between this board and the training board under it."""
LEFT, RIGHT = -1.07, 1.07
CLASSES = 10
"""So many classes are shown, those that lose most."""
BARS = (0.10, -0.205, RIGHT, 0.235)
"""Left, bottom, right and top of the bars."""
TITLE = Style(size_m=0.105, face="display")
CHANGE = Style(size_m=0.150, face="display")
SMALL = Style(size_m=0.064, colour=light.SECOND_TEXT)
NAME = Style(size_m=0.062, face="display", align="centre")
NUMBER = Style(size_m=0.052, colour=light.SECOND_TEXT, align="centre")
WIDE_M = 1.04
WHOLE, LESIONED = (0.36, 0.26, 0.20), light.TEXT
TRACK = (-1.07, -0.275, -0.10, -0.252)
"""Left, bottom, right and top of the line that shows how far a measurement is."""
PLATE_M = 0.15
"""How tall the plate at the desk is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Say what share of a class's pictures is right, in [0, 1], whole and with lesions."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what is told, in the visitor's language.

    title: how many lesions there are. change: the accuracy before and after; note: of how many pictures. share: how
    far a measurement is, in [0, 1]; None where none goes on.
    """

    title: str
    change: str = ""
    note: str = ""
    share: float | None = None
    classes: tuple[Share, ...] = ()


def shares(before: Score, after: Score, words: Words) -> tuple[Share, ...]:
    """Return how the classes do, in their order; of many, those that lose most."""
    found = [
        Share(name=words.class_name(name), before=right / count, after=left / count)
        for (name, right, count), (_, left, _) in zip(before.per_class, after.per_class, strict=True)
        if count
    ]
    gain = np.array([each.after - each.before for each in found])
    return tuple(found[i] for i in sorted(np.argsort(gain, kind="stable")[:CLASSES]))


class LesionBoard:
    """Hold both boards; `show` brings them up to date. Main thread."""

    def __init__(self, parent: p3d.NodePath, pose: Pose, *, answers: Frame, words: Words, size: float = 1.0) -> None:
        """Set them up, hidden: one over the training board that stands at `pose`, one under the desk's answers.

        size: how much larger than usual they are.
        """
        self.path = parent.attach_new_node("lesion board")
        self._words = words
        whole, plate = _above(pose, size), _under(answers, size)
        stone = [
            furniture.slab(
                whole.lifted(-0.012).centre, whole.right * 1.032, whole.up * 1.1, thick_m=0.06, colour=light.WOOD
            ),
            mesh.tagged(_face(whole), stage=0, emission=0.55),
            furniture.slab(plate.centre, plate.right * 1.05, plate.up, thick_m=0.04, colour=light.PLATE),
        ]
        signs.stone_path(mesh.joined(stone), name="lesion plates").reparent_to(self.path)
        writing, small = (board.writing(self.path, frame.lifted(0.006)) for frame in (whole, plate))
        for face in (writing, small):
            face.set_scale(size)
        self._drawing, self._lines = strokes.Drawing(writing), lettering.Lines(writing)
        self._small = lettering.Lines(small)
        self._shown: Told | None = None
        self.path.hide()

    def show(self, told: Told | None) -> None:
        """Show what is told, None for nothing: then the boards go."""
        if told == self._shown:
            return
        self._shown = told
        if told is None:
            self.path.hide()
            return
        self.path.show()
        self._drawing.show(strokes.joined([*_bars(told), *_progress(told)]))
        self._lines.write(list(texts(told, self._words)))
        self._small.write(list(_brief(told)))


def _above(pose: Pose, size: float) -> Frame:
    centre, right, up = furniture.board_frame(pose, *train_board.SIZE_M)
    along = up / np.linalg.norm(up)
    tall_m, wide = size * SIZE_M[1], size * SIZE_M[0] / train_board.SIZE_M[0]
    return Frame(centre=centre + up + along * (ABOVE_M + tall_m / 2), right=right * wide, up=along * (tall_m / 2))


def _under(answers: Frame, size: float) -> Frame:
    """Return where the plate at the desk lies; a larger one reaches farther to the right."""
    along, tall_m = answers.up / np.linalg.norm(answers.up), size * PLATE_M
    foot = answers.centre - answers.up + answers.right * (size - 1)
    return Frame(centre=foot - along * (tall_m / 2 + 0.02), right=answers.right * size, up=along * (tall_m / 2))


def _face(frame: Frame) -> mesh.Mesh:
    lower_left, lower_right, upper_right, upper_left = board.corners(frame)
    grid = np.array([[lower_left, lower_right], [upper_left, upper_right]])
    return mesh.sheet(grid, colour=light.with_alpha(light.PLATE))


def texts(told: Told, words: Words) -> Iterator[Entry]:
    """Write everything on the board over the training board."""
    yield train_texts.entry(told.title, LEFT, 0.195, TITLE, width_m=WIDE_M)
    yield train_texts.entry(told.change, LEFT, 0.000, CHANGE, width_m=WIDE_M)
    yield train_texts.entry(told.note, LEFT, -0.115, SMALL, width_m=WIDE_M)
    for x, share in _placed(told):
        yield train_texts.entry(_cut(share.name, _step_m(told) * 0.94), x, BARS[1] - 0.085, NAME)
        number = words.short(round(100 * share.after))
        yield train_texts.entry(number, x, _z(max(share.before, share.after)) + 0.022, NUMBER)


def _brief(told: Told) -> Iterator[Entry]:
    change = told.change or told.note
    for text, z, style in (
        (told.title, 0.022, Style(size_m=0.042, colour=light.SECOND_TEXT, align="centre")),
        (change, -0.050, Style(size_m=0.058, face="display", align="centre")),
    ):
        yield train_texts.entry(text, 0.0, z, style, width_m=0.43)


def _cut(name: str, width_m: float) -> str:
    """Return as much of a class's name as there is room for."""
    if typeset.width_em(name, "display") * NAME.size_m <= width_m:
        return name
    ends = (f"{name[:end].rstrip()}…" for end in range(len(name) - 1, 0, -1))
    return next((each for each in ends if typeset.width_em(each, "display") * NAME.size_m <= width_m), name[:1])


def _step_m(told: Told) -> float:
    return (BARS[2] - BARS[0]) / max(len(told.classes), 1)


def _placed(told: Told) -> Iterator[tuple[float, Share]]:
    step = _step_m(told)
    for number, share in enumerate(told.classes):
        yield BARS[0] + (number + 0.5) * step, share


def _z(share: float) -> float:
    return BARS[1] + share * (BARS[3] - BARS[1])


def _bars(told: Told) -> Iterator[Strokes]:
    """Draw for every class a wide bar, how it was, and a narrow one before it, how it is."""
    half = min(0.05, _step_m(told) * 0.40)
    for x, share in _placed(told):
        yield strokes.bar(x - half, BARS[1], x + half, _z(share.before), colour=WHOLE)
        yield strokes.bar(x - half * 0.5, BARS[1], x + half * 0.5, _z(share.after), colour=LESIONED)
    if told.classes:
        ends = [(BARS[0], BARS[1]), (BARS[2], BARS[1])]
        yield strokes.line(ends, width_m=0.006, colour=light.SECOND_TEXT)


def _progress(told: Told) -> Iterator[Strokes]:
    if told.share is None:
        return
    left, bottom, right, top = TRACK
    yield strokes.bar(left, bottom, right, top, colour=train_board.UNLIT)
    yield strokes.bar(left, bottom, left + (right - left) * told.share, top, colour=light.SECOND_TEXT)
