"""The tool that shows how the neuron that is held comes to its value, on a page beside it, with live numbers."""

from collections.abc import Mapping

import panda3d.core as p3d

from layerwalk.game import selected as selections
from layerwalk.game.lab import beside
from layerwalk.game.lab.beside import Spot
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.selected import Selected
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.calculation import layout, measures, sheet
from layerwalk.game.ui.calculation.page import Page
from layerwalk.game.ui.calculation.parts import Sheet, Told
from layerwalk.nn.messages import Explained

EVERY_S = 0.05
"""Numbers that follow a drawing are written anew at most once in so long."""
NOTHING: Mapping[str, Frame] = {}


class Calculating(Tool):
    """Show the page for as long as a neuron is held, until its cross is pressed."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.frames = NOTHING
        self._hall: Hall | None = None
        self._page: Page | None = None
        self._selected: Selected | None = None
        self._spot: Spot | None = None
        self.told: Explained | None = None
        """What the page tells of."""
        self.sheet: Sheet | None = None
        """What it says."""
        self.chosen: int | None = None
        """The input map that is looked at, None for the strongest."""
        self.drawings = 0
        """How often it was drawn."""
        self._is_away = False
        self._waited_s = EVERY_S
        self._first = 0
        self._hovered: str | None = None
        self._drawn: tuple[object, ...] = ()

    def stand(self, hall: Hall) -> None:
        """Hang the page anew, where it stood; switched on again, it comes back."""
        before = self._hall
        if before is not None and hall.settings.shown.calculation and not before.settings.shown.calculation:
            self._is_away = False
        if self._page is not None:
            self._page.path.remove_node()
        self._hall, self._page, self._drawn, self.frames = hall, None, (), NOTHING

    def leave(self) -> None:
        """Take the page away before its world goes."""
        if self._page is not None:
            self._page.path.remove_node()
        self._hall, self._page, self._drawn, self.frames = None, None, (), NOTHING

    def hover(self, part: str | None) -> None:
        """Light what is pointed at."""
        self._hovered = None if part == "page" else part

    def press(self, part: str, u: float, v: float) -> str:
        """Put the page away, look at another input map, or at more of them."""
        name, _, number = part.partition(" ")
        if name == "close":
            self._is_away = True
        elif name == "map":
            self.chosen = int(number)
        elif name in ("previous", "next") and self._hall is not None:
            step = measures.measures(self._hall.settings.view.text_size).tiles
            self._first = max(0, self._first + (step if name == "next" else -step))
        return ""

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow what is held, and the numbers."""
        hall = self._hall
        if hall is None or (hall.state.selected is None and self._selected is None):
            return
        self._hold(hall, camera)
        told = hall.state.explained
        if self._selected is not None and told is not None and _is_of(told, self._selected):
            self.told = told
        self._waited_s += dt_s
        wanted = (self.chosen, self._first, self._hovered, hall.state.lesions, self.told)
        if self.told is None or self._is_away or not hall.settings.shown.calculation:
            self._hide()
        elif wanted != self._drawn and (wanted[:-1] != self._drawn[:-1] or self._is_turn(hall, dt_s)):
            self._drawn, self._waited_s = wanted, 0.0
            self._draw(hall, self.told)

    def _is_turn(self, hall: Hall, dt_s: float) -> bool:
        """Say whether other numbers are to be drawn now; while time stands still, they never wait."""
        return dt_s == 0 or (self._waited_s >= EVERY_S and hall.turns.take("calculation"))

    def _hold(self, hall: Hall, camera: p3d.NodePath) -> None:
        """Stand anew before the visitor when another neuron is held than before."""
        held, spec = hall.state.selected, hall.state.spec
        is_neuron = held is not None and selections.fits(held, spec) and selections.extent(held, spec) == "neuron"
        wanted = held if is_neuron else None
        if wanted == self._selected:
            return
        self._selected, self.told, self._is_away, self.chosen, self._first = wanted, None, False, None, 0
        self._hide()
        if wanted is not None:
            wide_m = measures.measures(hall.settings.view.text_size).wide_m
            self._spot = beside.spot(hall, camera, wanted, wide_m=wide_m)

    def _hide(self) -> None:
        if self._page is not None:
            self._page.path.remove_node()
            self._page, self._drawn, self.frames = None, (), NOTHING

    def _draw(self, hall: Hall, explained: Explained) -> None:
        assert self._spot is not None
        sizes = measures.measures(hall.settings.view.text_size)
        told = Told(
            spec=hall.state.spec,
            words=hall.words,
            limits=_limits(hall, explained),
            chosen=self.chosen,
            tiles=sizes.tiles,
            tiles_from=self._first,
            rows=sizes.rows,
            lesioned=bool(hall.state.lesions),
        )
        self.drawings += 1
        self.sheet = sheet.sheet(explained, told)
        laid = layout.page(
            self.sheet, hall.words, sizes, palette_name=hall.look.palette, first=self._first, hovered=self._hovered
        )
        size_m = sizes.wide_m, laid.tall_m
        if self._page is None:
            self._page = Page(hall.root)
        if self._page.size_m != size_m:
            self._page.stand(self._spot.frame(size_m), size_m=size_m)
        self._page.show(laid)
        self.frames = self._page.frames


def _is_of(explained: Explained, selected: Selected) -> bool:
    return (explained.node, explained.index) == (selected.node, selected.index)


def _limits(hall: Hall, explained: Explained) -> dict[str, tuple[float, float]]:
    """Return the least and the largest value of the layers that the neuron reads."""
    shown = hall.state.activations
    read = {edges.node for edges in explained.incoming} & set(shown)
    return {node: (float(shown[node].min()), float(shown[node].max())) for node in read}
