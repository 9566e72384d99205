"""The tool that sums up the map or the layer that is held, on a board beside it, live."""

from collections.abc import Mapping

import panda3d.core as p3d

from layerwalk.game import overview as overviews
from layerwalk.game import selected as selecting
from layerwalk.game.lab import beside
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.selected import Selected
from layerwalk.game.ui import overview_face, overview_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.overview_board import OverviewBoard
from layerwalk.game.world import values
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.values import Floats, Normalisation
from layerwalk.nn.messages import LookedOver

EVERY_S = 0.1
"""Its numbers are written anew at most once in so long; its picture follows every stroke."""
LEFT_M, STILL_S, STILL_M = 3.2, 0.5, 0.01
"""Left so far behind, it comes after a visitor who has stood still for so long."""
LARGEST, LEAST = 1.12, 0.9
"""With larger texts the whole board is so much larger, at most, and never smaller than this."""


class OverviewTool(Tool):
    """Show the board for as long as a map or a layer is held, until its cross is pressed. Main thread."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._hall: Hall | None = None
        self._board: OverviewBoard | None = None
        self._held: Selected | None = None
        self._spot: beside.Spot | None = None
        self._hovered: str | None = None
        self._waited_s = self._still_s = 0.0
        self._eye = p3d.LPoint3(0)
        self._seen: tuple[object, ...] = ()
        self._told: tuple[object, ...] = ()
        self._mosaic: tuple[LookedOver, Floats] | None = None

    @property
    def frames(self) -> Mapping[str, Frame]:  # type: ignore[override]
        """Return what can be pressed; 'whole' is what is left of it."""
        return self._board.frames if self._board is not None else {}

    def stand(self, hall: Hall) -> None:
        """Hang the board anew, where it stood."""
        self.leave()
        self._hall = hall

    def leave(self) -> None:
        """Take the board away before its world goes."""
        if self._board is not None:
            self._board.close()
        self._board, self._seen, self._told, self._waited_s = None, (), (), EVERY_S

    def hover(self, part: str | None) -> None:
        """Light what is pointed at."""
        self._hovered = None if part == "whole" else part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what a button is for, or put the board away."""
        if self._hall is None or self._held is None:
            return ""
        overview = self._hall.state.overview
        if part == "close":
            overview.away = self._held
        elif part == "pull":
            return f"pull_out {self._held.node} {self._held.index[0]}"
        elif part == "count":
            return "count_dead" if overview.dead is None else "stop_dead"
        return f"overview_merge {part}" if part in ("mean", "most") else ""

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow what is held, and the numbers."""
        hall = self._hall
        if hall is None:
            return
        if hall.state.selected is None and self._held is None:
            return
        self._hold(hall, camera, dt_s=dt_s)
        held, overview = self._held, hall.state.overview
        found = hall.state.activations.get(held.node) if held is not None else None
        if held is None or found is None or not overview.on or overview.away == held:
            hall.session.overviewing.want(None)
            self.leave()
            return
        hall.session.overviewing.want(held.node, held.index[0] if held.index else None)
        self._show(hall, held, found, dt_s=dt_s)

    def _hold(self, hall: Hall, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Stand anew before the visitor when something else is held than before."""
        held, spec = hall.state.selected, hall.state.spec
        fits = held is not None and selecting.fits(held, spec) and selecting.extent(held, spec) != "neuron"
        wanted = held if fits else None
        if wanted == self._held:
            self._come_after(hall, camera, dt_s=dt_s)
            return
        self.leave()
        self._held, hall.state.overview.away = wanted, None
        if wanted is not None:
            self._spot = beside.spot(hall, camera, wanted, wide_m=_size_m(hall)[0])

    def _come_after(self, hall: Hall, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Stand anew before a visitor who has gone elsewhere."""
        if self._board is None or self._spot is None or self._held is None:
            return
        eye = camera.get_pos(hall.root)
        self._still_s = 0.0 if (eye - self._eye).length() > STILL_M else self._still_s + dt_s
        self._eye = eye
        if self._still_s >= STILL_S and (eye - p3d.LPoint3(*self._spot.eye)).length() > LEFT_M:
            self.leave()
            self._spot = beside.spot(hall, camera, self._held, wide_m=_size_m(hall)[0])

    def _show(self, hall: Hall, held: Selected, found: Floats, *, dt_s: float) -> None:
        """Bring the picture up to date, and now and then what is written."""
        if self._board is None:
            assert self._spot is not None
            frame = self._spot.frame(_size_m(hall))
            self._board = OverviewBoard(hall.root, frame, words=hall.words, palette_name=hall.look.palette)
        overview = hall.state.overview
        seen = (found, overview.merge)
        if not _same(seen, self._seen):
            self._seen = seen
            self._board.show_picture(*_picture(hall, held, found))
        self._weigh(overview.weights)
        self._waited_s += dt_s
        out = hall.state.pulled.find(held.node, held.index[0]) if held.index else None
        told = (found, overview.merge, overview.weights, overview.dead, out is not None, self._hovered)
        if _same(told, self._told) or (dt_s > 0 and self._waited_s < EVERY_S):
            return
        self._told, self._waited_s = told, 0.0
        state = hall.state
        written = overview_texts.told(
            held,
            found,
            spec=state.spec,
            overview=overview,
            pulled=state.pulled,
            limits=_legend(hall, held, found),
            words=hall.words,
        )
        self._board.show(written, hovered=self._hovered)

    def _weigh(self, weights: LookedOver | None) -> None:
        """Show the weights of what is held, where they have come."""
        assert self._board is not None
        if weights is None or weights.weights is None:
            self._mosaic = None
            self._board.show_weights(None, most=0.0)
            return
        if self._mosaic is None or self._mosaic[0] is not weights:
            left, right, bottom, top = overview_face.WEIGHTS
            laid = overviews.mosaic(weights.weights, wide=right - left, tall=top - bottom)
            self._mosaic = weights, laid
        self._board.show_weights(self._mosaic[1], most=drawn.most(weights.weights))


def _size_m(hall: Hall) -> tuple[float, float]:
    """Return how large the board is with the visitor's texts."""
    grown = min(LARGEST, max(LEAST, hall.settings.view.text_size))
    wide, tall = overview_face.SIZE_M
    return wide * grown, tall * grown


def _picture(hall: Hall, held: Selected, found: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the one picture of what is held, with the limits of its colours."""
    merged = overviews.merged(found, held.index, merge=hall.state.overview.merge)
    stack = values.as_stack(found)
    if found.ndim > 2 and not held.index:
        return merged, *values.limits(merged[None], how=_how(hall))
    low, high = values.limits(stack, how=hall.look.normalisation)
    own = slice(held.index[0], held.index[0] + 1) if held.index and len(low) > 1 else slice(None)
    return merged, low[own][:1], high[own][:1]


def _how(hall: Hall) -> Normalisation:
    """Return how the picture of a whole layer gets its colours: over its own range, unless that is fixed."""
    how = hall.look.normalisation
    return how if how.mode == "fixed" else Normalisation()


def _legend(hall: Hall, held: Selected, found: Floats) -> tuple[float, float]:
    _, low, high = _picture(hall, held, found)
    return float(low.min()), float(high.max())


def _same(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    """Say whether two tuples hold the same things, arrays and replies by what they are, not by what is in them."""
    return len(first) == len(second) and all(a is b or _equal(a, b) for a, b in zip(first, second, strict=True))


def _equal(a: object, b: object) -> bool:
    return isinstance(a, str | bool | None) and isinstance(b, str | bool | None) and a == b
