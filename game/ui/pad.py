"""The easel's drawing: what pen, eraser and pictures do to it. Nothing here is drawn on the screen."""

import math
from collections import deque
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.ui import brush
from layerwalk.game.ui.brush import Floats, Rect

DIGIT_SIDE_PX = 28
FINENESS = 140
"""About how many cells the drawing is wide: whole squares of them become a pixel of the data's pictures."""
BRUSH_WIDTHS = {1: 1.6, 2: 2.4, 3: 3.2}
"""Width of each brush in pixels of the data's pictures; the second is about the pen of the handwritten digits."""
GREY_STEPS = 10
UNDO_LIMIT = 32

Tool = Literal["pen", "eraser"]


class Pad:
    """Hold the drawing on the easel and the tools that change it; main thread only.

    A stroke is `begin()` when the pen touches the board and `stroke(...)` for every piece of its way.
    """

    def __init__(self, *, picture_side_px: int = DIGIT_SIDE_PX, centred: bool = True) -> None:
        """Lay out an empty drawing for pictures of a data set, which are `centred` as those of MNIST or not."""
        self.picture_side_px = picture_side_px
        self.scale = max(1, round(FINENESS / picture_side_px))
        """How many cells each way make a pixel of a picture."""
        self.side = picture_side_px * self.scale
        self._centred = centred
        self._drawing = np.zeros((self.side, self.side), np.float32)
        self._past: deque[tuple[Floats, bool]] = deque(maxlen=UNDO_LIMIT)
        self._brush = 2
        self._grey = GREY_STEPS
        self.centre = centred
        """Whether the drawing is centred before it is classified: a digit that began empty is, a picture is not."""
        self.version = 0
        """Grows with every change of the drawing."""
        self.tool: Tool = "pen"
        """What is in the hand."""

    @property
    def drawing(self) -> Floats:
        """Return a read-only view of the drawing, (side, side) float32 in [0, 1], 1 = ink, row 0 at the top."""
        view = self._drawing.view()
        view.flags.writeable = False
        return view

    @property
    def brush(self) -> int:
        """Return the brush: 1, 2 or 3."""
        return self._brush

    @property
    def grey(self) -> float:
        """Return the pen's ink, 0 to 1 in steps of 0.1."""
        return self._grey / GREY_STEPS

    @property
    def can_undo(self) -> bool:
        """Say whether there is a drawing to go back to."""
        return bool(self._past)

    def set_centre(self, centre: bool) -> None:
        """Have the drawing centred before it is classified, or not; where `can_centre` is off it never is."""
        if (centre and self.can_centre) != self.centre:
            self.centre = not self.centre
            self.version += 1

    @property
    def can_centre(self) -> bool:
        """Say whether drawings can be centred: only digits are, as those of MNIST were."""
        return self._centred

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is drawn."""
        return not self._drawing.any()

    def copy(self) -> Floats:
        """Return the drawing as an array of its own, (side, side) float32."""
        return self._drawing.copy()

    def change_brush(self, by: int) -> None:
        """Take a brush that is bigger, or smaller where `by` is negative, as far as there is one."""
        self._brush = max(1, min(len(BRUSH_WIDTHS), self._brush + by))

    def change_grey(self, steps: int) -> None:
        """Make the pen's ink lighter by steps of 0.1, or darker where `steps` is negative, within 0 to 1."""
        self._grey = max(0, min(GREY_STEPS, self._grey + steps))

    def begin(self) -> None:
        """Remember the drawing, so that what follows can be undone."""
        self._past.append((self.copy(), self.centre))

    def stroke(self, u0: float, v0: float, u1: float, v1: float) -> Rect | None:
        """Draw from (u0, v0) to (u1, v1), u to the right and v down in [0, 1]; return the part that was touched.

        The pen keeps what is darker already (the maximum of both); the eraser leaves at most what it does not cover.
        Beside the board, or where a coordinate is not finite, nothing happens and None is returned.
        """
        if not all(map(math.isfinite, (u0, v0, u1, v1))):
            return None
        radius = BRUSH_WIDTHS[self._brush] * self.scale / 2
        side = self.side
        touched = brush.capsule((u0 * side, v0 * side), (u1 * side, v1 * side), radius=radius, side=side)
        if touched is None:
            return None
        rect, cover = touched
        part = self._drawing[rect.slices]
        if self.tool == "eraser":
            np.minimum(part, 1.0 - cover, out=part)
        else:
            np.maximum(part, cover * np.float32(self.grey), out=part)
        self.version += 1
        return rect

    def clear(self) -> None:
        """Take everything off; a digit that is drawn next is centred."""
        self._replace(np.zeros_like(self._drawing), centre=True)

    def put(self, picture: NDArray[np.uint8] | Floats) -> None:
        """Place a dataset picture, uint8 or float32 in [0, 1], of the pad's `picture_side_px`; it can be drawn over.

        Every pixel becomes a block of equal cells, so that the mean of a block is the pixel to the bit.
        Raises ValueError for another shape.
        """
        expected = (self.picture_side_px, self.picture_side_px)
        if picture.shape != expected:
            raise ValueError(f"a picture of shape {picture.shape} does not fit the easel, expected {expected}")
        scale = np.float32(255 if picture.dtype == np.uint8 else 1)
        pixels = np.clip(picture.astype(np.float32) / scale, 0.0, 1.0)
        self._replace(pixels.repeat(self.scale, axis=0).repeat(self.scale, axis=1), centre=False)

    def replace(self, drawing: Floats) -> None:
        """Place a finished drawing, (side, side) float32 in [0, 1]; a digit is centred as if drawn by hand.

        Raises ValueError for another shape.
        """
        expected = (self.side, self.side)
        if drawing.shape != expected:
            raise ValueError(f"a drawing of shape {drawing.shape} does not fit the easel, expected {expected}")
        self._replace(np.clip(drawing.astype(np.float32), 0.0, 1.0), centre=True)

    def fitted(self, *, picture_side_px: int, centred: bool) -> "Pad":
        """Return a pad for another data set with the same tools in hand.

        What is drawn comes along, as does what can be undone, where the pictures are of the same side; else it begins
        empty.
        """
        pad = Pad(picture_side_px=picture_side_px, centred=centred)
        pad.tool, pad._brush, pad._grey, pad.version = self.tool, self._brush, self._grey, self.version + 1
        if picture_side_px == self.picture_side_px:
            pad._drawing[:] = self._drawing
            pad.centre = self.centre and centred
            pad._past.extend((drawing, centre and centred) for drawing, centre in self._past)
        return pad

    def undo(self) -> bool:
        """Bring back the drawing before the last stroke, picture or clearing; say whether there was one."""
        if not self._past:
            return False
        self._drawing[:], self.centre = self._past.pop()
        self.version += 1
        return True

    def _replace(self, drawing: Floats, *, centre: bool) -> None:
        self.begin()
        self._drawing[:] = drawing
        self.centre = centre and self._centred
        self.version += 1
