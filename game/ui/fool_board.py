"""The board that shows how a picture was changed: before, the change made larger, now, and what the network says.

It does nothing itself: what is pressed on it comes back as the name of a part. Main thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.easel import INK, PAPER
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs, weights
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.placement import Pose
from layerwalk.game.world.values import Floats

SIZE_M = (1.62, 1.20)
LEFT, RIGHT = -0.745, 0.745
SIDE_M, TOP = 0.43, 0.345
MIDDLES = (LEFT + SIDE_M / 2, 0.0, RIGHT - SIDE_M / 2)
LEGEND = (-SIDE_M / 2, SIDE_M / 2, TOP - SIDE_M - 0.060, TOP - SIDE_M - 0.022)
"""Left, right, bottom, top."""
TITLE = Style(size_m=0.088, face="display")
HEAD = Style(size_m=0.056, face="display", align="right")
CAPTION = Style(size_m=0.050, colour=light.SECOND_TEXT, align="centre")
GUESS = Style(size_m=0.092, face="display", align="centre")
NUMBER = Style(size_m=0.044, face="display")
BODY = Style(size_m=0.052)
SECOND = Style(size_m=0.047, colour=light.SECOND_TEXT)
BUTTON = Style(size_m=0.050, align="centre")
SENTENCE = Rect(left=LEFT, bottom=-0.438, right=RIGHT, top=-0.308)
BUTTONS = {
    "go": (LEFT, -0.560, -0.29, -0.458),
    "once": (-0.26, -0.560, 0.12, -0.458),
    "back": (0.15, -0.560, RIGHT, -0.458),
}
"""Left, bottom, right and top of what can be pressed."""
MAGNIFIED = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LIT = (0.42, 0.29, 0.20)
HOVER = 0.10
NOWHERE = (0.0, 0.0, 0.0, 0.0)
RIM_M = 0.006
LARGEST = 1.25
"""At larger text sizes the whole board is larger, up to this."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """Hold what the board tells. before, now: (H, W) float32 in [0, 1].

    times: how much larger the change is drawn. guesses: before and now, as texts. change, sentence: what is said.
    """

    before: Floats
    now: Floats
    times: int
    step: str
    guesses: tuple[str, str]
    change: str
    sentence: str
    goes_on: bool


def magnified(farthest: float) -> int:
    """Return how much larger a change can be drawn whose largest value is `farthest`, as a round number."""
    return max(times for times in MAGNIFIED if times == 1 or times * farthest <= 1 + 1e-6) if farthest > 0 else 1


def frame(pose: Pose, *, text_size: float) -> Frame:
    """Return where the board lies; its lower edge stays where it is when it is larger."""
    grown = min(max(text_size, 1.0), LARGEST)
    x, y, z = pose.point
    lifted = replace(pose, point=(x, y, z + (grown - 1) * SIZE_M[1] / 2))
    centre, right, up = furniture.board_frame(lifted, SIZE_M[0] * grown, SIZE_M[1] * grown)
    return Frame(centre=centre, right=right, up=up)


def frames(whole: Frame) -> dict[str, Frame]:
    """Return where one can press: 'go' (or stop), 'once', 'back'."""
    width_m, height_m = SIZE_M
    return {
        name: whole.part(0.5 + left / width_m, 0.5 - top / height_m, 0.5 + right / width_m, 0.5 - bottom / height_m)
        for name, (left, bottom, right, top) in BUTTONS.items()
    }


class FoolBoard:
    """Hold what is seen of the board; `show` brings it up to date."""

    def __init__(self, parent: p3d.NodePath, whole: Frame, *, words: Words, size: tuple[int, int]) -> None:
        """Put it up at `whole`; size: (rows, columns) of the pictures."""
        self.path = parent.attach_new_node("fool board")
        self.path.hide(MIRRORED)
        self.frames = frames(whole)
        self._words = words
        slab = furniture.slab(whole.centre, whole.right, whole.up, thick_m=0.035, colour=light.PLATE)
        signs.stone_path(
            mesh.joined([mesh.tagged(slab, stage=0, emission=0.55), _rim(whole)]), name="fool plate"
        ).reparent_to(self.path)
        face = board.writing(self.path, whole.lifted(0.005))
        face.set_scale(2 * float(np.linalg.norm(whole.right)) / SIZE_M[0])
        self._pictures = [self._hang(face, middle, size) for middle in (MIDDLES[0], MIDDLES[2])]
        self._change = weights.Picture(face)
        half = SIDE_M / 2
        tile = (-half, half, TOP - SIDE_M, TOP)
        self._change.lay([tile], legend=LEGEND, plate=NOWHERE)
        self._drawing, self._lines = strokes.Drawing(face), lettering.Lines(face)
        self._told: Told | None = None
        self._lit: tuple[str | None] | None = None

    @staticmethod
    def _hang(face: p3d.NodePath, middle: float, size: tuple[int, int]) -> board.Picture:
        flat = Frame(
            centre=np.array([middle, 0.0, TOP - SIDE_M / 2]),
            right=np.array([SIDE_M / 2, 0.0, 0.0]),
            up=np.array([0.0, 0.0, SIDE_M / 2]),
        )
        return board.Picture(face, flat, size=size[::-1], ink=INK, paper=PAPER, smooth=False)

    def show(self, told: Told, *, hovered: str | None) -> None:
        """Show a picture's change, and light the part that is pointed at."""
        if self._lit is None or hovered != self._lit[0]:
            self._lit = (hovered,)
            self._drawing.show(strokes.joined(list(_buttons(hovered))))
        if told is self._told:
            return
        self._told = told
        for picture, values in zip(self._pictures, (told.before, told.now), strict=True):
            picture.show((values * 255 + 0.5).astype(np.uint8))
        self._change.show((told.now - told.before)[None], most=1 / told.times)
        self._lines.write(list(texts(told, self._words)))


def texts(told: Told, words: Words) -> Iterator[Entry]:
    """Return everything that is written on the board."""
    yield train_texts.entry(words("fool.board"), LEFT, 0.478, TITLE, width_m=1.05)
    yield train_texts.entry(told.step, RIGHT, 0.478, HEAD)
    captions = (words("fool.before"), words("fool.difference", times=told.times), words("fool.now"))
    for text, middle in zip(captions, MIDDLES, strict=True):
        yield train_texts.entry(text, middle, TOP + 0.024, CAPTION, width_m=SIDE_M + 0.09)
    for text, middle in zip(told.guesses, (MIDDLES[0], MIDDLES[2]), strict=True):
        yield train_texts.entry(text, middle, TOP - SIDE_M - 0.105, GUESS, width_m=SIDE_M)
    left, right, bottom, _ = LEGEND
    ends = words.short(1 / told.times)
    for text, x, align in ((f"−{ends}", left, "left"), ("0", 0.0, "centre"), (f"+{ends}", right, "right")):
        yield train_texts.entry(text, x, bottom - 0.046, replace(NUMBER, align=align))
    yield train_texts.entry(told.change, LEFT, -0.278, SECOND, width_m=RIGHT - LEFT)
    yield from train_texts.lines(told.sentence, SENTENCE, BODY)
    names = {"go": "fool.stop" if told.goes_on else "fool.go", "once": "fool.once", "back": "fool.back"}
    for name, (start, low, end, high) in BUTTONS.items():
        at = (start + end) / 2, (low + high) / 2 - 0.018
        yield train_texts.entry(words(names[name]), *at, BUTTON, width_m=end - start - 0.04)


def _buttons(hovered: str | None) -> Iterator[Strokes]:
    for name, rectangle in BUTTONS.items():
        lift = HOVER if name == hovered else 0.0
        red, green, blue = (part + lift for part in LIT)
        yield strokes.bar(*rectangle, colour=(red, green, blue))


def _rim(whole: Frame) -> mesh.Mesh:
    """Build the fine amber line round the plate."""
    wide, tall = (RIM_M / 2 / float(np.linalg.norm(axis)) for axis in (whole.right, whole.up))
    sides = []
    for u0, v0, u1, v1 in ((0, 0, 1, tall), (0, 1 - tall, 1, 1), (0, 0, wide, 1), (1 - wide, 0, 1, 1)):
        side = whole.part(u0, v0, u1, v1).lifted(0.002)
        low, up = side.centre - side.right - side.up, side.centre - side.right + side.up
        grid = np.array([[low, low + 2 * side.right], [up, up + 2 * side.right]])
        sides.append(mesh.sheet(grid, colour=light.with_alpha(light.AMBER)))
    return mesh.tagged(mesh.joined(sides), stage=0, emission=0.9)
