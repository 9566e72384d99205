"""The tool that shows how the neuron that is held comes to its value, on a page beside it, with live numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game import selected as selections
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.selected import Selected
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.calculation import layout, measures, sheet
from layerwalk.game.ui.calculation.page import Page
from layerwalk.game.ui.calculation.parts import Sheet, Told
from layerwalk.game.world import furniture, mesh, picking, rays
from layerwalk.game.world.placement import Point, Pose
from layerwalk.nn.messages import Explained

ASIDE_DEG, LEAST_DEG = 22.0, 8.0
"""The page stands so far to the right of what the visitor looks at; so far at least where the picture is narrow."""
AIR_DEG = 1.0
"""So much is left free beside it."""
AWAY_M, NEAREST_M = 1.6, 0.9
BEFORE_M = 0.14
"""It stands so far before a wall, where there is one; it is smaller then, and looks as large as ever."""
BELOW_DEG, STEEPEST_DEG = 2.5, 12.0
"""Its middle is seen so far below what is looked at; it never stands higher or lower than `STEEPEST_DEG`."""
NOTHING: Mapping[str, Frame] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Say from where the page is read: the eye, where its middle is seen from there, and how far off that is."""

    eye: Point
    heading_deg: float
    pitch_deg: float
    away_m: float

    def frame(self, size_m: tuple[float, float]) -> Frame:
        """Return where a page of a size made for 1.6 m stands; it faces the eye."""
        share = self.away_m / AWAY_M
        along = mesh.forward(self.heading_deg) + [0.0, 0.0, np.tan(np.radians(self.pitch_deg))]
        x, y, z = (float(each) for each in np.asarray(self.eye) + along * self.away_m)
        pose = Pose(point=(x, y, z), heading_deg=self.heading_deg + 180.0, tilt_deg=-self.pitch_deg)
        centre, right, up = furniture.board_frame(pose, size_m[0] * share, size_m[1] * share)
        return Frame(centre=centre, right=right, up=up)


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
        if hall is None:
            return
        self._hold(hall, camera)
        told = hall.state.explained
        if self._selected is not None and told is not None and _is_of(told, self._selected):
            self.told = told
        wanted = (self.told, self.chosen, self._first, self._hovered, hall.state.lesions)
        if self.told is None or self._is_away or not hall.settings.shown.calculation:
            self._hide()
        elif wanted != self._drawn:
            self._drawn = wanted
            self._draw(hall, self.told)

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
            self._spot = spot(hall, camera)

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


def spot(hall: Hall, camera: p3d.NodePath) -> Spot:
    """Return where a page stands beside what the camera looks at, nearer where a wall is in its way."""
    eye = camera.get_pos(hall.root)
    wide_m = measures.measures(hall.settings.view.text_size).wide_m
    half_deg = float(np.degrees(np.arctan2(wide_m / 2, AWAY_M)))
    at, heading_deg = (eye.x, eye.y, eye.z), camera.get_h(hall.root) - _aside_deg(camera, half_deg)
    pitch_deg = float(np.clip(camera.get_p(hall.root) - BELOW_DEG, -STEEPEST_DEG, STEEPEST_DEG))
    away_m = AWAY_M
    for turn_deg in (-half_deg, 0.0, half_deg):
        x, y, _ = (float(each) for each in mesh.forward(heading_deg + turn_deg))
        met = picking.pick(rays.ray(at, (x, y, 0.0)), hall.placement, hall.state.spec)
        if met is not None:
            away_m = min(away_m, max(NEAREST_M, met.distance_m - BEFORE_M))
    return Spot(eye=at, heading_deg=heading_deg, pitch_deg=pitch_deg, away_m=away_m)


def _aside_deg(camera: p3d.NodePath, half_deg: float) -> float:
    """Return how far to the right a page can stand and still be seen; half_deg: so much it takes up on either side."""
    node = camera.node()
    if not isinstance(node, p3d.LensNode):
        return ASIDE_DEG
    return min(ASIDE_DEG, max(LEAST_DEG, float(node.get_lens().get_hfov()) / 2 - half_deg - AIR_DEG))


def _is_of(explained: Explained, selected: Selected) -> bool:
    return (explained.node, explained.index) == (selected.node, selected.index)


def _limits(hall: Hall, explained: Explained) -> dict[str, tuple[float, float]]:
    """Return the least and the largest value of the layers that the neuron reads."""
    shown = hall.state.activations
    read = {edges.node for edges in explained.incoming} & set(shown)
    return {node: (float(shown[node].min()), float(shown[node].max())) for node in read}
