"""The island of the answer: plinths with names, columns as tall as the probabilities, the lantern with the guess."""

from collections.abc import Iterator

import numpy as np
import panda3d.core as p3d

from layerwalk.game.words import Words
from layerwalk.game.world import floors, furniture, lettering, light, mesh, panels, pieces, rails, signs
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Placement, Pose
from layerwalk.game.world.plates import Plates
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Floats

LANTERN_TEXT: light.Colour = (0.275, 0.098, 0.070)
LOW_M = 0.03
PLATE_FOOT_M = furniture.PLINTH_TALL_M + 0.23 + LOW_M
"""The middle of a plate over its plinth's floor, where the column has no height."""
FACE_LINES = ((0.76, -0.11), (0.19, -0.36), (0.085, -0.49))
"""The lantern's guess, its share and the second guess: size and height of their lines, in the lantern's widths."""
FACE_WIDTH, PLINTH_WIDTH = 0.88, 0.92
"""How much of a lantern's and of a plinth's width a line may fill; longer ones are smaller."""


def ranked(probabilities: Floats) -> list[int]:
    """Return the classes, most probable first."""
    return [int(index) for index in np.argsort(-probabilities, kind="stable")]


def guesses(
    probabilities: Floats | None, classes: tuple[str, ...], words: Words, *, shown: Shown = EVERYTHING
) -> tuple[str, str, str]:
    """Return the best guess, its share and the second guess as texts.

    The first is a question mark where there is no answer or guesses are hidden.
    """
    if probabilities is None or not shown.guess:
        return words("answer.none"), "", ""
    best, second = ranked(probabilities)[:2]
    other = {"name": words.class_name(classes[second]), "percent": words.percent(float(probabilities[second]))}
    text = words("answer.second", **other) if shown.second else ""
    return words.class_name(classes[best]), words.percent(float(probabilities[best])), text


def _heights_m(probabilities: Floats) -> Floats:
    """Return how high over its plinth's floor each plate's middle is."""
    heights_m: Floats = PLATE_FOOT_M + probabilities * furniture.COLUMN_TALL_M
    return heights_m


def _carved(text: str, size_m: float, pose: Pose) -> lettering.Entry:
    """Write a line on a face of the lantern."""
    heading_deg = pose.heading_deg
    return lettering.Entry(text=text, point=pose.point, heading_deg=heading_deg, size_m=size_m, colour=LANTERN_TEXT)


class Answer:
    """Hold the island; `show` moves the columns and writes the guess. Main thread."""

    def __init__(
        self,
        placement: Placement,
        classes: tuple[str, ...],
        *,
        index: int,
        words: Words,
        gaps: list[tuple[float, float]],
    ) -> None:
        """Build the island for `classes`; `index` is its place in the stages' lights."""
        self.path = p3d.NodePath("answer")
        self._classes, self._words = classes, words
        self._placement, self._shown = placement, EVERYTHING
        self._shares, self._is_answered = np.zeros(len(classes), np.float32), False
        self.textures = LayerTextures("answer", first=0, maps=1, rows=1, columns=len(classes))
        floor = placement.island
        stone = [floors.disc(floor, stage=index), rails.round_disc(floor, gaps, stage=index)]
        stone.append(
            furniture.lantern(placement.lantern, width_m=placement.lantern_m, floor_z=floor.centre[2], stage=index)
        )
        if placement.plinths:
            stone.append(furniture.plinths(placement, stage=index))
        signs.stone_path(mesh.joined(stone), name="island").reparent_to(self.path)
        self._plates: Plates | None = None
        self._columns_path = self.path.attach_new_node("columns")
        self._lines = lettering.Lines(self.path, still=self._names())
        self._percent_poses = [self._before_plate(pose) for pose in placement.plinths]
        self._line_poses = [self._on_face(turn, height) for turn in range(4) for _, height in FACE_LINES]
        if placement.plinths:
            self._plates = Plates(self.path, placement, half_m=self._half_m)
            self._columns().reparent_to(self._columns_path)
        self.show(None)

    def _columns(self) -> p3d.NodePath:
        width = self._placement.plinth_m * furniture.COLUMN_SHARE
        top = [0, 0, furniture.PLINTH_TALL_M + furniture.PLINTH_TOP_M]
        feet = np.array([np.asarray(pose.point) + top for pose in self._placement.plinths], np.float32)
        headings = np.array([pose.heading_deg - 180.0 for pose in self._placement.plinths], np.float32)
        return panels.build_pillars(
            feet,
            headings,
            self.textures.cells,
            width_m=width,
            depth_m=width * furniture.COLUMN_DEPTH,
            low_m=LOW_M,
            tall_m=furniture.COLUMN_TALL_M,
        )

    def _names(self) -> Iterator[lettering.Entry]:
        """Write every plinth's name on its front and its back."""
        width = self._placement.plinth_m
        names = map(self._words.class_name, self._classes)
        for pose, name in zip(self._placement.plinths, names, strict=False):
            size = min(0.52, width * 1.2 / max(1, len(name)) ** 0.75)
            size = lettering.fitting(name, size_m=size, width_m=width * PLINTH_WIDTH)
            for turn in (0.0, 180.0):
                heading_deg = pose.heading_deg - 180.0 + turn
                out = -mesh.forward(heading_deg) * (width / 2 + 0.012)
                up_m = furniture.PLINTH_TALL_M * 0.5 - size * 0.36
                x, y, z = (np.asarray(pose.point) + out + [0, 0, up_m]).tolist()
                yield lettering.Entry(text=name, point=(x, y, z), heading_deg=heading_deg, size_m=size)

    @property
    def _half_m(self) -> float:
        return min(0.36, self._placement.plinth_m * 0.46)

    def _percents(self) -> list[lettering.Entry]:
        """Return the percentages on the plates."""
        if not (self._tells_shares and self._shares.any()):
            return []
        told = zip(self._percent_poses, _heights_m(self._shares).tolist(), self._shares.tolist(), strict=False)
        return [self._percent(*each) for each in told]

    def _before_plate(self, pose: Pose) -> Pose:
        """Return where a plate's percentage stands if the plate's middle is as high as the pose."""
        front = mesh.forward(pose.heading_deg) * 0.02
        x, y, z = (np.asarray(pose.point) + front - [0, 0, self._half_m * 0.17]).tolist()
        return Pose(point=(x, y, z), heading_deg=pose.heading_deg - 180.0)

    def _percent(self, pose: Pose, up_m: float, share: float) -> lettering.Entry:
        """Write a share before a plate whose middle is so high over the pose."""
        x, y, z = pose.point
        text, size_m = self._words.percent(share), self._half_m * 0.50
        return lettering.Entry(text=text, point=(x, y, z + up_m), heading_deg=pose.heading_deg, size_m=size_m)

    def _faces(self) -> list[lettering.Entry]:
        """Return the two best guesses for every face of the lantern, or a question mark."""
        width, probabilities = self._placement.lantern_m, self._shares if self._is_answered else None
        texts = guesses(probabilities, self._classes, self._words, shown=self._shown)
        told = zip(texts, (width * size for size, _ in FACE_LINES), strict=True)
        lines = [(text, lettering.fitting(text, size_m=size_m, width_m=width * FACE_WIDTH)) for text, size_m in told]
        return [_carved(*line, pose) for line, pose in zip(lines * 4, self._line_poses, strict=True)]

    def _writing(self) -> Pieces:
        """Write guesses and percentages, piece by piece."""
        faces = self._faces()
        yield
        percents = self._percents()
        yield
        yield from self._lines.writing([*faces, *percents])

    def _on_face(self, turn: int, height: float) -> Pose:
        """Return where a line stands on one of the lantern's four faces, so many of its widths up."""
        pose, width = self._placement.lantern, self._placement.lantern_m
        heading_deg = pose.heading_deg - 180.0 + 90.0 * turn
        out = -mesh.forward(heading_deg) * (width / 2 * 1.055 + 0.02)
        x, y, z = (np.asarray(pose.point) + out + [0, 0, width * height]).tolist()
        return Pose(point=(x, y, z), heading_deg=heading_deg)

    def show(self, probabilities: Floats | None) -> None:
        """Show the probabilities (classes,), or a question mark where there is no answer."""
        pieces.finish(self.showing(probabilities))

    def showing(self, probabilities: Floats | None) -> Pieces:
        """Do what `show` does piece by piece."""
        shares = np.zeros(len(self._classes), np.float32) if probabilities is None else probabilities
        shares = np.array(shares, np.float32)
        self._shares, self._is_answered = shares, probabilities is not None
        yield from self._raising(shares)
        yield from self._writing()

    def _raising(self, shares: Floats) -> Pieces:
        """Let columns and plates be as tall as the shares."""
        low, high = np.zeros((1, 1, 1), np.float32), np.ones((1, 1, 1), np.float32)
        self.textures.show(shares.reshape(1, 1, -1), low, high)
        self.textures.write(cells=True)
        yield
        if self._plates is not None:
            self._plates.raise_by(_heights_m(shares))
            yield

    def set_shown(self, shown: Shown) -> None:
        """Show the guesses and the percentages, or hide them; columns and percentages would tell a hidden guess."""
        self._shown = shown
        if self._plates is not None:
            (self._plates.path.show if self._tells_shares else self._plates.path.hide)()
        (self._columns_path.show if shown.guess else self._columns_path.hide)()
        pieces.finish(self._writing())

    @property
    def _tells_shares(self) -> bool:
        return self._shown.guess and self._shown.percents

    def close(self) -> None:
        """Give the texture's memory on the graphics card back."""
        self.textures.release()
        self.path.remove_node()
