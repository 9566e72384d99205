"""The board that shows how a picture was changed: before, the change made larger, now, and what the network says.

It does nothing itself: what is pressed on it comes back as the name of a part. Main thread.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.colour_picture import ColourPicture
from layerwalk.game.ui.easel import INK, PAPER
from layerwalk.game.ui.fool_layout import COLUMN_M, COLUMNS, LEFT, RIGHT, SIZE_M, USUAL, Layout
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs, weights
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.placement import Pose
from layerwalk.game.world.values import Floats

LEGEND_M = 0.036
NUMBER_SHARE = 0.88
"""The legend's numbers are so large beside what is read."""
APART = 2.8
"""Its ends are at least so many ems from its middle."""
HALF_EM = 0.36
MAGNIFIED = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LIT = (0.42, 0.29, 0.20)
HOVER = 0.10
NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """Hold what the board tells. before, now: (C, H, W) float32 in [0, 1].

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


def frame(pose: Pose) -> Frame:
    """Return where the board lies."""
    centre, right, up = furniture.board_frame(pose, *SIZE_M)
    return Frame(centre=centre, right=right, up=up)


def frames(whole: Frame, layout: Layout) -> dict[str, Frame]:
    """Return where one can press: 'go' (or stop), 'once', 'back'."""
    width_m, height_m = SIZE_M
    return {
        name: whole.part(
            0.5 + rect.left / width_m,
            0.5 - rect.top / height_m,
            0.5 + rect.right / width_m,
            0.5 - rect.bottom / height_m,
        )
        for name, rect in layout.buttons.items()
    }


class FoolBoard:
    """Hold what is seen of the board; `show` brings it up to date."""

    def __init__(
        self, parent: p3d.NodePath, whole: Frame, *, words: Words, shape: tuple[int, int, int], layout: Layout = USUAL
    ) -> None:
        """Put it up at `whole`; shape: of the pictures, (channels, rows, columns)."""
        self.path = parent.attach_new_node("fool board")
        self.path.hide(MIRRORED)
        self.frames = {**frames(whole, layout), "whole": whole.lifted(-0.003)}
        self._words, self._layout = words, layout
        slab = furniture.slab(whole.centre, whole.right, whole.up, thick_m=0.035, colour=light.PLATE)
        signs.stone_path(
            mesh.joined([mesh.tagged(slab, stage=0, emission=0.55), board.rim(whole)]), name="fool plate"
        ).reparent_to(self.path)
        face = board.writing(self.path, whole.lifted(0.005))
        self._show = _hang(face, shape, layout)
        self._change = weights.Picture(face)
        half = layout.side_m / 2
        legend = (-half, half, layout.legend_top - LEGEND_M, layout.legend_top)
        self._change.lay([(-half, half, layout.top - layout.side_m, layout.top)], legend=legend, plate=NOWHERE)
        self._drawing, self._lines = strokes.Drawing(face), lettering.Lines(face)
        self._told: Told | None = None
        self._lit: tuple[str | None] | None = None

    def show(self, told: Told, *, hovered: str | None) -> None:
        """Show a picture's change, and light the part that is pointed at."""
        if self._lit is None or hovered != self._lit[0]:
            self._lit = (hovered,)
            self._drawing.show(strokes.joined(list(_buttons(self._layout, hovered))))
        if told is self._told:
            return
        self._told = told
        self._show(told.before, told.now)
        self._change.show(strongest(told.now - told.before)[None], most=1 / told.times)
        self._lines.write(list(texts(told, self._words, self._layout)))


def strongest(change: Floats) -> Floats:
    """Return of a change, (C, H, W), for each pixel that of the channel that was changed most, (H, W)."""
    most = np.abs(change).argmax(axis=0, keepdims=True)
    found: Floats = np.take_along_axis(change, most, axis=0)[0]
    return found


def _hang(face: p3d.NodePath, shape: tuple[int, int, int], layout: Layout) -> Callable[[Floats, Floats], None]:
    """Hang two pictures up; return what shows them, each (C, H, W) in [0, 1]: in ink on paper without colours."""
    channels, rows, columns = shape
    before, now = (_flat(middle, layout) for middle in (COLUMNS[0], COLUMNS[2]))
    if channels == 3:
        left, right = (ColourPicture(face, flat, size=(rows, columns)) for flat in (before, now))

        def in_colours(first: Floats, then: Floats) -> None:
            left.show(first)
            right.show(then)

        return in_colours
    pair = board.Picture(face, before, also=(now,), size=(2 * columns, rows), ink=INK, paper=PAPER, smooth=False)

    def in_ink(first: Floats, then: Floats) -> None:
        both = np.concatenate([first.mean(0), then.mean(0)], axis=1)
        pair.show((both * 255 + 0.5).astype(np.uint8))

    return in_ink


def texts(told: Told, words: Words, layout: Layout = USUAL) -> Iterator[Entry]:
    """Return everything that is written on the board."""
    yield train_texts.entry(words("fool.board"), LEFT, layout.title_z, layout.title, width_m=1.2)
    yield train_texts.entry(told.step, RIGHT, layout.title_z, replace(layout.body, align="right"), width_m=0.5)
    captions = (words("fool.before"), words("fool.difference", times=told.times), words("fool.now"))
    for text, middle in zip(captions, COLUMNS, strict=True):
        yield train_texts.entry(text, middle, layout.caption_z, layout.caption, width_m=COLUMN_M)
    guess = replace(layout.title, align="centre")
    for text, middle in zip(told.guesses, (COLUMNS[0], COLUMNS[2]), strict=True):
        yield train_texts.entry(text, middle, layout.guess_z, guess, width_m=COLUMN_M)
    yield from _legend(told, words, layout)
    if layout.change_z is not None:
        second = replace(layout.body, colour=light.SECOND_TEXT)
        yield train_texts.entry(told.change, LEFT, layout.change_z, second, width_m=RIGHT - LEFT)
    yield from train_texts.lines(told.sentence, layout.sentence, layout.body)
    yield from _labels(told, words, layout)


def _legend(told: Told, words: Words, layout: Layout) -> Iterator[Entry]:
    """Say what the colours of the change stand for."""
    number = Style(size_m=NUMBER_SHARE * layout.em_m, align="centre")
    ends, aside = words.short(1 / told.times), max(layout.side_m / 2, APART * number.size_m)
    for text, x in ((f"−{ends}", -aside), ("0", 0.0), (f"+{ends}", aside)):
        yield train_texts.entry(text, x, layout.number_z, number)


def _labels(told: Told, words: Words, layout: Layout) -> Iterator[Entry]:
    """Write what the buttons are for."""
    names = {"go": "fool.stop" if told.goes_on else "fool.go", "once": "fool.once", "back": "fool.back"}
    for name, rect in layout.buttons.items():
        text = train_texts.entry(words(names[name]), *rect.middle, layout.body, width_m=rect.width - 0.04)
        x, z = rect.middle
        yield replace(text, point=(x, 0.0, z - HALF_EM * text.size_m))


def _buttons(layout: Layout, hovered: str | None) -> Iterator[Strokes]:
    for name, rect in layout.buttons.items():
        lift = HOVER if name == hovered else 0.0
        red, green, blue = (part + lift for part in LIT)
        yield strokes.bar(rect.left, rect.bottom, rect.right, rect.top, colour=(red, green, blue))


def _flat(middle: float, layout: Layout) -> Frame:
    """Return where a picture lies on the board."""
    half = layout.side_m / 2
    axes = np.array([half, 0.0, 0.0]), np.array([0.0, 0.0, half])
    return Frame(centre=np.array([middle, 0.0, layout.top - half]), right=axes[0], up=axes[1])
