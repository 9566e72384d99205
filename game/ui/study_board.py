"""The board on which a study is drawn while it goes on; it stands wherever it is put. Main thread."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.study_reports import Report
from layerwalk.game.ui import board, strokes, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Drawing, Strokes
from layerwalk.game.ui.study import sheet, study_texts
from layerwalk.game.ui.study.sheet import FOOT, SIZE_M
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, light, mesh, signs
from layerwalk.game.world.lettering import Entry, Lines

EVERY_S = 0.2
"""It is drawn anew at most once in so long."""
BUTTONS = {
    "first": Rect(left=0.510, bottom=-0.545, right=0.725, top=-0.445),
    "away": Rect(left=0.745, bottom=-0.545, right=0.985, top=-0.445),
}
BAR = Rect(left=FOOT.left, bottom=-0.530, right=FOOT.right, top=-0.512)
LIT, UNLIT, WELL = (0.52, 0.39, 0.30), (0.345, 0.240, 0.172), (0.062, 0.050, 0.052)
RIM_M, THICK_M = 0.006, 0.03
LABEL = replace(sheet.BODY, align="centre")


class StudyBoard:
    """Hold what is seen of the board; `update` follows the study. Main thread."""

    def __init__(self, parent: p3d.NodePath, frame: Frame, *, words: Words) -> None:
        """Put the board where `frame` is; what is on it is as large as the frame makes it."""
        self.path = parent.attach_new_node("study board")
        self._frame, self._words = frame, words
        self._build_stone()
        writing = board.writing(self.path, frame.lifted(0.004))
        writing.set_scale(2 * float(np.linalg.norm(frame.right)) / SIZE_M[0])
        self._drawing, self._live = Drawing(writing), Drawing(writing)
        self._live.path.set_bin("fixed", 19, 1)
        self._texts, self._labels = Lines(writing), Lines(writing)
        self._drawn: Report | None = None
        self._shown: tuple[object, ...] | None = None
        self._waited_s = EVERY_S
        self.frames: dict[str, Frame] = {}

    def close(self) -> None:
        """Take the board away."""
        self.path.remove_node()

    def update(self, report: Report, *, hovered: str | None = None, dt_s: float = 0.0) -> None:
        """Show how a study stands, if that has changed, and light the button that is pointed at."""
        self._waited_s += dt_s
        wanted = (report, hovered)
        if wanted == self._shown or (dt_s > 0 and report.is_live and self._waited_s < EVERY_S):
            return
        self._shown, self._waited_s = wanted, 0.0
        if report is not self._drawn:
            self._drawn = report
            made = study_texts.draw(report, self._words)
            self._drawing.show(made.drawn)
            self._texts.write(made.written)
        names = _buttons(report)
        self._live.show(strokes.joined([*_progress_bar(report), *_plates(names, hovered)]))
        self._labels.write([*_progress(report, self._words), *_labels(names, self._words)])
        self.frames = {name: self._part(rect) for name, rect in names.items()}
        self.frames["whole"] = self._frame.lifted(-0.003)

    def _build_stone(self) -> None:
        centre, right, up = self._frame.centre, self._frame.right, self._frame.up
        grid = np.array([[centre - right - up, centre + right - up], [centre - right + up, centre + right + up]])
        face = mesh.sheet(grid, colour=light.with_alpha(light.PLATE))
        back = centre - self._frame.normal * 0.006
        width_m, height_m = (float(np.linalg.norm(axis)) for axis in (right, up))
        wide, tall = right * (1 + RIM_M / width_m), up * (1 + RIM_M / height_m)
        rim = furniture.slab(back + self._frame.normal * 0.003, wide, tall, thick_m=0.004, colour=light.AMBER)
        parts = [
            furniture.slab(back, wide, tall, thick_m=THICK_M, colour=light.WOOD),
            mesh.tagged(rim, stage=0, emission=0.9),
            mesh.tagged(face, stage=0, emission=0.55),
        ]
        signs.stone_path(mesh.joined(parts), name="study plate").reparent_to(self.path)

    def _part(self, rect: Rect) -> Frame:
        width_m, height_m = SIZE_M
        return self._frame.part(
            0.5 + rect.left / width_m,
            0.5 - rect.top / height_m,
            0.5 + rect.right / width_m,
            0.5 - rect.bottom / height_m,
        )


def _buttons(report: Report) -> dict[str, Rect]:
    """Return what can be pressed: 'stop' while it goes on, then 'save'; and 'away'."""
    return {"stop" if report.is_live else "save": BUTTONS["first"], "away": BUTTONS["away"]}


def _plates(names: dict[str, Rect], hovered: str | None) -> Iterator[Strokes]:
    for name, rect in names.items():
        colour = LIT if name == hovered else UNLIT
        yield strokes.bar(rect.left, rect.bottom, rect.right, rect.top, colour=colour)


def _labels(names: dict[str, Rect], words: Words) -> Iterator[Entry]:
    for name, rect in names.items():
        x, z = rect.middle
        made = train_texts.entry(words(f"studies.board.{name}"), x, z, LABEL, width_m=rect.width - 0.02)
        yield replace(made, point=(x, 0.0, z - sheet.CAPITAL * made.size_m))


def _progress_bar(report: Report) -> Iterator[Strokes]:
    if report.is_live:
        done = BAR.left + BAR.width * report.studied.share
        yield strokes.bar(BAR.left, BAR.bottom, BAR.right, BAR.top, colour=WELL)
        yield strokes.bar(BAR.left, BAR.bottom, done, BAR.top, colour=light.SECOND_TEXT)


def _progress(report: Report, words: Words) -> Iterator[Entry]:
    if report.is_live:
        text = study_texts.progress(report, words)
        yield train_texts.entry(text, BAR.left, BAR.top + 0.022, sheet.BODY, width_m=BAR.width)
