"""Where everything lies on the board about a changed picture, for usual letters and for large ones. Board, metres.

The board is read from three metres away: letters of 73 mm are 24 mm for every metre.
"""

from dataclasses import dataclass, replace

from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.world import light

SIZE_M = (1.90, 1.22)
LEFT, RIGHT = -0.89, 0.89
COLUMNS = (-0.61, 0.0, 0.61)
"""The middles of the three pictures."""
COLUMN_M = 0.56
LARGE_FROM = 1.25
"""From this text size on everything is written large, and less is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Say how large letters are and where lines stand.

    em_m: of what is read; head_m: of the title and of what the network says. top, side_m: of the pictures. change_z:
    of the line about the largest change, None for none. Heights are of base lines, save for `top` and `legend_top`.
    """

    em_m: float
    head_m: float
    title_z: float
    caption_z: float
    top: float
    side_m: float
    legend_top: float
    number_z: float
    guess_z: float
    change_z: float | None
    sentence: Rect
    foot: tuple[float, float]
    """Bottom and top of the buttons."""

    @property
    def body(self) -> Style:
        """Return how what is read is written."""
        return Style(size_m=self.em_m)

    @property
    def caption(self) -> Style:
        """Return how what stands over and under the pictures is written."""
        return replace(self.body, colour=light.SECOND_TEXT, align="centre")

    @property
    def title(self) -> Style:
        """Return how the title is written."""
        return Style(size_m=self.head_m, face="display")

    @property
    def buttons(self) -> dict[str, Rect]:
        """Return what can be pressed: 'go' (or stop), 'once', 'back'."""
        bottom, top = self.foot
        ends = {"go": (LEFT, -0.25), "once": (-0.22, 0.20), "back": (0.23, RIGHT)}
        return {name: Rect(left=left, bottom=bottom, right=right, top=top) for name, (left, right) in ends.items()}


USUAL = Layout(
    em_m=0.073,
    head_m=0.092,
    title_z=0.492,
    caption_z=0.386,
    top=0.362,
    side_m=0.385,
    legend_top=-0.046,
    number_z=-0.162,
    guess_z=-0.128,
    change_z=-0.256,
    sentence=Rect(left=LEFT, bottom=-0.462, right=RIGHT, top=-0.288),
    foot=(-0.578, -0.470),
)
LARGE = Layout(
    em_m=0.096,
    head_m=0.105,
    title_z=0.480,
    caption_z=0.362,
    top=0.336,
    side_m=0.285,
    legend_top=0.034,
    number_z=-0.082,
    guess_z=-0.046,
    change_z=None,
    sentence=Rect(left=LEFT, bottom=-0.418, right=RIGHT, top=-0.128),
    foot=(-0.578, -0.440),
)


def layout(text_size: float) -> Layout:
    """Return where everything lies for a visitor's text size."""
    return LARGE if text_size >= LARGE_FROM else USUAL
