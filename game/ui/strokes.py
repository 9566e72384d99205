"""Lines, marks and bars with soft rims, drawn on a board as one mesh. Board, metres: X to the right, Z up."""

import functools
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world import mesh, shaders
from layerwalk.game.world.light import Colour
from layerwalk.game.world.mesh import Floats, Ints

REACH = 0.5
"""A piece of a line reaches over its ends by so many half widths."""
ROUND = 20
"""A disc has so many corners."""
SORT = 19
"""Where a drawing on a board comes among what is drawn in a fixed order."""
NO_TRIANGLES: Ints = np.zeros((0, 3), np.uint32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strokes:
    """Hold triangles: points (V, 2), edges (V,) from 0 in the middle to 1 or -1 at the rim, colours (V, 4) uint8."""

    points: Floats
    edges: Floats
    colours: NDArray[np.uint8]
    triangles: Ints


def _painted(points: Floats, edges: Floats, triangles: Ints, colour: Colour, alpha: float) -> Strokes:
    paint = np.clip(np.array([*colour, alpha]) * 255 + 0.5, 0, 255).astype(np.uint8)
    colours = np.broadcast_to(paint, (len(points), 4))
    return Strokes(points=points, edges=edges, colours=colours, triangles=triangles)


def line(points: ArrayLike, *, width_m: float, colour: Colour, alpha: float = 1.0, low: float = -np.inf) -> Strokes:
    """Draw a line through points (n, 2); what is below `low` is left out."""
    path, seen = _cut(np.asarray(points, np.float32).reshape(-1, 2), low)
    return pieces(path[:-1][seen], path[1:][seen], width_m=width_m, colour=colour, alpha=alpha)


def pieces(starts: Floats, ends: Floats, *, width_m: float, colour: Colour, alpha: float = 1.0) -> Strokes:
    """Draw straight pieces from `starts` to `ends`, (n, 2) float32 each."""
    along = ends - starts
    along *= (width_m / 2) / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    left = np.stack([-along[:, 1], along[:, 0]], axis=1)
    # Every piece is a bar of its own that reaches over its ends: no gap where the line turns, however sharply.
    first, last = starts - REACH * along, ends + REACH * along
    corners = np.stack([first - left, last - left, last + left, first + left], axis=1).reshape(-1, 2)
    edges = np.tile(np.array([-1, -1, 1, 1], np.float32), len(starts))
    return _painted(corners, edges, _quads(len(starts)), colour, alpha)


def _quads(count: int) -> Ints:
    starts = 4 * np.arange(count, dtype=np.uint32).reshape(-1, 1, 1)
    return (starts + np.array([[[0, 1, 2], [0, 2, 3]]], np.uint32)).reshape(-1, 3)


def _cut(path: Floats, low: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Move points below `low` to where the line crosses it; return the points, and which pieces (n - 1) are seen."""
    under = path[:, 1] < low
    seen = ~(under[:-1] & under[1:])
    if not under.any():
        return path, seen
    cut = path.copy()
    for here, there in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        rising = under[here] & ~under[there]
        below, above = path[here][rising], path[there][rising]
        share = ((low - below[:, 1]) / (above[:, 1] - below[:, 1]))[:, None]
        cut[here][rising] = below + share * (above - below)
    return cut, seen


@functools.cache
def _form(mark: str) -> Floats:
    """Return the corners of a mark of radius 1, counter-clockwise."""
    if mark == "disc":
        turn = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
        return np.stack([np.cos(turn), np.sin(turn)], axis=1).astype(np.float32)
    thin, wide = 0.36, 1.12
    forms = {
        "square": [(-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)],
        "diamond": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
        "triangle": [(-1.15, -0.8), (1.15, -0.8), (0, 1.25)],
        "play": [(-0.75, -1.1), (1.15, 0), (-0.75, 1.1)],
        "wedge": [(0, -1.25), (1.15, 0.8), (-1.15, 0.8)],
        "cross": [
            *[(thin, thin), (thin, wide), (-thin, wide), (-thin, thin), (-wide, thin), (-wide, -thin)],
            *[(-thin, -thin), (-thin, -wide), (thin, -wide), (thin, -thin), (wide, -thin), (wide, thin)],
        ],
    }
    return np.array(forms[mark], np.float32)


def marks(mark: str, points: ArrayLike, *, radius_m: float, colour: Colour, alpha: float = 1.0) -> Strokes:
    """Draw a mark at every point (n, 2): one of 'disc' and those in `_form`."""
    middles = np.asarray(points, np.float32).reshape(-1, 1, 2)
    form = _form(mark)
    corners = np.concatenate([np.zeros((1, 2), np.float32), form]) * np.float32(radius_m)
    count = len(form)
    around = np.arange(count, dtype=np.uint32)
    fan = np.stack([np.zeros_like(around), around + 1, (around + 1) % count + 1], axis=1)
    starts = (np.arange(len(middles), dtype=np.uint32) * (count + 1)).reshape(-1, 1, 1)
    edges = np.tile(np.array([0.0, *[1.0] * count], np.float32), len(middles))
    rims: Floats = (middles + corners).reshape(-1, 2)
    return _painted(rims, edges, (starts + fan).reshape(-1, 3), colour, alpha)


def bar(left: float, bottom: float, right: float, top: float, *, colour: Colour, alpha: float = 1.0) -> Strokes:
    """Fill a rectangle."""
    corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)], np.float32)
    return _painted(corners, np.zeros(4, np.float32), _quads(1), colour, alpha)


def fields(corners: ArrayLike, *, colour: Colour, alpha: float = 1.0) -> Strokes:
    """Fill four-cornered fields (n, 4, 2), each counter-clockwise."""
    points = np.asarray(corners, np.float32).reshape(-1, 2)
    return _painted(points, np.zeros(len(points), np.float32), _quads(len(points) // 4), colour, alpha)


def joined(parts: Sequence[Strokes]) -> Strokes:
    """Put strokes into one, the first lowest."""
    if not parts:
        nothing = np.zeros((0, 2), np.float32)
        return _painted(nothing, nothing[:, 0], NO_TRIANGLES, (0, 0, 0), 0.0)
    starts = np.cumsum([0, *(len(part.points) for part in parts[:-1])]).astype(np.uint32)
    return Strokes(
        points=np.concatenate([part.points for part in parts]),
        edges=np.concatenate([part.edges for part in parts]),
        colours=np.concatenate([part.colours for part in parts]),
        triangles=np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=True)]),
    )


class Kept:
    """Keep strokes for as long as every drawing needs them, so that only what has changed is made anew."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._last: dict[Hashable, Strokes] = {}
        self._now: dict[Hashable, Strokes] = {}

    def begin(self) -> None:
        """Begin a drawing: what the last one did not ask for is forgotten."""
        self._last, self._now = self._now, {}

    def __call__(self, make: Callable[[], Iterable[Strokes]], *key: Hashable) -> Strokes:
        """Return what `make` gives, joined; made anew where no drawing just before had the same `key`."""
        if key not in self._now:
            known = self._last.get(key)
            self._now[key] = joined(list(make())) if known is None else known
        return self._now[key]


class Drawing:
    """Hold strokes on a board, one draw call. Main thread."""

    def __init__(self, parent: p3d.NodePath, *, sort: int = SORT, depth_offset: int = 4) -> None:
        """Hang an empty drawing under `parent`, in whose X-Z plane it lies."""
        self.path = parent.attach_new_node(p3d.GeomNode("drawing"))
        _dress(self.path, sort=sort)
        self.path.set_depth_offset(depth_offset)

    def show(self, strokes: Strokes) -> None:
        """Show `strokes` and nothing else."""
        self.put(meshed(strokes))

    def put(self, mesh: p3d.GeomNode) -> None:
        """Show strokes that are `meshed` and nothing else."""
        node = self.path.node()
        node.remove_all_geoms()
        node.add_geoms_from(mesh)


def meshed(strokes: Strokes) -> p3d.GeomNode:
    """Make a mesh of strokes; of none an empty one."""
    return _node("drawing", strokes) if len(strokes.triangles) else p3d.GeomNode("drawing")


def plate(strokes: Strokes, *, sort: int) -> p3d.NodePath:
    """Draw strokes that hang in the air, on no board, one draw call; what sorts lower is drawn before them."""
    path = p3d.NodePath(_node("plate", strokes))
    _dress(path, sort=sort)
    return path


def _node(name: str, strokes: Strokes) -> p3d.GeomNode:
    vertex = np.zeros((len(strokes.points), 3), np.float32)
    vertex[:, ::2] = strokes.points
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", vertex),
        ("color", strokes.colours),
        ("edge", strokes.edges.reshape(-1, 1)),
    ]
    return mesh.geom_node(name, columns, strokes.triangles)


def _dress(path: p3d.NodePath, *, sort: int) -> None:
    shaders.wear(path, "curve")
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", sort)
